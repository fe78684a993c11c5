"""Rows are acknowledged when their captures are on disk, as many at once as the archive acknowledges."""

import asyncio
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any, Protocol

from scrapy.http import Request

from crawler.backlog import Backlog


class Kept(Protocol):
    """What is kept of a portal with every acknowledged row."""

    def to_json(self) -> dict[str, Any]: ...


Receipt = tuple[Request, Kept | None, "Future[Any] | None"]


class Acknowledgements:
    """Between the archive's receipts and the backlog.

    The receipts of a commit come by the dozen, in the archive's thread. The loop is woken once for them,
    and one transaction acknowledges them.
    """

    def __init__(self, backlog: Backlog) -> None:
        self._backlog = backlog
        self._open: set[Future[Any]] = set()
        self._arrived: deque[Receipt] = deque()
        self._woken = False

    def take(self, request: Request, scope: Kept | None) -> None:
        """Acknowledges a request's row, now or when its capture is on disk.

        A row whose capture could not be kept stays leased, and is asked for again by ``--resume``.
        """
        recorded: Future[Any] | None = request.meta.get("recorded")
        if recorded is None or recorded.done():
            self._acknowledge([(request, scope, recorded)])
            return
        loop = asyncio.get_running_loop()
        self._open.add(recorded)
        recorded.add_done_callback(lambda future: self._arrive(loop, (request, scope, future)))

    async def drain(self) -> None:
        """Waits for those that are under way."""
        for future in list(self._open):
            await asyncio.wait([asyncio.wrap_future(future)], timeout=5)
        await asyncio.sleep(0)  # what call_soon_threadsafe brought

    def _arrive(self, loop: asyncio.AbstractEventLoop, receipt: Receipt) -> None:
        self._arrived.append(receipt)
        if not self._woken:
            self._woken = True
            loop.call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        self._woken = False  # before they are taken: one that comes now wakes the loop again
        self._acknowledge([self._arrived.popleft() for _ in range(len(self._arrived))])

    def _acknowledge(self, receipts: Iterable[Receipt]) -> None:
        rows: list[int] = []
        scopes: dict[int, Kept] = {}
        for request, scope, future in receipts:
            if future is not None:
                self._open.discard(future)
                if future.cancelled() or future.exception() is not None:
                    continue  # the recorder stops the crawl
            if "row" in request.meta:
                rows.append(request.meta["row"])
                scopes |= {request.meta["portal"]: scope} if scope is not None else {}
        if rows:
            self._backlog.acks(rows, {portal: scope.to_json() for portal, scope in scopes.items()})
