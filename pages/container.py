"""Where on the page the article is: by the weight of its text, told apart from menus and copies.

A line weighs what a reader reads in it: sentences their length, short lines little, links nothing, a line
that was already seen nothing (so the second of two bodies weighs nothing), the national form much. From
the top down, the box that holds most of the weight is entered, unless something of the form stays behind.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pages.labels import protected
from pages.layout import Box, Line

_SHARE = 0.72
_SENTENCE = re.compile(r"[，。；,;]|(?<=[\u4e00-\u9fff])[、：]")
_LONG = 14


@dataclass(slots=True)
class Scales:
    """Per box: weight, characters, characters in links, and how much of the national form it holds."""

    weight: dict[Box, float]
    chars: dict[Box, float]
    linked: dict[Box, float]
    guarded: dict[Box, float]
    copied: dict[Box, float]


def weigh(page: Box, grids: set[Box], simple: Callable[[str], str], common: frozenset[str]) -> Scales:
    """Weigh every box. ``grids`` are data tables, ``simple`` gives the simplified reading, ``common`` are
    blocks of the site's template (see ``pages.template``)."""
    boxes = list(page.descendants())
    scales = Scales(*(dict.fromkeys(boxes, 0.0) for _ in range(5)))
    seen: set[str] = set()
    inside, twins = _inside(boxes, grids), _twins(boxes, grids)
    for line in page.lines():
        if line.box in twins:
            _copied(scales, line)
        else:
            _weigh_line(scales, line, seen, simple(line.text), line.box in inside, common)
    for box in reversed(boxes):
        parent = box.parent
        if parent is not None and parent in scales.weight:
            for table in (scales.weight, scales.chars, scales.linked, scales.guarded, scales.copied):
                table[parent] += table[box]
    return scales


def _inside(boxes: list[Box], grids: set[Box]) -> set[Box]:
    """The boxes within data tables (boxes come in document order, parents first)."""
    found: set[Box] = set()
    for box in boxes:
        if box in grids or box.parent in found:
            found.add(box)
    return found


def _twins(boxes: list[Box], grids: set[Box]) -> set[Box]:
    """The boxes within data tables that stood on the page before, figures and all."""
    seen: set[str] = set()
    twins: set[Box] = set()
    for box in boxes:
        if box in grids and not box.hidden:
            key = "|".join(line.text for line in box.lines())
            twins.update(box.descendants() if key in seen else ())
            seen.add(key)
    return twins


def _copied(scales: Scales, line: Line) -> None:
    scales.chars[line.box] += len(line.text)
    scales.linked[line.box] += line.linked
    scales.copied[line.box] += len(line.text)


def _weigh_line(
    scales: Scales, line: Line, seen: set[str], text: str, cell: bool, common: frozenset[str]
) -> None:
    box = line.box
    scales.chars[box] += len(text)
    scales.linked[box] += line.linked
    if box.hidden or text in common:
        return
    own = len(text) - line.linked
    if len(text) >= _LONG:
        key = "".join(text.split())
        if key in seen and not cell:
            scales.copied[box] += len(text)
            return
        seen.add(key)
    sentence = own >= 12 and _SENTENCE.search(text) is not None
    scales.weight[box] += own if sentence else 0.6 * own if cell else 0.15 * own
    if line.linked * 2 <= len(text) and protected(text) and (cell or sentence or len(text) < 40):
        scales.guarded[box] += 1
        scales.weight[box] += 20


def article(page: Box, scales: Scales) -> Box:
    """The box that holds the article."""
    box = page
    while True:
        children = list(box.boxes())
        best = max(children, key=lambda b: scales.weight[b], default=None)
        if best is None or scales.weight[best] <= 0 or scales.weight[best] < _SHARE * scales.weight[box]:
            return box
        if best.tag in ("p", "h1", "h2", "h3", "span", "li", "tr") or _left_behind(children, best, scales):
            return box
        box = best


def _left_behind(children: list[Box], best: Box, scales: Scales) -> bool:
    """Whether a sibling holds a part of the national form that is not a mere copy."""
    return any(
        scales.guarded[b] >= 2
        and scales.copied[b] * 2 < scales.chars[b]
        and scales.linked[b] * 2 < scales.chars[b]
        for b in children
        if b is not best
    )


def widened(box: Box, title: Line | None, scales: Scales) -> Box:
    """The smallest box around the article and its title, where little else stands in it."""
    if title is None:
        return box
    around = _common(box, title.box)
    links = scales.linked[around] - scales.linked[box]
    weight = scales.weight[around] - scales.weight[box]
    text = scales.chars[around] - scales.chars[box] - scales.copied[around] + scales.copied[box]
    if links > 300 or weight > 0.3 * scales.weight[around] or text > 600 + 0.5 * scales.chars[box]:
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
