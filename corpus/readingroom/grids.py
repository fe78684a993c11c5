"""A printed table from two views of it: its grid with filled spans, and its cells in the text.

In the text a row is a line and a cell is printed once, empty where a span fills it; in the grid it is
repeated there. Laying one on the other gives the spans back and keeps every cell's offsets. Where the
two do not agree the text alone is shown, ragged as it is: nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell to show: its place in the text and how many columns and rows it fills."""

    start: int
    end: int
    columns: int = 1
    rows: int = 1


Grid = list[list[Cell]]
_OWN, _LEFT, _ABOVE = "own", "left", "above"


def grid(text: str, start: int, end: int, rows: Sequence[Sequence[str]]) -> Grid:
    """The rows of cells between two offsets of the text."""
    lines = _lines(text, start, end)
    if len(lines) != len(rows):
        return [[Cell(start=a, end=b) for a, b in line] for line in lines]
    origins = [
        _origins([text[a:b] for a, b in line], rows[n], rows[n - 1] if n else None)
        for n, line in enumerate(lines)
    ]
    if any(row is None for row in origins):
        return [[Cell(start=a, end=b) for a, b in line] for line in lines]
    return _spanned(lines, [row for row in origins if row is not None])


def _lines(text: str, start: int, end: int) -> list[list[tuple[int, int]]]:
    lines = []
    at = start
    for line in text[start:end].split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append((at, at + len(cell)))
            at += len(cell) + 1
        lines.append(cells)
    return lines if lines[-1] != [(end, end)] else lines[:-1]


def _origins(
    printed: Sequence[str], row: Sequence[str], above: Sequence[str] | None
) -> tuple[str, ...] | None:
    """For each column: is it a cell of its own, or filled from above or from the left?

    A filled cell is printed empty where the grid repeats its neighbour; ``None`` where the two disagree.
    """
    if len(printed) != len(row):
        return None
    kinds = []
    for column, (text, value) in enumerate(zip(printed, row, strict=True)):
        if text.strip() == value.strip():
            kinds.append(_OWN)
        elif text.strip():
            return None
        elif above is not None and column < len(above) and above[column] == value:
            kinds.append(_ABOVE)
        elif column and row[column - 1] == value:
            kinds.append(_LEFT)
        else:
            return None
    return tuple(kinds)


def _spanned(lines: list[list[tuple[int, int]]], origins: list[tuple[str, ...]]) -> Grid:
    made: Grid = []
    for n, kinds in enumerate(origins):
        cells = []
        for column, kind in enumerate(kinds):
            if kind == _OWN:
                start, end = lines[n][column]
                columns = _run(kinds, column)
                cells.append(
                    Cell(start=start, end=end, columns=columns, rows=_depth(origins, n, column, columns))
                )
        made.append(cells)
    return made


def _run(kinds: tuple[str, ...], column: int) -> int:
    width = 1
    while column + width < len(kinds) and kinds[column + width] == _LEFT:
        width += 1
    return width


def _depth(origins: list[tuple[str, ...]], row: int, column: int, columns: int) -> int:
    """Rows below that are filled from this cell over its whole width."""
    depth = 1
    while row + depth < len(origins):
        below = origins[row + depth]
        if below[column : column + columns] != (_ABOVE,) * columns:
            break
        depth += 1
    return depth
