"""Section three: the matrix of applications, shared by the forms of 2019 and 2021 (REPORTS B.5)."""

import re
from collections.abc import Iterator, Sequence

from .figures import Found, read_cell, unread
from .grids import Cell, Grid, Row, parted
from .grids.likeness import alike
from .grids.windows import window
from .model import Figure
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
Columns = tuple[str | None, ...]
_HEAD = re.compile("^自然人$|^商业|^科研|公益组织|^法律服务|勾稽")


def from_grids(text: str, grids: Sequence[Grid]) -> Found:
    """The matrix read from cells: each row by its label, each column by its head or its place."""
    figures: list[Figure] = []
    spans: list[tuple[int, int]] = []
    columns: Columns | None = None
    for grid in grids:
        heads = _heads(grid)
        columns = heads or columns
        lines = _named(grid, columns, 1 if heads or spans else 2)
        if lines:
            spans.append((grid.start, grid.end))
        sums = not columns or not grid.filled or _sums(lines, columns)
        subtotal = _subtotal(grid) or any(row.values and without_subtotal(row.values) for _, row in lines)
        for id_, row in lines:
            figures += _row(text, id_, row, columns if grid.filled and sums else None, subtotal, sums)
    return Found(first_of_each(figures), tuple(spans))


def _sums(lines: Sequence[tuple[str, Row]], columns: Columns) -> bool:
    """Most rows sum up under the heads: where they do not, the heads stand over other columns."""
    held = []
    for _, row in lines:
        named = dict(zip(columns[row.first :], row.values, strict=False))
        said = [named[column].said.value for column in COLUMNS if column in named]
        values = [value for value in said if value is not None]
        if len(values) == len(COLUMNS):
            held.append(sum(values[:-1]) == values[-1])
    return len(held) < 3 or 2 * sum(held) >= len(held)


def first_of_each(figures: list[Figure]) -> tuple[Figure, ...]:
    """One figure an id: the first that was read, else the first."""
    kept: dict[str, Figure] = {}
    for figure in figures:
        if figure.id not in kept or (kept[figure.id].value is None and figure.value is not None):
            kept[figure.id] = figure
    return tuple(kept.values())


def _named(grid: Grid, columns: Columns | None, least: int) -> list[tuple[str, Row]]:
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


def _heads(grid: Grid) -> Columns | None:
    """What each column of the grid is headed, where its head names all seven, or all but the total."""
    if not grid.filled:
        return None
    heads = _head_texts(grid)
    named = tuple(next((id_ for cue, id_ in _COLUMN_CUES if re.search(cue, head)), "") for head in heads)
    if all(named.count(column) == 1 for column in COLUMNS):
        return named
    return named if named[-6:] == COLUMNS[:-1] and not re.search("[总合]计", "".join(heads)) else None


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


def _subtotal(grid: Grid) -> bool:
    """The head has a subtotal of the organisations among its columns."""
    heads = [{key(cell.text) for cell in cells} for cells in grid.rows[:6]]
    return any(
        "小计" in texts and any("企业" in text or "科研" in text for text in texts) for texts in heads
    )


def _row(
    text: str, id_: str, row: Row, columns: Columns | None, subtotal: bool, sums: bool
) -> Iterator[Figure]:
    """By the heads, else by place: where the heads' columns do not sum, or one of the columns is a
    subtotal, only with the sums that tell the places apart.
    """
    if not id_:
        return
    if columns and len(columns) == row.first + len(row.values):
        for column, cell in zip(columns[row.first :], row.values, strict=True):
            if column:
                yield read_cell(text, f"{id_}__{column}", cell)
        return
    values = None
    if row.values:
        values = without_subtotal(row.values) if subtotal else _seven(row.values, sure=not sums)
    if values is not None:
        for column, cell in zip(COLUMNS, values, strict=True):
            yield read_cell(text, f"{id_}__{column}", cell)
    elif row.values:
        ids = [f"{id_}__{column}" for column in COLUMNS]
        yield from unread(text, ids, row.values[0].start, row.values[-1].end, "not seven values")


def _seven(values: Sequence[Cell], *, sure: bool = False) -> Sequence[Cell] | None:
    """The seven value cells: stray blanks at either end fall away, and so does a subtotal that sums.

    A blank at one end of seven may as well be a label's: only the sum tells.
    """
    if (seven := without_subtotal(values)) is not None:
        return seven
    doubtful = not values[0].text or not values[-1].text
    return window(values, 7, 7, sure=sure or (doubtful and any(cell.text for cell in values[:-1])))


def without_subtotal(values: Sequence[Cell]) -> Sequence[Cell] | None:
    """Eight values: the organisations' subtotal stands before or behind its five parts."""
    inked = [i for i, cell in enumerate(values) if cell.text] or [0]
    values = values[inked[0] : inked[-1] + 1]
    if len(values) != 8 or not all(cell.text for cell in values):
        return None
    said = [cell.said.value or 0 for cell in values]
    if said[6] == sum(said[1:6]) and said[7] == said[0] + said[6]:
        return [*values[:6], values[7]]
    if said[1] == sum(said[2:7]) and said[7] == said[0] + said[1]:
        return [values[0], *values[2:]]
    return None
