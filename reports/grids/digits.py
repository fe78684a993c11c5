"""Every way to part a row's printed digits into its cells, blank cells among them (REPORTS B.5 b).

A row is one group of cells or several (reviews and litigation: three times four and their total). A number
never begins with a zero that is not all of it, thousands commas stand before three digits, and a number
does not go on over white space.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from ..numbers import Number, number

BUDGET = 30_000  # steps of one row's search; beyond them the row is not read
_LONGEST = 40  # characters of one row; no row of the forms has more
_WIDEST_TOTAL = 5  # digits of a total that stands alone: no county has a hundred thousand applications
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?")
Blanks = Literal["none", "parts", "any"]
Values = tuple[Number | None, ...]
Spans = tuple[tuple[int, int], ...]


class Way(NamedTuple):
    """One way to read a group: each cell's value (``None``: a blank that no sum decides) and place."""

    values: Values
    spans: Spans

    @property
    def whole(self) -> bool:
        """No cell is blank."""
        return all(start < end for start, end in self.spans)


class Group(NamedTuple):
    """Neighbouring cells. ``summed``: the last one is the sum of all before it.

    ``inner`` is a subtotal among these: its place, and the first and last of the cells that it sums (they
    stand right before or behind it); it counts nothing in the total.
    """

    size: int
    summed: bool = True
    inner: tuple[int, int, int] | None = None


class TooMany(Exception):
    """The digits can be read in more ways than anybody counts."""


def ways(text: str, groups: Sequence[Group], blanks: Blanks) -> list[list[Way]]:
    """For each group every way to read it that leaves the other groups one; empty lists where none is.

    ``text`` is the row's values, runs of digits with white space between them. ``blanks`` says which cells
    may be blank: parts count nothing in a sum, a total that is blank is what its parts make. Raises
    :class:`TooMany`.
    """
    if len(text) > _LONGEST:
        raise TooMany
    search = _Search(text, blanks)
    reached = [{0}]
    for i, group in enumerate(groups):
        ends = range(len(text) + 1) if i < len(groups) - 1 else (len(text),)
        reached.append({end for at in reached[-1] for end in ends if search.between(at, end, group)})
    alive, found = {len(text)}, []
    for group, starts in zip(groups[::-1], reached[-2::-1], strict=True):
        pieces = [(at, end) for at in sorted(starts) for end in sorted(alive)]
        kept = [piece for piece in pieces if search.between(*piece, group)]
        found.append([way for piece in kept for way in search.between(*piece, group)])
        alive = {at for at, _ in kept}
    return found[::-1]


class _Search:
    """The readings of the pieces of one text; each piece is searched once."""

    def __init__(self, text: str, blanks: Blanks) -> None:
        self._text = text
        self._blanks = blanks
        self._known: dict[tuple[int, int, Group], list[Way]] = {}
        self._steps = 0

    def between(self, at: int, end: int, group: Group) -> list[Way]:
        """Every reading of ``text[at:end]`` as the group, one for each tuple of values."""
        key = (at, end, group)
        if key not in self._known:
            by_values = {way.values: way for way in self._read(at, end, group)} if at <= end else {}
            self._known[key] = list(by_values.values())
        return self._known[key]

    def _read(self, at: int, end: int, group: Group) -> Iterator[Way]:
        if not self._text[at:end].strip():
            if self._blanks != "none":
                yield Way((None,) * group.size, ((at, at),) * group.size)
        elif not group.summed:
            for spans in self._cut(at, end, group.size, None):
                yield Way(tuple(self._value(span) if span[0] < span[1] else None for span in spans), spans)
        else:
            yield from self._alone(at, end, group.size) if self._blanks != "none" else ()
            yield from self._summed(at, end, group)

    def _summed(self, at: int, end: int, group: Group) -> Iterator[Way]:
        """The total first: it is the last number, and the parts may not make more than it."""
        for start in range(end - 1, at, -1):
            if _is_number(self._text, start, end):
                whole = self._value((start, end))
                most = whole * 2 if group.inner else whole
                for spans in self._cut(at, start, group.size - 1, most):
                    yield from self._if_it_sums((*spans, (start, end)), group, whole)
        if self._blanks == "any":
            for spans in self._cut(at, end, group.size - 1, None):
                yield from self._if_it_sums((*spans, (end, end)), group, None)

    def _if_it_sums(self, spans: Spans, group: Group, whole: Number | None) -> Iterator[Way]:
        values = [self._value(span) for span in spans[:-1]]
        total = sum(values)
        if group.inner:
            place, first, last = group.inner
            if values[place] != sum(values[first : last + 1]):
                return
            total -= values[place]
        if whole is None or total == whole:
            yield Way((*values, total), spans)

    def _cut(self, at: int, end: int, cells: int, most: Number | None) -> Iterator[Spans]:
        """``text[at:end]`` as so many cells that make no more than ``most``."""
        self._steps += 1
        if self._steps > BUDGET:
            raise TooMany
        while at < end and self._text[at] == " ":
            at += 1
        if not cells:
            if at == end:
                yield ()
            return
        if self._blanks != "none":
            for rest in self._cut(at, end, cells - 1, most):
                yield ((at, at), *rest)
        room = end if self._blanks != "none" else end - cells + 1
        for stop, value in _heads(self._text, at):
            if stop > room or (most is not None and value > most):
                return
            for rest in self._cut(stop, end, cells - 1, None if most is None else most - value):
                yield ((at, stop), *rest)

    def _alone(self, at: int, end: int, size: int) -> Iterator[Way]:
        """A total that is printed alone, its parts left blank (徐闻 in REPORTS B.7)."""
        if end - at <= _WIDEST_TOTAL and _is_number(self._text, at, end):
            total = self._value((at, end))
            yield Way(
                (*(None if total else 0,) * (size - 1), total), (*((at, at),) * (size - 1), (at, end))
            )

    def _value(self, span: tuple[int, int]) -> Number:
        return number(self._text[span[0] : span[1]]) if span[0] < span[1] else 0


@lru_cache(maxsize=1 << 12)
def _heads(text: str, at: int) -> tuple[tuple[int, Number], ...]:
    """Every number that begins at a place: its end and its value, the shortest first."""
    stop = text.find(" ", at)
    ends = range(at + 1, (stop if stop >= 0 else len(text)) + 1)
    return tuple((end, number(text[at:end])) for end in ends if _is_number(text, at, end))


def _is_number(text: str, start: int, end: int) -> bool:
    """A number stands there and does not tear a comma or a point from its digits."""
    torn = text.startswith((",", "."), end) or (start and text[start - 1] in ",.")
    return not torn and bool(_NUMBER.fullmatch(text, start, end))
