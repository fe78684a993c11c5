"""The years of one issuer held against each other, as soon as the corpus holds both (REPORTS B.1–B.5)."""

from typing import Any

from sqlite_utils import Database

from corpus.rows import Row
from reports import compare_years
from reports.model import CleanPage, Figure, Report

_NEIGHBOUR = """
select id, report_id, year, edition from documents
where county_id is ? and issuer_name = ? and level = ? and year = ? order by id limit 1
"""


def year_check_rows(db: Database, document: Row) -> list[Row]:
    """The cross-year checks of a document against the year before, and of the year after against it."""
    before, after = _beside(db, document, -1), _beside(db, document, +1)
    pairs = [(document, before)] if before else []
    pairs += [(after, document)] if after else []
    return [row for this, last in pairs for row in _checks(db, this, last)]


def following(db: Database, document: Row) -> str | None:
    """The document of the year after, whose checks lean on this one."""
    after = _beside(db, document, +1)
    return str(after["id"]) if after else None


def _beside(db: Database, document: Row, step: int) -> Row | None:
    year: Any = document["year"]
    if year is None:
        return None
    asked = [document["county_id"], document["issuer_name"], document["level"], year + step]
    return next(iter(db.query(_NEIGHBOUR, asked)), None)


def _checks(db: Database, this: Row, last: Row) -> list[Row]:
    found = compare_years(_report(db, this), _report(db, last))
    return [
        {"document_id": this["id"], "n": n, "last_document_id": last["id"], "id": check.id,
         "severity": check.severity, "status": check.status, "left": check.left, "right": check.right}
        for n, check in enumerate(found)
    ]  # fmt: skip


def _report(db: Database, document: Row) -> Report:
    """As much of a report as the comparison looks at: year, edition, the table's figures."""
    rows = db.query(
        "select id, value from figures where report_id = ? and source = 'table' order by n",
        [document["report_id"]],
    )
    edition: Any = document["edition"]
    year: Any = document["year"]
    return Report(
        page=CleanPage(text=""),
        edition=edition,
        year=year,
        figures=tuple(_figure(row["id"], row["value"]) for row in rows),
    )


def _figure(name: str, value: Any) -> Figure:
    return Figure(
        id=name, value=value, qualifier="exact", unit="", source="table", printed="", start=0, end=0
    )
