"""The Scrapy SCHEDULER: the best link of a host whose turn it is, from the backlog's file.

Settings: ``XIANZHI_STATE``, the backlog's path (a file that is deleted with the process where none is
given). A request is handed out only when its host may be asked (crawler.politeness), so Scrapy's own
slots never hold a queue and a SIGKILL finds at most one leased row a connection.

Links need no ``Request``: ``add`` takes rows, ``known`` tells urls apart before anything is built.
``done`` acknowledges a row once its capture is on disk.
"""

import asyncio
import heapq
import itertools
import logging
import time
from collections.abc import Iterable
from typing import Any, Self

from scrapy import Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred

from crawler.acknowledging import Acknowledgements, Kept
from crawler.backlog import Backlog, Row
from crawler.challenges import Challenges
from crawler.extensions.manners import manners
from crawler.politeness import Politeness, host_key
from pages.gate import Probe

logger = logging.getLogger(__name__)
FAR = float("inf")
NEVER_SHOWN = ("document", "probe", "wall")
KEPT = ("path", "kind", "browser", "hops", "list")  # of a request's meta, what a row carries


class Frontier(BaseScheduler):
    """Hands out requests by host, priority and politeness. Heap entries are (when, n, lane)."""

    def __init__(self, backlog: Backlog, politeness: Politeness, crawler: Crawler) -> None:
        self.backlog, self.politeness, self._crawler = backlog, politeness, crawler
        self._queued: dict[int, int] = {}
        self._lanes: dict[int, tuple[int, str]] = {}
        self._by_host: dict[str, set[int]] = {}
        self._heap: list[tuple[float, int, int]] = []
        self._waiting: set[int] = set()  # lanes in the heap
        self._out: dict[str, int] = {}  # host -> requests handed out and not back
        self._retired: set[int] = set()  # portals that get no more
        self._sparse: set[int] = set()  # portals that get one when the last answer has been read
        self._paused: set[int] = set()  # portals that get no more for now
        self._abroad: dict[int, tuple[int, int]] = {}  # row -> (portal, priority), until it is answered
        self._acknowledgements = Acknowledgements(backlog)
        self._serial = itertools.count()
        self._alarm: asyncio.TimerHandle | None = None
        self._spider: Spider | None = None
        self.challenges = Challenges()
        self.probes: dict[str, Probe | None] = {}  # host -> its answer to a path that nobody has
        politeness.released = self._released

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The frontier of a crawl, on the file that the settings name."""
        path = crawler.settings.get("XIANZHI_STATE") or ""
        return cls(Backlog(path), manners(crawler).politeness, crawler)

    def open(self, spider: Spider) -> None:
        """Takes up what an interrupted crawl left."""
        self._spider = spider
        for lane, (portal, host, queued) in self.backlog.lanes().items():
            self._learn(lane, portal, host)
            self._queued[lane] = queued
            self._push(lane)

    def close(self, reason: str) -> Deferred[None]:
        """Waits for the acknowledgements that are under way, then closes the file."""
        return deferred_from_coro(self._drain())

    def has_pending_requests(self) -> bool:
        """Whether any portal that is still wanted has a row waiting."""
        return any(n > 0 and self._lanes[lane][0] not in self._retired for lane, n in self._queued.items())

    def __len__(self) -> int:
        return sum(self._queued.values())

    def enqueue_request(self, request: Request) -> bool:
        """Queues a request (a seed, a link of somebody's spider); ``False`` where it is known."""
        meta = {name: request.meta[name] for name in KEPT if name in request.meta}
        row = Row(
            portal=request.meta.get("portal", 0),
            host=host_key(request.url),
            url=request.url,
            priority=request.priority,
            method=request.method,
            body=request.body,
            meta=meta,
        )
        return bool(self.add((row,)))

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the URLs that this crawl has seen before."""
        return self.backlog.known(urls)

    def add(self, rows: Iterable[Row]) -> int:
        """Queues the rows that are new, and says how many they are."""
        rows = list(rows)
        for portal in {row.portal for row in rows} & self._paused:
            self.resume(portal)
        lanes = self.backlog.add(rows)
        if lanes:
            for row in rows:
                self._met(row.portal, row.host)
            for lane in lanes:
                self._queued[lane] = self._queued.get(lane, 0) + 1
                self._push(lane)
        return len(lanes)

    def next_request(self) -> Request | None:
        """The best row of the first host whose turn it is."""
        now = time.monotonic()
        while self._heap and self._heap[0][0] <= now:
            lane = heapq.heappop(self._heap)[2]
            self._waiting.discard(lane)
            portal, host = self._lanes[lane]
            if (
                not self._queued.get(lane)
                or portal in self._retired
                or portal in self._paused
                or self._busy(host)
                or self._unread(portal)
            ):
                continue  # a busy host comes back by _released
            if (wait := self.politeness.wait(host)) > 0:
                self._push(lane, wait)
                continue
            if (row := self.backlog.lease(lane)) is None:
                self._queued[lane] = 0
                continue
            return self._handed(lane, host, row)
        self._wake()
        return None

    def returned(self, request: Request) -> None:
        """A request that was handed out is back: answered, failed, or refused by robots.txt."""
        host = request.meta.pop("out", None)
        if host is not None:
            self._out[host] = max(0, self._out.get(host, 0) - 1)
            self._released(host)

    def done(self, request: Request, scope: Kept | None = None) -> None:
        """Acknowledges a request's row, now or when its capture is on disk.

        A row whose capture could not be kept stays leased, and is asked for again by ``--resume``.
        """
        self._acknowledgements.take(request, scope)

    def again(
        self, request: Request, *, url: str | None = None, meta: str | None = None, penalty: int = 0
    ) -> None:
        """Puts a request's row back into its lane: later, by another address, or with other meta."""
        self.backlog.again(request.meta["row"], url=url, meta=meta, penalty=penalty)
        lane = request.meta["lane"]
        self._queued[lane] = self._queued.get(lane, 0) + 1
        self._push(lane)

    def best(self, portal: int) -> int | None:
        """The best priority that waits for a portal."""
        found = (self.backlog.best(lane) for lane, (p, _) in self._lanes.items() if p == portal)
        return max((p for p in found if p is not None), default=None)

    def hopes(self, portal: int) -> int | None:
        """The best priority that waits or is on its way: a list under way may lead to more."""
        found = [self.best(portal), *(p for whose, p in self._abroad.values() if whose == portal)]
        return max((p for p in found if p is not None), default=None)

    def answered(self, back: Request | Response) -> None:
        """A request is answered, or will not be: it is no longer one to hope for."""
        portal, _ = self._abroad.pop(back.meta.get("row", 0), (0, 0))
        if portal in self._sparse:
            self._look_at(portal)

    def sparse(self, portal: int) -> None:
        """Hands out a portal's next row when the last answer has been read: none more may be needed."""
        self._sparse.add(portal)

    def retire(self, portal: int) -> None:
        """Hands out no more for a portal; its rows stay in the file."""
        self._retired.add(portal)

    def pause(self, portal: int) -> None:
        """Hands out no more for a portal until :meth:`resume`, or until something new is queued for it."""
        self._paused.add(portal)

    def resume(self, portal: int) -> None:
        """Hands out again for a portal."""
        self._paused.discard(portal)
        self._look_at(portal)

    def _look_at(self, portal: int) -> None:
        for lane, (whose, _) in self._lanes.items():
            if whose == portal:
                self._push(lane)
        self._schedule()

    def _handed(self, lane: int, host: str, row: Row) -> Request:
        self._queued[lane] -= 1
        self._out[host] = self._out.get(host, 0) + 1
        self._abroad[row.id] = (row.portal, row.priority)
        if self._queued[lane]:
            self._push(lane, self.politeness.host(host).delay)
        meta = {
            **row.meta,
            "row": row.id,
            "lane": lane,
            "portal": row.portal,
            "tries": row.tries,
            "out": host,
        }
        if self.challenges.stubborn(host) and not row.body and row.meta.get("kind") not in NEVER_SHOWN:
            meta["browser"] = True
        if (probe := self.probes.get(host)) is not None:
            meta["probe"] = probe
        spider: Any = self._spider
        return Request(
            row.url,
            method=row.method,
            body=row.body,
            headers=dict(row.meta.get("headers", ())),
            meta=meta,
            priority=row.priority,
            callback=spider.parse,
            errback=getattr(spider, "failed", None),
            dont_filter=True,
        )

    async def _drain(self) -> None:
        await self._acknowledgements.drain()
        if self._alarm:
            self._alarm.cancel()
        self.backlog.close()

    def _busy(self, host: str) -> bool:
        return self._out.get(host, 0) >= self.politeness.host(host).connections

    def _unread(self, portal: int) -> bool:
        return portal in self._sparse and any(whose == portal for whose, _ in self._abroad.values())

    def _met(self, portal: int, host: str) -> None:
        lane = self.backlog.lane(portal, host)
        if lane not in self._lanes:
            self._learn(lane, portal, host)

    def _learn(self, lane: int, portal: int, host: str) -> None:
        self._lanes[lane] = (portal, host)
        self._by_host.setdefault(host, set()).add(lane)

    def _push(self, lane: int, wait: float = 0.0) -> None:
        if lane not in self._waiting and self._queued.get(lane):
            wait = 0.0 if wait == FAR else wait
            self._waiting.add(lane)
            heapq.heappush(self._heap, (time.monotonic() + wait, next(self._serial), lane))

    def _released(self, host: str) -> None:
        """A host is free again (or soon): its lanes may be looked at."""
        for lane in self._by_host.get(host, ()):
            self._push(lane)
        self._schedule()

    def _wake(self) -> None:
        """Has the engine look again when the next host is due; it asks by itself only every 5 s."""
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        if self._heap:
            pause = max(0.0, self._heap[0][0] - time.monotonic())
            self._alarm = asyncio.get_running_loop().call_later(pause + 0.001, self._schedule)

    def _schedule(self) -> None:
        # Private to Scrapy's engine; tests/crawler/test_frontier.py holds it to what is used here.
        slot = getattr(self._crawler.engine, "_slot", None)
        if slot is not None:
            slot.nextcall.schedule()
