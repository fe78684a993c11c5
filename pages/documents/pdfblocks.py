"""What a PDF page holds: paragraphs, and tables as cells that know which rows and what width they cover."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pages.documents.pdflines import Line

_NEAR = 2.5
"""Points by which two drawings of one rule may differ."""


@dataclass(slots=True)
class Block:
    """A paragraph; ``rule`` where it is signed away. ``edge``: at the page's head or foot; ``flush`` and
    ``open_``: it begins without an indent, it ends with a full line."""

    text: str
    rule: str | None = None
    edge: bool = False
    flush: bool = False
    open_: bool = False


@dataclass(slots=True)
class Cell:
    """A cell: its first row and how many it covers, its left and right edge in points, its text."""

    row: int
    height: int
    left: float
    right: float
    text: str


@dataclass(slots=True)
class Ruled(Block):
    """A table of cells; ``repeated`` are heads that a page break had printed again. ``above`` are the words
    right above it within its columns, ``lead`` counts its first rows that have one text: the rest of a row
    that a page break cut, else paragraphs."""

    cells: list[Cell] = field(default_factory=list)
    height: int = 0
    repeated: list[str] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    lead: int = 0

    def edges(self) -> list[float]:
        """Where its columns begin and end."""
        return united(edge for cell in self.cells for edge in (cell.left, cell.right))

    def grid(self, edges: Sequence[float] | None = None) -> tuple[list[list[str]], list[list[str]]]:
        """The rows with spans filled, and as printed: a cell's text once."""
        edges = self.edges() if edges is None else edges
        width = max(len(edges) - 1, 0)
        full = [[""] * width for _ in range(self.height)]
        printed = [[""] * width for _ in range(self.height)]
        for cell in self.cells:
            columns = columns_of(cell, edges)
            for row in range(cell.row, cell.row + cell.height):
                for column in columns:
                    full[row][column] = cell.text
            if columns:
                printed[cell.row][columns[0]] = cell.text
        return full, printed

    def at(self, row: int) -> list[Cell]:
        """The cells that cover a row, from left to right."""
        found = (cell for cell in self.cells if cell.row <= row < cell.row + cell.height)
        return sorted(found, key=lambda cell: cell.left)

    def drop_first(self) -> None:
        """Take the first row away; a cell that spans on keeps its text."""
        for cell in self.cells:
            if cell.row == 0:
                cell.height -= 1
            else:
                cell.row -= 1
        self.cells = [cell for cell in self.cells if cell.height > 0]
        self.height -= 1


def united(edges: Iterable[float]) -> list[float]:
    """The edges in order, each once."""
    made: list[float] = []
    for edge in sorted(edges):
        if not made or edge > made[-1] + _NEAR:
            made.append(edge)
    return made


def near(one: float, other: float) -> bool:
    """Whether two edges are one."""
    return abs(one - other) <= _NEAR


def columns_of(cell: Cell, edges: Sequence[float]) -> range:
    """The columns between these edges that the cell covers."""
    start = min(range(len(edges)), key=lambda n: abs(edges[n] - cell.left))
    return range(start, min(range(len(edges)), key=lambda n: abs(edges[n] - cell.right)))


def rows_as_cells(rows: Sequence[Sequence[str]]) -> list[Cell]:
    """Rows without rules as cells: a column is 100 points."""
    return [
        Cell(y, 1, 100.0 * x, 100.0 * x + 100, text)
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    ]
