"""Section two: what article 20 of the Regulation asks for, in the forms of 2019 and 2021 (REPORTS B.4)."""

import re
from collections.abc import Iterator, Sequence

from .figures import Found, money, parted_cells, read_cell, unread
from .grids import Cell, Grid, Row
from .grids import parted as parted_row
from .grids.anchored import Zone, zones
from .grids.digits import Group
from .grids.parting import parted
from .model import Figure
from .reading import key
from .registry import FIGURES

_THREE_2019 = ("items_last_year", "items_change", "decisions")
# row cue -> id prefix; the columns that each edition prints, in order
ROWS = (
    ("其他对外|对外管理服务", "other_services_"),
    ("规范性文件", "normative_docs_"),
    ("规章(?!制度)", "rules_"),
    ("行政许可", "licensing_"),
    ("行政处罚", "penalty_"),
    ("行政强制", "coercion_"),
    ("事业性收费", "fees_"),
    ("集中采购", "procurement_"),
)
ORDER = {
    "reg2019": {
        "rules_": ("made", "published", "public_total"),
        "normative_docs_": ("made", "published", "public_total"),
        "licensing_": _THREE_2019,
        "other_services_": _THREE_2019,
        "penalty_": _THREE_2019,
        "coercion_": _THREE_2019,
        "fees_": ("items_last_year", "items_change"),
        "procurement_": ("projects", "amount"),
    },
    "reg2021": {
        "rules_": ("made", "repealed", "in_force"),
        "normative_docs_": ("made", "repealed", "in_force"),
        "licensing_": ("decisions",),
        "penalty_": ("decisions",),
        "coercion_": ("decisions",),
        "fees_": ("amount",),
    },
}
HEADS = (
    ("制作|制发|新制", "made"),
    ("新公开", "published"),
    ("对外公开", "public_total"),
    ("废止", "repealed"),
    ("现行有效|有效件数", "in_force"),
    ("上一?年度?项目|上一年", "items_last_year"),
    ("增减|增加减少", "items_change"),
    ("处理决定", "decisions"),
    ("采购总?金额|收费(?:总)?金额|总金额", "amount"),
    ("采购项目|项目数量", "projects"),
)
_NAMED = re.compile("|".join(f"(?P<{prefix}>{cue})" for cue, prefix in ROWS))
_HEADED = re.compile("|".join(f"(?P<{name}>{cue})" for cue, name in HEADS))
Heads = tuple[str, ...]


def from_grids(text: str, grids: Sequence[Grid], edition: str) -> Found:
    """Section two read from cells; the head row above a row says what its columns are."""
    figures: dict[str, Figure] = {}
    spans = []
    heads: Heads = ()
    unit = ""
    for grid in grids:
        found: list[Figure] = []
        for cells in grid.rows:
            if headed := _heads(cells):
                heads, unit = headed, money(*(cell.text for cell in cells))
            found += _row(text, cells, heads, edition, unit)
        if found:
            spans.append((grid.start, grid.end))
        for figure in found:
            figures.setdefault(figure.id, figure)
    return Found(tuple(figures.values()), tuple(spans))


def _heads(cells: Sequence[Cell]) -> Heads:
    """A row of column heads: what each column holds (empty where it is headed otherwise)."""
    said = [_HEADED.search(key(cell.text)) if cell.said.kind == "text" else None for cell in cells]
    if not any(said) or any(cell.said.kind == "number" for cell in cells):
        return ()
    return tuple((found.lastgroup or "") if found else "" for found in said)


def _prefix(label: str) -> str:
    bare = key(label)
    found = _NAMED.search(bare) if len(bare) <= 16 else None
    return (found.lastgroup or "") if found else ""


def _parted(cells: tuple[Cell, ...]) -> Row:
    known = [i for i, cell in enumerate(cells) if cell.said.kind == "text" and _prefix(cell.text)]
    return parted_row(cells, known[-1] + 1 if known else None)


def _row(text: str, cells: tuple[Cell, ...], heads: Heads, edition: str, unit: str) -> Iterator[Figure]:
    row = _parted(cells)
    prefix = _prefix(row.label)
    if not prefix or not row.values or _HEADED.search(key(row.values[0].text)):
        return
    for name, cell in _columns(row, prefix, heads, edition):
        if prefix + name in FIGURES:
            yield read_cell(text, prefix + name, cell, headed=unit)


def _columns(row: Row, prefix: str, heads: Heads, edition: str) -> Iterator[tuple[str, Cell]]:
    """Each value with its column: by the heads where they name this row's, else by the form's order."""
    order = ORDER[edition].get(prefix, ())
    aligned = heads[-len(row.values) :] if len(heads) >= len(row.values) else ()
    if len(heads) == row.first + len(row.values):
        aligned = heads[row.first :]
    if any(prefix + name in FIGURES for name in aligned):
        seen: set[str] = set()
        for name, cell in zip(aligned, row.values, strict=True):
            if name and name not in seen:
                seen.add(name)
                yield name, cell
    else:
        values = [cell for i, cell in enumerate(row.values) if i < len(order) or cell.text]
        if len(values) == len(order):
            yield from zip(order, values, strict=True)


# Without cells ------------------------------------------------------------------------------------

_START = re.compile(r"第\s*二\s*十\s*条\s*第|信\s*息\s*内\s*容")
_END = re.compile(r"勾\s*稽|申\s*请\s*人\s*情\s*况|三\s*、\s*收\s*到|自\s*然\s*人")


def from_labels(text: str, plain: str, edition: str) -> Found:
    """Section two read by its labels alone, from text that has lost its cells."""
    start = _START.search(plain)
    if start is None:
        return Found()
    end = _END.search(plain, start.end())
    region = start.start(), end.start() if end else min(len(plain), start.start() + 4000)
    figures: list[Figure] = []
    counts = {prefix: len(order) for prefix, order in ORDER[edition].items()}
    behind = region[0]
    for zone in zones(plain, *region, _NAMED, counts):
        figures += _zone(text, zone, ORDER[edition].get(zone.id, ()), money(plain[behind : zone.start]))
        behind = zone.end
    kept = {figure.id: figure for figure in reversed(figures)}
    return Found(tuple(kept.values()), (region,) if figures else ())


def _zone(text: str, zone: Zone, order: Sequence[str], unit: str) -> Iterator[Figure]:
    """No identity binds these cells, and any may be blank: 000 is three zeros, 444 is anything."""
    ids = [zone.id + name for name in order]
    if not zone.tokens:
        yield from unread(text, ids, zone.start, zone.end, "no values printed")
    elif ids:
        found = parted(zone.tokens, (Group(len(ids), summed=False),), "parts")[0]
        yield from parted_cells(text, ids, zone.tokens, found, "no number begins with a zero", headed=unit)
