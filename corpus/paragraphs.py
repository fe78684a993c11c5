"""Texts in pieces: paragraphs with their section, and tables cell by cell."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from corpus.schema.columns import parse_columns

PARAGRAPHS = parse_columns(
    """
    document_id TEXT: The document.
    report_id TEXT: Its current report.
    year INTEGER: Year reported on.
    n INTEGER: Place among the paragraphs, from 0.
    section TEXT: Ordinal and heading of the section it stands in.
    in_table INTEGER: 1 if it is a row of a table, its cells joined by tabs.
    start INTEGER: First character in the page's text.
    end INTEGER: End in the page's text.
    text TEXT: The paragraph.
    """
)

TABLES_LONG = parse_columns(
    """
    document_id TEXT: The document.
    report_id TEXT: Its current report.
    year INTEGER: Year reported on.
    table INTEGER: Place of the table on the page, from 0.
    row INTEGER: Row, from 0.
    column INTEGER: Column, from 0.
    header INTEGER: 1 if the row belongs to the table's head.
    text TEXT: The cell; a cell that spans others is repeated in each.
    """
)

_TEXTS = (
    "select d.id, d.report_id, d.year, p.text from documents d join pages p on p.id = d.report_id "
    "order by d.id"
)
_GRIDS = (
    "select d.id, d.report_id, d.year, t.n, t.header_rows, t.rows from documents d "
    "join tables t on t.page_id = d.report_id order by d.id, t.n"
)
Section = tuple[int, str]


def paragraphs(db: Database) -> Iterator[tuple[Any, ...]]:
    """Every line of every current report that is not blank."""
    for document, report, year, text in db.execute(_TEXTS):
        sections = _sections(db, report)
        spans = _spans(db, report)
        n = start = 0
        for line in text.split("\n"):
            end = start + len(line)
            if line.strip():
                inside = any(first <= start < last for first, last in spans)
                yield document, report, year, n, _section(sections, start), int(inside), start, end, line
                n += 1
            start = end + 1


def _sections(db: Database, report: str) -> list[Section]:
    rows = db.execute(
        "select start, ordinal || heading from sections where report_id = ? order by start, n", [report]
    )
    return [(start, said) for start, said in rows.fetchall()]


def _section(sections: list[Section], place: int) -> str:
    """The heading of the last section that begins at or before a place; empty before the first."""
    before = bisect_right(sections, place, key=lambda section: section[0])
    return sections[before - 1][1] if before else ""


def _spans(db: Database, report: str) -> list[tuple[int, int]]:
    return list(db.execute("select start, end from tables where page_id = ?", [report]).fetchall())


def tables_long(db: Database) -> Iterator[tuple[Any, ...]]:
    """Every cell of every table of every current report."""
    for document, report, year, table, header_rows, grid in db.execute(_GRIDS):
        for row, cells in enumerate(json.loads(grid)):
            for column, cell in enumerate(cells):
                yield document, report, year, table, row, column, int(row < header_rows), cell
