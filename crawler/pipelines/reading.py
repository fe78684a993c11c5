"""Reads a candidate back from the archive, and makes of it what ``process --rebuild`` would."""

import asyncio
import dataclasses
import logging
from typing import Any, Self

from scrapy.crawler import Crawler

from archive import ArchiveError, Collection
from archive.capture import Capture
from crawler.extensions.recorder import collection
from crawler.items import Candidate
from crawler.readers import Readers
from reports.model import CleanPage, Report

logger = logging.getLogger(__name__)
Read = tuple[Capture, CleanPage, Report]


class Reading:
    """Cleaning and parsing run in processes of their own: the reactor goes on fetching meanwhile, and a
    page that kills its reader costs that page and no other.
    """

    def __init__(self, captures: Collection, readers: int) -> None:
        self._captures = captures
        self._readers = Readers(readers)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl. Setting ``XIANZHI_READERS``: processes, one a core where it is 0."""
        return cls(collection(crawler.settings), crawler.settings.getint("XIANZHI_READERS"))

    def close_spider(self) -> None:
        """Ends the processes; nothing is under way any more."""
        self._readers.close()

    async def process_item(self, item: Any) -> Any:
        """The candidate with its capture, page and report."""
        if not isinstance(item, Candidate) or item.receipt is None or item.error:
            return item
        try:
            capture = await asyncio.to_thread(self._capture, item)
            page, report = await asyncio.wrap_future(self._readers.submit(capture))
            item.page, item.report = page, report
            item.capture = capture
        except (ArchiveError, OSError) as error:
            item.error = f"could not be read back: {error}"
        except Exception as error:
            logger.error("Reading %s failed", item.url, exc_info=True)
            item.error = f"reading failed: {type(error).__name__}: {error}"
        return item

    def _capture(self, item: Candidate) -> Capture:
        assert item.receipt is not None
        capture = self._captures.at(item.receipt.location)
        return capture if capture.discovery else dataclasses.replace(capture, discovery=item.discovery)
