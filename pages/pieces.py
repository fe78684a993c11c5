"""From boxes to pieces: every visible line and every data table, in printed order, repaired."""

from collections.abc import Iterator
from dataclasses import dataclass

from pages import tables
from pages.draft import INVISIBLE, Grid, Piece, Text
from pages.edits import Mended, moved
from pages.layout import Box, Line
from pages.repairs import mend
from reports.model import Removal


@dataclass(slots=True)
class Placed:
    """A piece and where it stands: the line's box, or the table's."""

    piece: Piece
    box: Box
    line: Line | None


def grids_of(page: Box) -> set[Box]:
    """The data tables of a page."""
    return {box for box in page.descendants() if box.tag == "table" and tables.is_data(box)}


def in_order(page: Box, grids: set[Box], texts: dict[Line, Text]) -> Iterator[Placed]:
    """The page's pieces in printed order."""
    stack: list[Box | Line] = [page]
    while stack:
        item = stack.pop()
        if isinstance(item, Line):
            yield Placed(Piece(texts[item]), item.box, item)
        elif item in grids:
            yield from _table(item, texts)
        else:
            stack.extend(reversed(item.children))


def _table(box: Box, texts: dict[Line, Text]) -> Iterator[Placed]:
    cells = tables.cells_of(box)
    shown = {line for cell in cells for line in cell.lines}
    for line in box.lines():  # a caption, or text that lies outside every cell, is printed above
        if line not in shown:
            yield Placed(Piece(texts[line]), line.box, line)
    grid = _grid(cells, texts)
    if grid.rows:
        yield Placed(Piece(Text("", ""), grid=grid), box, None)


def _grid(cells: list[tables.Cell], texts: dict[Line, Text]) -> Grid:
    height = max((c.row + c.rows for c in cells), default=0)
    width = max((c.column + c.columns for c in cells), default=0)
    rows = [[""] * width for _ in range(height)]
    printed = [[Text("", "") for _ in range(width)] for _ in range(height)]
    for cell in cells:
        text = _joined([texts[line] for line in cell.lines])
        printed[cell.row][cell.column] = text
        for y in range(cell.row, cell.row + cell.rows):
            rows[y][cell.column : cell.column + cell.columns] = [text.now] * cell.columns
    return trimmed(Grid(rows, printed, tables.header_rows(rows, cells)))


def trimmed(grid: Grid) -> Grid:
    """Without leading columns that are empty all the way down: a first tab on every line means a cell a
    line to those who read flattened tables."""
    width = len(grid.rows[0]) if grid.rows else 0
    first = next((x for x in range(width) if any(row[x] for row in grid.rows)), 0)
    if first == 0:
        return grid
    return Grid([row[first:] for row in grid.rows], [row[first:] for row in grid.printed], grid.header_rows)


def _joined(parts: list[Text]) -> Text:
    """The blocks of one cell, joined by a space."""
    parts = [part for part in parts if part.now]
    if len(parts) == 1:
        return parts[0]
    repairs, at = [], 0
    for part in parts:
        repairs += [moved(r, at) for r in part.repairs]
        at += len(part.now) + 1
    return Text(" ".join(p.now for p in parts), " ".join(p.printed for p in parts), repairs)


def texts_of(page: Box) -> tuple[dict[Line, Text], list[Removal]]:
    """Every line's text, repaired and stripped, and the receipt for characters that cannot be seen."""
    lines = list(page.lines())
    whole = "\n".join(line.text.replace("\n", " ") for line in lines)
    whole, receipts = without_invisible(whole)
    mended = mend(whole)
    split = _split(mended, whole) if mended.repairs else [Text(t, t) for t in whole.split("\n")]
    return {line: text.stripped() for line, text in zip(lines, split, strict=True)}, receipts


def without_invisible(text: str) -> tuple[str, list[Removal]]:
    """Without zero-width and control characters, and one removal for all of them."""
    found = INVISIBLE.findall(text)
    if not found:
        return text, []
    return INVISIBLE.sub("", text), [Removal(rule="invisible_character", text="".join(found))]


def _split(mended: Mended, before: str) -> list[Text]:
    """The repaired whole as lines again; no repair reaches across a line's end."""
    result: list[Text] = []
    at, waiting = 0, list(mended.repairs)
    for now, printed in zip(mended.text.split("\n"), before.split("\n"), strict=True):
        end = at + len(now)
        mine = []
        while waiting and waiting[0].start <= end:
            mine.append(moved(waiting.pop(0), -at))
        result.append(Text(now, printed, mine))
        at = end + 1
    return result
