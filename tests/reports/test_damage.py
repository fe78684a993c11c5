"""Variants and damage of the forms: what is read is right, what is lost is null, nothing is invented."""

from dataclasses import replace
from random import Random

import pytest

import reports
from reports.model import CleanPage, Report
from tests.bench.damages import DAMAGES, Damage, is_value
from tests.bench.pagemaking import LAYOUTS, MORE_LAYOUTS, clean_page, flattened
from tests.portals import forms
from tests.portals.forms import Block, Made

READABLE = ("grid", "tika", "rows", "lines")


def page(made: Made, layout: str) -> CleanPage:
    return clean_page(made) if layout == "grid" else CleanPage(text=made.text(layout))  # type: ignore[arg-type]


def wrong(report: Report, truth: dict[str, int | float]) -> dict[str, object]:
    """Figures with a value that the form does not have at this place."""
    table = [f for f in report.figures if f.source == "table" and not f.id.startswith("legacy_raw:")]
    return {f.id: f for f in table if f.value is not None and f.value != truth.get(f.id)}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
@pytest.mark.parametrize("year", (2012, 2016, 2019, 2022))
def test_nothing_is_invented_in_any_layout(damage: Damage, year: int) -> None:
    for seed in range(2):
        made = forms.make(seed=seed, year=year)
        damaged = damage.change(made, Random(seed))
        for layout in ("grid", *LAYOUTS):
            report = reports.parse(page(damaged, layout))
            assert wrong(report, made.figures) == {}, layout
            assert all(report.page.text[f.start : f.end] == f.printed for f in report.figures)


def losing(made: Made, share: float, rng: Random) -> Made:
    """The report with cells of any value gone, as extraction loses them."""

    def cut(block: Block) -> Block:
        if block.grid is None:
            return block
        rows = tuple(
            tuple(replace(c, text="") if is_value(c) and rng.random() < share else c for c in row)
            for row in block.grid.rows
        )
        return replace(block, grid=replace(block.grid, rows=rows))

    return replace(made, blocks=tuple(map(cut, made.blocks)))


@pytest.mark.parametrize("share", (0.01, 0.05, 0.3))
@pytest.mark.parametrize("year", (2012, 2016, 2019, 2022))
def test_what_is_lost_shifts_nothing_else(year: int, share: float) -> None:
    subtotal = next(damage for damage in DAMAGES if damage.name == "subtotal column")
    numbered = next(damage for damage in DAMAGES if damage.name == "row numbers")
    for seed in range(3):
        made = forms.make(seed=seed, year=year)
        for changed in (made, subtotal.change(made, Random(seed)), numbered.change(made, Random(seed))):
            thinned = losing(changed, share, Random(seed))
            for layout in ("grid", *LAYOUTS):
                assert wrong(reports.parse(page(thinned, layout)), made.figures) == {}, layout


@pytest.mark.parametrize("year", (2019, 2022))
def test_glued_tables_that_identities_bind_are_read(year: int) -> None:
    for seed in range(6):
        made = forms.make(seed=seed, year=year)
        report = reports.parse(CleanPage(text=made.text("glued")))
        found = {f.id: f.value for f in report.figures if f.source == "table"}
        assert {i: found[i] for i in made.figures if "__" in i} == {
            i: v for i, v in made.figures.items() if "__" in i
        }


@pytest.mark.parametrize("damage", [d for d in DAMAGES if not d.blanks], ids=lambda damage: damage.name)
@pytest.mark.parametrize("year", (2012, 2016, 2019, 2022))
def test_every_cell_is_read_where_cells_are_told_apart(damage: Damage, year: int) -> None:
    made = forms.make(seed=5, year=year)
    damaged = damage.change(made, Random(5))
    for layout in READABLE:
        report = reports.parse(page(damaged, layout))
        table = {f.id: f.value for f in report.figures if f.source == "table"}
        assert {id_: table.get(id_) for id_ in made.figures} == made.figures, layout


@pytest.mark.parametrize("damage", [d for d in DAMAGES if d.blanks], ids=lambda damage: damage.name)
def test_a_blank_is_zero_only_by_an_identity(damage: Damage) -> None:
    for year in (2016, 2019, 2022):
        made = forms.make(seed=2, year=year)
        figures = reports.parse(page(damage.change(made, Random(2)), "grid")).figures
        blanks = [f for f in figures if f.source == "table" and not f.printed.strip("0/— \xa0")]
        taken = [f for f in blanks if f.printed != "0" and f.printed.strip() != "0"]
        assert taken, "the damage must take something away"
        assert {f.qualifier for f in taken} <= {"blank", "derived"}
        assert all(f.note for f in taken if f.qualifier == "derived")
        assert any(f.qualifier == "derived" for f in taken)


@pytest.mark.parametrize("layout", MORE_LAYOUTS)
@pytest.mark.parametrize("year", (2012, 2016, 2019, 2022))
def test_other_ways_of_flattening(layout: str, year: int) -> None:
    blanks = next(damage for damage in DAMAGES if damage.name == "blanks")
    for seed in range(3):
        made = forms.make(seed=seed, year=year)
        report = reports.parse(CleanPage(text=flattened(made, layout)))
        assert {f.id: f.value for f in report.figures if f.source == "table"} == made.figures
        assert report.issuer is not None
        assert (report.issuer.name, report.year) == (made.issuer, made.year)
        thinned = blanks.change(made, Random(seed))
        assert wrong(reports.parse(CleanPage(text=flattened(thinned, layout))), made.figures) == {}


def test_a_row_with_one_value_and_blanks_is_not_guessed() -> None:
    """Only the total is filled, and it is not zero: nobody can say who applied."""
    made = forms.make(seed=1, year=2022)
    text = clean_page(made)
    rows = [list(row) for row in text.tables[1].rows]
    at = next(i for i, row in enumerate(rows) if "本年新收" in row[0])
    rows[at][3:9] = [""] * 6
    lines = text.text[: text.tables[1].start] + "\n".join("\t".join(row) for row in rows)
    table = reports.model.Table(
        rows=tuple(tuple(row) for row in rows), header_rows=3, start=text.tables[1].start, end=len(lines)
    )
    report = reports.parse(CleanPage(text=lines, tables=(table,)))
    figures = {f.id: f for f in report.figures}
    assert figures["new_received__total"].value == made.figures["new_received__total"]
    # the columns' identities (M1) give each applicant back, as derived, where the other rows are whole
    natural = figures["new_received__natural_person"]
    assert natural.qualifier in ("blank", "derived")
    assert natural.value in (None, made.figures["new_received__natural_person"])


LOST_SUBTOTAL = {
    "rows": "（二）部分公开\t\t1\t0\t0\t22\t0\t23\t",
    "lines": "（二）部分公开\n\n7\n0\n0\n0\n0\n7\n7",
}


@pytest.mark.parametrize("layout", LOST_SUBTOTAL)
def test_a_subtotal_that_no_head_names_is_known_by_the_rows_of_eight(layout: str) -> None:
    """Blanks at the ends of such a row move nothing: 23 is the subtotal and not the total."""
    between = {"rows": "\t", "lines": "\n"}[layout]
    head = "自然人 商业 科研 社会 法律 其他\n企业 机构 公益组织 服务机构"
    whole = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开")
    rows = [between.join((label, *"21010024")) for label in whole]
    text = "\n".join(
        ("青岭县2022年政府信息公开工作年度报告", head.replace(" ", between), *rows, LOST_SUBTOTAL[layout])
    )
    report = reports.parse(CleanPage(text=f"{text}\n四、结转下年度继续办理\n现行有效件数\n"))
    truth = {"rows": {"org_business": 1, "total": 24}, "lines": {"org_business": 7, "total": 7}}[layout]
    read = {f.id: f.value for f in report.figures if f.value is not None}
    assert read["granted__total"] == 4
    for id_ in (id_ for id_ in read if id_.startswith("partial__")):
        assert read[id_] == truth.get(id_.removeprefix("partial__"), 0)


def test_a_blank_total_of_printed_parts_shows_that_blanks_hide_numbers() -> None:
    """Where a table without cells has lost numbers, its identities say nothing about the blanks."""
    numbered = next(damage for damage in DAMAGES if damage.name == "row numbers")
    made = forms.make(seed=524817, year=2020)
    for seed in range(524810, 524822):
        thinned = losing(numbered.change(made, Random(seed)), 0.3, Random(seed))
        assert wrong(reports.parse(CleanPage(text=flattened(thinned, "spaces"))), made.figures) == {}
