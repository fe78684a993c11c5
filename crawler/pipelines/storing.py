"""Stores what was read in the corpus, and lets the candidate's row be acknowledged."""

import asyncio
import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler

from corpus import Catalogue
from crawler.items import Candidate

logger = logging.getLogger(__name__)


class Storing:
    """The one writer of the corpus while a crawl runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._catalogue: Catalogue | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="storing")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl."""
        return cls(Path(crawler.settings.get("XIANZHI_DATA") or "data") / "corpus.db")

    def open_spider(self) -> None:
        """Opens the corpus."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._catalogue = Catalogue(self._path)

    def close_spider(self) -> None:
        """Closes the corpus."""
        self._thread.shutdown(wait=True)
        if self._catalogue is not None:
            self._catalogue.close()

    async def process_item(self, item: Any) -> Any:
        """Stores the candidate; always settles it."""
        if not isinstance(item, Candidate):
            return item
        if item.capture is not None and not item.error:
            try:
                await asyncio.get_running_loop().run_in_executor(self._thread, self._store, item)
                item.stored = True
            except (sqlite3.Error, OSError) as error:
                item.error = f"could not be stored: {error}"
        item.settle(item)
        return item

    def _store(self, item: Candidate) -> None:
        assert self._catalogue and item.capture and item.page and item.report
        self._catalogue.store(item.capture, item.page, item.report)
