"""What the ledger knows of records, files and dedup originals."""

from dataclasses import dataclass

from archive.capture import RecordLocation
from archive.records import Original


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record as the ledger knows it."""

    record_id: str
    location: RecordLocation
    type: str
    concurrent_to: str | None = None
    content_type: str | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalEntry:
    """A payload that later captures may refer to."""

    payload_digest: str
    status: int
    original: Original


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """A WARC file: ``state`` is open, finished or imported; ``synced`` its acknowledged size."""

    serial: int
    name: str
    state: str
    synced: int
    sha256: str | None
