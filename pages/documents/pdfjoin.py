"""Blocks of all pages of a PDF: a table, or a paragraph, that a page break cut is one again.

Behind the break a table's head may be printed again, a cell that spans rows goes on without its text or
with the rest of it, and a row may be cut through its letters.
"""

import re
from collections.abc import Sequence

from pages.documents.pdfblocks import Block, Cell, Ruled, near
from pages.documents.pdfgrid import prose_of
from pages.flattened.lines import is_number, tight
from pages.labels import labels

_MOST_HEADS = 4
_BEGINS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|其中|第")

_BRACKETS = str.maketrans("()", "（）")


def joined(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """All blocks in order."""
    out: list[Block] = []
    for page in pages:
        body = [block for block in page if block.rule is None]
        last = next((block for block in reversed(out) if block.rule is None), None)
        first = body[0] if body else None
        if isinstance(last, Ruled) and isinstance(first, Ruled) and _alike(last, first):
            _finish_words(last, first)
            _append(last, first)
            first.lead = 0
            out += [part for block in page for part in _told(block) if part is not first]
        elif body and last is not None and _goes_on(last, body[0]):
            last.text, last.open_ = last.text + body[0].text, body[0].open_
            out += [part for block in page for part in _told(block) if part is not body[0]]
        else:
            out += [part for block in page for part in _told(block)]
    return out


def _told(block: Block) -> list[Block]:
    """The block, before it the paragraphs above a table that are no part of it."""
    if not isinstance(block, Ruled):
        return [block]
    return [*(Block(line.text) for line in block.above), *prose_of(block), block]


def _goes_on(last: Block, block: Block) -> bool:
    """A paragraph that a page break cut."""
    prose = not isinstance(last, Ruled) and not isinstance(block, Ruled)
    return prose and last.open_ and block.flush and last.text[-1:] not in "。！？：；"


def _alike(one: Ruled, other: Ruled) -> bool:
    """Parts of one table: as wide, and the rules of the one are among the other's, or nearly. Behind a
    break a cell that spans rows may have no rules of its own: its columns are missing."""
    ours, theirs = one.edges(), other.edges()
    few, many = sorted((ours, theirs), key=len)
    whole = near(few[0], many[0]) if few else False
    if len(few) < 2 or not near(few[-1], many[-1]) or not (whole or len(theirs) < len(ours)):
        return False
    common = sum(any(near(a, b) for b in many) for a in few)
    return common == len(few) or common * 5 >= len(many) * 4


def _append(table: Ruled, rest: Ruled) -> None:
    """Add the rows behind a page break to the table."""
    for _ in range(_heads(table, rest)):
        _, printed = rest.grid()
        table.repeated.append("\t".join(printed[0]))
        rest.drop_first()
    if rest.height and _is_rest_of_row(table, rest):
        _finish_row(table, rest)
    if rest.height:
        _spans_on(table, rest)
        _uncovered(table, rest)
    for cell in rest.cells:
        cell.row += table.height
    table.cells += rest.cells
    table.height += rest.height


def _heads(table: Ruled, rest: Ruled) -> int:
    """How many rows of the table's head are printed again behind the break."""
    ours, theirs = _texts(table), _texts(rest)
    same = 0
    while same < min(len(ours), len(theirs), _MOST_HEADS) and ours[same] == theirs[same]:
        same += 1
    return 0 if any(any(c.isdigit() for c in text) for row in theirs[:same] for text in row) else same


def _texts(table: Ruled) -> list[list[str]]:
    return [[cell.text for cell in table.at(row)] for row in range(min(table.height, _MOST_HEADS))]


def _spans_on(table: Ruled, rest: Ruled) -> None:
    """Let cells that span rows go on behind the break: empty there, or with the rest of a broken text."""
    for cell in [cell for cell in rest.cells if cell.row == 0]:
        above = _above(table, cell)
        if above is None or not above.text or is_number(above.text):
            continue
        spans = cell.height > 1 or above.height > 1
        if spans and (not cell.text or _broken(above.text, cell.text)):
            above.text += cell.text
            above.height += cell.height
            rest.cells.remove(cell)


def _uncovered(table: Ruled, rest: Ruled) -> None:
    """A cell at the foot of the part before goes on down to where a cell is drawn behind the break."""
    for above in table.at(table.height - 1):
        beside = [c for c in rest.cells if c.left < above.right - 3 and above.left < c.right - 3]
        free = min((c.row for c in beside), default=rest.height)
        above.height += free if above.row + above.height == table.height else 0


def _finish_words(table: Ruled, rest: Ruled) -> None:
    """Words above the part behind a break end the texts of the last row's cells, where they may."""
    found: list[tuple[Cell, str]] = []
    for line in rest.above:
        for word in line.words:
            middle = float(word["x0"] + word["x1"]) / 2
            cell = next((c for c in table.at(table.height - 1) if c.left <= middle <= c.right), None)
            if cell is None or is_number(cell.text):
                return
            found.append((cell, str(word["text"])))
    texts = {id(cell): "".join(text for other, text in found if other is cell) for cell, _ in found}
    if all(_cut(cell.text, texts[id(cell)]) or _broken(cell.text, texts[id(cell)]) for cell, _ in found):
        for cell, text in found:
            cell.text += text
        rest.above = []


def _above(table: Ruled, cell: Cell) -> Cell | None:
    """The cell of the last row that is as wide."""
    found = (c for c in table.at(table.height - 1) if near(c.left, cell.left) and near(c.right, cell.right))
    return next(found, None)


def _broken(above: str, below: str) -> bool:
    """A text that a break cut: its bracket is still open, or both are one of the form's labels, which
    neither is alone."""
    one, other = tight(above).translate(_BRACKETS), tight(below).translate(_BRACKETS)
    known = {tight(label).translate(_BRACKETS) for label in labels()}
    if not one or not other or one == other or {one, other} <= known:
        return False
    if one + other in known:
        return one not in known and other not in known
    return one.count("（") > one.count("）") and other.count("）") > other.count("（")


def _is_rest_of_row(table: Ruled, rest: Ruled) -> bool:
    """The first row behind the break has no values, and its words show that they end those above them."""
    cells = [cell for cell in rest.at(0) if cell.text]
    words = [(above, cell) for cell in cells if (above := _above(table, cell))]
    if not words or len(words) < len(cells) or any(is_number(cell.text) for cell in cells):
        return False
    return all(_broken(above.text, cell.text) for above, cell in words)


def _finish_row(table: Ruled, rest: Ruled) -> None:
    for cell in rest.at(0):
        if above := _above(table, cell):
            above.text += cell.text
            cell.text = ""
    rest.drop_first()


def _cut(above: str, below: str) -> bool:
    """``below`` may be the rest of ``above``, which is no label of the form already."""
    if _BEGINS.match(below) or not above or tight(above) == tight(below):
        return False
    known = set(map(tight, labels()))
    return tight(above + below) in known or tight(above) not in known
