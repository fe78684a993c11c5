"""The short tables of the provinces before 2014: a label, this year, all years together (REPORTS B.1).

The sixteen rows are Fujian's; coded tables of other provinces are read by the same rule, label to
number, and what Fujian's table does not know is kept as ``legacy_raw:<label>:<column>``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ..figures import Found, money, parted_cells, read_cell, unread
from ..grids import Cell, Grid, Row, lines
from ..grids import parted as parted_row
from ..grids.anchored import Zone, unnumbered, zones
from ..grids.digits import Blanks, Group, Way
from ..grids.jointly import Signs, narrowed
from ..grids.naming import Listing, bare
from ..grids.parting import numbers, parted
from ..model import Figure
from ..reading import key, plain
from ..registry import LEGACY_ROWS

ID = "legacy_local"
_UNITS = {id_: unit for id_, _, unit in LEGACY_ROWS}
_LISTING = Listing({id_: plain(label) for id_, label, _ in LEGACY_ROWS}, {})
_HEAD = re.compile("指标名称|计量单位|历年累计|本期实际|本年累计")
_UNIT_CELL = re.compile(r"条|件|元|万元|次|人次|人|个|份|篇|项")
_YEAR = re.compile(r"20[0-2]\d年?度?|本年度?(?:累计|数)?|当年|本期实际|本期|数量")
_COLUMNS = ("year", "cumulative")
_PAIR = Group(2, summed=False)
_BOTH: tuple[Blanks, ...] = ("none", "parts")
_ORDINALS = {
    f"legacy_{name}": str(place)
    for names in (
        ("docs_via_website", "docs_via_gazette"),
        ("applications_in_person", "applications_online", "applications_letter_fax"),
        ("replies_granted", "replies_partial", "replies_refused", "replies_other"),
    )
    for place, name in enumerate(names, 1)
}
_IDENTITIES: tuple[Signs, ...] = tuple(
    {f"legacy_{whole}": -1, **dict.fromkeys((f"legacy_{part}" for part in parts), 1)}
    for whole, parts in (
        (
            "applications_accepted",
            ("applications_in_person", "applications_online", "applications_letter_fax"),
        ),
        ("replies_total", ("replies_granted", "replies_partial", "replies_refused", "replies_other")),
    )
)
_CODED = re.compile("代码|本期实际|本年累计")  # the coded tables: other rows, other columns
_VALUE_HEADS = re.compile(r"代码|本期实际|本年累计|历年累计|20[0-2]\d年度?|本年度?")


def matches(tight: str) -> bool:
    """A head of such a table stands in the text (without white space)."""
    return "历年累计" in tight or ("指标名称" in tight and ("计量单位" in tight or "单位" in tight))


def read(text: str, reading: str, grids: Sequence[Grid]) -> Found:
    """The rows, from cells, else from lines, else from the labels alone."""
    coded = bool(_CODED.search("".join(reading[_start(reading) :][:80].split())))
    found = _figures(text, _cells(grids), coded)
    if len(found.figures) >= 4:
        return found
    found = _figures(text, _lines(reading), coded)
    return found if len(found.figures) >= 4 else _labels(text, reading)


Printed = tuple[str, str, list[tuple[str, Cell]], tuple[int, int]]


def _cells(grids: Sequence[Grid]) -> list[Printed]:
    """Label, unit and values by column of every row under a head of this kind."""
    rows: list[Printed] = []
    heads: list[str] = []
    for grid in grids:
        for cells in grid.rows:
            texts = [key(cell.text) for cell in cells]
            if sum(bool(_HEAD.search(text)) for text in texts) >= 2 or "历年累计" in texts:
                heads = texts
                continue
            row = parted_row(cells)
            if heads and row.labels and row.values:
                rows.append((_label(row), _unit(row), _by_head(row, heads), (grid.start, grid.end)))
    return rows


def _label(row: Row) -> str:
    return max((label for label in row.labels if not _UNIT_CELL.fullmatch(label)), key=len, default="")


def _unit(row: Row) -> str:
    return next((label for label in row.labels[::-1] if _UNIT_CELL.fullmatch(label)), "")


def _by_head(row: Row, heads: Sequence[str]) -> list[tuple[str, Cell]]:
    """Each value with its column; codes, row numbers and blank unit cells are no values."""
    named = [_column(head, heads) for head in heads]
    aligned = named[-len(row.values) :] if len(named) >= len(row.values) else []
    pairs = [(name, cell) for name, cell in zip(aligned, row.values, strict=False) if name in _COLUMNS]
    return pairs or list(zip(_COLUMNS, row.values[-2:], strict=False))


def _column(head: str, heads: Sequence[str]) -> str:
    if "历年" in head or re.fullmatch("(?:总|历史)?累计(?:总?数|总量)?", head):
        return "cumulative"
    if "本年累计" in head:
        return "year"
    if "本期" in head and any("本年累计" in other for other in heads):
        return "period"
    return "year" if _YEAR.fullmatch(head) else ""


def _lines(reading: str) -> list[Printed]:
    start = _start(reading)
    heads = _VALUE_HEADS.findall("".join(reading[start : start + 100].split()))
    rows = lines.rows(reading, start, len(reading))
    most, least = max(3, len(heads)), len([head for head in heads if head != "代码"])
    return [
        (row.label, "", _by_head(row, heads) if len(row.values) >= least else [], _place(row))
        for row in rows
        if len(row.values) <= most and len(row.label) < 40
    ]


def _place(row: Row) -> tuple[int, int]:
    return row.values[0].start, row.values[-1].end


def _start(reading: str) -> int:
    head = re.search(r"指\s*标\s*名\s*称|历\s*年\s*累\s*计", reading)
    return head.start() if head else 0


def _figures(text: str, rows: Sequence[Printed], coded: bool) -> Found:
    names = _LISTING.name([label for label, *_ in rows], [True] * len(rows), strict=coded)
    if not coded and any(
        id_ and not values for (id_, _), (_, _, values, _) in zip(names, rows, strict=True)
    ):
        return Found()
    figures: list[Figure] = []
    for (id_, _), (label, unit, values, _) in zip(names, rows, strict=True):
        figures += _row(text, id_, label, unit, values)
    known = [span for (id_, _), (*_, span) in zip(names, rows, strict=True) if id_]
    if not known:
        return Found()
    return Found(tuple(figures), ((min(s for s, _ in known), max(e for _, e in known)),))


def _row(text: str, id_: str, label: str, unit: str, values: list[tuple[str, Cell]]) -> Iterator[Figure]:
    stem = f"{id_}_" if id_ else f"legacy_raw:{bare(label)}:"
    for column, cell in values:
        yield read_cell(text, stem + column, cell, unit=_UNITS.get(id_, unit), headed=money(unit, label))


# Without cells and lines ---------------------------------------------------------------------------


def _cue(label: str) -> str:
    return "(?<!不)" + "[、,]?".join(map(re.escape, bare(label)))


_CUES = re.compile("|".join(f"(?P<{id_}>{_cue(plain(label))})" for id_, label, _ in LEGACY_ROWS))


def _labels(text: str, reading: str) -> Found:
    start = _start(reading)
    found_zones = zones(reading, start, len(reading), _CUES, dict.fromkeys(_UNITS, 2), _ORDINALS)
    printed = unnumbered(reading, start, found_zones)
    kept = {zone.id: zone for zone in reversed(printed) if zone.tokens}
    found = {id_: parted(zone.tokens, (_PAIR,), "parts")[0] for id_, zone in kept.items()}
    for identity in _IDENTITIES:
        if all(found.get(id_) for id_ in identity):
            found |= _together(kept, identity)
    figures = [figure for zone in printed for figure in _zone(text, zone, found)]
    span = (start, max((zone.end for zone in printed), default=start))
    return Found(tuple({f.id: f for f in reversed(figures)}.values()), (span,))


def _together(kept: Mapping[str, Zone], identity: Signs) -> dict[str, list[Way]]:
    """The readings that L1 or L2 and L4 leave, held over all: with every cell a number there must be one,
    and with cells blank there may be no other.
    """
    left: dict[str, list[Way]] = {}
    for blanks in _BOTH:
        read = {id_: parted(kept[id_].tokens, (_PAIR,), blanks)[0] for id_ in identity}
        grown = {id_: [way for way in ways if _grows(way)] for id_, ways in read.items()}
        numbered = {id_: [numbers(way) for way in ways] for id_, ways in grown.items()}
        held = narrowed(numbered, [identity], sure=True) if all(numbered.values()) else None
        if held is None:
            return {}
        left = {id_: [w for w in ways if numbers(w) in held[id_]] for id_, ways in grown.items()}
    return {id_: [Way(numbers(way), way.spans) for way in ways] for id_, ways in left.items()}


def _grows(way: Way) -> bool:
    """L4: all years together are no fewer than this one."""
    year, cumulative = numbers(way)
    return year <= cumulative


def _zone(text: str, zone: Zone, found: Mapping[str, list[Way]]) -> Iterator[Figure]:
    """Two values; glued digits are read only where there is one way to part them."""
    ids = [f"{zone.id}_{column}" for column in _COLUMNS]
    if zone.tokens:
        yield from parted_cells(text, ids, zone.tokens, found[zone.id], "L1, L2, L4")
    else:
        yield from unread(text, ids, zone.start, zone.end, "no values printed")
