"""A row a line, cells parted by upright bars, as text browsers and antiword draw tables."""

from pages.flattened.lines import Row, runs, table
from reports.model import Table

_RULE = frozenset("|-+:= \xa0─━│┃┌┐└┘├┤┬┴┼")
_BARS = "|│┃｜"


def find(text: str) -> list[Table]:
    """Runs of at least two lines with bars, of which one carries more than a cell."""
    if not any(bar in text for bar in _BARS):
        return []
    return [found for run in runs(text, _joins) for found in _table(run)]


def _joins(row: Row, is_open: bool) -> bool:
    drawn = is_open and bool(row.text.strip()) and _RULE.issuperset(row.text)
    return drawn or any(bar in row.text for bar in _BARS)


def _table(run: list[Row]) -> list[Table]:
    rows = [_cells(row.text) for row in run if not _RULE.issuperset(row.text)]
    wide = [row for row in rows if sum(map(bool, row)) > 1]
    digits = sum(any(c.isdigit() for c in cell) for row in rows for cell in row)
    if len(wide) < 2 or len(wide) * 2 < len(rows) or digits < 2 or len({len(row) for row in wide}) > 3:
        return []
    return [table(rows, run[0].start, run[-1].end)]


def _cells(line: str) -> list[str]:
    for bar in _BARS[1:]:
        line = line.replace(bar, "|")
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
