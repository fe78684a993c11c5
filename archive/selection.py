"""Which records belong together when part of a collection goes elsewhere: whole groups, with originals."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from archive.entries import Entry
from archive.ledger import Ledger
from archive.reader import CAPTURES, Reader, StoredRecord, stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``seed``: only what was found from that seed or lies on its host, with the sub-resources of those
    pages. ``years``: first and last year of the capture. ``None`` means all."""

    seed: str | None = None
    years: tuple[int, int] | None = None


@dataclass(slots=True)
class Selection:
    """Record ids chosen, and among them those that somebody asked for (not only brought along)."""

    records: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


def select(directory: Path, ledger: Ledger, wanted: Wanted) -> Selection:
    """The captures wanted, their requests and metadata, and the originals of their revisits."""
    chosen = Selection()
    reader = Reader(directory, ledger)
    pages: set[str] = set()
    left: dict[str, list[str]] = defaultdict(list)
    for entry, record in _captures(directory, ledger):
        if not _in_years(record, wanted):
            continue
        page_id = record.get("WARC-Page-ID")
        if wanted.seed is None or _of_seed(reader, entry, record, wanted.seed):
            chosen.asked.add(entry.record_id)
            if page_id:
                pages.add(page_id)
        elif page_id:
            left[page_id].append(entry.record_id)
    for page_id in pages:
        chosen.asked.update(left[page_id])
    for record_id in chosen.asked:
        chosen.records.update(_group(ledger, record_id))
    for record_id in list(chosen.asked):
        original = reader.original_of(record_id)
        if original:
            chosen.records.update(_group(ledger, original))
    return chosen


def _captures(directory: Path, ledger: Ledger) -> Iterator[tuple[Entry, StoredRecord]]:
    for file in ledger.files():
        for entry in ledger.entries(file.serial):
            if entry.type in CAPTURES:
                yield entry, stored(directory, entry.location)


def _in_years(record: StoredRecord, wanted: Wanted) -> bool:
    if wanted.years is None:
        return True
    first, last = wanted.years
    return first <= int((record.get("WARC-Date") or "0")[:4]) <= last


def _of_seed(reader: Reader, entry: Entry, record: StoredRecord, seed: str) -> bool:
    target = record.bare("WARC-Target-URI") or ""
    with suppress(ValueError):  # what others archived may have no address that can be read
        if urlsplit(target.removeprefix("urn:")).hostname == urlsplit(seed).hostname:
            return True
    found = reader.discovery(entry.record_id) or reader.discovery(entry.concurrent_to or "")
    return found is not None and found.seed == seed


def _group(ledger: Ledger, record_id: str) -> set[str]:
    """A record with all that was written for the same event."""
    ids = {record_id} | {entry.record_id for entry in ledger.beside(record_id)}
    entry = ledger.entry(record_id)
    if entry and entry.concurrent_to and ledger.entry(entry.concurrent_to):
        ids.add(entry.concurrent_to)
    return ids
