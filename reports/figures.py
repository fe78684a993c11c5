"""From a printed cell to a figure: a value where it is certain, what is printed always."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .grids.cells import Cell
from .grids.digits import Way
from .model import Figure, Qualifier
from .numbers import Number
from .registry import unit_of


@dataclass(frozen=True, slots=True)
class Found:
    """What an edition read: its figures, and the stretches of text its tables occupy."""

    figures: tuple[Figure, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    def __add__(self, other: "Found") -> "Found":
        return Found(self.figures + other.figures, self.spans + other.spans)


_MONEY = re.compile(
    r"(?:单位[:,]?|[(,])\s*(?:人民币)?(?P<unit>[百千十]?[万亿]?元)|^(?P<cell>[百千十]?[万亿]?元)$"
)


def money(*labels: str) -> str:
    """The unit of money that a head, a unit cell or a label names; empty where none does.

    >>> money("本年收费金额(单位:元)"), money("专项经费(万元)"), money("件")
    ('元', '万元', '')
    """
    found = [match for label in labels if (match := _MONEY.search("".join(label.split())))]
    return next((match["unit"] or match["cell"] for match in found), "")


def read_cell(
    text: str, id_: str, cell: Cell, *, note: str = "", unit: str | None = None, headed: str = ""
) -> Figure:
    """The figure that a cell prints; ``text`` is the page's own text, ``headed`` a unit of money that the
    cell's head names: what is printed in another unit than the form's has no value.
    """
    said = cell.said
    unit = unit_of(id_) if unit is None else unit
    value, qualifier, why = said.value, _qualifier(said.kind, note or said.note), note or said.note
    named = said.unit if said.unit.endswith("元") else headed
    if value and named and unit.endswith("元") and named != unit:
        value, why = None, f"printed in {named}, the form's unit is {unit}"
    if said.kind == "text":
        why = "not a number"
    return _figure(text, id_, value, qualifier, unit, cell, why)


def _qualifier(kind: str, note: str) -> Qualifier:
    if kind in ("blank", "placeholder"):
        return "blank"
    return "derived" if note and kind == "number" else "exact"


LOST = "a character beside the digits is lost"


def _figure(
    text: str, id_: str, value: Number | None, qualifier: Qualifier, unit: str, cell: Cell, note: str
) -> Figure:
    if value is not None and "\ufffd" in text[max(cell.start - 1, 0) : cell.end + 1]:
        value, note = None, LOST
    return Figure(
        id=id_,
        value=value,
        qualifier=qualifier,
        unit=unit,
        source="table",
        printed=text[cell.start : cell.end],
        start=cell.start,
        end=cell.end,
        note=note,
    )


def unread(text: str, ids: Iterable[str], start: int, end: int, note: str) -> tuple[Figure, ...]:
    """Figures whose digits stand in ``text[start:end]`` and cannot be told apart."""
    place = Cell("", start, end)
    qualifier: Qualifier = "exact" if start < end else "blank"
    return tuple(_figure(text, id_, None, qualifier, unit_of(id_), place, note) for id_ in ids)


def parted_cells(
    text: str,
    ids: Sequence[str],
    tokens: Sequence[Cell],
    found: Sequence[Way],
    identity: str,
    *,
    headed: str = "",
) -> Iterator[Figure]:
    """The cells of a row whose digits were parted: each where all the ways to read it agree on it.

    An empty id is a cell of no figure (a subtotal).
    """
    printed = len(tokens) == len(ids) and [(t.start, t.end) for t in tokens]
    for i, id_ in enumerate(ids):
        if not id_:
            continue
        values = {way.values[i] for way in found}
        spans = {way.spans[i] for way in found}
        if printed and len(found) == 1 and list(found[0].spans) == printed:
            yield read_cell(text, id_, tokens[i], headed=headed)
        elif len(values) == 1 and None not in values:
            start, end = spans.pop() if len(spans) == 1 else (tokens[0].start, tokens[-1].end)
            note = f"{identity}: the only way to part the digits"
            cell = Cell("", start, end)
            yield _figure(text, id_, values.pop(), "derived", unit_of(id_), cell, note)
        else:
            note = (
                "the digits can be read in more than one way" if found else "no identity parts the digits"
            )
            yield from unread(text, [id_], tokens[0].start, tokens[-1].end, note)
