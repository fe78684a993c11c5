"""How often one host is asked, whoever asks: plain requests, robots.txt and the browser alike.

One ``Politeness`` a process. Time is ``time.monotonic`` seconds. A *host* is a host name whatever its
scheme; a port of its own makes it a host of its own (loopback portals are).

After 403, 412, 429 or 503 the gap to that host doubles (to ``MAX_BACKOFF``); each good answer halves
what was added. ``Retry-After`` is kept to, up to an hour: beyond that the portal is left for another day.
"""

import asyncio
import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

BACKING_OFF = frozenset({403, 412, 429, 503})
FIRST_BACKOFF = 5.0  # seconds; a refusal on a host with no delay still costs this much
MAX_BACKOFF = 300.0
MAX_RETRY_AFTER = 3600.0
LONG_WAIT = 600.0  # seconds; who asks for more is left for another time
BEIJING = datetime.timezone(datetime.timedelta(hours=8), "CST")
MAX_CRAWL_DELAY = 120.0  # more would make one portal last for weeks; the ledger keeps the rest


@dataclass(slots=True)
class Host:
    """What is known of one host: its gap, who is talking to it, and when it may be asked again."""

    delay: float
    connections: int = 1
    active: int = 0
    next_at: float = 0.0
    backoff: float = 0.0
    refusals: int = 0
    quiet: tuple[tuple[datetime.time, datetime.time], ...] = ()
    waiters: list[asyncio.Future[None]] = field(default_factory=list)


class Politeness:
    """Turns at hosts. ``wait`` looks, ``turn`` waits and takes, ``done`` gives back."""

    def __init__(
        self,
        delay: float = 1.0,
        connections: int = 1,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(BEIJING),
        first_backoff: float = FIRST_BACKOFF,
    ) -> None:
        self._delay, self._connections = delay, connections
        self._clock, self._wall, self._first = clock, wall, first_backoff
        self._hosts: dict[str, Host] = {}
        self.released: Callable[[str], None] = lambda host: None  # the frontier listens here

    def host(self, name: str) -> Host:
        """The state of a host, made at first sight."""
        found = self._hosts.get(name)
        if found is None:
            found = self._hosts[name] = Host(delay=self._delay, connections=self._connections)
        return found

    def crawl_delay(self, name: str, seconds: float | None) -> None:
        """What robots.txt asks for: it can raise the gap, never lower it."""
        if seconds:
            host = self.host(name)
            host.delay = max(host.delay, min(seconds, MAX_CRAWL_DELAY))

    def quiet_hours(self, name: str, spans: str) -> None:
        """Hours of the day (Beijing time) in which a portal wants peace: ``"08:00-18:00,22:30-01:00"``."""
        self.host(name).quiet = tuple(_span(part) for part in spans.split(",") if part.strip())

    def wait(self, name: str) -> float:
        """Seconds until the host may be asked; infinite while all its connections are in use."""
        host = self.host(name)
        if host.active >= host.connections:
            return float("inf")
        pause = host.next_at - self._clock()
        return max(0.0, pause, _until_loud(host.quiet, self._wall()) if host.quiet else 0.0)

    async def turn(self, name: str) -> None:
        """Waits for the host's next free moment and takes it. Each ``turn`` needs one ``done``."""
        host = self.host(name)
        while (pause := self.wait(name)) > 0:
            if pause == float("inf"):
                waiter = asyncio.get_running_loop().create_future()
                host.waiters.append(waiter)
                await waiter
            else:
                await asyncio.sleep(pause)
        self.took(name)

    def took(self, name: str) -> None:
        """Takes a turn that ``wait`` said is free."""
        host = self.host(name)
        host.active += 1
        host.next_at = self._clock() + host.delay + host.backoff

    def done(self, name: str, status: int | None = None, retry_after: str | None = None) -> None:
        """Gives the turn back, with what the host answered (``None``: nothing came)."""
        host = self.host(name)
        host.active = max(0, host.active - 1)
        # Counted from the answer: a server that was slow to take the last request is not asked at once.
        host.next_at = max(host.next_at, self._clock() + host.delay + host.backoff)
        self._learn(host, status, retry_after)
        waiters, host.waiters = host.waiters, []
        for waiter in waiters:  # all of them: one that is cancelled just now must not keep the turn
            if not waiter.done():
                waiter.set_result(None)
        self.released(name)

    def forgive(self, name: str) -> None:
        """The refusals were of single pages, not of the host: what they added to the gap is taken off."""
        host = self.host(name)
        host.backoff, host.next_at = 0.0, min(host.next_at, self._clock() + host.delay)

    def _learn(self, host: Host, status: int | None, retry_after: str | None) -> None:
        if status in BACKING_OFF:
            host.refusals += 1
            host.backoff = min(MAX_BACKOFF, max(self._first, host.backoff * 2))
            asked = min(seconds_of(retry_after, self._wall()), MAX_RETRY_AFTER)
            host.next_at = max(host.next_at, self._clock() + max(host.delay + host.backoff, asked))
        elif status is not None and status < 500:
            host.backoff = host.backoff / 2 if host.backoff > self._first / 4 else 0.0
            host.refusals = 0


def host_key(url: str) -> str:
    """The host a URL belongs to for politeness: its name, with the port where that is its own."""
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".").removeprefix("www.")  # one server (PORTALS H.3)
    try:
        port = parts.port
    except ValueError:
        return name
    return name if port in (None, 80, 443) else f"{name}:{port}"


def seconds_of(retry_after: str | None, now: datetime.datetime) -> float:
    """Retry-After in seconds: a number, or an HTTP date (RFC 9110 10.2.3); anything else is 0."""
    value = (retry_after or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return 0.0
    if date.tzinfo is None:
        date = date.replace(tzinfo=datetime.UTC)
    return max(0.0, (date - now).total_seconds())


def _span(text: str) -> tuple[datetime.time, datetime.time]:
    start, _, end = text.strip().partition("-")
    return datetime.time.fromisoformat(start.strip()), datetime.time.fromisoformat(end.strip())


def _until_loud(spans: tuple[tuple[datetime.time, datetime.time], ...], now: datetime.datetime) -> float:
    """Seconds until the end of the quiet hours that ``now`` lies in; 0 outside them."""
    time_of_day = now.time().replace(tzinfo=None)
    for start, end in spans:
        inside = start <= time_of_day < end if start <= end else not end <= time_of_day < start
        if inside:
            until = datetime.datetime.combine(now.date(), end, tzinfo=now.tzinfo)
            return float((until - now).total_seconds() % 86400)
    return 0.0
