"""Reads a candidate back from the archive, and makes of it what ``process --rebuild`` would."""

import asyncio
import dataclasses
import logging
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Any, Self

from scrapy.crawler import Crawler

from archive import ArchiveError, Collection
from archive.capture import Capture
from crawler.extensions.recorder import collection
from crawler.items import Candidate
from crawler.processing import read
from reports.model import CleanPage, Report

logger = logging.getLogger(__name__)
Read = tuple[Capture, CleanPage, Report]


class Reading:
    """Cleaning and parsing run in processes of their own: the reactor goes on fetching meanwhile, and a
    page that kills its reader costs that page and no other.
    """

    def __init__(self, captures: Collection, readers: int) -> None:
        self._captures = captures
        self._readers = readers
        self._pool: ProcessPoolExecutor | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl. Setting ``XIANZHI_READERS``: processes, one a core where it is 0."""
        readers = crawler.settings.getint("XIANZHI_READERS") or os.cpu_count() or 1
        return cls(collection(crawler.settings), readers)

    def close_spider(self) -> None:
        """Ends the processes; nothing is under way any more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    async def process_item(self, item: Any) -> Any:
        """The candidate with its capture, page and report."""
        if not isinstance(item, Candidate) or item.receipt is None or item.error:
            return item
        try:
            capture = await asyncio.to_thread(self._capture, item)
            item.page, item.report = await asyncio.get_running_loop().run_in_executor(
                self._readers_pool(), read, capture
            )
            item.capture = capture
        except (ArchiveError, OSError) as error:
            item.error = f"could not be read back: {error}"
        except BrokenProcessPool:
            self._pool = None
            item.error = "reading it ended its reader"
        except Exception as error:
            logger.error("Reading %s failed", item.url, exc_info=True)
            item.error = f"reading failed: {type(error).__name__}: {error}"
        return item

    def _capture(self, item: Candidate) -> Capture:
        assert item.receipt is not None
        capture = self._captures.at(item.receipt.location)
        return capture if capture.discovery else dataclasses.replace(capture, discovery=item.discovery)

    def _readers_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = get_context("forkserver")
            self._pool = ProcessPoolExecutor(self._readers, mp_context=context, initializer=_bound)
        return self._pool


def _bound() -> None:
    """Ctrl-C goes to the whole group; a reader ends with its crawl, however that one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """The parent's end of a pipe closes when it dies, also when it is killed and nobody has waited yet."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
