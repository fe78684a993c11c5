"""A collection of captures: the one door to what is archived."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import cdxj
from archive.capture import Capture, RecordLocation
from archive.errors import ArchiveError, is_broken
from archive.layout import Layout
from archive.ledger import Ledger, is_usable
from archive.locking import write_lock
from archive.reader import CAPTURES, Damaged, Reader
from archive.recovery import opened
from archive.writer import Writer

PAGES = frozenset({"response", "revisit"})


class Collection:
    """``Collection(data, name)``: reading needs no lock and sees what is synced, also while crawling.

    A *position* is an opaque string that grows with the archive; it is what :meth:`captures` takes as
    ``since``. One of a ledger made anew reads from the beginning.
    """

    def __init__(self, data: Path | str, name: str = "portals") -> None:
        self.layout = Layout(Path(data), name)
        self.name = name

    @property
    def archive_dir(self) -> Path:
        """Where the WARC files are."""
        return self.layout.archive_dir

    @property
    def indexes_dir(self) -> Path:
        """Where index.cdxj is."""
        return self.layout.indexes_dir

    @property
    def crawls_dir(self) -> Path:
        """A directory a crawl."""
        return self.layout.crawls_dir

    @property
    def index_path(self) -> Path:
        """The sorted CDXJ."""
        return self.layout.index_path

    def exists(self) -> bool:
        """Whether anything was ever archived here."""
        return bool(self.layout.warc_files()) or self.layout.ledger_path.exists()

    def writer(self, **options: Any) -> Writer:
        """Opens the collection for writing; see :class:`archive.writer.Writer` for the options."""
        return Writer(self.layout, **options)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A reader; files that the ledger does not know are taken in first."""
        with self._ledger() as ledger:
            yield Reader(self.archive_dir, ledger)

    @contextmanager
    def _ledger(self) -> Iterator[Ledger]:
        path = self.layout.ledger_path
        if not is_usable(path):
            self.reindex()
        with closing(Ledger(path, readonly=True)) as ledger:
            try:
                yield ledger
            except sqlite3.DatabaseError as error:
                if not is_broken(error):
                    raise
                raise ArchiveError(
                    f"{path} is damaged: delete it, and it is made again from the WARC files"
                ) from error

    def reindex(self) -> None:
        """Makes ledger and index agree with the WARC files; what a writer does when it starts."""
        self.layout.make()
        with write_lock(self.layout), opened(self.layout):
            pass

    def captures(self, since: str | None = None, damaged: Damaged | None = None) -> Iterator[Capture]:
        """Responses, resources and revisits in the order they were archived, after a position.

        ``damaged`` is called with what is wrong with a record that cannot be read; the rest goes on.
        """
        with self._ledger() as ledger:
            reader = Reader(self.archive_dir, ledger)
            serial, offset = _place(since, ledger.generation)
            for file in ledger.files():
                if file.serial < serial:
                    continue
                start = offset if file.serial == serial else 0
                yield from reader.captures(ledger.entries(file.serial, start), damaged)

    def position(self, capture: Capture | RecordLocation) -> str:
        """The position just after a capture."""
        location = capture if isinstance(capture, RecordLocation) else capture.location
        with self._ledger() as ledger:
            serial = next((f.serial for f in ledger.files() if f.name == location.filename), None)
            if serial is None:
                raise ArchiveError(f"{location.filename} is not in this collection")
            return f"{ledger.generation}:{serial}:{location.offset + location.length}"

    def end(self) -> str:
        """The position after everything that is synced now."""
        with self._ledger() as ledger:
            files = ledger.files()
            last = files[-1] if files else None
            return f"{ledger.generation}:{last.serial if last else 0}:{last.synced if last else 0}"

    def at(self, location: RecordLocation) -> Capture:
        """The capture at a place. Raises :class:`ArchiveError`."""
        with self.reading() as reader:
            return reader.at(location)

    def capture(self, record_id: str) -> Capture | None:
        """The capture with that record id (without angle brackets)."""
        with self._ledger() as ledger:
            entry = ledger.entry(record_id.strip("<>"))
            if entry is None or entry.type not in CAPTURES:
                return None
            return Reader(self.archive_dir, ledger).at(entry.location)

    def wire(self, record_id: str) -> bytes:
        """An answer's bytes as they crossed the wire."""
        with self.reading() as reader:
            return reader.wire(record_id.strip("<>"))

    def request(self, record_id: str) -> bytes | None:
        """The bytes of the request that a capture answers."""
        with self.reading() as reader:
            return reader.request(record_id.strip("<>"))

    def history(self, url: str) -> tuple[cdxj.Line, ...]:
        """Every capture of a URL, oldest first, as index lines."""
        prefix = f"{cdxj.key_of(url)} ".encode()
        lines = set(cdxj.find(self.index_path, prefix))
        if self.layout.ledger_path.exists():
            with self._ledger() as ledger:
                lines.update(ledger.pending(prefix))
        found = [cdxj.Line.parse(line) for line in sorted(lines)]
        return tuple(line for line in found if line.status is not None or line.url.startswith("urn:"))

    def site(self, url: str) -> list[bytes]:
        """The index lines of all that is archived of a URL's host, as they are written, sorted."""
        key, mark, _ = cdxj.key_of(url).partition(")/")
        prefix = f"{key}{mark}".encode()
        waiting: list[bytes] = []
        if self.layout.ledger_path.exists():
            with self._ledger() as ledger:
                waiting = ledger.pending(prefix)
        # the lines that wait first: those that are merged meanwhile are then in the file
        return sorted({*waiting, *cdxj.find(self.index_path, prefix)}) if mark else []

    def lookup(self, url: str, timestamp: str | datetime | None = None) -> Capture | None:
        """The capture of a URL nearest to a moment (1 to 17 digits), or the latest."""
        lines = self.history(url)
        if not lines:
            return None
        if timestamp is None:
            return self.at(lines[-1].location)
        wanted = _moment(timestamp)
        return self.at(min(lines, key=lambda line: abs(_moment(line.timestamp) - wanted)).location)


def collections(data: Path) -> list[Collection]:
    """All collections of a data folder by name; a folder with another sort of name is none."""
    found = []
    for folder in sorted((data / "collections").glob("*/archive")):
        with suppress(ArchiveError):
            found.append(Collection(data, folder.parent.name))
    return found


def _moment(timestamp: str | datetime) -> datetime:
    """The earliest moment of a timestamp that may be cut short, as replay addresses have it."""
    if isinstance(timestamp, datetime):
        return timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)
    digits = re.sub(r"\D", "", timestamp)
    filled = digits[:14] + "00000101000000"[len(digits[:14]) :]
    try:
        return datetime.strptime(filled, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise ArchiveError(f"no moment: {timestamp[:40]!r}") from error


def _place(since: str | None, generation: str) -> tuple[int, int]:
    """(file serial, offset) of a position; the beginning where it is of another ledger."""
    found = re.fullmatch(r"([0-9a-f]{8}):(\d+):(\d+)", since or "")
    if not found or found[1] != generation:
        return 0, 0
    return int(found[2]), int(found[3])
