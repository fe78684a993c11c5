"""Answers Scrapy's requests for rendered pages (``meta={"browser": True}``).

The response is an HtmlResponse of the DOM under the final address, with the document's status and
headers; cookies that the request brings go to the browser, and all that the host has then come back.
In its meta, beside ``exchange`` and ``recorded`` of the main document: ``browser_page_id``,
``browser_captures`` (their number), ``browser_refused`` ((URL, reason) pairs), ``browser_user_agent``,
``received`` (the document as sent, its coding removed), ``dom_recorded`` (the future of the DOM's
record). A robots.txt (``meta["robots"]``) comes back as the server sent it in the end.
DOM, text and screenshot are archived as resources (``urn:xianzhi:dom:<url>``, ``…:text:``,
``…:screenshot:``) concurrent to the main document. A page that cannot be rendered is given as it was
received, if it was, with ``meta["browser_failed"]``, one line; else the request is ignored for that reason.

Settings: ``XIANZHI_MANNERS``, a callable ``(crawler, request) -> Manners`` or its import path;
``XIANZHI_CHROMIUM`` (path of one), ``XIANZHI_BROWSER_SECONDS``, ``XIANZHI_BROWSER_SETTLE``.
"""

import asyncio
import logging
from concurrent.futures import Future
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.utils.misc import load_object

from archive import ArchiveError
from archive.capture import DOM, Recorded
from crawler.addresses import Forbidden, guard_of
from crawler.downloadhandlers.answers import scrapy_headers, scrapy_response
from crawler.extensions.recorder import Recorder, Taken
from crawler.recordingproxy import Manners, RecordingProxy
from crawler.rendering.browser import Browser, Cookies, Rendered, RenderFailed, main_document
from crawler.wire.client import Answer, Client

logger = logging.getLogger(__name__)

_browsers: "WeakKeyDictionary[Crawler, Browser]" = WeakKeyDictionary()


def browser_of(crawler: Crawler) -> Browser:
    """The crawl's one browser; it is started by its first page and ends with the crawl."""
    if crawler not in _browsers:
        settings = crawler.settings
        client = Client(guard_of(crawler), _recorder(crawler).spool, idle=6)
        browser = Browser(
            RecordingProxy(client),
            suffix=settings.get("USER_AGENT", ""),
            seconds=settings.getfloat("XIANZHI_BROWSER_SECONDS", 120.0),
            settle=settings.getfloat("XIANZHI_BROWSER_SETTLE", 30.0),
            binary=settings.get("XIANZHI_CHROMIUM"),
        )
        crawler.signals.connect(browser.close, signal=signals.engine_stopped, weak=False)
        _browsers[crawler] = browser
    return _browsers[crawler]


def _recorder(crawler: Crawler) -> Recorder:
    recorder = crawler.get_extension(Recorder)
    if recorder is None:
        raise RenderFailed("rendering needs crawler.extensions.recorder.Recorder in EXTENSIONS")
    return recorder


def _manners(crawler: Crawler, request: Request) -> Manners:
    maker = crawler.settings.get("XIANZHI_MANNERS")
    manners: Manners = load_object(maker)(crawler, request) if maker else Manners()
    return manners


class NotRendered(IgnoreRequest):
    """The browser made nothing of a page, and nothing of it was received; the message says why."""


class _Visit:
    """One request's page: what was taken of it."""

    def __init__(self, crawler: Crawler, request: Request) -> None:
        self.recorder = _recorder(crawler)
        self.request = request
        self.limit = (
            request.meta.get("download_maxsize") or crawler.settings.getint("DOWNLOAD_MAXSIZE") or 2**62
        )
        self._taken: dict[int, Taken] = {}

    def record(self, answer: Answer) -> None:
        """Records one exchange; the page's way of discovery belongs to its main document only."""
        asked = answer.exchange.target_uri == self.request.url.partition("#")[0]
        discovery = self.request.meta.get("discovery") if asked else None
        self._taken[id(answer)] = self.recorder.take(answer, limit=self.limit, discovery=discovery)

    def challenged(self, main: Answer) -> bool:
        """Whether the gate took an answer for a challenge."""
        taken = self._taken.get(id(main))
        return taken is not None and taken.exchange.gate == "challenge"

    def stamp(self, main: Answer | None) -> Taken | None:
        """Puts the main document's record into the request's meta."""
        taken = self._taken.get(id(main)) if main is not None else None
        if taken is not None:
            self.request.meta["exchange"], self.request.meta["recorded"] = taken.exchange, taken.recorded
        return taken


async def rendered_response(crawler: Crawler, request: Request) -> Response:
    """The page as the browser shows it, archived. Raises IgnoreRequest with the reason."""
    visit = _Visit(crawler, request)
    try:
        page = await browser_of(crawler).render(
            request.url,
            record=visit.record,
            manners=_manners(crawler, request),
            limit=visit.limit,
            cookies=_brought(request),
            standing=visit.challenged,
        )
    except Forbidden as error:
        raise IgnoreRequest(str(error)) from error
    except RenderFailed as error:
        return _as_received(visit, error)
    taken = visit.stamp(page.main)
    if taken is None or page.main is None or page.main.status is None:
        raise IgnoreRequest(f"the browser showed {page.final_url} without fetching it")
    if request.meta.get("robots"):
        return _plainly(page, page.main, taken)
    request.meta.update(
        dom_recorded=await _keep_resources(visit.recorder, page, taken.recorded),
        received=taken.body,
        browser_page_id=page.page_id,
        browser_captures=len(page.captures),
        browser_refused=page.refused,
        browser_user_agent=browser_of(crawler).user_agent,
    )
    return _response(page, page.main)


def _brought(request: Request) -> Cookies:
    """The cookies that the request brings, as the crawl's jar has put them into its header."""
    header = (request.headers.get(b"Cookie") or b"").decode("latin-1")
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return tuple((name, value) for name, _, value in pairs if name)


def _given(page: Rendered) -> list[bytes]:
    """The host's cookies as if it had set them all by its headers: so the crawl's jar has those that a
    challenge's script made, and plain requests pass from then on.
    """
    return [f"{name}={value}; Path=/".encode() for name, value in page.cookies]


def _plainly(page: Rendered, main: Answer, taken: Taken) -> Response:
    """The document as the server sent it, once the browser had passed what stood before it."""
    response = scrapy_response(main.exchange.target_uri, main, taken.body, ip_address=None, flags=[])
    response.headers.setlist(b"Set-Cookie", _given(page))
    return response


def _response(page: Rendered, main: Answer) -> HtmlResponse:
    """The DOM as a response."""
    headers = scrapy_headers(main.headers)
    headers[b"Content-Type"] = b"text/html; charset=utf-8"
    headers.setlist(b"Set-Cookie", _given(page))
    return HtmlResponse(
        page.final_url, status=main.status or 0, headers=headers, body=page.dom.encode(), encoding="utf-8"
    )


def _as_received(visit: _Visit, error: RenderFailed) -> Response:
    """What the server sent, where the browser made nothing of it (a download, a crash)."""
    main = main_document(error.answers, visit.request.url)
    taken = visit.stamp(main)
    visit.request.meta["browser_failed"] = str(error)
    logger.warning("Not rendered: %s: %s", visit.request.url, error)
    if main is None or taken is None or main.status is None or main.exchange.truncated or taken.bomb:
        raise NotRendered(f"not rendered: {error}") from error
    return scrapy_response(
        main.exchange.target_uri, main, taken.body, ip_address=None, flags=["not-rendered"]
    )


async def _keep_resources(
    recorder: Recorder, page: Rendered, recorded: Future[Recorded]
) -> Future[Recorded] | None:
    """Archives DOM, text and screenshot beside the main document's record; the DOM's future."""
    dom: Future[Recorded] | None = None
    try:
        main = await asyncio.wrap_future(recorded)
    except ArchiveError:
        return None  # the recorder has seen it and closes the crawl
    for kind, content_type, body in (
        ("dom", "text/html; charset=utf-8", page.dom.encode("utf-8", "surrogatepass")),
        ("text", "text/plain; charset=utf-8", page.text.encode("utf-8", "surrogatepass")),
        ("screenshot", "image/png", page.screenshot),
    ):
        if body:
            kept = recorder.resource(
                f"{DOM.replace('dom', kind)}{page.final_url}",
                content_type,
                body,
                page_id=page.page_id,
                concurrent_to=main.record_id,
            )
            dom = kept if kind == "dom" else dom
    return dom
