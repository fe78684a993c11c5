"""The nouns of a table: a cell with its place on the page, a row, a grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..numbers import Cell as Said
from ..numbers import cell as said


class Cell(NamedTuple):
    """A cell's plain text, stripped, and ``page.text[start:end]``, which is what it prints."""

    text: str
    start: int
    end: int

    @property
    def said(self) -> Said:
        """What the cell says, as a number or not."""
        return said(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the texts of the cells left of the values, and the value cells from column ``first``."""

    labels: tuple[str, ...]
    values: tuple[Cell, ...]
    first: int

    @property
    def filled(self) -> bool:
        """Whether one of the values is a number."""
        return any(cell.said.kind == "number" for cell in self.values)

    @property
    def label(self) -> str:
        """The last label cell that says something: the row's own name."""
        return next((label for label in reversed(self.labels) if label), "")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rows of cells; ``filled`` where spans are filled, so that columns line up."""

    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int
    filled: bool

    def read(self) -> Iterator[Row]:
        """Each row parted into labels and trailing values."""
        return (parted(cells) for cells in self.rows)


def parted(cells: tuple[Cell, ...], first: int | None = None) -> Row:
    """Part a row before its ``first`` value, by default where its trailing run of values begins.

    Values are numbers, blanks and placeholders; blanks that stand before any label are no values.
    """
    if first is None:
        first = len(cells)
        while first and cells[first - 1].said.kind != "text":
            first -= 1
    if not any(cell.text for cell in cells[:first]):
        return Row((), cells[first:], first)
    return Row(tuple(cell.text for cell in cells[:first]), cells[first:], first)


def trimmed(plain: str, start: int, end: int) -> Cell:
    """The cell that stands in ``plain[start:end]``, white space around it left out."""
    text = plain[start:end]
    inner = text.strip()
    if not inner:
        return Cell("", start, start)
    begin = start + len(text) - len(text.lstrip())
    return Cell(inner, begin, begin + len(inner))
