"""Rows whose digits were glued together or broken apart, read as far as they can be read in one way only.

First every cell is taken to hold a number. That stands only where every row has digits enough for it and
the identities across rows hold for the whole table. Else cells may be blank, which leaves less.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from ..numbers import Number
from .cells import Cell
from .digits import Blanks, Group, TooMany, Way, ways
from .jointly import Signs, narrowed

_UNIT = re.compile("(?:万元|[件条项次人篇个])$")
_FRAGMENTS = 4  # a row broken into more pieces than this beyond its cells is not put together


@dataclass(frozen=True)
class Line:
    """One row's value tokens; ``group`` is what the row should hold."""

    id: str
    tokens: tuple[Cell, ...]
    group: Group

    @cached_property
    def printed(self) -> bool:
        """Each cell is a token of its own already."""
        return len(self.tokens) == self.group.size and not any(map(_two_in_one, self.tokens))

    @cached_property
    def full(self) -> bool:
        """There are digits enough for a number in every cell."""
        if self.printed:
            return all(token.said.kind == "number" for token in self.tokens)
        return sum(len(_bare(token).text) for token in self.tokens) >= self.group.size

    def readings(self, blanks: Blanks) -> list[Way]:
        """Every way to read the row, places as offsets into the page."""
        return parted(self.tokens, (self.group,), blanks)[0]


def parted(tokens: Sequence[Cell], groups: Sequence[Group], blanks: Blanks) -> list[list[Way]]:
    """For each group its readings, places as offsets into the page: as printed, put together, or cut."""
    count = sum(group.size for group in groups)
    if len(tokens) == count and not any(map(_two_in_one, tokens)):
        return _grouped(tokens, groups)
    nothing: list[list[Way]] = [[] for _ in groups]
    tokens = [_bare(token) for token in tokens]
    if not tokens or not all(map(_digits, tokens)):
        return nothing
    if len(tokens) > count:
        return _joined(tokens, groups)
    try:
        found = ways(" ".join(token.text for token in tokens), groups, blanks)
    except TooMany:
        return nothing
    return [
        [Way(w.values, tuple(_place(tokens, *span) for span in w.spans)) for w in read] for read in found
    ]


def _grouped(cells: Sequence[Cell], groups: Sequence[Group]) -> list[list[Way]]:
    """Cells that are told apart already, group after group."""
    found, at = [], 0
    for group in groups:
        own = cells[at : at + group.size]
        values = tuple(cell.said.value for cell in own)
        found.append([Way(values, tuple((cell.start, cell.end) for cell in own))])
        at += group.size
    return found


def _place(tokens: Sequence[Cell], start: int, end: int) -> tuple[int, int]:
    """Where ``start:end`` of the joined tokens stands on the page."""
    shift = 0
    for token in tokens:
        if start <= shift + len(token.text):
            return token.start + start - shift, token.start + end - shift
        shift += len(token.text) + 1
    return tokens[-1].end, tokens[-1].end


def _joined(tokens: Sequence[Cell], groups: Sequence[Group]) -> list[list[Way]]:
    """Neighbouring pieces put together until there are as many as cells and the sums hold."""
    count, cells = len(tokens), sum(group.size for group in groups)
    found: list[list[Way]] = [[] for _ in groups]
    sure = all(group.summed for group in groups) and not any("," in token.text for token in tokens)
    if count > cells + _FRAGMENTS or not sure:
        return found
    for cuts in combinations(range(1, count), cells - 1):
        bounds = zip((0, *cuts), (*cuts, count), strict=True)
        whole = [_as_one(tokens[a:b]) for a, b in bounds]
        if not any(map(_two_in_one, whole)):
            read = _grouped(whole, groups)
            if all(_sums(way[0], group) for way, group in zip(read, groups, strict=True)):
                for kept, way in zip(found, read, strict=True):
                    kept += way
    return found


def _as_one(piece: Sequence[Cell]) -> Cell:
    return Cell("".join(token.text for token in piece), piece[0].start, piece[-1].end)


def _sums(way: Way, group: Group) -> bool:
    said = [value for value in way.values if value is not None]
    return not group.summed or (len(said) == group.size and sum(said[:-1]) == said[-1])


def _two_in_one(token: Cell) -> bool:
    return len(token.text) > 1 and token.text[0] == "0" and token.text.isdigit()


def _digits(token: Cell) -> bool:
    return token.text.replace(",", "").isdigit()


def _bare(token: Cell) -> Cell:
    """Without its unit: where 件 stands a number has ended."""
    text = _UNIT.sub("", token.text)
    return Cell(text, token.start, token.start + len(text))


def settled(lines: Sequence[Line], identities: Sequence[Signs]) -> dict[str, list[Way]]:
    """Each row's readings that cannot be ruled out; a cell is certain where they all agree.

    ``identities`` name only rows of ``lines``; without them every row stands alone.
    """
    full = all(line.full for line in lines)
    found = {line.id: line.readings(_blanks(line, full)) for line in lines}
    if kept := _together(found, identities, sure=not full):
        return kept
    return {line.id: _alone(line, full) for line in lines}


def _blanks(line: Line, full: bool) -> Blanks:
    """Where the table shows blanks any part may be one, in a row with too few digits its total as well."""
    if full:
        return "none"
    return "parts" if line.full else "any"


def _alone(line: Line, full: bool) -> list[Way]:
    """The readings that the row's own sum leaves, if they are to be trusted.

    One digit a cell is, in a table that shows no blank: a reading with a blank is no answer there, but it
    keeps another from being certain. Elsewhere a blank may hide a number, and only zeros are certain.
    """
    digits = "".join(_bare(token).text for token in line.tokens)
    if line.printed or len(line.tokens) > line.group.size:
        return line.readings("none")
    zeros = not digits.strip("0") and len(digits) >= line.group.size - 1 and line.group.summed
    if zeros or (full and len(digits) == line.group.size):
        found = line.readings("parts")
        return found if zeros or any(way.whole for way in found) else []
    return []


def _together(
    found: dict[str, list[Way]], identities: Sequence[Signs], *, sure: bool
) -> dict[str, list[Way]] | None:
    """What all the identities leave; ``None`` where a row is not read or they cannot hold."""
    bound = set().union(*identities)
    if not bound or not all(found[id_] and all(map(_decided, found[id_])) for id_ in bound):
        return None
    if sure and not all(any(map(_blank_is_nothing, found[id_])) for id_ in bound):
        return None
    left = narrowed({id_: [numbers(way) for way in found[id_]] for id_ in bound}, identities, sure=sure)
    if left is None:
        return None
    return {
        id_: [way for way in read if id_ not in bound or numbers(way) in left[id_]]
        for id_, read in found.items()
    }


def _blank_is_nothing(way: Way) -> bool:
    """The total is printed, or is nothing: where a row leaves none such, blanks hide numbers."""
    start, end = way.spans[-1]
    return start < end or not way.values[-1]


def _decided(way: Way) -> bool:
    return None not in way.values


def numbers(way: Way) -> tuple[Number, ...]:
    """The values of a reading that has no blank of unknown value."""
    return tuple(value or 0 for value in way.values)
