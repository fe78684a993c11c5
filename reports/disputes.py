"""Section four: reviews and litigation, fifteen values under a head of three levels (REPORTS B.6)."""

import re
from collections.abc import Iterator, Sequence

from .figures import Found, parted_cells, read_cell
from .grids import Cell, Grid, Row
from .grids import parted as parted_row
from .grids.anchored import by_lines, value_run
from .grids.digits import Group, Way
from .grids.parting import parted
from .grids.windows import window
from .model import Figure
from .reading import key

KINDS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
IDS = tuple(f"{kind}_{result}" for kind in KINDS for result in RESULTS)
_GROUPS = (Group(5),) * 3
_HEAD = re.compile("结果维持|结果纠正|尚未审结")
_RESULT_CUES = ("维持", "纠正", "其他", "未审结", "计")
_KIND_CUES = (
    ("litigation_direct", "未经复议|直接起诉"),
    ("litigation_after_review", "复议后"),
    ("review", "行政复议"),
)


def from_grids(text: str, grids: Sequence[Grid]) -> Found:
    """The fifteen values from cells: in one row, in three of five, or in five of three."""
    figures: dict[str, Figure] = {}
    spans = []
    for grid in grids:
        heads = _head_cells(grid)
        if not heads:
            continue
        found = list(_fifteen(text, grid)) or list(_five(text, grid, heads, figures))
        found = found or list(_three(text, grid))
        if found:
            spans.append((grid.start, grid.end))
        figures |= {figure.id: figure for figure in found}
    return Found(tuple(figures.values()), tuple(spans))


def _head_cells(grid: Grid) -> list[str]:
    texts = [key(cell.text) for cells in grid.rows for cell in cells if cell.said.kind == "text"]
    return texts if any(_HEAD.search(text) for text in texts) else []


def _value_rows(grid: Grid) -> list[Row]:
    rows = [parted_row(cells) for cells in grid.rows]
    return [row for row in rows if any(cell.text for cell in row.values)]


def _fifteen(text: str, grid: Grid) -> Iterator[Figure]:
    """The last row with fifteen values; blanks around them belong to no column."""
    rows = [window(row.values, 15, 5) for row in _value_rows(grid) if len(row.values) >= 15]
    row = next((row for row in reversed(rows) if row), None)
    for id_, cell in zip(IDS, row, strict=True) if row else ():
        yield read_cell(text, id_, cell)


def _five(text: str, grid: Grid, heads: list[str], read: dict[str, Figure]) -> Iterator[Figure]:
    """Rows of five columns: each known by its own label, by its head, else the next kind in order."""
    rows = [row for row in _value_rows(grid) if len(row.values) == 5]
    named = [_kind([key(label) for label in row.labels]) for row in rows]
    if rows and all(named) and len(set(named)) == len(rows):
        kinds: Sequence[str] = named
    elif len(rows) == 3 and not any(named):
        kinds = KINDS
    elif len(rows) == 1:
        kinds = [_kind(heads) or next(k for k in KINDS if f"{k}_total" not in read or k == KINDS[-1])]
    else:
        return
    for kind, row in zip(kinds, rows, strict=True):
        for result, cell in zip(RESULTS, row.values, strict=True):
            yield read_cell(text, f"{kind}_{result}", cell)


def _three(text: str, grid: Grid) -> Iterator[Figure]:
    """The results down the side and the three kinds across."""
    rows = {result: row for row in _value_rows(grid) if (result := _result(row)) and len(row.values) == 3}
    heads = [[_kind([key(cell.text)]) for cell in cells[-3:]] for cells in grid.rows]
    kinds = next((kinds for kinds in heads if set(kinds) == set(KINDS)), None)
    if kinds is None or set(rows) != set(RESULTS):
        return
    for result, row in rows.items():
        for kind, cell in zip(kinds, row.values, strict=True):
            yield read_cell(text, f"{kind}_{result}", cell)


def _result(row: Row) -> str:
    label = key(row.label)
    return next((id_ for cue, id_ in zip(_RESULT_CUES, RESULTS, strict=True) if cue in label), "")


def _kind(heads: list[str]) -> str:
    joined = " ".join(heads)
    return next((kind for kind, cue in _KIND_CUES if re.search(cue, joined)), "")


# Without cells ------------------------------------------------------------------------------------

_START = re.compile(r"结\s*果\s*维\s*持|未\s*经\s*复\s*议\s*直\s*接\s*起\s*诉")
_END = re.compile(r"五\s*、|存\s*在\s*的?\s*(?:主\s*要\s*)?问\s*题|六\s*、")


def _head_end(plain: str, start: int, stop: int) -> int:
    """Behind the last 总计 of the head, before the first digit."""
    digit = re.compile(r"\d").search(plain, start, stop)
    heads = list(re.compile(r"总\s*计").finditer(plain, start, digit.start() if digit else stop))
    return heads[-1].end() if heads else start


def from_labels(text: str, plain: str, *, full: bool) -> Found:
    """The fifteen values from text that has lost its cells: the run of digits behind the head.

    ``full``: the report's other tables have a number in every cell.
    """
    start = _START.search(plain)
    if start is None:
        return Found()
    end = _END.search(plain, start.end())
    stop = end.start() if end else min(len(plain), start.start() + 800)
    lines = by_lines(plain, _head_end(plain, start.start(), stop), stop, 15)
    summed = bool(lines) and window(lines, 15, 5, sure=True)
    run = lines if summed else value_run(plain, start.end(), stop)
    if len(run) != len(IDS) and sum(len(cell.text) for cell in run) < len(IDS):
        return Found()
    figures: list[Figure] = []
    for i, found in enumerate(_parted(run, full)):
        own = run[5 * i : 5 * i + 5] if len(run) == len(IDS) else run
        figures += parted_cells(text, IDS[5 * i : 5 * i + 5], own, found, "R1-R3")
    return Found(tuple(figures), ((start.start(), stop),))


def _parted(run: Sequence[Cell], full: bool) -> list[list[Way]]:
    """Where cells may be blank, a reading without blanks must be there, and no other beside it."""
    whole = parted(run, _GROUPS, "none")
    if full or len(run) >= len(IDS) or not all(whole):
        return whole
    return parted(run, _GROUPS, "parts")
