"""Lets a request pass that robots.txt leaves open; the rest end here, with the reason."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from crawler.extensions.manners import Manners, manners
from crawler.robots import NO_ANSWER


class ClosedByRobots(IgnoreRequest):
    """robots.txt closes the address, or could not be had; the message says which."""


class Unreachable(ClosedByRobots):
    """Not even robots.txt could be had: the host does not answer."""


class RobotsGate:
    """Asks the crawl's manners; the request for robots.txt itself passes."""

    def __init__(self, kept: Manners) -> None:
        self._manners = kept

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The gate of a crawl."""
        return cls(manners(crawler))

    async def process_request(self, request: Request) -> None:
        """Raises :class:`ClosedByRobots`."""
        if request.meta.get("robots"):
            return
        rules = await self._manners.rules(request.url)
        if not rules.allowed(request.url):
            if rules.reason.startswith(NO_ANSWER):
                raise Unreachable(
                    f"{request.url} is not asked for: its robots.txt could not be had ({rules.reason})"
                )
            raise ClosedByRobots(f"robots.txt closes {request.url} ({rules.reason})")
