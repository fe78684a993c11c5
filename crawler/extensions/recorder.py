"""Owns the archive's writer for the time of one crawl.

Settings: ``XIANZHI_DATA`` (directory), ``XIANZHI_COLLECTION`` (name); ``XIANZHI_WRITER``, a callable
``(settings) -> writer`` or its import path, puts another writer in the place of the collection's;
``XIANZHI_GATE``, the gate's ``label`` or its import path (``pages.gate.label``; empty: no gate).
A full disk closes the crawl with the reason ``disk_full``, any other failure of the archive with
``archive_failed``: nothing is crawled that cannot be kept.
"""

import asyncio
import dataclasses
import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

import archive
from archive import coding
from archive.capture import Discovery, Exchange, Headers, Recorded
from archive.messages import header
from crawler.wire.client import Answer

logger = logging.getLogger(__name__)

Gate = Callable[[int, Headers, bytes], str | None]


class Writer(Protocol):
    """What the recorder needs of archive.Writer. ``ready`` is done when it is open, or cannot be."""

    ready: Future[Any]

    def record(self, exchange: Exchange, discovery: Discovery | None = None) -> Future[Recorded]: ...

    def resource(
        self,
        target_uri: str,
        content_type: str,
        body: bytes,
        *,
        page_id: str | None = None,
        concurrent_to: str | None = None,
    ) -> Future[Recorded]: ...

    def close(self) -> None: ...


def collection(settings: BaseSettings) -> archive.Collection:
    """The collection that the settings name."""
    return archive.Collection(
        Path(settings.get("XIANZHI_DATA") or "data"), settings.get("XIANZHI_COLLECTION") or "portals"
    )


def collection_writer(settings: BaseSettings) -> Writer:
    """The writer of the collection that the settings name."""
    writer: Writer = collection(settings).writer(wait=False)
    return writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An answer in the archive's hands. ``body`` has no content coding; ``bomb`` says why it is empty."""

    exchange: Exchange
    recorded: Future[Recorded]
    body: bytes
    bomb: str | None = None


class Recorder:
    """Records exchanges and resources, counts them, and stops the crawl when the archive cannot go on."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.counts: dict[str, int] = {}
        gate = crawler.settings.get("XIANZHI_GATE", "pages.gate.label")
        self._gate: Gate | None = load_object(gate) if gate else None
        self.failure: BaseException | None = None
        self._writer: Writer | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension; the writer is opened with the spider and closed after it."""
        self = cls(crawler)
        crawler.signals.connect(self.open, signal=signals.spider_opened)
        crawler.signals.connect(self.close, signal=signals.spider_closed)
        return self

    async def open(self) -> None:
        """Opens the writer and clears what an interrupted crawl left in the spool.

        The writer holds the collection's lock and deletes a spool file once its record is on disk. Where
        another holds it, the crawl waits here for its end and stays ready for a signal.
        """
        self._loop = asyncio.get_running_loop()
        try:
            maker = load_object(self.crawler.settings.get("XIANZHI_WRITER") or collection_writer)
            self._writer = made = maker(self.crawler.settings)
            await asyncio.wrap_future(made.ready)
        except (archive.ArchiveError, OSError) as error:
            self.failure = error
            self._loop.call_soon(self._stop, error)
            return
        for left in self.spool.glob("response-*"):
            left.unlink(missing_ok=True)

    @cached_property
    def spool(self) -> Path:
        """The directory of large responses on their way into the archive."""
        return collection(self.crawler.settings).archive_dir.parent / "spool"

    @property
    def writer(self) -> Writer:
        """The open writer; :class:`archive.ArchiveError` outside a crawl."""
        if self._writer is None:
            raise archive.ArchiveError("the archive is not open: no crawl is running")
        return self._writer

    def take(
        self, answer: Answer, *, limit: int, discovery: Discovery | None = None, probe: Any = None
    ) -> Taken:
        """Labels an answer of the wire by the gate and records it.

        ``probe`` is the host's answer to a path that nobody has (pages.gate.Probe), where it is known.
        """
        exchange, body, bomb = answer.exchange, answer.body, None
        if body and header(answer.headers, b"content-encoding") is not None:
            try:
                body = coding.decoded(body, answer.headers, limit=min(limit, coding.LIMIT))
            except coding.Bomb as error:
                body, bomb = b"", f"bomb: {error} ({len(answer.body)} bytes as sent)"
                exchange = dataclasses.replace(exchange, notes=(*exchange.notes, bomb))
        if self._gate is not None and answer.status is not None:
            known = () if probe is None else (probe,)
            gate = self._gate(answer.status, answer.headers, body, *known)
            exchange = dataclasses.replace(exchange, gate=gate) if gate else exchange
        recorded = self.record(exchange, discovery)
        return Taken(exchange=exchange, recorded=recorded, body=body, bomb=bomb)

    def record(self, exchange: Exchange, discovery: Discovery | None = None) -> Future[Recorded]:
        """Hands an exchange to the archive; the future resolves once it is on disk."""
        spool = exchange.response_spool
        size = Path(spool).stat().st_size if spool else len(exchange.response)
        future = self._guarded(lambda: self.writer.record(exchange, discovery))
        self._count("exchanges", 1)
        self._count("bytes", size)
        return future

    def resource(self, target_uri: str, content_type: str, body: bytes, **options: Any) -> Future[Recorded]:
        """Hands a resource (DOM, text, screenshot) to the archive."""
        return self._guarded(lambda: self.writer.resource(target_uri, content_type, body, **options))

    def _guarded(self, write: Callable[[], Future[Recorded]]) -> Future[Recorded]:
        try:
            future = write()
        except (archive.ArchiveError, OSError) as error:
            future = Future()
            future.set_exception(error)
        future.add_done_callback(self._done)
        return future

    def _done(self, future: Future[Recorded]) -> None:
        """Runs in whichever thread finished the record."""
        error = None if future.cancelled() else future.exception()
        if error is not None and self._loop is not None and self.failure is None:
            self.failure = error
            self._loop.call_soon_threadsafe(self._stop, error)
        elif error is None and not future.cancelled():
            self._count(future.result().record_type, 1)

    def _stop(self, error: BaseException) -> None:
        reason = "disk_full" if isinstance(error, archive.DiskFull) else "archive_failed"
        logger.error("The archive cannot go on, the crawl stops here and can be resumed: %s", error)
        engine = self.crawler.engine
        if engine is not None and engine.spider is not None:
            self._stopping = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    def _count(self, name: str, number: int) -> None:
        self.counts[name] = self.counts.get(name, 0) + number

    async def close(self) -> None:
        """Closes the writer (its last fsync runs in a thread) and puts the counts into the stats."""
        writer, self._writer = self._writer, None
        if writer is not None:
            try:
                await asyncio.to_thread(writer.close)
            except (archive.ArchiveError, OSError) as error:
                self.failure = self.failure or error
                logger.error("The archive could not be closed cleanly: %s", error)
        for name, number in self.counts.items():
            if self.crawler.stats is not None:
                self.crawler.stats.set_value(f"xianzhi/{name}", number)
