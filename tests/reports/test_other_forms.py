"""Forms as other places print them: heads, columns and units that the official form does not have."""

from dataclasses import replace

import pytest

import reports
from reports.model import CleanPage
from reports.reading import plain
from tests.bench.pagemaking import clean_page
from tests.portals import forms
from tests.portals.grids import Cell, Grid

KINDS = {
    "行政复议": "review",
    "行政诉讼（未经复议直接起诉）": "litigation_direct",
    "复议后起诉": "litigation_after_review",
}
RESULTS = ("upheld", "corrected", "other", "pending", "total")
HEADS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def table_of(made: forms.Made, which: int, grid: Grid) -> forms.Made:
    """The report with its ``which``-th table replaced."""
    at = [i for i, block in enumerate(made.blocks) if block.grid is not None][which]
    blocks = list(made.blocks)
    blocks[at] = replace(blocks[at], grid=grid)
    return replace(made, blocks=tuple(blocks))


def grid(rows: list[list[str]], header_rows: int = 1) -> Grid:
    return Grid(rows=tuple(tuple(Cell(text=text) for text in row) for row in rows), header_rows=header_rows)


def values(page: CleanPage) -> dict[str, int | float | None]:
    report = reports.parse(page)
    assert all(report.page.text[f.start : f.end] == f.printed for f in report.figures)
    return {f.id: f.value for f in report.figures if f.source == "table"}


def both_ways(made: forms.Made) -> list[dict[str, int | float | None]]:
    return [values(clean_page(made)), values(CleanPage(text=made.text("rows")))]


def test_reviews_and_suits_in_rows_of_their_own_in_any_order() -> None:
    made = forms.make(seed=11, year=2022)
    rows = [["类别", *HEADS]]
    for label in ("复议后起诉", "行政复议", "行政诉讼（未经复议直接起诉）"):
        rows.append([label, *(str(made.figures[f"{KINDS[label]}_{r}"]) for r in RESULTS)])
    for found in both_ways(table_of(made, 2, grid(rows))):
        assert found == made.figures


def test_reviews_and_suits_with_the_results_down_the_side() -> None:
    made = forms.make(seed=11, year=2022)
    rows = [["", *KINDS]]
    for head, result in zip(HEADS, RESULTS, strict=True):
        rows.append([head, *(str(made.figures[f"{kind}_{result}"]) for kind in KINDS.values())])
    for found in both_ways(table_of(made, 2, grid(rows))):
        assert found == made.figures


def test_a_matrix_without_a_total_has_no_total() -> None:
    made = forms.make(seed=4, year=2022)
    full = next(b.grid for b in made.blocks if b.grid is not None and b.grid.header_rows == 3)
    rows = [
        tuple(replace(c, colspan=6) if c.text == "申请人情况" else c for c in row if c.text != "总计")
        for row in full.rows[:3]
    ] + [row[:-1] for row in full.rows[3:]]
    found = values(clean_page(table_of(made, 1, replace(full, rows=tuple(rows)))))
    assert all(value == made.figures[id_] for id_, value in found.items() if value is not None)
    assert found["new_received__org_other"] == made.figures["new_received__org_other"]
    assert "new_received__total" not in found


@pytest.mark.parametrize(("unit", "read"), [("单位：元", False), ("亿元", False), ("单位：万元", True)])
def test_money_in_another_unit_is_not_read(unit: str, read: bool) -> None:
    made = forms.make(seed=8, year=2022)
    first = next(b.grid for b in made.blocks if b.grid is not None)
    rows = [tuple(replace(c, text=c.text.replace("单位：万元", unit)) for c in row) for row in first.rows]
    found = both_ways(table_of(made, 0, replace(first, rows=tuple(rows))))
    found.append(values(CleanPage(text=table_of(made, 0, replace(first, rows=tuple(rows))).text("glued"))))
    assert made.figures["fees_amount"]
    assert [f["fees_amount"] for f in found] == [made.figures["fees_amount"] if read else None] * 3


@pytest.mark.parametrize("mark", ["¹", "①", "*", "[1]", "（注1）"])
def test_a_footnotes_mark_is_not_a_digit(mark: str) -> None:
    made = forms.make(seed=8, year=2022)
    text = made.text("rows").replace("\t", f"{mark}\t")
    assert "1²" not in plain("1²")
    found = values(CleanPage(text=text))
    assert all(value == made.figures[id_] for id_, value in found.items() if value is not None)
    assert sum(value is not None for value in found.values()) > 150


@pytest.mark.parametrize(
    ("heads", "shift"),
    [(("2016年", "2015年"), 0), (("2015年", "2016年"), 1), (("本年数量", "上年数量"), 0)],
)
def test_of_two_years_the_later_one_is_the_reports(heads: tuple[str, str], shift: int) -> None:
    made = forms.make(seed=2, year=2016)
    listed = next(b.grid for b in made.blocks if b.grid is not None)
    rows = [["统计指标", "单位", *heads]]
    for row in listed.rows[1:]:
        label, unit, value = (cell.text for cell in row)
        other = "——" if value == "——" else "7"
        rows.append([label, unit, *((other, value) if shift else (value, other))])
    assert values(clean_page(table_of(made, 0, grid(rows)))) == made.figures


def test_a_form_in_two_halves_side_by_side() -> None:
    made = forms.make(seed=2, year=2016)
    listed = next(b.grid for b in made.blocks if b.grid is not None)
    rows = [[cell.text for cell in row] for row in listed.rows]
    half = len(rows) // 2
    right = [*rows[half + 1 :], *([["", "", ""]] * 2)]
    beside = [rows[0] * 2, *([a + b for a, b in zip(rows[1 : half + 1], right, strict=False)])]
    assert values(clean_page(table_of(made, 0, grid(beside)))) == made.figures


def test_a_list_with_colons() -> None:
    made = forms.make(seed=2, year=2016)
    listed = next(b.grid for b in made.blocks if b.grid is not None)
    rows = [[cell.text for cell in row] for row in listed.rows]
    lines = [f"{label}：{value}{unit}" if value != "——" else label for label, unit, value in rows]
    assert values(CleanPage(text=made.title + "\n" + "\n".join(lines))) == made.figures


def test_a_digit_that_may_be_the_next_labels_ordinal_is_doubtful() -> None:
    text = "青岭县2016年政府信息公开工作年度报告\n统计指标单位统计数"
    text += "（一）收到申请数件31当面申请数件02传真申请数件13网络申请数件24信函申请数件0（二）申请办结数件8"
    text += "1按时办结数件82延期办结数件0（三）申请答复数件7政务微博公开政府信息数条5"
    found = values(CleanPage(text=text))
    assert found["applications_received"] is None
    assert found["applications_letter"] == 0


@pytest.mark.parametrize("layout", ["tika", "rows", "lines", "glued"])
def test_digits_beside_a_lost_character_are_not_certain(layout: str) -> None:
    made = forms.make(seed=6, year=2022)
    text = made.text(layout)  # type: ignore[arg-type]
    at = text.index("结转下年度继续办理") + len("结转下年度继续办理")
    first = next(i for i in range(at, len(text)) if text[i].isdigit())
    for broken in (text[:first] + "\ufffd" + text[first:], text[:first] + "\ufffd" + text[first + 1 :]):
        found = values(CleanPage(text=broken))
        assert found.get("carried_out__natural_person") is None
        assert all(found[id_] in (None, value) for id_, value in made.figures.items() if id_ in found)
