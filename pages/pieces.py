"""From boxes to pieces: every visible line and every data table, in printed order, repaired."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pages import tables
from pages.boxes import Box, Line
from pages.draft import INVISIBLE, SPACE, Grid, Piece, Text
from pages.edits import Mended, moved
from pages.repairs import mend, mend_on
from reports.model import Removal, Repair


@dataclass(slots=True)
class Placed:
    """A piece and where it stands: the line's box, or the table's."""

    piece: Piece
    box: Box
    line: Line | None


Grids = dict[Box, tables.Rows]
"""Each data table's box and its cells, row by row."""

_EMPTY = Text("", "")


def grids_of(boxes: Sequence[Box]) -> Grids:
    """The data tables among a page's boxes."""
    found = [box for box in boxes if box.tag == "table"]
    outer: set[Box] = set()
    for box in found:
        at = box.parent
        while at is not None and at not in outer:
            if at.tag == "table":
                outer.add(at)
            at = at.parent
    innermost = ((box, tables.rows_of(box)) for box in found if box not in outer)
    return {box: rows for box, rows in innermost if tables.is_data(rows)}


def in_order(page: Box, grids: Grids) -> Iterator[Placed]:
    """The page's pieces in printed order."""
    stack: list[Box | Line] = [page]
    while stack:
        item = stack.pop()
        if isinstance(item, Line):
            yield Placed(Piece(item), item.box, item)
        elif item in grids:
            yield from _table(item, grids[item])
        else:
            stack.extend(reversed(item.children))


def _table(box: Box, rows: tables.Rows) -> Iterator[Placed]:
    cells = tables.cells_of(rows)
    for caption in (child for child in box.boxes() if child.tag == "caption"):
        for line in caption.lines():
            yield Placed(Piece(line), box, line)
    grid = _grid(cells)
    if grid.rows:
        yield Placed(Piece(_EMPTY, grid=grid), box, None)


def _grid(cells: list[tables.Cell]) -> Grid:
    height = max((c.row + c.rows for c in cells), default=0)
    width = max((c.column + c.columns for c in cells), default=0)
    rows = [[""] * width for _ in range(height)]
    printed = [[_EMPTY] * width for _ in range(height)]
    for cell in cells:
        text = cell.lines[0] if len(cell.lines) == 1 else _joined(cell.lines)
        printed[cell.row][cell.column] = text
        if cell.rows == cell.columns == 1:
            rows[cell.row][cell.column] = text.now
            continue
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


def _joined(lines: Sequence[Text]) -> Text:
    """The blocks of one cell, joined by a space."""
    parts = [line for line in lines if line.now]
    if len(parts) == 1:
        return parts[0]
    repairs: list[Repair] = []
    at = 0
    for part in parts:
        repairs += [moved(r, at) for r in part.repairs]
        at += len(part.now) + 1
    return Text(" ".join(p.now for p in parts), " ".join(p.printed for p in parts), repairs)


def mend_lines(lines: Sequence[Line]) -> list[Removal]:
    """Repair and strip every line of a page; the receipts are for characters that cannot be seen."""
    whole, receipts = without_invisible("\n".join([line.now.replace("\n", " ") for line in lines]))
    mended = mend(whole)
    if receipts or mended.repairs:
        for line, text in zip(lines, _split(mended, whole), strict=True):
            line.now, line.printed, line.repairs = text.now, text.printed, text.repairs
    for line in lines:
        if line.now and (line.now[0] in SPACE or line.now[-1] in SPACE):
            text = line.stripped()
            line.now, line.printed, line.repairs = text.now, text.printed, text.repairs
    return receipts


def mended_again(placed: Sequence[Placed]) -> list[Placed] | None:
    """The pieces with what cuts left of lines repaired: a cut can lay damage bare (``????`` at the start of
    a line). ``None`` where there is none."""
    made: list[Placed] = []
    changed = False
    for item in placed:
        if item.piece.rule is None and item.piece.cuts and not item.piece.covered():
            taken, left = item.piece.parted()
            mended = Mended(left.now, list(left.repairs))
            mend_on(mended)
            if mended.text != left.now:
                changed = True
                made += [Placed(piece, item.box, None) for piece in taken]
                whole = Text(mended.text, left.printed, mended.repairs).stripped()
                item = Placed(Piece(whole), item.box, item.line)
        made.append(item)
    return made if changed else None


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
