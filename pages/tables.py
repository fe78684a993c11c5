"""Tables with markup: layout tables told from data tables, spans resolved to a grid, header rows known."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pages.labels import protected
from pages.layout import Box, Line

MOST_COLUMNS = 200
MOST_ROWS = 5000
NUMBER = re.compile(
    r"^[\s\u3000]*[-+−－]?[\d０-９][\d０-９,，.．]*[%％]?\s*[条件次篇个人项元家]?[\s\u3000]*$"
)
_BLANK = re.compile(r"^[\s\u3000\u200b\ufeff/／\-—–－]*$")
_LONG = 300
_CELLS = frozenset({"td", "th"})


class Cell(NamedTuple):
    """One cell as printed, where it stands in the grid and how far it spans."""

    lines: Sequence[Line]
    row: int
    column: int
    rows: int
    columns: int
    head: bool


def rows_of(table: Box) -> list[list[Box]]:
    """The table's own rows of cell boxes. HTML5 parsing has put every ``tr`` in the table or a section."""
    rows: list[list[Box]] = []
    for part in table.boxes():
        for row in (part,) if part.tag == "tr" else part.boxes():
            if row.tag == "tr":
                rows.append([cell for cell in row.boxes() if cell.tag in _CELLS])
    return rows


def is_data(rows: Sequence[Sequence[Box]]) -> bool:
    """Whether the rows of a table without tables in it are a grid of facts, rather than a layout."""
    rows = [row for row in rows if row]
    held = [cell.lines() for row in rows for cell in row]
    if len(held) < 2:
        return False
    texts = ["".join([line.now for line in lines]) for lines in held]
    total, longest = sum(map(len, texts)), max(map(len, texts))
    linked = sum(line.linked for lines in held for line in lines)
    if linked * 2 > total or (longest > _LONG and longest * 2 > total) or not total:
        return False
    return _factual(rows, texts, longest)


def _factual(rows: Sequence[Sequence[Box]], texts: list[str], longest: int) -> bool:
    numbers = sum(1 for text in texts if NUMBER.match(text))
    if numbers >= 2 or (numbers and len(texts) >= 2 and longest < 100):
        return True
    if any(protected(text) for text in texts) and longest < _LONG:
        return len(texts) > 1
    return len(rows) > 1 and min(map(len, rows)) > 1 and longest <= 80


def cells_of(rows: Sequence[Sequence[Box]]) -> list[Cell]:
    """The cells with their places: spans push aside what they cover, as browsers do it."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for y, row in enumerate(rows[:MOST_ROWS]):
        x = 0
        for box in row:
            while (y, x) in taken:
                x += 1
            if x >= MOST_COLUMNS:
                break
            down, across = box.spans
            if down > 1 or across > 1:
                down, across = min(down, len(rows) - y), min(across, MOST_COLUMNS - x)
                taken.update((y + dy, x + dx) for dy in range(1, down) for dx in range(across))
            cells.append(Cell(box.lines(), y, x, down, across, box.tag == "th"))
            x += across
    return cells


def header_rows(rows: list[list[str]], cells: list[Cell]) -> int:
    """How many rows from the top are heads: th rows, what they span, and the rows under a spanning head."""
    if not rows or any(NUMBER.match(text) for text in rows[0]):
        return 0
    count = 1
    for y in range(len(rows) - 1):
        heads = [c for c in cells if c.row == y]
        if y >= count or any(NUMBER.match(text) for text in rows[y]):
            break
        spanned = max((c.row + c.rows for c in heads if c.rows < len(rows)), default=0)
        below = y + 2 if any(c.columns > 1 for c in heads) or all(c.head for c in heads) else 0
        count = max(count, _plain_until(rows, max(spanned, below)))
    return count if count < len(rows) or len(rows) == 1 else len(rows) - 1


def _plain_until(rows: list[list[str]], wanted: int) -> int:
    """``wanted``, or fewer where a row above it carries a number or is but a label and blanks."""
    for y, row in enumerate(rows[:wanted]):
        if any(NUMBER.match(text) for text in row) or (y and all(_BLANK.match(text) for text in row[1:])):
            return y
    return min(wanted, len(rows))
