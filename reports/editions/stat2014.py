"""The statistics table of 国办发〔2014〕32号: 58 labels with one value each (REPORTS B.2)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..figures import Found, money, read_cell, unread
from ..grids import Cell, Grid, Row, lines, parted
from ..grids.anchored import unnumbered, zones
from ..grids.naming import Listing, bare
from ..model import Figure
from ..reading import key, plain
from ..registry import FAMILIES

ID = "stat2014"
_FORM = {id_: plain(indicator.label) for id_, indicator in FAMILIES[ID].items()}
_LISTING = Listing(_FORM, {"行政复议数": "review", "行政诉讼数": "litigation"})
_KNOWN = frozenset(bare(label) for label in _FORM.values())
_MARKS = ("政务微博公开政府信息", "统计指标", "申请办结数", "政策解读稿件发布", "按时办结")
_HEAD_ROWS = 300  # characters that the head and the first block's heading can take
_ENOUGH = 8  # rows of the form; fewer are figures quoted in prose
_VALUES = re.compile(r"统计数|数量|数值|合计|总计|20[0-2]\d年|本年|当年|本期")
_ASIDE = re.compile("上年|去年|上期|同期|同比|增减|增长")  # a column that compares
_YEAR = re.compile(r"20[0-2]\d(?=年)")


def matches(tight: str) -> bool:
    """Labels of this form stand in the text (without white space), and none of a later one."""
    legacy = "历年累计" in tight or "计量单位" in tight
    return not legacy and sum(mark in tight for mark in _MARKS) >= 2


def read(text: str, reading: str, grids: Sequence[Grid]) -> Found:
    """The 58 figures, from cells, else from lines, else from the labels alone."""
    start = _start(reading)
    found = _figures(text, _cells(grids), start)
    if len(found.figures) < _ENOUGH:
        found = _figures(text, _lines(reading), start)
    return found if len(found.figures) >= _ENOUGH else _labels(text, reading)


Printed = tuple[str, Row, tuple[int, int]]


def _cells(grids: Sequence[Grid]) -> list[Printed]:
    rows: list[Printed] = []
    for grid in grids:
        columns: tuple[int, ...] = ()
        for cells in _one_below_the_other(grid):
            columns = _value_columns([cell.text for cell in cells]) or columns
            row = parted(cells)
            label = max(row.labels, key=len, default="")
            if columns and columns[-1] < len(cells) and grid.filled:
                row = Row(row.labels, tuple(cells[i] for i in columns), columns[0])
            if len(bare(label)) > 2 and row.values:
                rows.append((label, row, (grid.start, grid.end)))
    return rows


def _one_below_the_other(grid: Grid) -> Sequence[tuple[Cell, ...]]:
    """The rows of a table whose form is printed in two halves side by side: the left one first."""
    for cells in grid.rows:
        heads = [key(cell.text) for cell in cells]
        half = len(heads) // 2
        if any("指标" in head for head in heads):
            twice = half > 1 and heads[:half] == heads[half:]
            return [row[a : a + half] for a in (0, half) for row in grid.rows] if twice else grid.rows
    return grid.rows


def _value_columns(texts: Sequence[str]) -> tuple[int, ...]:
    """The columns headed 统计数 in a head row; of them the total's or this year's alone."""
    heads = [key(text) for text in texts]
    if not any("指标" in head for head in heads):
        return ()
    columns = [i for i, head in enumerate(heads) if _VALUES.search(head) and not _ASIDE.search(head)]
    totals = [i for i in columns if re.search("合计|总计", heads[i])]
    return tuple(totals[:1] or _this_year(columns, heads))


def _this_year(columns: Sequence[int], heads: Sequence[str]) -> Sequence[int]:
    """Of columns for several years the latest one's: a report compares with the years before."""
    years = {i: found.group() for i in columns if (found := _YEAR.search(heads[i]))}
    if len(years) < len(columns) or not years:
        return columns
    return [i for i in columns if years[i] == max(years.values())]


def _lines(reading: str) -> list[Printed]:
    start = _start(reading)
    rows = [row for row in lines.rows(reading, start, len(reading)) if row.label]
    return [(_label(row), row, (row.values[0].start, row.values[-1].end)) for row in rows]


def _label(row: Row) -> str:
    """The row's own label, or with the line above it where a long label is broken in two."""
    joined = "".join(row.labels[-2:])
    return joined if bare(joined) in _KNOWN and bare(row.label) not in _KNOWN else row.label


def _start(reading: str) -> int:
    head = re.search(r"统\s*计\s*指\s*标|一\s*、\s*主动公开情况\s*[—-]{1,2}", reading)
    return head.start() if head else 0


def _figures(text: str, rows: Sequence[Printed], head: int) -> Found:
    names = _LISTING.name([label for label, _, _ in rows], [row.filled for _, row, _ in rows])
    figures: list[Figure] = []
    spans: list[tuple[int, int]] = []
    for (id_, note), (_, row, span) in zip(names, rows, strict=True):
        if id_:
            figures += _figure(text, id_, row, note)
            spans.append(span)
    if not spans:
        return Found()
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    return Found(tuple(figures), ((head if first - _HEAD_ROWS < head < first else first, last),))


def _figure(text: str, id_: str, row: Row, note: str) -> Iterator[Figure]:
    """The row's one value; of several columns the only one that is filled."""
    values = [cell for cell in row.values if cell.said.kind != "blank"] or list(row.values[-1:])
    numbers = [cell for cell in values if cell.said.kind == "number"] or values
    if len(numbers) > 1:
        yield from unread(
            text, [id_], numbers[0].start, numbers[-1].end, "several columns, none of them a total"
        )
        return
    figure = read_cell(text, id_, numbers[0], headed=money(*row.labels))
    yield replace(figure, note=note) if note else figure


# Without cells and lines ---------------------------------------------------------------------------


def _cue(label: str) -> str:
    """The label's words with any punctuation between them; 同意… must not be found in 不同意…."""
    return "(?<!不)" + "[、,《》]?".join(map(re.escape, bare(label)))


_CUES = re.compile("|".join(f"(?P<{id_}>{_cue(label)})" for id_, label in _FORM.items()))


_ORDINALS = {id_: label.strip()[0] for id_, label in _FORM.items() if label.strip()[0].isdigit()}


def _labels(text: str, reading: str) -> Found:
    start = _start(reading)
    printed = unnumbered(reading, start, zones(reading, start, len(reading), _CUES, {}, _ORDINALS))
    figures: list[Figure] = []
    block = "review"
    for zone in printed:
        block = zone.id.removesuffix("_total") if zone.id in ("review_total", "litigation_total") else block
        id_ = zone.id.replace("review", block) if zone.id.startswith("review") else zone.id
        if len(zone.tokens) == 1:
            figures.append(read_cell(text, id_, zone.tokens[0]))
        else:
            figures += unread(text, [id_], zone.start, zone.end, "not one value")
    span = ((start, max((zone.end for zone in printed), default=start)),)
    return Found(tuple({f.id: f for f in reversed(figures)}.values()), span)
