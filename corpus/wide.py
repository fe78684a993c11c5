"""The row of the wide table: one government, one year, one value an indicator."""

from functools import cache

from sqlite_utils import Database

from corpus.rows import Row
from corpus.schema.indicators import indicator_columns, series_columns

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


@cache
def _names() -> frozenset[str]:
    return frozenset(column.name for column in (*series_columns(), *indicator_columns()))


def wide_row(db: Database, document: Row) -> Row | None:
    """The row of a document, or ``None`` where the issuer is an organ within a county.

    An indicator that the report gives twice with different values has none here: which one is right is
    not on the page.
    """
    if document["level"] in _WITHIN:
        return None
    held: dict[str, set[object]] = {}
    for name, value in db.execute(_VALUES, {"report": document["report_id"]}).fetchall():
        held.setdefault(name, set()).add(value)
    held = {name: found for name, found in held.items() if name in _names() and len(found) == 1}
    values = {name: found.pop() for name, found in held.items()}
    lead = {name: document[name] for name in _LEAD}
    return {"document_id": document["id"], "report_id": document["report_id"], **lead, **values}
