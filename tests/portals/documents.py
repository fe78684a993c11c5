"""A made-up report as a PDF or a Word document, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from tests.portals.forms import Made
from tests.portals.render import expanded

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(made: Made) -> tuple[bytes, str]:
    """Paragraphs and ruled tables on A4, sent (as real portals do) without a useful type."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = _style()
    parts: list[Any] = [Paragraph(made.title, style)]
    for block in made.blocks:
        parts.append(_pdf_table(block.grid, style) if block.grid else Paragraph(block.text, style))
    out = io.BytesIO()
    SimpleDocTemplate(
        out,
        pagesize=A4,
        invariant=1,
        title=made.title,
        leftMargin=30,
        rightMargin=30,
        topMargin=30,
        bottomMargin=30,
    ).build(parts)
    return out.getvalue(), "application/octet-stream"


def _style() -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return ParagraphStyle("body", fontName="STSong-Light", fontSize=7, leading=9, wordWrap="CJK")


def _pdf_table(grid: Any, style: Any) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    cells = expanded(grid)
    spans = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "STSong-Light", 7)]
    spans += [(f"{side}PADDING", (0, 0), (-1, -1), 1) for side in ("TOP", "BOTTOM", "LEFT", "RIGHT")]
    for x, y, wide, high in _spans(grid):
        spans.append(("SPAN", (x, y), (x + wide - 1, y + high - 1)))
    columns = max(len(row) for row in cells)
    widths = [75] * 3 + [300 / (columns - 3)] * (columns - 3) if columns > 6 else [520 / columns] * columns
    flow = [[Paragraph(c, style) if c else "" for c in row] for row in cells]
    return Table(flow, colWidths=widths, style=spans)


def _spans(grid: Any) -> list[tuple[int, int, int, int]]:
    """Column, row, width and height of every cell that spans, columns as in the full grid."""
    taken: set[tuple[int, int]] = set()
    out = []
    for y, row in enumerate(grid.rows):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            taken |= {(x + i, y + j) for i in range(cell.colspan) for j in range(cell.rowspan)}
            if cell.colspan > 1 or cell.rowspan > 1:
                out.append((x, y, cell.colspan, cell.rowspan))
    return out


def docx(made: Made) -> tuple[bytes, str]:
    """Paragraphs and tables with merged cells."""
    from docx import Document

    document = Document()
    document.add_heading(made.title, 1)
    for block in made.blocks:
        if block.grid is None:
            document.add_paragraph(block.text)
        else:
            _docx_table(document, block.grid)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue()), DOCX


def _docx_table(document: Any, grid: Any) -> None:
    cells = expanded(grid)
    width = max(len(row) for row in cells)
    table = document.add_table(rows=len(cells), cols=width)
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text or ""
    for x, y, wide, high in _spans(grid):
        table.cell(y, x).merge(table.cell(y + high - 1, x + wide - 1))


def _timeless(data: bytes) -> bytes:
    """The same zip with every member dated 1980, so that the bytes do not change."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in held.namelist():
            made.writestr(zipfile.ZipInfo(name), held.read(name))
    return out.getvalue()
