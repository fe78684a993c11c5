"""Tables that arrive as text: the same rows, printed in many ways, come back as the same rows."""

import pytest

import pages

ROWS = (
    ("项目", "自然人", "商业企业", "其他", "总计"),
    ("一、本年新收政府信息公开申请数量", "21", "3", "1", "25"),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "0", "0", "0", "0"),
    ("1.属于国家秘密", "4", "0", "0", "4"),
    ("2.其他法律行政法规禁止公开", "0", "2", "0", "2"),
    ("（七）总计", "25", "5", "1", "31"),
)
BEFORE = "青岭县2022年年度报告\n\n根据《条例》规定，现公布2022年度报告。\n\n"
AFTER = "\n\n一是公开不够及时。全年计划培训3次。\n"


def broken(label: str) -> str:
    return label if len(label) < 12 else f"{label[:9]}\n{label[9:]}"


FORMS = {
    "tabs": "\n".join("\t".join(row) for row in ROWS),
    "spaces": "\n".join(" ".join(row) for row in ROWS),
    "ideographic spaces": "\n".join("\u3000".join(row) for row in ROWS),
    "bars": "\n".join("| " + " | ".join(row) + " |" for row in ROWS),
    "drawn": "\n".join("│" + "│".join(row) + "│" for row in ROWS),
    "a cell a line, tabs": "\n\n".join("\n".join("\t" + cell for cell in row) for row in ROWS),
    "a cell a line": "\n".join("\n".join(row) for row in ROWS),
    "head split": "\n".join(ROWS[0]) + "\n" + "\n".join(" ".join(row) for row in ROWS[1:]),
    "labels broken": "\n".join(" ".join([broken(row[0]), *row[1:]]) for row in ROWS[1:]),
}


@pytest.mark.parametrize("form", FORMS)
def test_rows_come_back_whatever_way_they_were_flattened(form: str) -> None:
    page = pages.clean_text(BEFORE + FORMS[form] + AFTER)
    found = {
        tuple("".join(cell.split()) for cell in row if cell.strip()) for t in page.tables for row in t.rows
    }
    assert set(ROWS[1:]) <= found
    assert not [row for row in found if "条例" in "".join(row) or "培训" in "".join(row)]
    assert all(page.text[t.start : t.end].strip() for t in page.tables)


def test_prose_with_bars_or_commas_is_no_table() -> None:
    text = "字号：大 | 中 | 小\n首页 | 政务公开 | 互动\n一是（甲，乙，丙）公开，二是及时，三是全面。\n"
    assert pages.clean_text(text).tables == ()


@pytest.mark.parametrize(
    "rows", ["指标\t数量\n\t12\n\t30\n\t5", "\t12\n\t30\n\t5\n合计\t47", "甲\t乙\n\t1\n\t2\n\t\n\t3"]
)
def test_rows_whose_first_cell_is_empty_are_not_taken_for_cells(rows: str) -> None:
    text = f"南溪县2023年政府信息公开年度报告\n{rows}\n改进措施：加强培训。"
    page = pages.clean_text(text)
    assert page.text == text
    assert [len(table.rows) for table in page.tables] == [rows.count("\n") + 1]
