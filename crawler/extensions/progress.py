"""A line a portal on standard error while the crawl runs, only where a person is looking."""

import asyncio
import sys
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

MOST = 12  # lines; the others are counted in the last one
SECONDS = 0.5


class ProgressLines:
    """Draws what the spider's scopes say, twice a second."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._live: Any = None
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension; none where standard error is no terminal."""
        if not sys.stderr.isatty():
            raise NotConfigured
        self = cls(crawler)
        crawler.signals.connect(self.opened, signal=signals.spider_opened)
        crawler.signals.connect(self.closed, signal=signals.spider_closed)
        return self

    def opened(self) -> None:
        """Begins to draw."""
        from rich.console import Console
        from rich.live import Live

        self._live = Live(console=Console(stderr=True), transient=True, auto_refresh=False)
        self._live.start()
        self._task = asyncio.ensure_future(self._draw())

    def closed(self) -> None:
        """Ends drawing; the summary comes after it."""
        if self._task:
            self._task.cancel()
        if self._live:
            self._live.stop()

    async def _draw(self) -> None:
        while True:
            self._live.update(self._table(), refresh=True)
            await asyncio.sleep(SECONDS)

    def _table(self) -> Any:
        from rich.progress_bar import ProgressBar
        from rich.table import Table

        scopes = list(getattr(self._crawler.spider, "scopes", {}).values())
        table = Table.grid(padding=(0, 2))
        for scope in [s for s in scopes if not s.status][:MOST]:
            bar = ProgressBar(total=None, width=20, pulse=True)
            table.add_row(scope.seed, bar, f"{scope.pages} pages", f"{scope.reports} reports")
        done = sum(bool(scope.status) for scope in scopes)
        pages, reports = sum(s.pages for s in scopes), sum(s.reports for s in scopes)
        whole = ProgressBar(total=max(1, len(scopes)), completed=done, width=20)
        table.add_row(
            f"{done} of {len(scopes)} portals done", whole, f"{pages} pages", f"{reports} reports"
        )
        return table
