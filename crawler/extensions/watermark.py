"""Stops the crawl while there is still room to stop in: the disk is looked at before it is full.

Setting ``XIANZHI_LEAST_FREE``: bytes that stay free under the data folder (0: never look). The crawl
closes with the reason ``disk_full``, everything acknowledged is on disk, ``--resume`` goes on.
"""

import asyncio
import logging
import shutil
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

logger = logging.getLogger(__name__)
SECONDS = 5.0


class Watermark:
    """Looks every five seconds."""

    def __init__(self, crawler: Crawler, folder: Path, least: int) -> None:
        self._crawler, self._folder, self._least = crawler, folder, least
        self._watch: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension; none where nothing is to stay free."""
        least = crawler.settings.getint("XIANZHI_LEAST_FREE")
        if least <= 0:
            raise NotConfigured
        self = cls(crawler, Path(crawler.settings.get("XIANZHI_DATA") or "data"), least)
        crawler.signals.connect(self.opened, signal=signals.spider_opened)
        crawler.signals.connect(self.closed, signal=signals.spider_closed)
        return self

    def opened(self) -> None:
        """Begins to look."""
        self._watch = asyncio.ensure_future(self._look())

    def closed(self) -> None:
        """Ends looking."""
        if self._watch:
            self._watch.cancel()

    async def _look(self) -> None:
        while shutil.disk_usage(self._folder).free >= self._least:  # noqa: ASYNC110
            await asyncio.sleep(SECONDS)
        logger.error("less than %d MiB are free under %s: stopping", self._least >> 20, self._folder)
        engine = self._crawler.engine
        if engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason="disk_full"))
