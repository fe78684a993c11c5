"""Made-up reports as the clean pages that the shared parser gets: with grids, or flattened to text."""

from __future__ import annotations

from collections.abc import Iterable

from reports.model import CleanPage, Table
from tests.portals.forms import Made
from tests.portals.grids import Grid

LAYOUTS = ("tika", "rows", "lines", "glued")


def filled(grid: Grid) -> list[list[tuple[str, bool]]]:
    """Rows with every span filled: (text, whether it is printed at this place)."""
    width = max(sum(cell.colspan for cell in row) for row in grid.rows)
    full: list[list[tuple[str, bool] | None]] = [[None] * width for _ in grid.rows]
    for y, row in enumerate(grid.rows):
        for cell in row:
            x = full[y].index(None)
            for dy in range(cell.rowspan):
                for dx in range(cell.colspan):
                    full[y + dy][x + dx] = (cell.text, dy == dx == 0)
    return [[place or ("", True) for place in row] for row in full]


def clean_page(made: Made, **more: str) -> CleanPage:
    """The page with its tables as grids, as the pages room would hand it over."""
    text, tables = made.title + "\n", []
    for block in made.blocks:
        if block.grid is None:
            text += block.text + "\n"
            continue
        rows = filled(block.grid)
        lines = ["\t".join(cell.strip() for cell, here in row if here) for row in rows]
        printed = "\n".join(lines)
        grid = tuple(tuple(cell.strip() for cell, _ in row) for row in rows)
        tables.append(
            Table(
                rows=grid, header_rows=block.grid.header_rows, start=len(text), end=len(text) + len(printed)
            )
        )
        text += printed + "\n"
    return CleanPage(text=text, tables=tuple(tables), kind="report", **more)  # type: ignore[arg-type]


def flat_pages(made: Made) -> Iterable[tuple[str, CleanPage]]:
    """The page flattened in each layout, by its name."""
    for layout in LAYOUTS:
        yield layout, CleanPage(text=made.text(layout))
