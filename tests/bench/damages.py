"""What happens to a form between the clerk and the page: variants and damage, made-up and repeatable.

A damage takes a made-up report and gives it back changed, with the cells whose value the page no longer
prints (``lost``): of those the parser may say nothing, or the same value as derived.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.portals.damage import traditional
from tests.portals.forms import Block, Made
from tests.portals.grids import Cell, Grid

Rows = tuple[tuple[Cell, ...], ...]
Change = Callable[[Cell, Random], Cell]
VALUE = re.compile(r"\s*[+-]?[\d,]+(?:\.\d+)?\s*")
WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


@dataclass(frozen=True, slots=True)
class Damage:
    """A named change of a made-up report; ``blanks`` says that it takes printed zeros away."""

    name: str
    change: Callable[[Made, Random], Made]
    blanks: bool = False


def is_value(cell: Cell) -> bool:
    return _number(cell) and cell.colspan == 1 and cell.rowspan == 1


def _number(cell: Cell) -> bool:
    return bool(VALUE.fullmatch(cell.text))


def _grids(change: Callable[[Grid, Random], list[Grid]]) -> Callable[[Made, Random], Made]:
    def changed(made: Made, rng: Random) -> Made:
        blocks: list[Block] = []
        for block in made.blocks:
            grids = change(block.grid, rng) if block.grid else []
            blocks += [replace(block, grid=grid) for grid in grids] if block.grid else [block]
        return replace(made, blocks=tuple(blocks))

    return changed


def _cells(change: Change) -> Callable[[Made, Random], Made]:
    def grid(old: Grid, rng: Random) -> list[Grid]:
        return [replace(old, rows=tuple(tuple(change(cell, rng) for cell in row) for row in old.rows))]

    return _grids(grid)


def _values(change: Callable[[str, Random], str]) -> Callable[[Made, Random], Made]:
    return _cells(lambda cell, rng: replace(cell, text=change(cell.text, rng)) if is_value(cell) else cell)


def _labels(change: Callable[[str, Random], str]) -> Callable[[Made, Random], Made]:
    return _cells(lambda cell, rng: cell if _number(cell) else replace(cell, text=change(cell.text, rng)))


def _commas(text: str, rng: Random) -> str:
    bare = text.strip().replace(",", "")
    return f"{int(bare):,}" if bare.lstrip("-").isdigit() else bare


def _blank(sign: str) -> Callable[[str, Random], str]:
    return lambda text, rng: sign if text.strip() == "0" and rng.random() < 0.5 else text


SPELLINGS = (
    ("总计", "合计"),
    ("“三安全一稳定”", '"三安全一稳定"'),
    ("（一）", "(一)"),
    ("、行政机关", "，行政机关"),
    ("结转下年度", "结转下一年度"),
    ("社会公益组织", "公益组织"),
    ("1.", "1、"),
    ("上年结转", "上年度结转"),
    ("本年度办理结果", "本年办理结果"),
)
MISSING = (
    ("其他法律行政法规禁止公开", "其他法律行政止公开"),
    ("要求行政机关确认或重新出具已获取信息", "要求行政机关确认或重新出具信息"),
    ("属于三类内部事务信息", "三类内部事务"),
    ("保护第三方合法权益", "保护第三方权益"),
    ("没有现成信息需要另行制作", "没有现成信息"),
    ("政府网站公开政府信息数", "政府网站公开信息数"),
    ("告知作出更改补充数", "告知作更改补充数"),
    ("受理政府信息公开申请总数", "受理政府信息申请总数"),
)


def _respelt(pairs: tuple[tuple[str, str], ...]) -> Callable[[str, Random], str]:
    def change(text: str, rng: Random) -> str:
        for before, after in pairs:
            text = text.replace(before, after)
        return text

    return change


def _spaced(text: str, rng: Random) -> str:
    at = rng.randrange(1, len(text)) if len(text) > 4 else 0
    return text[:at] + " " + text[at:] if at else text


def _in_units(made: Made, rng: Random) -> Made:
    def change(text: str, rng: Random) -> str:
        bare = text.strip()
        return bare + "件" if bare.isdigit() and rng.random() < 0.5 else text

    return _values(change)(made, rng) if made.edition.startswith("reg") else made


def _signed(made: Made, rng: Random) -> Made:
    """The changes of 2019 as 增1, 减3, +12."""

    def grid(old: Grid, _: Random) -> list[Grid]:
        rows, column = [], None
        for row in old.rows:
            heads = [cell.text for cell in row]
            column = heads.index("本年增/减") if "本年增/减" in heads else column
            rows.append(_sign(row, column) if is_value(row[-1]) and len(row) in (3, 4) else row)
        return [replace(old, rows=tuple(rows))]

    return _grids(grid)(made, rng) if made.edition == "reg2019" else made


def _sign(row: tuple[Cell, ...], column: int | None) -> tuple[Cell, ...]:
    if column is None or column >= len(row) or row[0].text == "政府集中采购":
        return row
    said = row[column].text.strip()
    word = (
        "减" + said[1:] if said.startswith("-") else f"增{said}" if said not in ("0", "12") else f"+{said}"
    )
    return (*row[:column], replace(row[column], text=word), *row[column + 1 :])


def _split_heads(old: Grid, rng: Random) -> list[Grid]:
    """商业/企业 and its neighbours over two rows, as some portals print them."""
    rows: list[tuple[Cell, ...]] = []
    for row in old.rows:
        if [cell.text for cell in row][:1] == ["商业企业"]:
            rows.append(tuple(replace(cell, text=cell.text[:2]) for cell in row))
            rows.append(tuple(replace(cell, text=cell.text[2:] or "") for cell in row))
        else:
            spans = any(cell.text == "自然人" for cell in row) or any("勾稽" in c.text for c in row)
            rows.append(tuple(_taller(c) if spans and c.rowspan > 1 else c for c in row))
    return [replace(old, rows=tuple(rows))]


def _taller(cell: Cell) -> Cell:
    return replace(cell, rowspan=cell.rowspan + 1)


def _subtotal(old: Grid, rng: Random) -> list[Grid]:
    """A 小计 column behind the five kinds of organisation."""
    if not any(cell.text == "自然人" for row in old.rows for cell in row):
        return [old]
    rows = []
    for row in old.rows:
        if row[0].text == "商业企业":
            row = (*row, Cell(text="小计"))
        elif any(cell.text == "法人或其他组织" for cell in row) or any(c.text == "申请人情况" for c in row):
            row = tuple(replace(c, colspan=c.colspan + 1) if c.colspan > 3 else c for c in row)
        elif len(row) > 7 and all(is_value(c) for c in row[-7:]):
            five = sum(int(c.text.strip().replace(",", "")) for c in row[-6:-1])
            row = (*row[:-1], Cell(text=str(five)), row[-1])
        rows.append(row)
    return [replace(old, rows=tuple(rows))]


def _shuffled(old: Grid, rng: Random) -> list[Grid]:
    """Rows that only hold a label and values change places within their block."""
    rows = list(old.rows)
    plain = [is_value(row[-1]) and all(c.rowspan == 1 for c in row) for row in rows]
    widths = [len(row) + 100 * row[0].colspan if ok else 0 for row, ok in zip(rows, plain, strict=True)]
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and widths[end] and widths[end] == widths[at]:
            end += 1
        if end - at > 1 and old.header_rows != 1:
            block = rows[at:end]
            rng.shuffle(block)
            rows[at:end] = block
        at = max(end, at + 1)
    return [replace(old, rows=tuple(rows))]


def _broken(old: Grid, rng: Random) -> list[Grid]:
    """The table goes on as a second one on the next page, without its head."""
    ok = [i for i in range(4, len(old.rows)) if _free(old, i)]
    if not ok:
        return [old]
    at = rng.choice(ok)
    return [replace(old, rows=old.rows[:at]), replace(old, rows=old.rows[at:], header_rows=0)]


def _free(old: Grid, at: int) -> bool:
    return all(y + cell.rowspan <= at for y, row in enumerate(old.rows[:at]) for cell in row)


def _one_an_item(old: Grid, rng: Random) -> list[Grid]:
    """Section two as a table for each item of article 20."""
    starts = [i for i, row in enumerate(old.rows) if row[0].text.startswith("第二十条")]
    if not starts:
        return [old]
    ends = [*starts[1:], len(old.rows)]
    return [replace(old, rows=old.rows[a:b]) for a, b in zip(starts, ends, strict=True)]


def _empty_rows(old: Grid, rng: Random) -> list[Grid]:
    width = max(sum(c.colspan for c in row) for row in old.rows)
    blank = tuple(Cell(text="") for _ in range(width))
    ok = [i for i in range(len(old.rows) + 1) if _free(old, i)]
    at = rng.choice(ok)
    return [replace(old, rows=(*old.rows[:at], blank, *old.rows[at:]))]


def _numbered(old: Grid, rng: Random) -> list[Grid]:
    """A column of row numbers at the left of a listed form."""
    if old.header_rows != 1:
        return [old]
    rows = [(Cell(text="序号"), *old.rows[0])]
    rows += [(Cell(text=str(i)), *row) for i, row in enumerate(old.rows[1:], 1)]
    return [replace(old, rows=tuple(rows))]


def _hant(made: Made, rng: Random) -> Made:
    blocks = tuple(replace(block, text=traditional(block.text)) for block in made.blocks)
    turned = _cells(lambda cell, _: replace(cell, text=traditional(cell.text)))(
        replace(made, blocks=blocks), rng
    )
    return replace(turned, title=traditional(made.title))


DAMAGES = (
    Damage("none", lambda made, rng: made),
    Damage("commas", _values(_commas)),
    Damage("fullwidth", _values(lambda text, rng: text.strip().translate(WIDE))),
    Damage("no-break spaces", _values(lambda text, rng: f"\xa0{text.strip()}\xa0")),
    Damage("units in cells", _in_units),
    Damage("signed changes", _signed),
    Damage("spellings", _labels(_respelt(SPELLINGS))),
    Damage("words missing", _labels(_respelt(MISSING))),
    Damage("spaces in labels", _labels(_spaced)),
    Damage("hant", _hant),
    Damage("split heads", _grids(_split_heads)),
    Damage("subtotal column", _grids(_subtotal)),
    Damage("rows in another order", _grids(_shuffled)),
    Damage("broken over pages", _grids(_broken)),
    Damage("a table an item", _grids(_one_an_item)),
    Damage("empty rows", _grids(_empty_rows)),
    Damage("row numbers", _grids(_numbered)),
    Damage("blanks", _values(_blank("")), blanks=True),
    Damage("slashes", _values(_blank("/")), blanks=True),
    Damage("dashes", _values(_blank("—")), blanks=True),
)
