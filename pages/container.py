"""Where on the page the article is: by the weight of its text, told apart from menus and copies.

A line weighs what a reader reads in it: sentences their length, short lines little, links nothing, a line
that was already seen nothing (so the second of two bodies weighs nothing), the national form much. From
the top down, the box that holds most of the weight is entered, unless something of the form stays behind.
"""

import re
from collections.abc import Callable, Collection
from pages.labels import guards, protected
from pages.layout import Box, Line

_SHARE = 0.72
_SENTENCE = re.compile(r"[，。；,;]|(?<=[\u4e00-\u9fff])[、：]")
_LONG = 14


def weigh(page: Box, grids: Collection[Box], simple: Callable[[str], str], common: frozenset[str]) -> None:
    """Weigh every box: ``weight``, ``chars``, ``linked`` (characters in links), ``guarded`` (how much of
    the national form it holds) and ``copied`` (characters seen before).

    ``grids`` are data tables, ``simple`` gives the simplified reading, ``common`` are blocks of the site's
    template (``pages.template``).
    """
    boxes = page.descendants()
    for box in boxes:
        box.weight, box.chars, box.linked, box.guarded, box.copied = 0.0, 0, 0, 0, 0
    inside, twins = _inside(boxes, grids), _twins(boxes, grids)
    seen: set[str] = set()
    for line in page.lines():
        if line.box in inside or line.box in twins:
            _weigh_cell(line, line.box in twins)
        else:
            _weigh_line(line, seen, simple(line.now), common)
    for grid in grids:
        if not grid.hidden and grid not in twins:
            grid.guarded += guards(simple("\n".join(line.now for line in grid.lines())))
            grid.weight += 20 * grid.guarded
    _sum(boxes)


def _sum(boxes: list[Box]) -> None:
    for box in reversed(boxes):
        parent = box.parent
        if parent is not None:
            parent.weight += box.weight
            parent.chars += box.chars
            parent.linked += box.linked
            parent.guarded += box.guarded
            parent.copied += box.copied


def _inside(boxes: list[Box], grids: Collection[Box]) -> set[Box]:
    """The boxes within data tables (boxes come in document order, parents first)."""
    found: set[Box] = set()
    for box in boxes:
        if box in grids or box.parent in found:
            found.add(box)
    return found


def _twins(boxes: list[Box], grids: Collection[Box]) -> set[Box]:
    """The boxes within data tables that stood on the page before, figures and all."""
    seen: set[str] = set()
    twins: set[Box] = set()
    for box in boxes:
        if box in grids and not box.hidden:
            key = "|".join(line.now for line in box.lines())
            twins.update(box.descendants() if key in seen else ())
            seen.add(key)
    return twins


def _weigh_cell(line: Line, twin: bool) -> None:
    box, size = line.box, len(line.now)
    box.chars += size
    box.linked += line.linked
    if twin:
        box.copied += size
    elif not box.hidden:
        box.weight += 0.6 * (size - line.linked)


def _weigh_line(line: Line, seen: set[str], text: str, common: frozenset[str]) -> None:
    box, size = line.box, len(text)
    box.chars += size
    box.linked += line.linked
    if box.hidden or text in common:
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
    if line.linked * 2 <= size and (sentence or size < 40) and protected(text):
        box.guarded += 1
        box.weight += 20


def article(page: Box) -> Box:
    """The box that holds the article."""
    box = page
    while True:
        children = list(box.boxes())
        best = max(children, key=lambda b: b.weight, default=None)
        if best is None or best.weight <= 0 or best.weight < _SHARE * box.weight:
            return box
        if best.tag in ("p", "h1", "h2", "h3", "span", "li", "tr") or _left_behind(children, best):
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
