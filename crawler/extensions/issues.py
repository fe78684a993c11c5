"""``issues.jsonl``: one line for everything that was out of the ordinary, written as it happens.

Setting ``XIANZHI_CRAWL_DIR``: the crawl's directory; without it the lines go to the log. Every kind is
bounded, so that a trap cannot fill the disk with complaints about itself.
"""

import json
import logging
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.backlog import whole

logger = logging.getLogger(__name__)
MOST = 1000  # lines of one kind for one portal


class Issues:
    """Appends lines ``{"at", "kind", "seed", "url", "what"}``."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self.counts: Counter[tuple[str, str]] = Counter()
        self._once: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension."""
        where = crawler.settings.get("XIANZHI_CRAWL_DIR")
        self = cls(Path(where) / "issues.jsonl" if where else None)
        crawler.signals.connect(self.close, signal=signals.spider_closed)
        return self

    @classmethod
    def of(cls, crawler: Crawler) -> "Issues":
        """The issues of a crawl; ones that go to the log where the extension is not switched on."""
        return crawler.get_extension(cls) or cls(None)

    def add(self, kind: str, url: str, what: str, *, seed: str = "", once: str = "") -> None:
        """One line; with ``once`` only the first of that name."""
        if once and once in self._once:
            return
        self._once.add(once)
        self.counts[seed, kind] += 1
        if self.counts[seed, kind] > MOST:
            return
        line = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "kind": kind,
            "seed": seed,
            "url": url[:2000],
            "what": " ".join(what.split())[:1000],
        }
        self._write(whole(json.dumps(line, ensure_ascii=False)))

    def _write(self, line: str) -> None:
        if self._path is None:
            logger.info("issue: %s", line)
            return
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("a", encoding="utf-8", buffering=1)
        self._file.write(line + "\n")

    def close(self) -> None:
        """Closes the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
