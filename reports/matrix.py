"""Section three: the matrix of applications, shared by the forms of 2019 and 2021 (REPORTS B.5)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .figures import Found, read_cell, unread
from .grids import Cell, Grid, Row, parted
from .grids.anchored import Zone, zones
from .grids.glued import Reading, summing
from .grids.likeness import alike
from .grids.windows import window
from .model import Figure
from .numbers import Number
from .reading import key

COLUMNS = (
    "natural_person",
    "org_business",
    "org_research",
    "org_welfare",
    "org_legal_service",
    "org_other",
    "total",
)
# id, the label's words, what is enough of them to know the row by
ROWS = (
    ("new_received", "本年新收政府信息公开申请数量", "新收"),
    ("carried_in", "上年结转政府信息公开申请数量", "上一?年度?(?:结转|转结)"),
    ("granted", "予以公开", "(?<!不)予以公开"),
    ("partial", "部分公开区分处理的只计这一情形不计其他情形", "部分公开"),
    ("denied_state_secret", "属于国家秘密", "国家秘密"),
    ("denied_law_prohibits", "其他法律行政法规禁止公开", "其他法律|法规禁止"),
    ("denied_security_stability", "危及三安全一稳定", "三安全|一稳定"),
    ("denied_third_party", "保护第三方合法权益", "第三方"),
    ("denied_internal_affairs", "属于三类内部事务信息", "内部事务"),
    ("denied_process_info", "属于四类过程性信息", "过程性"),
    ("denied_enforcement_file", "属于行政执法案卷", "执法案卷"),
    ("denied_admin_query", "属于行政查询事项", "查询事项|行政查询"),
    ("unable_not_held", "本机关不掌握相关政府信息", "不掌握"),
    ("unable_needs_creation", "没有现成信息需要另行制作", "现成信息|另行制作"),
    ("unable_still_unclear", "补正后申请内容仍不明确", "仍不明确|(?<!不)补正后"),
    ("unprocessed_petition", "信访举报投诉类申请", "信访"),
    ("unprocessed_duplicate", "重复申请", "重复申请"),
    ("unprocessed_publication", "要求提供公开出版物", "出版物"),
    ("unprocessed_excessive", "无正当理由大量反复申请", "大量反复|反复申请"),
    ("unprocessed_reconfirm", "要求行政机关确认或重新出具已获取信息", "重新出具|确认或|已获取信息"),
    (
        "other_no_correction",
        "申请人无正当理由逾期不补正行政机关不再处理其政府信息公开申请",
        "逾期不补正",
    ),
    (
        "other_fee_unpaid",
        "申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请",
        "逾期未按|收费通知|缴纳费用",
    ),
    ("other_handling", "其他处理", "其他处理"),
    ("handled_total", "总计", "(?<=[七)7.、])总计|(?<=[七)7.、])合计|^总计$|^合计$|办理结果总计"),
    ("carried_out", "结转下年度继续办理", "结转下|下年度继续|继续办理"),
    (
        "other_other",
        "其他",
        "(?<=3)[.、,)]?其他(?![法组处情])|(?<=[(三])\\)其他(?![法组处情])|^其他(?:情形)?$",
    ),
)
PARTS = tuple(id_ for id_, *_ in ROWS[2:23] if id_ != "other_handling")
LABELS = {id_: label for id_, label, _ in ROWS}
CUES = re.compile("|".join(f"(?P<{id_}>{cue})" for id_, _, cue in ROWS))
_COLUMN_CUES = (
    ("小计", None),
    ("自然人", "natural_person"),
    ("商业|企业", "org_business"),
    ("科研", "org_research"),
    ("公益", "org_welfare"),
    ("法律服务|服务机构", "org_legal_service"),
    ("总计|合计", "total"),
    ("其他$", "org_other"),
)
_HEAD = re.compile("^自然人$|^商业|^科研|公益组织|^法律服务|勾稽")


def from_grids(text: str, grids: Sequence[Grid]) -> Found:
    """The matrix read from cells: each row by its label, each column by its head or its place."""
    figures: list[Figure] = []
    spans: list[tuple[int, int]] = []
    columns: tuple[str | None, ...] | None = None
    for grid in grids:
        heads = _heads(grid)
        columns = heads or columns
        lines = _named(grid, columns, 1 if heads or spans else 2)
        if lines:
            spans.append((grid.start, grid.end))
        for id_, row in lines:
            figures += _row(text, id_, row, columns if grid.filled else None)
    return Found(_first_of_each(figures), tuple(spans))


def _first_of_each(figures: list[Figure]) -> tuple[Figure, ...]:
    """One figure an id: the first that was read, else the first."""
    kept: dict[str, Figure] = {}
    for figure in figures:
        if figure.id not in kept or (kept[figure.id].value is None and figure.value is not None):
            kept[figure.id] = figure
    return tuple(kept.values())


def _named(grid: Grid, columns: tuple[str | None, ...] | None, least: int) -> list[tuple[str, Row]]:
    """The grid's rows that belong to the matrix, with their ids."""
    first = next((i for i, column in enumerate(columns or ()) if column), None)
    rows = [_parted(cells, first if grid.filled else None) for cells in grid.rows]
    named = [(_id(row), row) for row in rows if len(row.values) >= 5 and row.label and not _is_head(row)]
    if sum(1 for id_, _ in named if id_) < least:
        return []
    taken = {id_ for id_, _ in named if id_}
    return [(id_ or alike(row.label, LABELS, taken), row) for id_, row in named]


def _is_head(row: Row) -> bool:
    return any(_HEAD.search(key(label)) for label in row.labels)


def _parted(cells: tuple[Cell, ...], first: int | None) -> Row:
    """Labels and values: parted at the first value column, else behind the last label that is known."""
    if first is None:
        known = [
            i for i, cell in enumerate(cells) if cell.said.kind == "text" and CUES.search(key(cell.text))
        ]
        first = known[-1] + 1 if known else None
    return parted(cells, first)


def _id(row: Row) -> str:
    """Which row of the form this is, by its own label, or by the whole path where that is bare."""
    label = key(row.label)
    if found := CUES.search(label):
        return found.lastgroup or ""
    return ""


def _heads(grid: Grid) -> tuple[str | None, ...] | None:
    """What each column of the grid is headed, where its head names all seven."""
    if not grid.filled:
        return None
    heads = _head_texts(grid)
    named = tuple(next((id_ for cue, id_ in _COLUMN_CUES if re.search(cue, head)), "") for head in heads)
    return named if all(named.count(column) == 1 for column in COLUMNS) else None


def _head_texts(grid: Grid) -> list[str]:
    heads: list[list[str]] = []
    for cells in grid.rows[:6]:
        if any(cell.said.kind == "number" for cell in cells):
            break
        heads += [[] for _ in range(len(cells) - len(heads))]
        for column, cell in zip(heads, cells, strict=False):
            if cell.text and (not column or column[-1] != cell.text):
                column.append(cell.text)
    return [
        key("".join(column)).replace("法人或其他组织", "").replace("申请人情况", "") for column in heads
    ]


def _row(text: str, id_: str, row: Row, columns: tuple[str | None, ...] | None) -> Iterator[Figure]:
    if not id_:
        return
    if columns and len(columns) == row.first + len(row.values):
        for column, cell in zip(columns[row.first :], row.values, strict=True):
            if column:
                yield read_cell(text, f"{id_}__{column}", cell)
        return
    values = _seven(row.values)
    if values is not None:
        for column, cell in zip(COLUMNS, values, strict=True):
            yield read_cell(text, f"{id_}__{column}", cell)
    elif row.values:
        ids = [f"{id_}__{column}" for column in COLUMNS]
        yield from unread(text, ids, row.values[0].start, row.values[-1].end, "not seven values")


def _seven(values: Sequence[Cell]) -> Sequence[Cell] | None:
    """The seven value cells: stray blanks at either end fall away, and so does a subtotal that sums."""
    if len(values) == 8 and (seven := _without_subtotal(values)) is not None:
        return seven
    return window(values, 7, 7)


def _without_subtotal(values: Sequence[Cell]) -> Sequence[Cell] | None:
    """Eight values: the organisations' subtotal stands before or behind its five parts."""
    if not values[0].text or not values[-1].text:
        return None
    said = [cell.said.value or 0 for cell in values]
    if said[6] == sum(said[1:6]) and said[7] == said[0] + said[6]:
        return [*values[:6], values[7]]
    if said[1] == sum(said[2:7]) and said[7] == said[0] + said[1]:
        return [values[0], *values[2:]]
    return None


# Without cells ------------------------------------------------------------------------------------


def from_labels(text: str, plain: str) -> Found:
    """The matrix read by its labels alone, from text that has lost its cells."""
    region = _region(plain)
    if region is None:
        return Found()
    subtotal = "小计" in "".join(plain[region[0] - 200 : region[0]].split())
    found = zones(plain, *region, CUES, dict.fromkeys(LABELS, 8 if subtotal else 7))
    lines = [_seven_in(zone, subtotal) for zone in found if zone.tokens or zone.id != "other_handling"]
    if sum(1 for zone in lines if zone.tokens) < 3:
        return Found()
    figures: list[Figure] = []
    for zone, reading in zip(lines, _settled(lines), strict=True):
        figures += _zone_figures(text, zone, reading)
    return Found(_first_of_each(figures), (region,))


def _seven_in(zone: Zone, subtotal: bool) -> Zone:
    """A row of a table with a subtotal column has eight values; glued ones cannot be told apart."""
    if not subtotal:
        return zone
    values = _without_subtotal(zone.tokens) if len(zone.tokens) == 8 else ()
    return replace(zone, tokens=tuple(values or ()))


_START = re.compile(r"自\s*然\s*人|申\s*请\s*人\s*情\s*况|勾\s*稽")
_FIRST = re.compile(r"(?:一\s*[、.]?\s*)?本\s*年\s*(?:度\s*)?新\s*收|上\s*年\s*(?:度\s*)?结\s*转")
_END = re.compile(r"结\s*果\s*维\s*持|[四五]\s*、[^\n]{0,20}行\s*政\s*复\s*议|五\s*、\s*(?:政府|存在)")


def _region(plain: str) -> tuple[int, int] | None:
    head = _START.search(plain)
    first = _FIRST.search(plain, head.start()) if head else None
    if first is None:
        return None
    end = _END.search(plain, first.end())
    return first.start(), end.start() if end else len(plain)


def _settled(lines: Sequence[Zone]) -> list[Reading | None]:
    """One reading a row: the only one that M3 allows; then the only one that M1 and M2 leave."""
    options = [list(summing(zone.tokens, 6)) for zone in lines]
    for zone, option in zip(lines, options, strict=True):
        blank = any(not cell.text for cell in zone.tokens)
        if len(zone.tokens) == 7 and not option and (not blank or window(zone.tokens, 7, 7, sure=True)):
            option.append(zone.tokens)
    _narrow([zone.id for zone in lines], options)
    return [option[0] if len(option) == 1 else None for option in options]


def _narrow(ids: Sequence[str], options: list[list[Reading]]) -> None:
    """Where one row of a column identity is open and all others are read, keep what the identity allows."""
    signs = (
        dict.fromkeys((*PARTS, "other_handling"), -1) | {"handled_total": 1},
        {"new_received": 1, "carried_in": 1, "handled_total": -1, "carried_out": -1},
    )
    for _ in range(3):
        for sign in signs:
            rows = [i for i, id_ in enumerate(ids) if id_ in sign]
            open_rows = [i for i in rows if len(options[i]) != 1]
            if len(open_rows) == 1 and len(rows) >= 4 and len(options[open_rows[0]]) > 1:
                at = open_rows[0]
                rest = _column_sums([(sign[ids[i]], options[i][0]) for i in rows if i != at])
                options[at] = [r for r in options[at] if _fits(r, sign[ids[at]], rest)]


def _column_sums(read: Sequence[tuple[int, Reading]]) -> list[Number]:
    return [sum(sign * (r[c].said.value or 0) for sign, r in read) for c in range(7)]


def _fits(reading: Reading, sign: int, rest: Sequence[Number]) -> bool:
    return all(sign * (c.said.value or 0) + r == 0 for c, r in zip(reading, rest, strict=True))


def _zone_figures(text: str, zone: Zone, reading: Reading | None) -> Iterator[Figure]:
    ids = [f"{zone.id}__{column}" for column in COLUMNS]
    if reading is None:
        note = "the digits can be read in more than one way" if zone.tokens else "no values printed"
        yield from unread(text, ids, zone.start, zone.end, note)
        return
    note = "" if reading == zone.tokens else "M3: the only way to part the digits"
    for id_, cell in zip(ids, reading, strict=True):
        yield read_cell(text, id_, cell, note=note)
