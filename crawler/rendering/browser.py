"""One Chromium for a crawl; every page in a profile of its own, in bounded time.

Errors: :class:`RenderFailed`, one sentence (no browser, crashed, too slow, a download).
"""

import asyncio
import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from crawler.recordingproxy import Manners, Page, RecordingProxy
from crawler.rendering.chromium import context_options, executable, launch_options
from crawler.wire.client import SIZE_LIMIT, Answer, without_fragment

logger = logging.getLogger(__name__)

STEADY_SECONDS = 6.0  # longest wait for a page that keeps changing (a clock, a carousel)
PATIENT_SECONDS = 12.0  # for one that says it is loading, or is a challenge under way (PORTALS H.3)
_LOOK = """() => { const body = document.body, text = body ? body.innerText : '';
  return [location.href, text.length, document.querySelectorAll('a,td,p').length,
          /正在加载|加载中|数据加载|loading|请稍候|请稍后|正在检查|just a moment/i
            .test(text.slice(0, 20000))]; }"""
SCREENSHOT_HEIGHT = 8000  # pixels; a page that scrolls for ever still has an end
_CLOSE_SECONDS = 10.0

Cookies = tuple[tuple[str, str], ...]


class RenderFailed(Exception):
    """The page could not be rendered; the message is one sentence. ``answers`` are those that came."""

    def __init__(self, message: str, answers: tuple[Answer, ...] = ()) -> None:
        super().__init__(message)
        self.answers = answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A page as the browser shows it. ``main`` is the answer its document came from.

    ``captures`` are all the page's answers in order of their ends, ``main`` among them; ``refused``
    has (URL, reason) of what was not fetched. ``cookies`` (name, value) are those the page's host has
    in the end, set by headers or scripts.
    """

    url: str
    final_url: str
    page_id: str
    dom: str
    text: str
    screenshot: bytes
    main: Answer | None
    captures: tuple[Answer, ...]
    refused: tuple[tuple[str, str], ...]
    cookies: Cookies = ()


def main_document(answers: tuple[Answer, ...], *urls: str) -> Answer | None:
    """The last answer to a GET of one of the URLs, tried in their order."""
    for url in urls:
        for answer in reversed(answers):
            exchange = answer.exchange
            if exchange.target_uri == without_fragment(url) and exchange.request.startswith(
                (b"GET", b"POST")
            ):
                return answer
    return None


class Browser:
    """Renders pages. ``suffix`` goes behind the browser's own user agent: who we are, and a contact.

    ``seconds`` bounds a page as a whole, ``settle`` the wait for its requests to come to rest.
    """

    def __init__(
        self,
        proxy: RecordingProxy,
        *,
        suffix: str,
        seconds: float = 90.0,
        settle: float = 15.0,
        pages: int = 2,
        binary: str | None = None,
    ) -> None:
        self._proxy, self._suffix = proxy, suffix
        self._seconds, self._settle, self._binary = seconds, settle, binary
        self._places = asyncio.Semaphore(pages)
        self._starting = asyncio.Lock()
        self._playwright: Any = None
        self._chromium: Any = None
        self.user_agent = ""

    async def start(self) -> None:
        """Starts Chromium, again if it has died. Raises :class:`RenderFailed`."""
        async with self._starting:
            if self._chromium is not None and self._chromium.is_connected():
                return
            try:
                await self._launch()
            except (PlaywrightError, OSError) as error:
                raise RenderFailed(f"the browser does not start: {_line(error)}") from error

    async def _launch(self) -> None:
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        path = self._binary or executable(self._playwright.chromium.executable_path)
        if path is None:
            raise RenderFailed("there is no browser: scripts/setup installs Chromium")
        options = launch_options(path)
        if not self.user_agent:
            own = await self._own_name(options)
            self.user_agent = f"{own} {self._suffix}".strip()
        # For the whole browser: a pop-up's first request is sent before a context's own name reaches it.
        options["args"] = [*options.get("args", ()), f"--user-agent={self.user_agent}"]
        self._chromium = await self._playwright.chromium.launch(**options)

    async def _own_name(self, options: dict[str, Any]) -> str:
        """What this Chromium calls itself."""
        chromium = await self._playwright.chromium.launch(**options)
        try:
            return str(await (await chromium.new_page()).evaluate("navigator.userAgent"))
        finally:
            await chromium.close()

    async def render(
        self,
        url: str,
        *,
        record: Callable[[Answer], None],
        manners: Manners | None = None,
        limit: int = SIZE_LIMIT,
        cookies: Cookies = (),
        standing: Callable[[Answer], bool] = lambda main: False,
    ) -> Rendered:
        """Shows the page and gives what it became. ``record`` is called for every exchange.

        ``cookies`` (name, value) are what the page's host has been given before. ``standing`` says of
        the main document's answer whether it is a challenge, which is given time to send on.

        Raises Forbidden, :class:`RenderFailed`.
        """
        self._proxy.client.connector.resolver.guard.check_url(url)
        answers: list[Answer] = []

        def keep(answer: Answer) -> None:
            answers.append(answer)
            record(answer)

        page = Page(page_id=str(uuid.uuid4()), record=keep, manners=manners or Manners(), limit=limit)

        def challenged(at: str) -> bool:
            main = main_document(tuple(answers), at, url)
            return main is not None and standing(main)

        async with self._places, self._proxy.serve(page):
            try:
                shown = await self._bounded(page, url, cookies, challenged)
            except RenderFailed as error:
                raise RenderFailed(str(error), tuple(answers)) from error
        return _rendered(page, url, shown, tuple(answers))

    async def _bounded(
        self, page: Page, url: str, cookies: Cookies, challenged: Callable[[str], bool]
    ) -> dict[str, Any]:
        """What the browser shows, or why it shows nothing, within the page's time."""
        await self.start()
        try:
            async with asyncio.timeout(self._seconds):
                return await self._show(page, url, cookies, challenged)
        except TimeoutError as error:
            raise RenderFailed(f"not rendered within {self._seconds:g} s") from error
        except PlaywrightError as error:
            raise RenderFailed(_reason(page, url, error)) from error

    async def _show(
        self, page: Page, url: str, cookies: Cookies, challenged: Callable[[str], bool]
    ) -> dict[str, Any]:
        context = await self._chromium.new_context(**context_options(page.port, self.user_agent))
        try:
            if cookies:
                await context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies])
            tab = await context.new_page()
            context.on("page", lambda other: asyncio.ensure_future(_quietly(other.close())))
            tab.on("dialog", lambda dialog: asyncio.ensure_future(_quietly(dialog.dismiss())))
            await tab.goto(url, wait_until="domcontentloaded", timeout=self._seconds * 1000)
            await _rest(tab, self._settle, challenged)
            return {
                "final_url": tab.url,
                "dom": await tab.content(),
                "text": await tab.evaluate("document.body ? document.body.innerText : ''"),
                "screenshot": await _screenshot(tab),
                "cookies": tuple((c["name"], c["value"]) for c in await context.cookies(tab.url)),
            }
        finally:
            await _quietly(asyncio.wait_for(context.close(), _CLOSE_SECONDS))

    async def close(self) -> None:
        """Ends the browser."""
        if self._chromium is not None:
            await _quietly(asyncio.wait_for(self._chromium.close(), _CLOSE_SECONDS))
        if self._playwright is not None:
            await _quietly(asyncio.wait_for(self._playwright.stop(), _CLOSE_SECONDS))
        self._chromium = self._playwright = None


def _rendered(page: Page, url: str, shown: dict[str, Any], captures: tuple[Answer, ...]) -> Rendered:
    """Raises :class:`RenderFailed` where what is shown is the proxy's own refusal."""
    final = shown["final_url"]
    if reason := dict(page.refused).get(without_fragment(final)):
        raise RenderFailed(reason, captures)
    return Rendered(
        url=url,
        page_id=page.page_id,
        main=main_document(captures, final, url),
        captures=captures,
        refused=tuple(page.refused),
        **shown,
    )


async def _rest(tab: Any, seconds: float, challenged: Callable[[str], bool]) -> None:
    """Until nothing moves: no requests, and twice the same page. One that never rests is taken as it is.

    Scripts wait before they act (加速乐 1.5 s), so silence on the wire alone is not the end of a page.
    """
    clock = asyncio.get_running_loop().time
    with suppress(PlaywrightError):
        await tab.wait_for_load_state("networkidle", timeout=seconds * 1000)
    began, before = clock(), None
    while (passed := clock() - began) < min(PATIENT_SECONDS, seconds):
        try:
            *look, loading = await tab.evaluate(_LOOK)
        except PlaywrightError:  # it is going somewhere else just now
            look, loading = None, True
        waits = loading or challenged(tab.url)
        if not waits and (look == before or passed > STEADY_SECONDS):
            break
        before = look
        await asyncio.sleep(0.5)
    with suppress(PlaywrightError):
        await tab.wait_for_load_state("networkidle", timeout=seconds * 1000)


async def _screenshot(tab: Any) -> bytes:
    """The page as seen, cut at a height that any page has; empty where the browser cannot paint it."""
    try:
        height = await tab.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)")
        box = {"x": 0, "y": 0, "width": 1280, "height": min(int(height), SCREENSHOT_HEIGHT)}
        shot: bytes = await tab.screenshot(full_page=True, clip=box, timeout=15_000)
    except PlaywrightError as error:
        logger.info("No screenshot of %s: %s", tab.url, _line(error))
        return b""
    return shot


async def _quietly(awaitable: Any) -> None:
    """What is over may fail to end."""
    with suppress(PlaywrightError, TimeoutError):
        await awaitable


def _line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0].removeprefix("Page.goto: ")[:300]


def _reason(page: Page, url: str, error: PlaywrightError) -> str:
    """Why a page was not rendered: the proxy's own reason where it refused the document."""
    return dict(page.refused).get(without_fragment(url)) or _line(error)
