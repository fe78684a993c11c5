"""Tables with markup: layout tables told from data tables, spans resolved to a grid, header rows known."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pages.boxes import Box, Line
from pages.labels import protected

MOST_COLUMNS = 200
MOST_ROWS = 5000
NUMBER = re.compile(
    r"^[\s\u3000]*[-+−－]?[\d０-９][\d０-９,，.．]*[%％]?\s*[条件次篇个人项元家]?[\s\u3000]*$"
)
_BLANK = re.compile(r"^[\s\u3000\u200b\ufeff/／\-—–－]*$")
_LONG = 300
_CELLS = frozenset({"td", "th"})


class Held(NamedTuple):
    """What a cell holds: its box, its lines, and their text."""

    box: Box
    lines: list[Line]
    text: str


Rows = list[list[Held]]


class Cell(NamedTuple):
    """One cell as printed, where it stands in the grid and how far it spans."""

    lines: Sequence[Line]
    row: int
    column: int
    rows: int
    columns: int
    head: bool


def rows_of(table: Box) -> Rows:
    """The table's own rows of cells. HTML5 parsing has put every ``tr`` in the table or a section."""
    rows: Rows = []
    for part in table.boxes():
        for row in (part,) if part.tag == "tr" else part.boxes():
            if row.tag == "tr":
                rows.append([_held(cell) for cell in row.boxes() if cell.tag in _CELLS])
    return rows


def _held(cell: Box) -> Held:
    lines = cell.lines()
    return Held(cell, lines, lines[0].now if len(lines) == 1 else "".join([line.now for line in lines]))


def is_data(rows: Rows) -> bool:
    """Whether the rows of a table without tables in it are a grid of facts, rather than a layout."""
    rows = [row for row in rows if row]
    texts = [cell.text for row in rows for cell in row]
    if len(texts) < 2:
        return False
    sizes = list(map(len, texts))
    total, longest = sum(sizes), max(sizes)
    linked = sum([line.linked for row in rows for cell in row for line in cell.lines])
    if linked * 2 > total or (longest > _LONG and longest * 2 > total) or not total:
        return False
    return _factual(rows, texts, longest)


def _factual(rows: Rows, texts: list[str], longest: int) -> bool:
    numbers = sum(1 for text in texts if NUMBER.match(text))
    if numbers >= 2 or (numbers and len(texts) >= 2 and longest < 100):
        return True
    if any(protected(text) for text in texts) and longest < _LONG:
        return len(texts) > 1
    return len(rows) > 1 and min(map(len, rows)) > 1 and longest <= 80


def cells_of(rows: Rows) -> list[Cell]:
    """The cells with their places: spans push aside what they cover, as browsers do it."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for y, row in enumerate(rows[:MOST_ROWS]):
        x = 0
        for box, lines, _ in row:
            while taken and (y, x) in taken:
                x += 1
            if x >= MOST_COLUMNS:
                break
            down, across = box.spans
            if down > 1 or across > 1:
                down, across = min(down, len(rows) - y), min(across, MOST_COLUMNS - x)
                taken.update((y + dy, x + dx) for dy in range(1, down) for dx in range(across))
            cells.append(Cell(lines, y, x, down, across, box.tag == "th"))
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
