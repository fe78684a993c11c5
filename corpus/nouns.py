"""From rows back to nouns: the report as it was stored, to the last character."""

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from reports.model import (
    Attachment,
    Check,
    CleanPage,
    Encoding,
    Figure,
    Issuer,
    Removal,
    Repair,
    Report,
    Section,
    SeriesValue,
    Table,
)

Record = Mapping[str, Any]


def page(db: Database, name: str) -> CleanPage:
    """The page of that id."""
    row = one(db, "pages", name)
    return CleanPage(
        **{key: row[key] for key in _PAGE},
        encoding=Encoding(
            used=row["encoding_used"], declared=row["encoding_declared"], evidence=row["encoding_evidence"]
        ),
        tables=tuple(_table(part) for part in parts(db, "tables", "page_id", name)),
        removals=tuple(Removal(**_but(part)) for part in parts(db, "removals", "page_id", name)),
        repairs=tuple(_repair(part) for part in parts(db, "repairs", "page_id", name)),
        attachments=tuple(Attachment(**part) for part in json.loads(row["attachments"])),
        issues=tuple(json.loads(row["issues"])),
    )


_PAGE = ("text", "url", "title", "published", "source", "script", "simplified", "kind", "site_id_code")
_REPORT = ("edition", "year", "title", "document_number", "published", "signed")


def report(db: Database, name: str) -> Report:
    """The report of that id, with its page."""
    row = one(db, "reports", name)
    (why,) = db.execute("select why from pages where id = ?", [name]).fetchone()
    return Report(
        **{key: row[key] for key in _REPORT},
        page=page(db, name),
        issuer=_issuer(row),
        sections=tuple(Section(**_but(part)) for part in parts(db, "sections", "report_id", name)),
        figures=tuple(figure(part) for part in parts(db, "figures", "report_id", name)),
        checks=tuple(_check(part) for part in parts(db, "checks", "report_id", name)),
        series=tuple(_series(part) for part in parts(db, "series", "report_id", name)),
        why=why,
    )


def one(db: Database, table: str, name: str) -> Record:
    """The row of that id; raises ``KeyError``."""
    for row in db.query(f"select * from [{table}] where id = ?", [name]):
        return row
    raise KeyError(name)


def parts(db: Database, table: str, key: str, name: str) -> list[Record]:
    """Rows that belong to something, in their order."""
    return list(db.query(f"select * from [{table}] where [{key}] = ? order by n", [name]))


def figure(row: Record) -> Figure:
    """A figure from its row."""
    names = ("id", "qualifier", "unit", "source", "printed", "start", "end", "note")
    return Figure(**{key: row[key] for key in names}, value=_number(row["value"]))


def _but(row: Record) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("report_id", "page_id", "n")}


def _number(value: float | str | None) -> int | float | None:
    return int(value) if isinstance(value, str) else value


def _table(row: Record) -> Table:
    grid = tuple(tuple(cells) for cells in json.loads(row["rows"]))
    return Table(rows=grid, header_rows=row["header_rows"], start=row["start"], end=row["end"])


def _repair(row: Record) -> Repair:
    return Repair(**(_but(row) | {"certain": bool(row["certain"])}))


def _issuer(row: Record) -> Issuer | None:
    if row["issuer_name"] is None:
        return None
    return Issuer(
        name=row["issuer_name"],
        printed=row["issuer_printed"],
        level=row["level"],
        division_code=row["division_code"],
    )


def _check(row: Record) -> Check:
    sides = {"left": _number(row["left"]), "right": _number(row["right"])}
    return Check(**(_but(row) | sides))


def _series(row: Record) -> SeriesValue:
    return SeriesValue(
        **(_but(row) | {"value": _number(row["value"]), "figures": tuple(json.loads(row["figures"]))})
    )
