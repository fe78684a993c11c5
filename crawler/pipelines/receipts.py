"""Waits until a candidate is on disk, and archives beside it how it was found."""

import asyncio
from typing import Any, Self

from scrapy.crawler import Crawler

from archive import ArchiveError
from crawler.extensions.recorder import Recorder
from crawler.items import Candidate


class Receipts:
    """Writes the discovery record; the corpus can be made again from the archive because of it."""

    def __init__(self, recorder: Any) -> None:
        self._recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl."""
        return cls(crawler.get_extension(Recorder))

    async def process_item(self, item: Any) -> Any:
        """The candidate with its receipt; other people's items pass."""
        if not isinstance(item, Candidate):
            return item
        try:
            item.receipt = await asyncio.wrap_future(item.recorded)
            await asyncio.wrap_future(self._recorder.writer.discovered(item.receipt, item.discovery))
        except (ArchiveError, OSError) as error:
            item.error = f"not archived: {error}"
        return item
