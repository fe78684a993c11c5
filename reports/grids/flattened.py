"""Tables in flattened text whose cells are still told apart by tabs (REPORTS B.7).

Two layouts: a row a line with its cells joined by tabs, and a cell a line that starts with a tab,
where a row ends with an empty line and a cell may go on in the next line.
"""

import re
from collections.abc import Iterator

from .cells import Cell, Grid, trimmed

_LONG = 16  # a longer line under a cell is the prose after the table
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")
_VALUE = re.compile(r"[+-]?[\d,.]+")
_OF_YEAR = re.compile(r"年度?")
Line = tuple[str, int]


def from_text(plain: str, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Grid, ...]:
    """Grids recognised in the text outside the ``taken`` stretches, in printed order."""
    if "\t" not in plain:
        return ()
    return tuple(_grid(plain, block) for block in _blocks(_lines(plain), taken))


def _lines(plain: str) -> Iterator[Line]:
    at = 0
    for line in plain.split("\n"):
        yield line, at
        at += len(line) + 1


def _blocks(lines: Iterator[Line], taken: tuple[tuple[int, int], ...]) -> Iterator[list[Line]]:
    """Maximal stretches of lines that belong to one table."""
    block: list[Line] = []
    for line, at in lines:
        free = not any(start <= at < end for start, end in taken)
        if free and ("\t" in line or (block and _goes_on(block, line))):
            block.append((line, at))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _goes_on(block: list[Line], line: str) -> bool:
    """A blank line within a table, or the rest of the cell above it."""
    if not line.strip():
        return sum(1 for text, _ in block[-3:] if not text.strip(" ")) < 3
    above = block[-1][0].strip()
    if not above or (_VALUE.fullmatch(above) and not _OF_YEAR.fullmatch(line.strip())):
        return False
    return len(line.strip()) <= _LONG and not _HEADING.match(line)


def _grid(plain: str, block: list[Line]) -> Grid:
    tabbed = [line for line, _ in block if "\t" in line]
    single = sum(1 for line in tabbed if line.startswith("\t") and "\t" not in line[1:])
    if single * 2 > len(tabbed):
        rows = _cell_a_line(plain, block)
    else:
        block = block[: max(i for i, (line, _) in enumerate(block) if "\t" in line) + 1]
        rows = _row_a_line(plain, block)
    end = max(at + len(line) for line, at in block)
    return Grid(tuple(rows), block[0][1], end, filled=False)


def _row_a_line(plain: str, block: list[Line]) -> Iterator[tuple[Cell, ...]]:
    for line, at in block:
        cells = []
        for text in line.split("\t") if "\t" in line else ():
            cells.append(trimmed(plain, at, at + len(text)))
            at += len(text) + 1
        if cells:
            yield tuple(cells)


def _cell_a_line(plain: str, block: list[Line]) -> Iterator[tuple[Cell, ...]]:
    """Cells begin at a tab and reach to the next tab or empty line; an empty line ends the row."""
    row: list[Cell] = []
    start: int | None = None
    for line, at in [*block, ("", block[-1][1] + len(block[-1][0]) + 1)]:
        if (line.startswith("\t") or not line.strip()) and start is not None:
            row.append(trimmed(plain, start, at - 1))
            start = None
        if line.startswith("\t"):
            start = at + 1
        elif not line.strip() and row:
            yield tuple(row)
            row = []
