"""What a capture brings: pages shared by captures that show the same, documents made anew."""

from dataclasses import dataclass

from sqlite_utils import Database

from archive.capture import Capture
from corpus import documents
from corpus.changes import change_rows
from corpus.identity import capture_id, clean_digest
from corpus.neighbours import following, year_check_rows
from corpus.rows import stamp
from corpus.tables import delete, insert, insert_state
from corpus.wide import WIDE, store_wide
from reports.model import CleanPage, Report

_OF_PAGE = ("tables", "removals", "repairs")
_OF_REPORT = ("sections", "figures", "checks", "series")
_OF_DOCUMENT = ("versions", "changes", *WIDE, "year_checks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a capture belongs: its page, whether that is new, and the page that it replaces."""

    page_id: str
    fresh: bool
    replaces: str | None
    documents: tuple[str, ...]


class Pages:
    """Finds the page of a capture: the first capture of the same text at the same address owns it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def knows(self, record_id: str) -> bool:
        """Whether this record is kept."""
        return bool(self._db.execute("select 1 from captures where record_id = ?", [record_id]).fetchone())

    def place(self, capture: Capture, page: CleanPage, report: Report) -> Place:
        """Where the capture belongs."""
        own = capture_id(capture.record_id)
        held = self._db.execute(
            "select p.id, c.date, r.document_id from pages p join captures c on c.id = p.capture_id "
            "left join reports r on r.id = p.id where p.url = ? and p.clean_digest = ?",
            [page.url or capture.target_uri, clean_digest(page, report)],
        ).fetchone()
        if held is None:
            return Place(page_id=own, fresh=True, replaces=None, documents=())
        touched = (held[2],) if held[2] else ()
        if (stamp(capture.date), own) < (held[1], held[0]):
            return Place(page_id=own, fresh=True, replaces=held[0], documents=touched)
        return Place(page_id=held[0], fresh=False, replaces=None, documents=touched)

    def forget(self, page_id: str) -> None:
        """Takes a page away with its captures, as if it had never been stored."""
        of_page = "capture_id in (select id from captures where page_id = ?)"
        delete(self._db, "discovery", of_page, [page_id])
        delete(self._db, "captures", "page_id = ?", [page_id])
        self.remove(page_id, page_id)

    def remove(self, page_id: str, heir: str) -> None:
        """Takes a page away for that of an earlier capture, which inherits its captures.

        Its line in the search index stays and leads nowhere: row numbers are never used again.
        """
        documents_of = self._db.execute("select document_id from reports where id = ?", [page_id])
        for (document,) in documents_of.fetchall():
            forget(self._db, document)
        for table in _OF_PAGE:
            delete(self._db, table, "page_id = ?", [page_id])
        for table in _OF_REPORT:
            delete(self._db, table, "report_id = ?", [page_id])
        for table in ("reports", "pages"):
            delete(self._db, table, "id = ?", [page_id])
        self._db.execute("update captures set page_id = ? where page_id = ?", [heir, page_id])

    def next_rowid(self) -> int:
        """A number that no report has had."""
        kept = self._db.execute("select value from state where key = 'rowid'").fetchone()
        number = int(kept[0]) + 1 if kept else 1
        insert_state(self._db, "rowid", str(number))
        return number


def forget(db: Database, document: str) -> None:
    """Takes away all that was computed for a document."""
    for table in _OF_DOCUMENT:
        delete(db, table, "document_id = ?", [document])
    delete(db, "year_checks", "last_document_id = ?", [document])
    delete(db, "documents", "id = ?", [document])


def refresh(db: Database, document: str) -> None:
    """Computes a document anew from all its captures: versions, changes, current report, wide row."""
    forget(db, document)
    versions, standing = documents.chain(documents.sights(db, document))
    if not versions:
        return
    report_id = documents.current(db, standing)
    row = documents.document_row(db, document, report_id, versions)
    insert(db, "documents", [row])
    insert(db, "versions", documents.version_rows(document, versions))
    insert(db, "changes", change_rows(db, document, versions))
    store_wide(db, row)
    if after := following(db, row):
        delete(db, "year_checks", "document_id = ?", [after])
    insert(db, "year_checks", year_check_rows(db, row))
    _number(db, document, report_id, versions)


def _number(db: Database, document: str, report_id: str, versions: list[documents.Version]) -> None:
    """Writes on each report which version it is and whether it is current."""
    by_digest = {version.clean_digest: version.number for version in versions}
    rows = db.execute(
        "select r.id, p.clean_digest from reports r join pages p on p.id = r.id where r.document_id = ?",
        [document],
    ).fetchall()
    for name, clean in rows:
        db.execute(
            "update reports set version = ?, current = ? where id = ?",
            [by_digest[clean], int(name == report_id), name],
        )
