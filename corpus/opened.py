"""The corpus for a researcher: typed objects, or frames.

    with open_corpus("data") as corpus:
        for report in corpus.reports(year=2023, level="county"):
            print(report.issuer.name, len(report.figures))
        corpus.figures(indicator="new_received__total").polars()
        corpus.indicators(county="430112").pandas()

``county`` is a code of today or of any earlier year: a renamed or raised county is one series.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from corpus import nouns
from corpus.coverage import coverage
from corpus.datasets import dataset
from corpus.digest import digest
from corpus.divisions import county_id, division
from corpus.errors import NoCorpus, NotACorpus, TooNew
from corpus.schema.migrations import VERSION
from corpus.search import query, register
from corpus.selection import CountyYear, FigureRead, Selection, county_year, figure_read
from reports.model import Report


def open_corpus(place: Path | str = "data") -> "Corpus":
    """Opens ``corpus.db``, or the one in a data directory, for reading only, also while a crawl writes.

    Raises :class:`corpus.errors.CorpusError` with one sentence.
    """
    path = Path(place)
    path = path / "corpus.db" if path.is_dir() else path
    if not path.exists():
        raise NoCorpus(f"{path} is not there: run xianzhi crawl, or xianzhi process, first")
    return Corpus(path)


class Corpus:
    """A corpus, open for reading. Use as a context manager, or call :meth:`close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = _opened(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self.db.close()

    def report(self, name: str) -> Report:
        """The report of that id, or of a capture that shows it. Raises ``KeyError``."""
        for (page,) in self.db.execute("select page_id from captures where id = ?", [name]).fetchall():
            return nouns.report(self.db, page)
        raise KeyError(name)

    def reports(self, *, search: str | None = None, **wanted: Any) -> Selection[Report]:
        """Current reports by ``county``, ``province``, ``year``, ``years=(first, last)``, ``level``,
        ``edition``, ``checks_status``, and ``search`` (words of the text). Frames hold the texts."""
        where, values = _condition(wanted)
        if search is not None:
            where += (
                " and report_id in (select id from reports where [rowid] in "
                "(select rowid from reports_fts where reports_fts match ?))"
            )
            values += (query(search),)
        return Selection(self.db, dataset("documents"), where, values, self._report)

    def _report(self, row: dict[str, Any]) -> Report:
        return nouns.report(self.db, row["report_id"])

    def figures(self, *, indicator: str | None = None, **wanted: Any) -> Selection[FigureRead]:
        """Figures of current reports, by ``indicator`` and the conditions of :meth:`reports`."""
        where, values = _condition(wanted)
        if indicator is not None:
            where, values = f"{where} and indicator = ?", (*values, indicator)
        return Selection(self.db, dataset("figures"), where, values, figure_read)

    def indicators(self, **wanted: Any) -> Selection[CountyYear]:
        """Governments by year, a column an indicator, by the conditions of :meth:`reports`."""
        where, values = _condition(wanted)
        return Selection(self.db, dataset("indicators"), where, values, county_year)

    def table(self, name: str) -> Selection[dict[str, Any]]:
        """Any table that is given out (documents, paragraphs, tables_long, checks, changes, …)."""
        return Selection(self.db, dataset(name), "", (), dict)

    def coverage(self) -> Iterator[dict[str, Any]]:
        """A row a portal and year (see :func:`corpus.coverage.coverage`)."""
        return coverage(self.db)

    def digest(self) -> str:
        """Equal for corpora that hold the same."""
        return digest(self.db)


_CONDITIONS: dict[str, str] = {
    "county": "county_id = ?",
    "province": "province = ?",
    "year": "year = ?",
    "years": "year between ? and ?",
    "level": "level = ?",
    "edition": "edition = ?",
    "checks_status": "checks_status = ?",
}


def _condition(wanted: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """The SQL of the conditions. Raises ``TypeError`` for one that is not known."""
    unknown = set(wanted) - set(_CONDITIONS)
    if unknown:
        raise TypeError(f"{sorted(unknown)[0]}: not one of {', '.join(_CONDITIONS)}")
    values: list[Any] = []
    for name, value in wanted.items():
        values += value if name == "years" else [_CONVERTED.get(name, _same)(value)]
    return " and ".join(["1", *(_CONDITIONS[name] for name in wanted)]), tuple(values)


def _same(value: Any) -> Any:
    return value


def _county(code: str) -> str:
    """The series of a code of any year."""
    row = division(code)
    return county_id(row) if row else code


_CONVERTED: dict[str, Callable[[Any], Any]] = {"county": _county}


def _opened(path: Path) -> Database:
    try:
        connection, version = _connected(path, "mode=ro")
    except sqlite3.OperationalError:
        # SQLite wants to put its shared memory beside the file, which a read-only disk does not let it.
        connection, version = _connected(path, "mode=ro&immutable=1")
    if version != VERSION:
        connection.close()
        raise _other(path, version)
    register(connection)
    return Database(connection, execute_plugins=False)


def _connected(path: Path, how: str) -> tuple[sqlite3.Connection, int]:
    uri = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("select 1 from sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        connection.close()
        raise NotACorpus(f"{path} is no corpus ({error})") from None
    return connection, int(version)


def _other(path: Path, version: int) -> NotACorpus | TooNew:
    if version > VERSION:
        return TooNew(f"{path} was written by a later version of this program: use that one")
    if version == 0:
        return NotACorpus(f"{path} is a database, but no corpus")
    return NotACorpus(f"{path} was written by an earlier version: run xianzhi process, which brings it up")
