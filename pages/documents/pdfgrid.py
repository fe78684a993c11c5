"""A ruled table of a PDF page as a grid, and tables that page breaks cut joined again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pages.labels import protected
from reports.reading import simplified

Box = tuple[float, float, float, float]


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
class Ruled(Block):
    """A table: rows with spans filled, as printed, and heads that a page break had printed again."""

    rows: list[list[str]] = field(default_factory=list)
    printed: list[list[str]] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


def ruled(found: Any, orphans: Sequence[dict[str, Any]]) -> list[Block]:
    """What pdfplumber found: prose that lies in ruled boxes above the table, and the table, its spans
    filled by where the cells lie. Empty for a box that is no table. ``orphans`` are words in no cell."""
    cells: list[list[Box | None]] = [list(row.cells) for row in found.rows]
    texts = [["".join((text or "").split("\n")).strip() for text in row] for row in found.extract()]
    for word in orphans:
        _adopt(cells, texts, word)
    prose: list[Block] = []
    while texts and sum(map(bool, texts[0])) == 1 and not _caption("".join(texts[0])):
        prose.append(Block("".join(texts.pop(0))))
        cells.pop(0)
    width = max(map(len, cells), default=0)
    if width < 2 or sum(bool(text) for row in texts for text in row) < 2:
        return []
    filled = [[_text(cells, texts, y, x) for x in range(len(row))] for y, row in enumerate(cells)]
    return [*_unwrapped(prose), Ruled("", rows=filled, printed=texts)]


def _caption(text: str) -> bool:
    return protected(simplified(text)) and len(text) < 60


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


def _text(cells: list[list[Box | None]], texts: list[list[str]], y: int, x: int) -> str:
    """The text at a place: its own, or that of the cell that covers it."""
    if cells[y][x] is not None or texts[y][x]:
        return texts[y][x]
    across, down = _middle(cells, y, x)
    for row, line in zip(cells, texts, strict=True):
        for box, text in zip(row, line, strict=True):
            if box and box[0] <= across <= box[2] and box[1] <= down <= box[3]:
                return text
    return ""


def _middle(cells: list[list[Box | None]], y: int, x: int) -> tuple[float, float]:
    """The middle of a place: of its column by the narrowest cell in it, of its row by the lowest."""
    boxes = [box for row in cells if x < len(row) and (box := row[x])]
    column = min(boxes, key=lambda b: b[2] - b[0], default=None)
    line = min((box for box in cells[y] if box), key=lambda b: b[3] - b[1], default=None)
    across = (column[0] + column[2]) / 2 if column else -1.0
    return across, (line[1] + line[3]) / 2 if line else -1.0


def joined(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """All blocks; a table, or a paragraph, that goes on behind a page break is one."""
    out: list[Block] = []
    for page in pages:
        body = [block for block in page if block.rule is None]
        last = next((block for block in reversed(out) if block.rule is None), None)
        if body and isinstance(last, Ruled) and isinstance(body[0], Ruled) and _same_width(last, body[0]):
            _append(last, body[0])
            out += [block for block in page if block is not body[0]]
        elif body and last is not None and _goes_on(last, body[0]):
            last.text, last.open_ = last.text + body[0].text, body[0].open_
            out += [block for block in page if block is not body[0]]
        else:
            out += page
    return out


def _goes_on(last: Block, block: Block) -> bool:
    """A paragraph that a page break cut."""
    prose = not isinstance(last, Ruled) and not isinstance(block, Ruled)
    return prose and last.open_ and block.flush and last.text[-1:] not in "。！？：；"


def _same_width(one: Ruled, other: Ruled) -> bool:
    return max(map(len, one.rows)) == max(map(len, other.rows))


def _append(table: Ruled, rest: Ruled) -> None:
    """Add the rows behind a page break, but for heads that are printed again."""
    same = 0
    while same < min(len(rest.rows), len(table.rows), 4) and rest.rows[same] == table.rows[same]:
        same += 1
    if any(any(c.isdigit() for c in cell) for row in rest.rows[:same] for cell in row):
        same = 0
    table.repeated += ["\t".join(row) for row in rest.printed[:same]]
    table.rows += rest.rows[same:]
    table.printed += rest.printed[same:]
