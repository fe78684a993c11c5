"""Rows of the wide tables: one government, one year, one value a figure."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeVar

from sqlite_utils import Database

from corpus.rows import Row
from corpus.schema.indicators import indicator_columns, narrative_ids, series_columns
from corpus.tables import delete, insert

T = TypeVar("T")
WIDE = ("indicators", "narratives")
_WITHIN = ("department", "township")
_LEAD = (
    "county_id",
    "division_code",
    "province",
    "city",
    "county",
    "issuer_name",
    "level",
    "year",
    "edition",
    "checks_status",
)
_VALUES = (
    "select id, value from figures where report_id = :report and value is not null "
    "union all select id, value from series where report_id = :report"
)
_TOLD = (
    "select id, value, qualifier from figures "
    "where report_id = :report and source = 'narrative' and value is not null"
)


@cache
def _names() -> frozenset[str]:
    return frozenset(column.name for column in (*series_columns(), *indicator_columns()))


def store_wide(db: Database, document: Row) -> None:
    """Writes the rows of a document; an organ within a county has none.

    A figure that the report gives twice with different values has none here: which one is right is not
    on the page.
    """
    if document["level"] in _WITHIN:
        return
    report = {"report": document["report_id"]}
    lead = {"document_id": document["id"], "report_id": document["report_id"]}
    lead |= {name: document[name] for name in _LEAD}
    insert(db, "indicators", [lead | dict(_once(db.execute(_VALUES, report).fetchall(), _names()))])
    told = _once(_paired(db.execute(_TOLD, report).fetchall()), narrative_ids())
    row = {key: value for name, pair in told for key, value in zip((name, f"{name}__q"), pair, strict=True)}
    insert(db, "narratives", [lead | row] if row else [])


def _paired(rows: Iterable[tuple[str, object, str]]) -> Iterator[tuple[str, tuple[object, str]]]:
    return ((name, (value, qualifier)) for name, value, qualifier in rows)


def _once(rows: Iterable[tuple[str, T]], known: Iterable[str]) -> list[tuple[str, T]]:
    """Of the figures that have a column, those that have one value."""
    held: dict[str, set[T]] = {}
    for name, value in rows:
        held.setdefault(name, set()).add(value)
    return [(name, next(iter(held[name]))) for name in known if len(held.get(name, ())) == 1]


def fill(db: Database) -> None:
    """Writes the rows of every document anew: for a corpus that was built without them."""
    for table in WIDE:
        delete(db, table, "true")
    for document in list(db.query("select * from documents")):
        store_wide(db, document)
