"""From a printed cell to a figure: a value where it is certain, what is printed always."""

from collections.abc import Iterable
from dataclasses import dataclass

from .grids.cells import Cell
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


def read_cell(text: str, id_: str, cell: Cell, *, note: str = "", unit: str | None = None) -> Figure:
    """The figure that a cell prints; ``text`` is the page's own text."""
    said = cell.said
    unit = unit_of(id_) if unit is None else unit
    value, qualifier, why = said.value, _qualifier(said.kind, note or said.note), note or said.note
    if said.kind == "number" and {said.unit, unit} == {"元", "万元"}:
        value, why = None, f"printed in {said.unit}, the form's unit is {unit}"
    if said.kind == "text":
        why = "not a number"
    return _figure(text, id_, value, qualifier, unit, cell, why)


def _qualifier(kind: str, note: str) -> Qualifier:
    if kind in ("blank", "placeholder"):
        return "blank"
    return "derived" if note and kind == "number" else "exact"


def _figure(
    text: str, id_: str, value: Number | None, qualifier: Qualifier, unit: str, cell: Cell, note: str
) -> Figure:
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
