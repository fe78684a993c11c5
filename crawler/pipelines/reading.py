"""Reads a candidate back from the archive, and makes of it what ``process --rebuild`` would."""

import asyncio
import dataclasses
import logging
from concurrent.futures import ThreadPoolExecutor
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
    """Cleaning and parsing run in a thread, one page at a time: the reactor goes on fetching."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl."""
        return cls(collection(crawler.settings))

    def close_spider(self) -> None:
        """Ends the thread; nothing is under way any more."""
        self._thread.shutdown(wait=False)

    async def process_item(self, item: Any) -> Any:
        """The candidate with its capture, page and report."""
        if not isinstance(item, Candidate) or item.receipt is None or item.error:
            return item
        loop = asyncio.get_running_loop()
        try:
            item.capture, item.page, item.report = await loop.run_in_executor(
                self._thread, self._read, item
            )
        except (ArchiveError, OSError) as error:
            item.error = f"could not be read back: {error}"
        except Exception as error:
            logger.error("Reading %s failed", item.url, exc_info=True)
            item.error = f"reading failed: {type(error).__name__}: {error}"
        return item

    def _read(self, item: Candidate) -> Read:
        assert item.receipt is not None
        capture = self._collection.at(item.receipt.location)
        if capture.discovery is None:
            capture = dataclasses.replace(capture, discovery=item.discovery)
        return (capture, *read(capture))
