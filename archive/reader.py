"""Reads records back: one gzip member at its place, its revisit resolved, its discovery attached."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from isal import isal_zlib

from archive import messages, warcfile
from archive.capture import Capture, Discovery, Headers, LinkStep, RecordLocation, RecordType
from archive.entries import Entry
from archive.errors import ArchiveError
from archive.ledger import Ledger
from archive.members import parse_fields
from archive.records import DISCOVERY, FRAMING, NOT_MODIFIED
from archive.values import digest, parse_date

CAPTURES = frozenset({"response", "resource", "revisit"})
Damaged = Callable[[ArchiveError], None]


class OriginalMissing(ArchiveError):
    """A revisit whose payload is in no file here."""


class StoredRecord:
    """A record as stored: its named fields and its block."""

    __slots__ = ("_first", "block", "fields", "location")

    def __init__(self, data: bytes, location: RecordLocation) -> None:
        end = messages.head_end(data)
        if end is None:
            raise ArchiveError(f"no record at {location.filename}:{location.offset}")
        _, self.fields = parse_fields(data[:end])
        self._first = {name.lower(): value for name, value in reversed(self.fields)}
        length = int(self.get("Content-Length") or 0)
        self.block = data[end : end + length]
        self.location = location

    def get(self, name: str) -> str | None:
        """The first field of that name."""
        return self._first.get(name.lower())

    def bare(self, name: str) -> str | None:
        """The same, without the angle brackets of 1.0 and of record ids."""
        value = self.get(name)
        return value.strip("<>") if value else value


def stored(directory: Path, location: RecordLocation) -> StoredRecord:
    """The record at a place. Raises :class:`ArchiveError` where there is none."""
    try:
        with warcfile.path_of(directory, location.filename).open("rb") as file:
            return _read(file, location)
    except FileNotFoundError as error:
        raise ArchiveError(f"the file {location.filename} is missing") from error
    except warcfile.UNPACK_ERRORS as error:
        raise ArchiveError(f"no sound record at {location.filename}:{location.offset}: {error}") from error


def _read(file: BinaryIO, location: RecordLocation) -> StoredRecord:
    file.seek(location.offset)
    return StoredRecord(isal_zlib.decompress(file.read(location.length), 31), location)


class Reader:
    """Gives captures from a directory of WARC files with the ledger's help."""

    def __init__(self, directory: Path, ledger: Ledger) -> None:
        self._directory, self._ledger = directory, ledger

    def at(self, location: RecordLocation) -> Capture:
        """The capture at a place."""
        return self.capture(stored(self._directory, location))

    def capture(self, record: StoredRecord) -> Capture:
        """A stored record as a capture, with the payload of its original if it is a revisit."""
        kind = record.get("WARC-Type") or ""
        payload, status, headers = self._entity(record, kind)
        record_id = record.bare("WARC-Record-ID") or ""
        if kind == "revisit":
            payload = payload or self._original(record)
        return Capture(
            target_uri=(record.bare("WARC-Target-URI") or "").replace(" ", "%20"),
            date=parse_date(record.get("WARC-Date") or ""),
            status=status,
            headers=headers,
            payload=payload,
            payload_digest=record.get("WARC-Payload-Digest") or digest([payload]),
            record_id=record_id,
            record_type=_capture_type(kind),
            location=record.location,
            ip_address=record.get("WARC-IP-Address"),
            truncated=None if kind == "revisit" else record.get("WARC-Truncated"),
            gate=record.get("WARC-Gate"),
            discovery=self.discovery(record_id),
            protocols=tuple(value for name, value in record.fields if name.lower() == "warc-protocol"),
        )

    def _entity(self, record: StoredRecord, kind: str) -> tuple[bytes, int | None, Headers]:
        if kind == "resource" or not (record.get("Content-Type") or "").startswith("application/http"):
            media = (record.get("Content-Type") or "").encode("latin-1", "replace")
            return record.block, None, ((b"Content-Type", media),) if media else ()
        message = messages.received(record.block)
        return b"".join(message.entity), message.status, message.headers

    def _original(self, revisit: StoredRecord) -> bytes:
        """The payload a revisit refers to."""
        entry = self._original_entry(revisit)
        if entry is None:
            raise OriginalMissing(
                f"the original of the revisit {revisit.bare('WARC-Record-ID')} is not in this collection"
            )
        original = stored(self._directory, entry.location)
        return self._entity(original, original.get("WARC-Type") or "")[0]

    def _original_entry(self, revisit: StoredRecord) -> Entry | None:
        """By id, else (old tools name none) by digest."""
        named = revisit.bare("WARC-Refers-To")
        by_digest = self._ledger.any_original(revisit.get("WARC-Payload-Digest") or "")
        return self._ledger.entry(named or by_digest or "")

    def original_of(self, record_id: str) -> str | None:
        """The record id of a revisit's original; ``None`` for other records, or where it is not here."""
        record = self._stored(record_id)
        entry = self._original_entry(record) if record.get("WARC-Type") == "revisit" else None
        return entry.record_id if entry else None

    def discovery(self, record_id: str) -> Discovery | None:
        """How a capture was found, from its metadata record; ``None`` where that is nonsense."""
        for entry in self._ledger.beside(record_id):
            if entry.content_type == DISCOVERY:
                return _discovery(stored(self._directory, entry.location).block)
        return None

    def framing(self, record_id: str) -> dict[str, Any] | None:
        """The framing record's JSON, where the response is not stored as it came."""
        for entry in self._ledger.beside(record_id):
            if entry.content_type == FRAMING:
                found: dict[str, Any] = json.loads(stored(self._directory, entry.location).block)
                return found
        return None

    def wire(self, record_id: str) -> bytes:
        """The answer as it crossed the wire; a revisit's with the payload of its original."""
        return messages.rebuild(self._whole(record_id), self.framing(record_id))

    def framed(self, entry: Entry) -> tuple[bytes, dict[str, Any]]:
        """A framing record's JSON, and before it the stored message that it frames."""
        return self._whole(entry.concurrent_to or ""), json.loads(
            stored(self._directory, entry.location).block
        )

    def _whole(self, record_id: str) -> bytes:
        record = self._stored(record_id)
        if record.get("WARC-Type") == "revisit" and record.get("WARC-Profile") != NOT_MODIFIED:
            return record.block + self._original(record)
        return record.block

    def request(self, record_id: str) -> bytes | None:
        """The request that led to a capture, as it was sent."""
        for entry in self._ledger.beside(record_id):
            if entry.type == "request":
                return stored(self._directory, entry.location).block
        return None

    def _stored(self, record_id: str) -> StoredRecord:
        entry = self._ledger.entry(record_id)
        if entry is None:
            raise ArchiveError(f"no record {record_id} in this collection")
        return stored(self._directory, entry.location)

    def captures(self, entries: list[Entry], damaged: Damaged | None = None) -> Iterator[Capture]:
        """The captures among ledger entries, in order.

        A revisit whose original is not here has nothing to show and is left out; ``verify`` names it.
        A record that cannot be read raises :class:`ArchiveError`, or goes to ``damaged`` if that is given.
        """
        for entry in entries:
            if entry.type not in CAPTURES:
                continue
            try:
                found = self.at(entry.location)
            except OriginalMissing:
                continue
            except ArchiveError as error:
                if damaged is None:
                    raise
                damaged(error)
                continue
            yield found


def _capture_type(kind: str) -> RecordType:
    if kind in ("response", "resource", "revisit"):
        return kind  # type: ignore[return-value]
    raise ArchiveError(f"a {kind or 'nameless'} record is no capture")


def _discovery(block: bytes) -> Discovery | None:
    try:
        found = json.loads(block)
        code, crawl = found.get("division_code"), found.get("crawl_id")
        steps = found.get("path", ())
        path = tuple(LinkStep(url=_text(step["url"]), anchor=_text(step["anchor"])) for step in steps)
        return Discovery(
            seed=_text(found["seed"]),
            division_code=code if code is None else _text(code),
            path=path,
            crawl_id=crawl if crawl is None else _text(crawl),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # JSON may have half a character
    raise TypeError("no text")
