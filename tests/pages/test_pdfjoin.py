"""A table behind a page break: rows stay two unless something shows that one was cut."""

import pytest

from pages.documents.pdfblocks import Ruled, rows_as_cells
from pages.documents.pdfjoin import joined


def _joined(*parts: list[list[str]]) -> list[list[str]]:
    tables = [[Ruled("", cells=rows_as_cells(rows), height=len(rows))] for rows in parts]
    (table,) = joined(tables)
    assert isinstance(table, Ruled)
    return table.grid()[1]


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (["政府公报", "条", "12"], ["部门文件", "", ""]),
        (["网站信息", "条", "12"], ["微信信息", "条", ""]),
        (["咨询（次", "条", "12"], ["投诉）", "条", ""]),
        (["", "条", "12"], ["行政许可", "", ""]),
    ],
)
def test_two_rows_stay_two(last: list[str], first: list[str]) -> None:
    head, foot = ["项目", "单位", "数量"], ["公开栏", "个", "3"]
    assert _joined([head, last], [first, foot]) == [head, last, first, foot]


@pytest.mark.parametrize(("above", "below"), [("行政", "许可"), ("收费（万", "元）"), ("收费(万", "元)")])
def test_a_row_cut_within_a_label_or_a_bracket_is_one(above: str, below: str) -> None:
    head, foot = ["项目", "单位", "数量"], ["公开栏", "个", "3"]
    whole = [above + below, "条", "12"]
    assert _joined([head, [above, "条", "12"]], [[below, "", ""], foot]) == [head, whole, foot]
