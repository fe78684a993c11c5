"""The tables that are given out: what the exporters write and what frames hold.

Each is made of columns of the database, picked by name, so that every description is said once (in
``corpus.schema``). Rows come in a fixed order. ``current`` reports only; all versions are in
``reports.jsonl`` and their differences in ``changes``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlite_utils import Database

from corpus.coverage import coverage
from corpus.paragraphs import PARAGRAPHS, TABLES_LONG, paragraphs, tables_long
from corpus.schema.columns import Column, parse_columns
from corpus.schema.create import everything

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One table to give out; ``rows`` yields tuples in the order of ``columns``."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sql: str = ""
    made: Callable[[Database], Iterator[Values]] | None = None

    def rows(self, db: Database, where: str = "", values: tuple[Any, ...] = ()) -> Iterator[Values]:
        """All rows, or those of a condition on the columns' names."""
        if self.made is not None:
            yield from self.made(db)
            return
        filtered = f"select * from ({self.sql}) where {where}" if where else self.sql
        order = ", ".join(f"[{name}]" for name in self.key)
        yield from db.execute(f"{filtered} order by {order}", values)


@cache
def _column(of: str) -> Column:
    table, name = of.split(".")
    return next(c for one in everything() if one.name == table for c in one.columns if c.name == name)


def _picked(name: str, description: str, picks: str, source: str, key: str) -> Dataset:
    """A table from picked columns: ``table.column`` or ``table.column=name``, in order."""
    columns, wanted = [], []
    for pick in picks.split():
        of, _, called = pick.partition("=")
        found = _column(of)
        called = called or found.name
        columns.append(Column(name=called, type=found.type, description=found.description, unit=found.unit))
        table, column = of.split(".")
        wanted.append(f"{table}.[{column}] as [{called}]")
    return Dataset(
        name=name,
        description=description,
        columns=tuple(columns),
        key=tuple(key.split()),
        sql=f"select {', '.join(wanted)} from {source}",
    )


_WHO = (
    "documents.county_id documents.division_code documents.province documents.city documents.county "
    "documents.issuer_name documents.level documents.year documents.edition "
)
_WHERE = (
    "pages.url captures.date=captured captures.warc_file captures.warc_offset captures.warc_length "
    "captures.payload_digest captures.record_id "
)
_READ = (
    "documents join reports on reports.id = documents.report_id join pages on pages.id = reports.id "
    "join captures on captures.id = pages.capture_id "
)


def _documents() -> Dataset:
    return _picked(
        "documents",
        "One row a report: the issuer's report for a year, with its text and where it is archived.",
        "documents.id=document_id documents.report_id " + _WHO + "reports.title reports.document_number "
        "reports.published reports.signed reports.checks_status reports.hard_failed reports.soft_failed "
        "reports.figure_count documents.versions documents.first_captured documents.last_captured "
        + _WHERE
        + "pages.script pages.encoding_used pages.text",
        _READ,
        "document_id",
    )


def _figures() -> Dataset:
    return _picked(
        "figures",
        "One row a figure, with the words it was read from, their place in the text, and the record.",
        "documents.id=document_id documents.report_id " + _WHO + "figures.n figures.id=indicator "
        "figures.value figures.qualifier figures.unit figures.source figures.printed figures.start "
        "figures.end figures.note " + _WHERE,
        _READ + "join figures on figures.report_id = reports.id ",
        "document_id n",
    )


def _checks() -> Dataset:
    return _picked(
        "checks",
        "One row a check of a report: both sides as computed.",
        "documents.id=document_id documents.report_id checks.n checks.id=check checks.severity "
        "checks.status checks.left checks.right checks.note",
        "documents join checks on checks.report_id = documents.report_id",
        "document_id n",
    )


def _whole(name: str) -> Dataset:
    """A table of the database as it is."""
    table = next(one for one in everything() if one.name == name)
    picks = " ".join(f"{name}.{column.name}" for column in table.columns)
    return _picked(name, table.description, picks, name, " ".join(table.key))


_COVERAGE = parse_columns(
    """
    seed TEXT: Home page of the portal.
    division_code TEXT: Six-digit code of the division whose portal it is.
    county_id TEXT: Code that the division has today.
    province TEXT: Province.
    city TEXT: Prefecture or city.
    county TEXT: Name of the county.
    year INTEGER: Year reported on.
    status TEXT: found, failed_checks, missing, blocked, failed, unfinished or unvisited.
    document_id TEXT: The document, where there is one.
    report_id TEXT: Its current report.
    edition TEXT: Form of the report.
    """
)


def _coverage_rows(db: Database) -> Iterator[Values]:
    for row in coverage(db):
        yield tuple(row[column.name] for column in _COVERAGE)


@cache
def datasets() -> tuple[Dataset, ...]:
    """All tables, in the order in which a reader meets them."""
    return (
        _documents(),
        _whole("indicators"),
        _whole("narratives"),
        _figures(),
        Dataset(
            name="paragraphs",
            description="One row a paragraph of a report, with its section.",
            columns=PARAGRAPHS,
            key=("document_id", "n"),
            made=paragraphs,
        ),
        Dataset(
            name="tables_long",
            description="One row a cell of a table of a report.",
            columns=TABLES_LONG,
            key=("document_id", "table", "row", "column"),
            made=tables_long,
        ),
        _checks(),
        _whole("changes"),
        Dataset(
            name="coverage",
            description="Portals by years: whether there is a report, and why not where there is none.",
            columns=_COVERAGE,
            key=("seed", "year"),
            made=_coverage_rows,
        ),
        _whole("divisions"),
    )


def dataset(name: str) -> Dataset:
    """The table of that name."""
    return next(one for one in datasets() if one.name == name)
