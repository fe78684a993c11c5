"""How a crawl that is told to stop is left: within ten seconds, whatever keeps it.

From the first SIGINT or SIGTERM: what is under way has ``CLEAN`` seconds to end; then the archive's
writer is closed, with its last fsync; then the loop is broken. At ``LATE`` a thread of its own tells what
was done and ends the process, should the loop be kept; at ``LAST`` the kernel ends it. What is not
acknowledged on disk by then is asked for again by ``--resume``.
"""

import asyncio
import contextlib
import multiprocessing
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from crawler.extensions.recorder import Recorder

CLEAN, LATE, LAST = 3.0, 7.0, 8.5  # seconds since the signal
SYNC = 2.0  # seconds for the archive's last fsync
SAME = 0.7  # a service manager signals the whole group, and so does our own turn: that is one word


class Leaving:
    """Takes the signals of a crawl. ``last`` tells what was done and ends the process."""

    def __init__(self, crawler: Any, last: Callable[[], None]) -> None:
        self._crawler, self._last = crawler, last
        self._loop: asyncio.AbstractEventLoop | None = None
        self._at = 0.0
        self._telling = threading.Lock()
        self._before: dict[int, Any] = {}
        self.asked = self.left = False

    def take(self) -> None:
        """From now on; a signal that comes before the crawl is open stops it as it opens."""
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._signalled)

    def opened(self) -> None:
        """The crawl is open, and its loop runs."""
        self._loop = asyncio.get_running_loop()
        if self.asked:
            self._loop.call_soon(self._close)

    def mine(self) -> None:
        """To be called before the end is told: it is told once. Waits for ever where it is told already."""
        self._telling.acquire()
        for number, handler in self._before.items() if not self.asked else ():
            signal.signal(number, handler)

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        first, before = not self.asked, self._at
        self.asked, self._at = True, time.monotonic()
        if first:
            signal.setitimer(signal.ITIMER_REAL, LAST)  # SIGALRM's own way is to end the process
            threading.Thread(target=self._late, daemon=True).start()
        elif self._at - before < SAME:
            return
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._close if first else self._leave)

    def _late(self) -> None:
        time.sleep(LATE)
        if self._telling.acquire(blocking=False):
            self._last()

    def _close(self) -> None:
        """What is under way is finished."""
        loop, engine = asyncio.get_running_loop(), self._crawler.engine
        if engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason="interrupted"))
        loop.call_later(max(0.0, CLEAN - (time.monotonic() - self._at)), self._leave)

    def _leave(self) -> None:
        """Leaves with what is on disk: rows without an acknowledgement are asked for again."""
        if not self.left:
            self.left = True
            self._leaving = asyncio.ensure_future(self._give_up())

    async def _give_up(self) -> None:
        from twisted.internet import reactor

        for reader in multiprocessing.active_children():
            reader.terminate()
        recorder = self._crawler.get_extension(Recorder)
        try:
            if recorder is not None:
                with contextlib.suppress(TimeoutError, OSError):  # the next writer mends what this one left
                    await asyncio.wait_for(recorder.close(), SYNC)
            await self._acknowledged()
        finally:  # whatever else was wrong
            # Scrapy's stop waits for every item and every request; one that never ends must not keep us.
            asyncio.get_running_loop().call_later(0.2, reactor.crash)  # type: ignore[misc]
            reactor.stop()  # type: ignore[misc]  # zope gives it no self

    async def _acknowledged(self) -> None:
        """What the archive has told as kept by now is not asked for again."""
        await asyncio.sleep(0.05)  # the acknowledgements that the writer's end brought
        backlog = getattr(getattr(self._crawler.engine, "scheduler", None), "backlog", None)
        if backlog is not None:
            with contextlib.suppress(sqlite3.Error):  # closed already
                backlog.commit()
