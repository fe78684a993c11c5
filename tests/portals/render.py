"""A made-up report as HTML in several manners of markup, and flattened to text in several ways."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from tests.portals.grids import Cell, Grid

if TYPE_CHECKING:
    from tests.portals.forms import Block

Markup = Literal["plain", "word", "br"]
Layout = Literal["tika", "rows", "glued", "lines"]


def html(blocks: tuple[Block, ...], markup: Markup) -> str:
    """The body's HTML: tidy (plain), pasted from a word processor (word), or lines with br."""
    return "\n".join(_html_block(block, markup) for block in blocks)


def _html_block(block: Block, markup: Markup) -> str:
    if block.grid is not None:
        return table(block.grid, markup)
    text = escape(block.text)
    if markup == "br":
        return f"　　{text}<br>\n<br>"
    if markup == "word":
        return f'<p class="MsoNormal" style="text-indent:32pt"><span><font>　　{text}</font></span></p>'
    return f"<p><strong>{text}</strong></p>" if block.kind == "heading" else f"<p>　　{text}</p>"


def table(grid: Grid, markup: Markup) -> str:
    lines = ["<table border=1>" if markup == "plain" else '<table class="MsoTableGrid"><tbody>']
    for row in grid.rows:
        lines.append("<tr>" + "".join(_cell(c, markup) for c in row) + "</tr>")
    lines.append("</table>")
    return "\n".join(lines)


def _cell(c: Cell, markup: Markup) -> str:
    spans = "".join(
        f' {name}="{n}"' for name, n in (("rowspan", c.rowspan), ("colspan", c.colspan)) if n > 1
    )
    text = escape(c.text)
    inner = (
        text
        if markup == "plain"
        else f"<p><span>{text}</span></p>"
        if markup == "word"
        else f"<div><font>{text}</font></div>"
    )
    return f"<td{spans}>{inner}</td>"


def text(blocks: tuple[Block, ...], layout: Layout) -> str:
    """The report flattened: ``tika`` a cell a line with tabs and an empty line a row, ``rows`` a row a
    line, ``lines`` a cell a line without tabs, ``glued`` all cells of a row run together."""
    out = []
    for block in blocks:
        out.append(block.text if block.grid is None else _flat(block.grid, layout))
    return "\n".join(out) + "\n"


def expanded(grid: Grid) -> list[list[str | None]]:
    """Rows of the full grid; ``None`` where a span covers the position."""
    width = max(sum(c.colspan for c in row) for row in grid.rows)
    full: list[list[str | None]] = [[None] * width for _ in grid.rows]
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid.rows):
        x = 0
        for c in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + dy, x + dx) for dy in range(c.rowspan) for dx in range(c.colspan)}
            full[y][x] = c.text
            x += c.colspan
    return full


def _flat(grid: Grid, layout: Layout) -> str:
    if layout == "tika":
        # a merged-away position below a row span is an empty cell, as in what Tika makes of Word files
        rows = [[("\t" + (v or "")) for v in _tika_row(grid, y)] for y in range(len(grid.rows))]
        return "\n\n".join("\n".join(row) for row in rows) + "\n"
    joint = {"rows": "\t", "lines": "\n", "glued": ""}[layout]
    return "\n".join(joint.join(c.text for c in row) for row in grid.rows)


def _tika_row(grid: Grid, y: int) -> list[str]:
    spans = _row_spanned(grid)
    full = expanded(grid)[y]
    return [value or "" for x, value in enumerate(full) if value is not None or (y, x) in spans]


def _row_spanned(grid: Grid) -> set[tuple[int, int]]:
    """First column of each position that a row span from above covers."""
    out: set[tuple[int, int]] = set()
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid.rows):
        x = 0
        for c in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + dy, x + dx) for dy in range(c.rowspan) for dx in range(c.colspan)}
            out |= {(y + dy, x) for dy in range(1, c.rowspan)}
            x += c.colspan
    return out
