"""A row a line, cells joined by tabs."""

from pages.flattened.lines import HEADING, Row, is_number, runs, table
from reports.model import Table

_SHORT = 60


def find(text: str) -> list[Table]:
    """Runs of tabbed lines; a short line without a tab between two of them is a row of one cell."""
    if "\t" not in text:
        return []
    return [found for run in runs(text, _joins) for found in _table(run)]


def _joins(row: Row, is_open: bool) -> bool:
    short = is_open and bool(row.text.strip()) and len(row.text) <= _SHORT
    return "\t" in row.text or (short and not HEADING.match(row.text))


def _table(run: list[Row]) -> list[Table]:
    while run and "\t" not in run[-1].text:
        run.pop()
    rows = [[cell.strip() for cell in row.text.split("\t")] for row in run]
    several = [
        row for row in rows if sum(map(bool, row)) > 1 or (len(row) > 1 and any(map(is_number, row)))
    ]
    alone = len(rows) == 1 and sum(map(is_number, rows[0])) >= 2
    if not alone and (len(several) < 2 or len(several) * 3 < len(rows) or max(map(len, rows)) < 2):
        return []
    return [table(rows, run[0].start, run[-1].end)]
