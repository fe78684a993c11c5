"""antiword's DocBook as HTML: its rows are real rows, and its column widths tell which cells are merged."""

import html
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from lxml import etree

from pages.documents.numbering import local


def as_html(data: bytes) -> str | None:
    """Paragraphs and tables; ``None`` where it is no DocBook."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(data, parser) if data.lstrip()[:1] == b"<" else None
    if root is None or local(root) != "book":
        return None
    return "<html><body>" + "".join(_blocks(root)) + "</body></html>"


def _blocks(root: Any) -> Iterator[str]:
    for item in root.iter():
        name = local(item)
        if name == "informaltable":
            yield _table(item)
        elif name in ("para", "title") and not any(
            local(up) == "informaltable" for up in item.iterancestors()
        ):
            yield f"<p>{html.escape(_text(item))}</p>"


def _text(item: Any) -> str:
    """The text of a paragraph without that of the tables and lists inside it."""
    parts = [item.text or ""]
    for child in item:
        if local(child) not in ("informaltable", "orderedlist", "itemizedlist"):
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _table(table: Any) -> str:
    groups = [(_edges(group), group) for group in table if local(group) == "tgroup"]
    lines = sorted({edge for edges, _ in groups for edge in edges})
    grid = [edge for n, edge in enumerate(lines) if n == 0 or edge - lines[n - 1] > 2]
    rows = []
    for edges, group in groups:
        for row in (item for item in group.iter() if local(item) == "row"):
            cells = [item for item in row if local(item) == "entry"]
            spans = _spans(edges, grid)
            rows.append(
                "".join(
                    f'<td colspan="{spans[n] if n < len(spans) else 1}">{html.escape(_cell(cell))}</td>'
                    for n, cell in enumerate(cells)
                )
            )
    return "<table><tr>" + "</tr><tr>".join(rows) + "</tr></table>"


def _edges(group: Any) -> list[float]:
    """Where the columns of rows alike end, in points."""
    widths = [item.get("colwidth", "0").removesuffix("pt") for item in group if local(item) == "colspec"]
    return list(
        accumulate(float(width) if width.replace(".", "", 1).isdigit() else 0.0 for width in widths)
    )


def _spans(edges: Sequence[float], grid: Sequence[float]) -> list[int]:
    """How many columns of the whole table each of these covers."""
    places = [min(range(len(grid)), key=lambda n: abs(grid[n] - edge)) for edge in edges]
    return [max(place - before, 1) for before, place in zip([-1, *places], places, strict=False)]


def _cell(cell: Any) -> str:
    return " ".join("".join(cell.itertext()).split())
