"""The catalogue: what a crawl and ``process`` write to, and everything else reads.

One writer at a time, readers meanwhile (write-ahead log). Whatever order captures are stored in, the
same captures make the same corpus: :meth:`Catalogue.digest` says so.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from archive.capture import Capture
from corpus import crawls, search
from corpus.digest import digest
from corpus.divisions import division_rows
from corpus.errors import CorpusError, Full, NotACorpus, is_full
from corpus.lock import writing
from corpus.placing import group_of, settle
from corpus.rows import capture_row, discovery_rows, page_rows, report_rows
from corpus.schema import prepare
from corpus.storing import Pages, refresh
from corpus.tables import delete, insert, insert_state, storable
from reports.model import CleanPage, Report

Reading = tuple[Capture, CleanPage, Report]


class Catalogue:
    """The corpus, open for writing. Use as a context manager.

    Raises :class:`corpus.errors.CorpusError` where another process writes, the file is no corpus, or a
    later program wrote it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stack = ExitStack()
        self._stack.enter_context(writing(path))
        try:
            self.db = _opened(path)
        except BaseException:
            self._stack.close()
            raise
        self._pages = Pages(self.db)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Folds the write-ahead log into the file and lets the next writer in.

        Where there is no room to fold it in, it stays beside the file and nothing is lost.
        """
        try:
            with suppress(sqlite3.OperationalError):
                self.db.execute("PRAGMA analysis_limit = 400")
                self.db.execute("PRAGMA optimize")
                self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.db.close()
            self._stack.close()

    def knows(self, record_id: str) -> bool:
        """Whether the capture of that record is kept already."""
        return self._pages.knows(record_id)

    def store(self, capture: Capture, page: CleanPage, report: Report) -> bool:
        """Keeps a capture with what it says; ``False`` where this record is kept already.

        All of it or nothing. Raises :class:`corpus.errors.Full` where the disk is.
        """
        if self._pages.knows(capture.record_id):
            return False
        with self._writing():
            self._store(capture, page, report)
        return True

    def store_again(self, page_id: str, readings: Iterable[Reading]) -> None:
        """Keeps a page's captures by what they say now, in place of the page. All of it or nothing."""
        with self._writing():
            # what it was a report of: other captures' reports may be left there
            held = self.db.execute("select document_id from reports where id = ?", [page_id])
            touched = {document for (document,) in held.fetchall() if document}
            groups = group_of(self.db, page_id)
            self._pages.forget(page_id)
            for reading in readings:
                self._store(*reading)
            for group in groups:
                touched |= settle(self.db, group)
            for document in sorted(touched):
                refresh(self.db, document)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self.db.atomic():
                yield
        except sqlite3.OperationalError as error:
            if is_full(error):
                raise _told(self.path, error) from None
            raise

    def _store(self, capture: Capture, page: CleanPage, report: Report) -> None:
        portal = self._portal(capture)
        place = self._pages.place(capture, page, report)
        groups = group_of(self.db, place.replaces)
        if place.replaces:
            self._pages.remove(place.replaces, place.page_id)
        insert(self.db, "captures", [capture_row(capture, place.page_id)])
        insert(self.db, "discovery", discovery_rows(capture))
        touched = set(place.documents)
        if place.fresh:
            for table, rows in page_rows(place.page_id, capture, page, report).items():
                insert(self.db, table, rows)
            if report.edition is not None:
                touched.add(self._report(place.page_id, page.url or capture.target_uri, report, portal))
        for group in groups | group_of(self.db, place.page_id if place.fresh else None):
            touched |= settle(self.db, group)
        for document in sorted(touched):
            refresh(self.db, document)

    def _report(self, name: str, url: str, report: Report, portal: Mapping[str, object]) -> str:
        rows = report_rows(name, url, report, portal)
        (row,) = rows["reports"]
        row["rowid"] = self._pages.next_rowid()
        for table, held in rows.items():
            insert(self.db, table, held)
        columns = {"rowid": row["rowid"], "title": report.title or report.page.title}
        columns |= {"issuer": row["issuer_name"], "text": report.page.text}
        search.add_report(self.db, {name: storable(value) for name, value in columns.items()})
        return str(row["document_id"])

    def _portal(self, capture: Capture) -> Mapping[str, object]:
        if capture.discovery is None:
            return {}
        return crawls.ensure_portal(self.db, capture.discovery.seed, capture.discovery.division_code)

    def store_portals(self, rows: Iterable[object]) -> None:
        """Keeps the registry: objects or mappings with code, province, city, county, homepage, family."""
        with self._writing():
            crawls.store_portals(self.db, rows)

    def store_crawl(self, summary: Mapping[str, Any]) -> None:
        """Keeps how a crawl ended at each portal, from its ``summary.json``; again is no harm."""
        with self._writing():
            crawls.store_crawl(self.db, summary)

    @property
    def last_position(self) -> str | None:
        """Where ``process`` stopped reading the archive, as given to :meth:`mark`; ``None`` at first."""
        return self.recall("position")

    def mark(self, position: str) -> None:
        """Remembers how far the archive has been read."""
        self.remember("position", position)

    def recall(self, key: str) -> str | None:
        """What was remembered under a name; no part of the digest."""
        kept = self.db.execute("select value from state where key = ?", [key]).fetchone()
        return str(kept[0]) if kept else None

    def remember(self, key: str, value: str) -> None:
        """Remembers one thing of the corpus' making."""
        with self._writing():
            insert_state(self.db, key, value)

    def digest(self) -> str:
        """SHA-256 of all that comes from the archive, whatever the order it was stored in."""
        return digest(self.db)

    def status(self) -> list[dict[str, Any]]:
        """Coverage: a row a portal and year (see :func:`corpus.coverage.coverage`)."""
        from corpus.coverage import coverage

        return list(coverage(self.db))


def _opened(path: Path) -> Database:
    try:
        connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        db = Database(connection, execute_plugins=False)
        prepare(db)
        with db.atomic():
            search.create_index(db)
            _write_divisions(db)
    except sqlite3.OperationalError as error:
        raise _told(path, error) from None
    except sqlite3.DatabaseError as error:
        raise NotACorpus(
            f"{path} cannot be used as a corpus ({error}): move it away and run xianzhi process --rebuild"
        ) from None
    return db


def _told(path: Path, error: sqlite3.OperationalError) -> CorpusError:
    """What the system does not let us do, in a sentence."""
    if is_full(error):
        return Full(f"no room to write {path}: make room and run it again")
    return NotACorpus(f"{path} cannot be written ({error})")


def _write_divisions(db: Database) -> None:
    delete(db, "divisions", "true")
    insert(db, "divisions", division_rows())
