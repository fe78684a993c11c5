"""Cells, runs of digits and blanks: the small parts that must never guess."""

from dataclasses import replace

import pytest

import reports
from reports.blanks import settle
from reports.grids.anchored import value_run, without_furniture
from reports.grids.cells import Cell
from reports.grids.cells import parted as parted_row
from reports.grids.digits import Blanks, Group, Way, ways
from reports.grids.flattened import from_text
from reports.grids.likeness import alike
from reports.grids.naming import Listing
from reports.grids.parting import Line, parted, settled
from reports.grids.windows import window
from reports.model import CleanPage, Figure
from reports.reading import plain
from tests.bench.pagemaking import clean_page
from tests.portals import forms


def cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, i, i + len(text)) for i, text in enumerate(texts))


def said(text: str, *groups: Group, blanks: Blanks = "parts") -> list[list[str]]:
    """The readings of each group as text, blanks as ``_`` where no sum decides them."""
    return [
        [" ".join("_" if value is None else str(value) for value in way.values) for way in found]
        for found in ways(text, groups, blanks)
    ]


SEVEN, FIVE, THREE = Group(7), Group(5), Group(3, summed=False)


@pytest.mark.parametrize(
    ("digits", "readings"),
    [
        ("2000002", ["2 0 0 0 0 0 2"]),
        ("0000000", ["0 0 0 0 0 0 0"]),
        ("2000003", []),
        ("1153", ["_ _ _ _ _ _ 1153"]),
        ("1,234000001,234", ["1234 0 0 0 0 0 1234"]),
    ],
)
def test_glued_digits_part_where_the_sum_leaves_a_way(digits: str, readings: list[str]) -> None:
    assert said(digits, SEVEN)[0] == readings


def test_glued_digits_that_could_hide_blanks_have_those_readings_too() -> None:
    """1+0+42+7+1+4 = 55, and 10+4+27+14 = 55 with two cells blank."""
    assert said("104271455", SEVEN, blanks="none") == [["1 0 42 7 1 4 55"]]
    assert "10 4 27 14 0 0 55" in said("104271455", SEVEN)[0]


def test_a_subtotal_counts_once() -> None:
    eight = Group(8, inner=(6, 1, 5))
    assert said("30100024", eight, blanks="none") == [[]]
    assert said("30100014", eight, blanks="none") == [["3 0 1 0 0 0 1 4"]]


def test_three_sums_part_fifteen_numbers() -> None:
    found = said("120030000000000", FIVE, FIVE, FIVE, blanks="none")
    assert found == [["1 2 0 0 3"], ["0 0 0 0 0"], ["0 0 0 0 0"]]
    # 2+0+0+0 = 2, or 20+0+0 = 20 with a blank cell
    assert len(said("100012000200000", FIVE, FIVE, FIVE)[1]) > 1
    assert said("100012000200000", FIVE, FIVE, FIVE, blanks="none")[1] == ["2 0 0 0 2"]


@pytest.mark.parametrize(
    ("text", "certain"), [("000", "0 0 0"), ("004", "0 0 4"), ("444", ""), ("1153", ""), ("12", "")]
)
def test_cells_that_no_identity_binds(text: str, certain: str) -> None:
    found = said(text, THREE)[0]
    assert found == [certain] if certain else len(found) > 1


def test_fragments_are_joined_where_the_sum_holds() -> None:
    found = parted(cells("1", "2", "0", "0", "0", "0", "0", "12"), (SEVEN,), "none")[0]
    assert [way.values for way in found] == [(12, 0, 0, 0, 0, 0, 12)]


def test_no_number_has_a_leading_zero_and_none_tears_a_comma() -> None:
    two = Group(2, summed=False)
    assert said("105", two, blanks="none") == [["10 5"]]
    assert said("015", two, blanks="none") == [["0 15"]]
    assert said("1,2345,678", two) == [["1234 5678"]]


def table_of(rows: dict[str, str], cells: int = 3) -> list[Line]:
    lines, at = [], 0
    for id_, digits in rows.items():
        lines.append(Line(id_, (Cell(digits, at, at + len(digits)),), Group(cells)))
        at += len(digits)
    return lines


def values_of(found: dict[str, list[Way]], id_: str) -> list[tuple[object, ...]]:
    return [way.values for way in found[id_]]


def test_rows_are_read_together() -> None:
    """11112 is 11+1=12 or 1+11=12, and the column says which."""
    assert len(table_of({"one": "11112"})[0].readings("none")) == 2
    rows = {"sum": "12315", "one": "11112", "two": "123"}
    found = settled(table_of(rows), [{"sum": -1, "one": 1, "two": 1}])
    assert values_of(found, "one") == [(11, 1, 12)]
    assert values_of(settled(table_of(rows), []), "one") == []


def test_where_cells_can_be_blank_more_is_doubtful() -> None:
    """22 in seven cells shows that cells are blank; then 3000003 may hide another number, zeros may not."""
    rows = {"one": "3000003", "none": "0000000"}
    assert values_of(settled(table_of(rows, 7), []), "one") == [(3, 0, 0, 0, 0, 0, 3)]
    found = settled(table_of({**rows, "two": "22"}, 7), [])
    assert values_of(found, "one") == []
    assert values_of(found, "none") == [(0, 0, 0, 0, 0, 0, 0)]


def test_an_identity_that_cannot_hold_reads_nothing_long() -> None:
    found = settled(table_of({"a": "10010", "b": "11011"}), [{"a": 1, "b": -1}])
    assert found == {"a": [], "b": []}


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (" |1|0|0|0|0|1|2", "1 0 0 0 0 1 2"),
        ("1|0|0|0|0|1|2| | ", "1 0 0 0 0 1 2"),
        (" |1| | | | |1| ", " 1     1"),
        (" |1|1| | | | | | ", None),
        ("1|0|0", None),
        ("1|2|3|4|5|6|7|8", None),
    ],
)
def test_stray_blanks_do_not_shift_a_row(row: str, kept: str | None) -> None:
    texts = [text.strip() for text in row.split("|")]
    found = window(cells(*texts), 7, 7)
    expected = None if kept is None else [part.strip() for part in kept.split(" ")]
    assert (None if found is None else [cell.text for cell in found]) == expected


def test_a_blank_that_an_identity_contradicts_stays_blank() -> None:
    """The row's sum forces a zero, the column's sum asks for another value: nobody knows."""
    figures = reports.parse(clean_page(forms.make(seed=3, year=2022))).figures
    at = next(f for f in figures if f.id == "granted__org_research")
    blank = replace(at, value=None, qualifier="blank", printed="", end=at.start)

    def with_blank(*changes: tuple[str, int]) -> dict[str, Figure]:
        new = [blank if f is at else f for f in figures if f.source == "table"]
        for id_, step in changes:
            new = [replace(f, value=(f.value or 0) + step) if f.id == id_ else f for f in new]
        return {f.id: f for f in settle("reg2021", tuple(new))}

    if not at.value:
        assert with_blank()[at.id].value == 0 and with_blank()[at.id].qualifier == "derived"
    broken = with_blank(("granted__natural_person", -(at.value or 0)), ("handled_total__org_research", 1))
    assert broken[at.id].value is None and broken[at.id].qualifier == "blank"


def test_a_blank_total_is_the_sum_of_its_parts() -> None:
    figures = reports.parse(clean_page(forms.make(seed=3, year=2022))).figures
    at = next(f for f in figures if f.id == "granted__total")
    blank = replace(at, value=None, qualifier="blank", printed="", end=at.start)
    table = tuple(blank if f is at else f for f in figures if f.source == "table")
    derived = next(f for f in settle("reg2021", table) if f.id == at.id)
    assert (derived.value, derived.qualifier, derived.printed) == (at.value, "derived", "")
    assert derived.note.startswith("M3:granted")


def test_a_far_number_is_not_the_labels() -> None:
    text = "接受培训人员数 人次 \n单位负责人:某某 联系电话:0370-8118448 2017-1-18"
    assert value_run(text, 7, len(text)) == ()
    assert [c.text for c in value_run("接受培训人员数 人次 12\n", 7, 15)] == ["12"]
    assert value_run("接受培训人员数 2017年1月", 7, 16) == ()


def test_an_ordinal_is_not_a_value() -> None:
    text = "国家秘密00000002.其他法律0000000"
    assert [c.text for c in value_run(text, 4, 16)] == ["0000000"]
    lines = "国家秘密 0 0\n2其他法律 0 0"
    assert [c.text for c in value_run(lines, 4, len(lines))] == ["0", "0"]


def test_strokes_and_page_numbers_are_furniture() -> None:
    text = "| 规章 | 0 | 0 |\n- 3 -\n第 4 页\n0\n|\n1\n"
    assert len(without_furniture(text)) == len(text)
    assert without_furniture(text).split() == ["规章", "0", "0", "0", "1"]
    assert from_text(without_furniture(text))[0].rows[0][1].text == "规章"


def test_a_row_parts_into_labels_and_values() -> None:
    row = parted_row(cells("", "（三）不予公开", "1.属于国家秘密", "0", "", "/", "5件"))
    assert row.label == "1.属于国家秘密"
    assert [cell.text for cell in row.values] == ["0", "", "/", "5件"]


def test_likeness_needs_to_be_clear() -> None:
    official = {"website": "政府网站公开政府信息数", "gazette": "政府公报公开政府信息数"}
    assert alike("政府网站公开信息数", official, ()) == "website"
    assert alike("政府某某公开政府信息数", official, ()) == ""
    assert alike("政府网站公开信息数", official, {"website"}) == ""


def test_the_block_above_decides_between_two_rows_of_one_name() -> None:
    form = {
        "a_total": "四、甲数量",
        "a_other": "（三）其他情形数",
        "b_total": "五、乙数量",
        "b_other": "（三）其他情形数",
    }
    listing = Listing({k: plain(v) for k, v in form.items()}, {"甲数": "a", "乙数": "b"})
    labels = [
        plain(label) for label in ("五、乙数量", "（三）其他情形数", "四、甲数量", "（三）其他情形数")
    ]
    names = [id_ for id_, _ in listing.name(labels, [True] * 4)]
    assert names == ["b_total", "b_other", "a_total", "a_other"]


def test_several_columns_without_a_total_are_not_chosen_from() -> None:
    rows = ["序号\t统计指标\t单位\t区政府统计数\t乡镇街道统计数"]
    labels = next(block.grid for block in forms.make(seed=1, year=2016).blocks if block.grid is not None)
    assert labels is not None
    rows += [f"{i}\t{row[0].text}\t件\t1\t2" for i, row in enumerate(labels.rows[1:12], 1)]
    report = reports.parse(CleanPage(text="青岭县2016年政府信息公开工作年度报告\n" + "\n".join(rows)))
    table = [f for f in report.figures if f.source == "table"]
    assert len(table) >= 8
    assert {f.value for f in table} == {None}
    assert all("1\t2" in f.printed for f in table)
