"""The page's own tables: each grid cell is given the place where its text is printed.

In ``page.text`` a row is one line, its cells joined by a tab, and a cell that a span fills is printed
once (:class:`reports.model.Table`). So a row is aligned from the right, where the values stand.
"""

from ..model import CleanPage, Table
from ..reading import plain as plainly
from .cells import Cell, Grid, trimmed


def from_page(page: CleanPage, plain: str) -> tuple[Grid, ...]:
    """The page's tables as grids, in printed order.

    A table whose cells are not told apart in the text (no tab in it) was guessed from glued text, and is
    left to the readers of flattened text.
    """
    return tuple(_grid(table, plain) for table in page.tables if _is_grid(table, plain))


def _is_grid(table: Table, plain: str) -> bool:
    return bool(table.rows) and (len(table.rows[0]) < 2 or plain.find("\t", table.start, table.end) >= 0)


def _grid(table: Table, plain: str) -> Grid:
    lines = _lines(plain, table.start, table.end)
    above: tuple[Cell, ...] = ()
    rows: list[tuple[Cell, ...]] = []
    if len(lines) != len(table.rows):
        return _sought(table, plain)
    for row, printed in zip(table.rows, lines, strict=True):
        above = _aligned([" ".join(plainly(text).split()) for text in row], printed, above)
        rows.append(above)
    return Grid(tuple(rows), table.start, table.end, filled=True)


def _lines(plain: str, start: int, end: int) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for line in plain[start:end].split("\n"):
        cells: list[Cell] = []
        for text in line.split("\t"):
            cells.append(trimmed(plain, start, start + len(text)))
            start += len(text) + 1
        rows.append(tuple(cells))
    return rows


def _tight(text: str) -> str:
    return "".join(text.split())


def _aligned(texts: list[str], printed: tuple[Cell, ...], above: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Give each grid cell its printed cell, from the right; a span's cells share one."""
    if len(texts) == len(printed):
        return printed
    row: list[Cell] = []
    left = len(printed)
    for column in range(len(texts) - 1, -1, -1):
        here = printed[left - 1] if left else None
        if here is not None and _tight(here.text) == _tight(texts[column]):
            row.append(here)
            left -= 1
        else:
            row.append(_spanned(texts[column], column, row, above))
    return tuple(reversed(row))


def _spanned(text: str, column: int, right: list[Cell], above: tuple[Cell, ...]) -> Cell:
    """The cell that fills this place, from the right or from above; none printed: an empty one."""
    if right and _tight(right[-1].text) == _tight(text):
        return right[-1]
    if column < len(above) and _tight(above[column].text) == _tight(text):
        return above[column]
    anchor = right[-1].start if right else (above[-1].end if above else 0)
    return Cell("", anchor, anchor)


def _sought(table: Table, plain: str) -> Grid:
    """A table whose text is laid out in another way: each cell is looked for after the one before."""
    at = table.start
    rows: list[tuple[Cell, ...]] = []
    for texts in table.rows:
        row: list[Cell] = []
        for text in texts:
            wanted = plainly(text).strip()
            found = plain.find(wanted, at, table.end) if wanted else at
            if found < 0:
                row.append(Cell("", at, at))
                continue
            row.append(Cell(wanted, found, found + len(wanted)))
            at = found + len(wanted)
        rows.append(tuple(row))
    return Grid(tuple(rows), table.start, table.end, filled=True)
