"""How this crawl behaves towards hosts: one politeness and one robots.txt keeper for everybody who asks.

Plain requests pass by the middlewares, the browser's by :meth:`Manners.enter` and :meth:`Manners.leave`,
which the recording proxy calls for every request that a page makes.
"""

from contextlib import suppress
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from archive.capture import Headers
from archive.messages import header
from crawler.politeness import FIRST_BACKOFF, Politeness, host_key
from crawler.recordingproxy import Manners as ProxyManners
from crawler.recordingproxy import Unwelcome
from crawler.robots import Fetched, Robots, Rules, origin_of, verdict
from pages.gate import target

MOST_ASKED = 200  # requests of one page in the browser; a script that polls for ever has no more


class Manners:
    """The crawl's politeness and robots verdicts. Settings: ``XIANZHI_DELAY``, ``XIANZHI_CONNECTIONS``."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        value = crawler.settings
        self.politeness = Politeness(
            value.getfloat("XIANZHI_DELAY", 1.0),
            value.getint("XIANZHI_CONNECTIONS", 1),
            first_backoff=value.getfloat("XIANZHI_BACKOFF", FIRST_BACKOFF),
        )
        self.robots = Robots(self._fetch, recall=self._recall, remember=self._remember)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension; the scheduler may have made it before."""
        return cls(crawler)

    async def rules(self, url: str) -> Rules:
        """The rules for a URL's origin; its Crawl-delay is put to use at first sight."""
        origin = origin_of(url)
        if (rules := self.robots.kept(origin)) is None:
            rules = await self.robots.rules(origin)
            self.politeness.crawl_delay(host_key(url), rules.crawl_delay)
        return rules

    async def enter(self, url: str) -> None:
        """Waits for the turn to ask for ``url``; :class:`Unwelcome` where robots.txt closes it."""
        rules = await self.rules(url)
        if not rules.allowed(url):
            raise Unwelcome(f"robots.txt closes {url} ({rules.reason})")
        await self.politeness.turn(host_key(url))

    def leave(self, url: str, status: int | None, retry_after: str | None = None) -> None:
        """Gives the turn of ``enter`` back with what was answered."""
        self.politeness.done(host_key(url), status, retry_after)

    async def _fetch(self, url: str) -> Fetched:
        """The answer for a robots.txt; what stands before it is passed as before any page (PORTALS H.3):
        a challenge by the browser, a stub that sends on to itself by coming back with its cookie.
        """
        response = await self._download(url)
        gate = getattr(response.meta.get("exchange"), "gate", None)
        if gate == "challenge" and self._crawler.settings.get("XIANZHI_RENDER") != "never":
            with suppress(OSError):
                response = await self._download(url, browser=True)
        elif gate == "redirect_stub" and target(response.body, url) == url:
            response = await self._download(url)
        type_ = response.headers.get("Content-Type", b"") or b""
        location = response.headers.get("Location", b"") or b""
        return response.status, location.decode("latin-1"), type_.decode("latin-1"), response.body

    async def _download(self, url: str, **meta: Any) -> Response:
        engine = self._crawler.engine
        assert engine is not None
        meta |= {"robots": True, "kind": "robots", "handle_httpstatus_all": True}
        try:
            return await engine.download_async(Request(url, meta=meta, dont_filter=True))
        except Exception as error:
            raise OSError(str(error)) from error

    def _recall(self, origin: str) -> tuple[float, Rules] | None:
        kept = self._frontier().backlog.robots(origin)
        return (kept[0], verdict(*kept[1:])) if kept else None

    def _remember(self, origin: str, at: float, status: int, content_type: str, body: bytes) -> None:
        self._frontier().backlog.keep_robots(origin, at, status, content_type, body)

    def _frontier(self) -> Any:
        assert self._crawler.engine is not None
        return self._crawler.engine.scheduler


def for_browser(crawler: Crawler, request: Request) -> ProxyManners:
    """What the recording proxy asks before and tells after each request of a page (``XIANZHI_MANNERS``)."""
    kept = manners(crawler)
    asked = 0
    asks_rules = bool(request.meta.get("robots"))

    async def allow(url: str) -> bool:
        """The rules' own page is asked for before there are rules: it and its host's scripts only."""
        nonlocal asked
        asked += 1
        if asked > MOST_ASKED:
            raise Unwelcome(f"the page asks for more than {MOST_ASKED} things")
        if asks_rules:
            if origin_of(url) != origin_of(request.url):
                raise Unwelcome("no other host is asked for the sake of robots.txt")
            await kept.politeness.turn(host_key(url))
        else:
            await kept.enter(url)
        return True

    def done(url: str, status: int | None, headers: Headers) -> None:
        after = header(headers, b"retry-after")
        kept.leave(url, status, after.decode("latin-1") if after else None)

    return ProxyManners(allow=allow, done=done)


def manners(crawler: Crawler) -> Manners:
    """The manners of a crawl."""
    found = crawler.get_extension(Manners)
    if found is None:
        raise LookupError("crawler.extensions.manners.Manners is not among the EXTENSIONS")
    return found
