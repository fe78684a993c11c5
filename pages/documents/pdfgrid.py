"""A ruled table of a PDF page as cells."""

from collections.abc import Iterator, Sequence
from typing import Any

from pages.documents.pdfblocks import Block, Cell, Ruled
from pages.labels import protected
from reports.reading import simplified

Box = tuple[float, float, float, float]


def ruled(found: Any, orphans: Sequence[dict[str, Any]]) -> list[Block]:
    """What pdfplumber found: prose that lies in ruled boxes above the table, and the table, its spans
    filled by where the cells lie. Empty for a box that is no table. ``orphans`` are words in no cell."""
    cells: list[list[Box | None]] = [list(row.cells) for row in found.rows]
    texts = [["".join((text or "").split("\n")).strip() for text in row] for row in found.extract()]
    for word in orphans:
        _adopt(cells, texts, word)
    lead = 0
    while lead < len(texts) and sum(map(bool, texts[lead])) == 1 and not _caption("".join(texts[lead])):
        lead += 1
    body = texts[lead:]
    if max(map(len, cells[lead:]), default=0) < 2 or sum(bool(text) for row in body for text in row) < 2:
        return []
    boxed = lead and any(sum(box is not None for box in row) < 3 for row in cells[:lead])
    made = Ruled("", cells=list(_placed(cells, texts)), height=len(cells), lead=lead)
    if boxed:
        return [*prose_of(made), made]
    return [made]


def _placed(cells: list[list[Box | None]], texts: list[list[str]]) -> Iterator[Cell]:
    """The cells, with how many rows each covers; a text that lies in no cell has its column's width."""
    heights = [min((box[1] + box[3]) / 2 for box in row if box) if any(row) else None for row in cells]
    for y, row in enumerate(cells):
        for x, box in enumerate(row):
            if box is not None:
                covered = [mid for mid in heights[y:] if mid is not None and mid < box[3]]
                yield Cell(y, max(len(covered), 1), box[0], box[2], texts[y][x])
            elif texts[y][x]:
                left, right = _column(cells, x)
                yield Cell(y, 1, left, right, texts[y][x])


def _column(cells: list[list[Box | None]], x: int) -> tuple[float, float]:
    """The left and right edge of a column by the narrowest cell in it."""
    boxes = [box for row in cells if x < len(row) and (box := row[x])]
    narrow = min(boxes, key=lambda box: box[2] - box[0], default=(0.0, 0.0, 0.0, 0.0))
    return narrow[0], narrow[2]


def _caption(text: str) -> bool:
    return protected(simplified(text)) and len(text) < 60


def prose_of(table: Ruled) -> list[Block]:
    """The rows of prose at the table's top, taken out of it."""
    lines = []
    for _ in range(table.lead):
        lines.append(Block("".join(cell.text for cell in table.at(0))))
        table.drop_first()
    table.lead = 0
    return _unwrapped(lines)


def _unwrapped(lines: Sequence[Block]) -> list[Block]:
    """Lines of prose that filled their box were wrapped: they go on."""
    full = max((len(line.text) for line in lines), default=0) - 2
    made: list[Block] = []
    goes_on = False
    for line in lines:
        if goes_on:
            made[-1].text += line.text
        else:
            made.append(line)
        goes_on = len(line.text) >= full
    return made


def _adopt(cells: list[list[Box | None]], texts: list[list[str]], word: dict[str, Any]) -> None:
    """Put a word that lies in no cell where its row and column meet, or at its row's end."""
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    for y, row in enumerate(cells):
        if not any(box and box[1] <= down <= box[3] for box in row):
            continue
        free = [x for x, box in enumerate(row) if box is None]
        near = min(free, key=lambda x: abs(_middle(cells, y, x)[0] - across), default=len(row) - 1)
        texts[y][near] += word["text"]
        return
    texts[-1][-1] += word["text"]


def _middle(cells: list[list[Box | None]], y: int, x: int) -> tuple[float, float]:
    """The middle of a place: of its column by the narrowest cell in it, of its row by the lowest."""
    boxes = [box for row in cells if x < len(row) and (box := row[x])]
    column = min(boxes, key=lambda b: b[2] - b[0], default=None)
    line = min((box for box in cells[y] if box), key=lambda b: b[3] - b[1], default=None)
    across = (column[0] + column[2]) / 2 if column else -1.0
    return across, (line[1] + line[3]) / 2 if line else -1.0
