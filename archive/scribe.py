"""Writes exchanges into WARC files, commit by commit. One thread; :mod:`archive.writer` runs it apart.

A commit: intent into the ledger, bytes into the file, fsync, ledger (records, dedup originals, index
lines) in one durable transaction, receipts. The index file is merged now and then from the ledger.
"""

import mmap
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import dedup, manifest, messages, records, values, warcfile
from archive.batch import Batch, entry_of, index_line, receipt_of
from archive.capture import Discovery, Exchange, Recorded
from archive.entries import Entry
from archive.errors import ArchiveError, said
from archive.finishing import Finisher
from archive.layout import Layout
from archive.ledger import Ledger
from archive.records import Event, Record
from archive.recovery import merge_pending

MAX_FILE = 1_000_000_000  # bytes; the size WARC files are kept at in practice
MAX_BATCH = 64  # groups
MAX_BATCH_BYTES = 16 << 20  # bytes held, plain and compressed, before a commit
MERGE_EVERY = 10.0  # seconds between merges of the index, while crawling …
MERGE_SHARE = 20  # … but at most this part of the time, as it takes longer the larger the index is


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What is kept as a ``resource`` record."""

    target_uri: str
    content_type: str
    body: bytes
    page_id: str | None = None
    concurrent_to: str | None = None


class Scribe:
    """Appends groups of records. :meth:`commit` gives the receipts, one a group, in order.

    ``about`` are further warcinfo fields. Raises :class:`DiskFull` or another :class:`ArchiveError`;
    after that only :meth:`close` may be called, and nothing uncommitted is kept.
    """

    def __init__(
        self,
        layout: Layout,
        ledger: Ledger,
        *,
        about: Iterable[tuple[str, str]] = (),
        max_file: int = MAX_FILE,
        keep_spools: bool = False,
    ) -> None:
        self._layout, self._ledger = layout, ledger
        self._about = (("software", "xianzhi"), ("format", "WARC File Format 1.1"), *about)
        self._max_file, self._keep_spools = max_file, keep_spools
        self._originals = dedup.Originals(ledger, layout.index_path)
        self._file: warcfile.OpenFile | None = None
        self._serial = 0
        self._warcinfo_id = ""
        self._batch = Batch()
        self._chains: set[tuple[bytes, ...]] = set()  # written to this file already
        self._finisher = Finisher(layout, ledger)
        self._merge_at = time.monotonic() + MERGE_EVERY

    # groups

    def exchange(self, exchange: Exchange, discovery: Discovery | None = None) -> None:
        """Adds an exchange: its response or revisit, request, framing, discovery, failure."""
        self._begin()
        event = Event.of(exchange, self._warcinfo_id)
        wire = self._wire(exchange)
        group = self._answer(event, exchange, wire) if len(wire) else []
        sent = group[0].record_id if group else None
        if exchange.request:  # next to its response: indexers join the two only there
            group.insert(1, records.request(event, exchange, sent))
        sent = sent or (group[0].record_id if group else None)
        if exchange.error or exchange.notes:
            group.append(records.remarks(event, exchange, sent))
        if not group:
            raise ArchiveError(f"an exchange without request, response or error: {exchange.target_uri}")
        if exchange.certificates and exchange.certificates not in self._chains:
            self._chains.add(exchange.certificates)
            group.append(records.certificates(event, exchange.certificates, group[0].record_id))
        if discovery:
            group.append(records.discovery(event, discovery, group[0].record_id))
        self._batch.add(group)

    def resource(self, resource: Resource) -> None:
        """Adds a resource record."""
        self._begin()
        event = Event(
            date=values.warc_date(datetime.now(UTC)),
            target_uri=values.target_uri(resource.target_uri),
            warcinfo_id=self._warcinfo_id,
            page_id=resource.page_id,
        )
        concurrent_to = resource.concurrent_to
        self._batch.add([records.resource(event, resource.content_type, resource.body, concurrent_to)])

    def discovered(self, recorded: Recorded, discovery: Discovery) -> None:
        """Adds how an earlier capture was found; its metadata bears the capture's date."""
        self._begin()
        event = Event(date=values.warc_date(recorded.date), target_uri="", warcinfo_id=self._warcinfo_id)
        self._batch.add([records.discovery(event, discovery, recorded.record_id)])

    def _wire(self, exchange: Exchange) -> memoryview:
        if not exchange.response_spool:
            return memoryview(exchange.response)
        self._batch.spools.append(exchange.response_spool)
        with Path(exchange.response_spool).open("rb") as spool:
            if not spool.seek(0, 2):
                return memoryview(b"")
            return memoryview(mmap.mmap(spool.fileno(), 0, access=mmap.ACCESS_READ))

    def _answer(self, event: Event, exchange: Exchange, wire: memoryview) -> list[Record]:
        message = messages.received(wire)
        payload_digest = values.digest(message.entity) if message.is_plain else None
        answer = self._response_or_revisit(event, exchange, message, payload_digest)
        if not message.framing:
            return [answer]
        return [answer, records.framing(event, message.framing, wire, answer.record_id)]

    def _response_or_revisit(
        self, event: Event, exchange: Exchange, message: messages.Message, payload_digest: str | None
    ) -> Record:
        if message.status == 304 and not message.length:
            known = self._originals.unmodified(event.target_uri)
            if known:
                return records.revisit(event, exchange, message, *known)
        if not dedup.may_refer(exchange, message, payload_digest):
            return records.response(event, exchange, message, payload_digest)
        assert payload_digest is not None and message.status is not None
        original = self._originals.find(payload_digest, message.status)
        if original:
            return records.revisit(event, exchange, message, payload_digest, original)
        answer = records.response(event, exchange, message, payload_digest)
        self._originals.add(answer, message.status)
        return answer

    # files

    @property
    def is_due(self) -> bool:
        """Whether enough is waiting for a commit."""
        return len(self._batch.principals) >= MAX_BATCH or self._batch.size >= MAX_BATCH_BYTES

    @property
    def waiting(self) -> int:
        """Groups not yet committed."""
        return len(self._batch.principals)

    def _begin(self) -> None:
        """Sees to it that there is a file to write to, with its warcinfo first."""
        if self._file is not None:
            return
        serial = self._ledger.next_serial()
        name = warcfile.file_name(self._layout.name, serial)
        info = records.warcinfo(name, datetime.now(UTC), self._about)
        with said():
            with self._ledger.transaction():
                self._serial = self._ledger.add_file(name, "open")
            self._file = warcfile.OpenFile(self._layout.archive_dir, name)
            warcfile.sync_directory(self._layout.archive_dir)
        self._finisher.begin(name)
        self._warcinfo_id = info.record_id
        self._batch.add([info], principal=False)

    def commit(self) -> list[Recorded]:
        """Everything added, on disk when this returns; the receipts."""
        if not self._batch.records:
            return []
        batch, file = self._batch, self._file
        assert file is not None
        start = file.size
        try:
            with said():
                entries = self._write(batch, file)
        except ArchiveError:
            self._take_back(file, start)
            raise
        receipts = [receipt_of(batch.records[at], entries[at]) for at in batch.principals]
        self._reset(spools=batch.spools)
        if file.size >= self._max_file:
            self._rotate()
        return receipts

    def _write(self, batch: Batch, file: warcfile.OpenFile) -> list[Entry]:
        commit = self._ledger.intend(self._serial, file.size, len(batch.records))
        places = file.append(batch.members)
        self._ledger.written(commit, file.size)
        file.sync()
        entries = [
            entry_of(record, file.name, *place) for record, place in zip(batch.records, places, strict=True)
        ]
        lines = [
            line
            for record, entry in zip(batch.records, entries, strict=True)
            if (line := index_line(record, entry.location))
        ]
        with self._ledger.transaction():
            self._ledger.synced(self._serial, commit, file.size, entries, self._originals.take(), lines)
        return entries

    def _take_back(self, file: warcfile.OpenFile, size: int) -> None:
        with suppress(OSError):
            file.cut(size)
        with suppress(sqlite3.Error):
            self._ledger.forget_unfinished()
        self._reset(spools=[])

    def _reset(self, *, spools: list[str]) -> None:
        self._batch = Batch()
        self._originals.clear()
        if not self._keep_spools:
            for spool in spools:
                Path(spool).unlink(missing_ok=True)

    def _rotate(self) -> None:
        """Sets the full file to its digest pass; the next group opens another."""
        if self._file is None:
            return
        self._file.close()
        self._finisher.take(self._serial, self._file.name)
        self._file = None
        self._chains.clear()

    def tidy(self) -> None:
        """What can wait until receipts are out: finished files renamed, now and then the index merged."""
        if self._file is not None:
            self._finisher.grown(self._file.size)
        self._finisher.finish(wait=False)
        if time.monotonic() > self._merge_at:
            self.merge_index()

    def merge_index(self) -> None:
        """Brings the ledger's waiting lines into index.cdxj."""
        began = time.monotonic()
        with said():
            merge_pending(self._layout, self._ledger)
        ended = time.monotonic()
        self._merge_at = ended + max(MERGE_EVERY, MERGE_SHARE * (ended - began))

    def close(self) -> None:
        """Finishes the file and the index. What was not committed is not kept."""
        try:
            if self._file is not None and not self._file.size:
                self._drop_empty()
            self._rotate()
            self._finisher.finish(wait=True)
            self.merge_index()
            manifest.extend(self._layout, self._ledger)
        finally:
            self._finisher.close()

    def _drop_empty(self) -> None:
        assert self._file is not None
        self._file.close()
        (self._layout.archive_dir / (self._file.name + warcfile.OPEN)).unlink()
        self._ledger.forget_file(self._serial)
        self._file = None
