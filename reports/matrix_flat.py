"""The matrix of applications read by its labels alone, from text that has lost its cells."""

import re
from collections.abc import Iterator, Sequence

from .figures import Found, parted_cells, unread
from .grids.anchored import Zone, zones
from .grids.digits import Group, Way
from .grids.jointly import Signs
from .grids.parting import Line, settled
from .matrix import COLUMNS, CUES, LABELS, PARTS, first_of_each, without_subtotal
from .model import Figure

_SEVEN = Group(7)
_EIGHT = Group(8, inner=(6, 1, 5))  # 小计 behind the five kinds of organisation
_ENDS = ("new_received", "carried_in", "handled_total", "carried_out")
_THREE_OTHERS = {"other_no_correction", "other_fee_unpaid", "other_other"}
_ALWAYS = {id_ for id_ in PARTS if not id_.startswith("other_")}
_START = re.compile(r"自\s*然\s*人|申\s*请\s*人\s*情\s*况|勾\s*稽")
_FIRST = re.compile(r"(?:一\s*[、.]?\s*)?本\s*年\s*(?:度\s*)?新\s*收|上\s*年\s*(?:度\s*)?结\s*转")
_END = re.compile(r"结\s*果\s*维\s*持|[四五]\s*、[^\n]{0,20}行\s*政\s*复\s*议|五\s*、\s*(?:政府|存在)")


def read(text: str, plain: str) -> Found:
    """Every row between its label and the next, the rows held against each other (M1-M3)."""
    region = _region(plain)
    if region is None:
        return Found()
    group = _group(plain, region)
    found = _first(zones(plain, *region, CUES, dict.fromkeys(LABELS, group.size)))
    if sum(1 for zone in found if zone.tokens) < 3:
        return Found()
    read = settled([Line(zone.id, zone.tokens, group) for zone in found], _identities(found))
    figures = [figure for zone in found for figure in _figures(text, zone, read[zone.id], group)]
    return Found(first_of_each(figures), (region,))


def _group(plain: str, region: tuple[int, int]) -> Group:
    """What a row holds: a subtotal is known by its head, or by a row of eight in which it sums."""
    if "小计" in "".join(plain[max(0, region[0] - 200) : region[0]].split()):
        return _EIGHT
    rows = zones(plain, *region, CUES, {})
    return _EIGHT if any(without_subtotal(zone.tokens) for zone in rows if zone.tokens) else _SEVEN


def _region(plain: str) -> tuple[int, int] | None:
    head = _START.search(plain)
    first = _FIRST.search(plain, head.start()) if head else None
    if first is None:
        return None
    end = _END.search(plain, first.end())
    return first.start(), end.start() if end else len(plain)


def _first(found: Sequence[Zone]) -> list[Zone]:
    """One zone a row: the first with values; (六)其他处理 is a heading where it has none."""
    kept: dict[str, Zone] = {}
    for zone in (zone for zone in found if zone.tokens or zone.id != "other_handling"):
        if zone.id not in kept or not kept[zone.id].tokens:
            kept[zone.id] = zone
    return list(kept.values())


def _identities(found: Sequence[Zone]) -> list[Signs]:
    """M1 and M2 where all their rows are there; a table with a row missing has neither."""
    ids = {zone.id for zone in found}
    others = {"other_handling"} if "other_handling" in ids else _THREE_OTHERS
    if not ids >= {*_ENDS, *_ALWAYS, *others}:
        return []
    return [
        {"new_received": 1, "carried_in": 1, "handled_total": -1, "carried_out": -1},
        {"handled_total": -1, **dict.fromkeys(ids - set(_ENDS), 1)},
    ]


def _figures(text: str, zone: Zone, found: Sequence[Way], group: Group) -> Iterator[Figure]:
    ids = [f"{zone.id}__{column}" for column in COLUMNS]
    if not zone.tokens:
        yield from unread(text, ids, zone.start, zone.end, "no values printed")
        return
    names = [*ids[:6], "", ids[6]] if group is _EIGHT else ids
    yield from parted_cells(text, names, zone.tokens, found, "M1-M3")
