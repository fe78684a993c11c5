"""Made-up reports as the clean pages that the shared parser gets: with grids, or flattened to text."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

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


def carriers(made: Made) -> Iterable[tuple[str, Callable[[], CleanPage]]]:
    """The same report as files, through the pages room: HTML in two manners, Word, Excel, PDF, raw text."""
    import pages
    from tests.portals import documents

    for markup in ("plain", "word"):
        yield f"html {markup}", lambda markup=markup: pages.clean(html(made, markup))
    yield "docx", lambda: pages.clean(documents.docx(made)[0])
    yield "xlsx", lambda: pages.clean(xlsx(made))
    yield "pdf", lambda: pages.clean(documents.pdf(made)[0])
    yield "raw text", lambda: pages.clean_text(made.text("tika"))


def html(made: Made, markup: str) -> bytes:
    """A page without chrome around the report."""
    head = f'<html><head><meta charset="utf-8"><title>{made.title}</title></head>'
    body = f'<body><div class="content"><h1>{made.title}</h1>{made.html(markup)}</div></body></html>'  # type: ignore[arg-type]
    return (head + body).encode()


def xlsx(made: Made) -> bytes:
    """The report on one sheet: a paragraph a row, tables with merged cells."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.cell(1, 1, made.title)
    y = 2
    for block in made.blocks:
        if block.grid is None:
            sheet.cell(y, 1, block.text)
            y += 1
        else:
            y = _put(sheet, block.grid, y)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Any, grid: Grid, y: int) -> int:
    from tests.portals.documents import _spans

    rows = filled(grid)
    for i, row in enumerate(rows):
        for j, (text, here) in enumerate(row):
            if here:
                sheet.cell(y + i, 1 + j, text)
    for left, top, wide, high in _spans(grid):
        sheet.merge_cells(
            start_row=y + top, start_column=1 + left, end_row=y + top + high - 1, end_column=left + wide
        )
    return y + len(rows)


MORE_LAYOUTS = {
    "strokes": (" | ", " |", "\n"),
    "strokes a line": ("\n|\n", "\n|", "\n"),
    "lines apart": ("\n\n", "\n", "\n"),
    "spaces": ("  ", "", "\n"),
    "one line": (" ", "", " "),
}


def flattened(made: Made, layout: str) -> str:
    """The report flattened as other programs do it (how cells are joined, rows end, blocks are joined)."""
    between, behind, apart = MORE_LAYOUTS[layout]
    out = [made.title]
    for block in made.blocks:
        if block.grid is None:
            out.append(block.text)
        else:
            out += [between.join(cell.text for cell in row) + behind for row in block.grid.rows]
    return apart.join(out)
