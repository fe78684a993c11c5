"""Where on the page the article is: by the weight of its text, told apart from menus and copies.

A line weighs what a reader reads in it: sentences their length, short lines little, links nothing, a line
that was already seen nothing (so the second of two bodies weighs nothing), the national form much. From
the top down, the box that holds most of the weight is entered, unless something of the form stays behind.
"""

import re
from collections.abc import Sequence

from pages.boxes import Box, Line
from pages.labels import carries, guards
from pages.pieces import Grids, Placed

_SHARE = 0.72
_SENTENCE = re.compile(r"[，。；,;]|(?<=[\u4e00-\u9fff])[、：]")
_LONG = 14


def weigh(page: Box, grids: Grids, placed: Sequence[Placed], plain: Sequence[str]) -> None:
    """Weigh the boxes outside data tables, and the tables: ``weight``, ``chars``, ``linked`` (characters in
    links), ``guarded`` (how much of the national form it holds) and ``copied`` (characters seen before).

    ``plain`` are the simplified readings of ``placed``.
    """
    boxes = page.descendants(grids)
    for box in boxes:
        box.weight, box.chars, box.linked, box.guarded, box.copied = 0.0, 0, 0, 0, 0
    seen: set[str] = set()
    for item, text in zip(placed, plain, strict=True):
        if item.line is None:
            _weigh_grid(item.box, text, seen)
        elif text:
            _weigh_line(item.line, item.box, seen, text)
    for box in reversed(boxes):
        if (parent := box.parent) is not None:
            parent.weight += box.weight
            parent.chars += box.chars
            parent.linked += box.linked
            parent.guarded += box.guarded
            parent.copied += box.copied


def _weigh_grid(box: Box, text: str, seen: set[str]) -> None:
    """A data table; one that stood on the page before, figures and all, is a copy."""
    size = len(text)
    box.chars += size
    if box.hidden:
        return
    if text in seen:
        box.copied += size
        return
    seen.add(text)
    box.guarded += guards(text)
    box.weight += 0.6 * size + 20 * box.guarded


def _weigh_line(line: Line, box: Box, seen: set[str], text: str) -> None:
    size = len(text)
    box.chars += size
    box.linked += line.linked
    if box.hidden:
        return
    if size >= _LONG:
        key = "".join(text.split())
        if key in seen:
            box.copied += size
            return
        seen.add(key)
    own = size - line.linked
    sentence = own >= 12 and _SENTENCE.search(text) is not None
    box.weight += own if sentence else 0.15 * own
    if line.linked * 2 <= size and (sentence or size < 40) and carries(text):
        box.guarded += 1
        box.weight += 20


def article(page: Box, grids: Grids) -> Box:
    """The box that holds the article."""
    box = page
    while True:
        if box in grids:
            return box
        children = list(box.boxes())
        best = max(children, key=lambda b: b.weight, default=None)
        if best is None or best.weight <= 0 or best.weight < _SHARE * box.weight:
            return box
        if best.tag in ("p", "h1", "h2", "h3", "span", "li") or _left_behind(children, best):
            return box
        box = best


def _left_behind(children: list[Box], best: Box) -> bool:
    """Whether a sibling holds a part of the national form that is not a mere copy."""
    return any(
        b.guarded >= 2 and b.copied * 2 < b.chars and b.linked * 2 < b.chars
        for b in children
        if b is not best
    )


def widened(box: Box, title: Line | None) -> Box:
    """The smallest box around the article and its title, where little else stands in it."""
    if title is None:
        return box
    around = _common(box, title.box)
    links = around.linked - box.linked
    weight = around.weight - box.weight
    text = around.chars - box.chars - around.copied + box.copied
    if links > 300 or weight > 0.3 * around.weight or text > 600 + 0.5 * box.chars:
        return box
    return around


def _common(one: Box, other: Box) -> Box:
    above = set(ancestors(one))
    return next((box for box in ancestors(other) if box in above), one)


def ancestors(box: Box) -> list[Box]:
    """The box and everything around it, inside out."""
    found: list[Box] = []
    at: Box | None = box
    while at is not None:
        found.append(at)
        at = at.parent
    return found
