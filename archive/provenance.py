"""Whether every row of the corpus leads back to its capture."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from archive import manifest, warcfile
from archive.capture import RecordLocation
from archive.errors import ArchiveError
from archive.layout import Layout
from archive.ledger import Ledger
from archive.problems import Problem
from archive.reader import stored

ROWS = "SELECT record_id, warc_file, warc_offset, payload_digest FROM captures"
Row = tuple[str, str, int, str | None]


def problems(
    corpus: Path, layout: Layout, ledger: Ledger | None, only: frozenset[str] | None = None
) -> Iterator[Problem]:
    """The rows of ``captures`` whose record is not where they say, or has another payload.

    ``only`` for the rows of some WARC files. Rows of the data folder's other collections are not judged.
    """
    own, others = _names(layout), _elsewhere(layout)
    try:
        with closing(sqlite3.connect(f"file:{corpus}?mode=ro", uri=True)) as database:
            for row in database.execute(ROWS):
                homes = others.get(row[1], [])
                if (only is not None and row[1] not in only) or (homes and row[1] not in own):
                    continue
                why = _wrong(row, layout, ledger)
                if why and all(_wrong(row, home, None) for home in homes):
                    yield Problem(
                        kind="row_without_capture",
                        where=f"{corpus.name} {row[0]}",
                        what=why,
                        remedy="put the WARC file back, or run `xianzhi process --rebuild`",
                    )
    except sqlite3.Error as error:
        yield Problem(
            kind="corpus",
            where=str(corpus),
            what=f"it cannot be read: {error}",
            remedy="delete it and run `xianzhi process --rebuild`",
        )


def _names(layout: Layout) -> set[str]:
    """The WARC files of a collection, also those that are gone."""
    here = {warcfile.final_name(path) for path in layout.warc_files()}
    return here | {one.file for one in manifest.read(layout)}


def _elsewhere(layout: Layout) -> dict[str, list[Layout]]:
    """The WARC files of the other collections, whose rows are in the same corpus."""
    found: dict[str, list[Layout]] = {}
    for folder in layout.root.parent.glob("*/archive"):
        with suppress(ArchiveError):
            other = Layout(layout.data, folder.parent.name)
            for name in _names(other) if other != layout else ():
                found.setdefault(name, []).append(other)
    return found


def _wrong(row: Row, layout: Layout, ledger: Ledger | None) -> str | None:
    record_id, filename, offset, payload_digest = row
    entry = ledger.entry(record_id) if ledger else None
    if ledger is not None and entry is None:
        return "no record of that id is archived"
    if entry and (entry.location.filename, entry.location.offset) != (filename, offset):
        return (
            f"the record lies at {entry.location.filename}:{entry.location.offset}, not {filename}:{offset}"
        )
    try:
        record = stored(layout.archive_dir, entry.location if entry else _somewhere(filename, offset))
    except ArchiveError as error:
        return str(error)
    if record.bare("WARC-Record-ID") != record_id:
        return f"another record lies at {filename}:{offset}"
    archived = record.get("WARC-Payload-Digest")
    if archived and payload_digest and archived != payload_digest:
        return f"its payload is {archived}, the row says {payload_digest}"
    return None


def _somewhere(filename: str, offset: int) -> RecordLocation:
    """A place whose length is not known: what follows the first member is not read."""
    return RecordLocation(filename=filename, offset=offset, length=1 << 24)
