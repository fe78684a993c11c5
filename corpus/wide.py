"""The row of the wide table: one government, one year, one value an indicator."""

from sqlite_utils import Database

import reports
from corpus.rows import Row

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


def wide_row(db: Database, document: Row) -> Row | None:
    """The row of a document, or ``None`` where the issuer is an organ within a county.

    An indicator that the report gives twice with different values has none here: which one is right is
    not on the page.
    """
    if document["level"] in _WITHIN:
        return None
    held: dict[str, set[object]] = {}
    for name, value in db.execute(
        "select id, value from figures where report_id = ? and value is not null", [document["report_id"]]
    ).fetchall():
        held.setdefault(name, set()).add(value)
    values = {
        name: found.pop() for name, found in held.items() if name in reports.FIGURES and len(found) == 1
    }
    lead = {name: document[name] for name in _LEAD}
    return {"document_id": document["id"], "report_id": document["report_id"], **lead, **values}
