"""A page under way: what it may fetch, how politely, and who keeps what came."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from archive.capture import Headers
from crawler.wire.client import SIZE_LIMIT, Answer


class Unwelcome(Exception):
    """A request that manners forbid (robots.txt, a host in its quiet hours); one sentence."""


async def _always(url: str) -> bool:
    return True


def _nothing(url: str, status: int | None, headers: Headers) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How servers are treated: robots.txt and politeness, the same for the browser as for the crawl.

    ``allow(url)`` is awaited before each request; it waits for the host's turn, and gives ``False`` or
    raises :class:`Unwelcome` where the request must not be made. ``done`` follows each allowed one.
    """

    allow: Callable[[str], Awaitable[bool]] = _always
    done: Callable[[str, int | None, Headers], None] = _nothing


@dataclass(slots=True, kw_only=True)
class Page:
    """One page's part of the proxy. ``refused`` has (URL, reason) of what was not fetched."""

    page_id: str
    record: Callable[[Answer], None]
    manners: Manners = field(default_factory=Manners)
    limit: int = SIZE_LIMIT
    seconds: float = 60.0
    port: int = 0
    asked: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
