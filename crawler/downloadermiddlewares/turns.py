"""Takes a turn at the host for each plain request and gives it back with what the host answered.

A request for the browser takes none: each request of its page takes its own in the recording proxy.
"""

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.extensions.manners import manners
from crawler.politeness import Politeness, host_key


class Turns:
    """The link between Scrapy's requests and the crawl's politeness; tells the frontier too."""

    def __init__(self, politeness: Politeness, crawler: Crawler) -> None:
        self._politeness, self._crawler = politeness, crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(manners(crawler).politeness, crawler)

    async def process_request(self, request: Request) -> None:
        """Waits for the turn."""
        if request.meta.get("browser"):
            return
        host = host_key(request.url)
        await self._politeness.turn(host)
        request.meta["turn"] = host

    def process_response(self, request: Request, response: Response) -> Response:
        """Gives the turn back with the answer's status."""
        after = response.headers.get("Retry-After")
        self._back(request, response.status, after.decode("latin-1") if after else None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Gives the turn back: nothing came."""
        self._back(request, None, None)

    def _back(self, request: Request, status: int | None, retry_after: str | None) -> None:
        host = request.meta.pop("turn", None)
        if host is not None:
            self._politeness.done(host, status, retry_after)
        engine: Any = self._crawler.engine
        returned = getattr(engine.scheduler, "returned", None) if engine else None
        if returned is not None:
            returned(request)
