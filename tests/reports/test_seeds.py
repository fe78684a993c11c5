"""The five real reports, against what was read from them by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

import reports
from reports.model import Figure, Report

pytestmark = pytest.mark.shared
NUMBERS = ("000", "001", "002", "003", "004")


def load(shared: Path, number: str) -> tuple[Report, dict[str, Any]]:
    path = next((shared / "seeds").glob(f"{number}_*.txt"))
    expected = json.loads((shared / "seeds" / "expected" / f"{path.stem}.json").read_text("utf-8"))
    return reports.parse(reports.CleanPage(text=path.read_text("utf-8"))), expected


def bare(text: str) -> str:
    """Without white space, both scripts and widths the same: the expected clauses were typed by hand."""
    tight = "".join(reports.simplified(text).split())
    return tight.translate(str.maketrans("，。：", ",.:"))


@pytest.mark.parametrize("number", NUMBERS)
def test_every_table_figure(shared: Path, number: str) -> None:
    report, expected = load(shared, number)
    assert report.edition == expected["edition"]
    assert {f.id: f.value for f in report.figures if f.source == "table"} == expected["table"]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_narrative_figure_with_its_clause(shared: Path, number: str) -> None:
    report, expected = load(shared, number)
    prose: dict[str, Figure] = {f.id: f for f in report.figures if f.source == "narrative"}
    for said in expected["narrative"]:
        figure = prose[said["id"]]
        assert (figure.value, figure.qualifier) == (said["value"], said["qualifier"]), said
        clause, printed = bare(said["text"] or figure.printed), bare(figure.printed)
        assert printed in clause or clause in printed


@pytest.mark.parametrize("number", NUMBERS)
def test_who_when_what(shared: Path, number: str) -> None:
    report, expected = load(shared, number)
    assert report.issuer is not None
    assert report.issuer.name == expected["issuer"]
    assert report.issuer.printed == expected["issuer_as_printed"]
    assert report.issuer.level == expected["level"]
    for field in ("title", "year", "published", "signed", "document_number"):
        assert getattr(report, field) == expected.get(field), field
    if "section_headings" in expected:
        assert [section.heading for section in report.sections] == expected["section_headings"]


def test_ordinals_are_kept_as_printed(shared: Path) -> None:
    report, _ = load(shared, "000")
    assert "".join(section.ordinal for section in report.sections) == "一二三四三四五六"


def test_numbers_of_documents_and_departments_are_not_bound(shared: Path) -> None:
    report, _ = load(shared, "000")
    assert not {68, 42, 33} & {f.value for f in report.figures}


def test_contradictions_are_failed_checks(shared: Path) -> None:
    one = {c.id: c for c in load(shared, "001")[0].checks}
    said = one["narrative_vs_table:applications_received"]
    assert (said.status, said.left, said.right) == ("fail", 1, 0)
    assert (one["S9"].status, one["S9"].severity, one["S9"].left, one["S9"].right) == (
        "fail",
        "soft",
        988,
        498,
    )
    three = {c.id: c for c in load(shared, "003")[0].checks}["narrative_vs_table:docs_via_website"]
    assert (three.status, three.left, three.right) == ("fail", 52, 53)


def test_checks_that_hold(shared: Path) -> None:
    two = load(shared, "002")[0].checks
    matrix = [c for c in two if c.id[:2] in ("M1", "M2", "M3")]
    assert len(matrix) == 37 and all(c.status == "pass" and c.severity == "hard" for c in matrix)
    assert not [c for c in two if c.severity == "hard" and c.status != "pass"]
    four = {c.id: c for c in load(shared, "004")[0].checks}["parts_sum_to_total"]
    assert (four.status, four.left, four.right) == ("pass", 336, 336)


def test_destroyed_labels_are_read_by_their_place(shared: Path) -> None:
    """The raw text of report 001 has labels that no longer exist as characters."""
    report, _ = load(shared, "001")
    noted = [f for f in report.figures if f.note]
    assert noted and all("place" in f.note for f in noted)


SAMPLES = {
    "F001": ("narrative_only", "河北省人力资源和社会保障厅", 2023),
    "F004": ("narrative_only", "河北省人力资源和社会保障厅", 2020),
    "F005": ("narrative_only", "河北省人力资源和社会保障厅", 2019),
    "F012": ("reg2021", "河北省科学技术厅", 2021),
    "F030": ("narrative_only", "河北省工业和信息化厅", 2017),
    "F009": (None, None, None),
    "F020": (None, None, None),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_department_reports_flattened_to_one_line(shared: Path, name: str) -> None:
    text = (shared / "samples" / "text" / f"{name}.txt").read_text("utf-8").partition("\n")[2]
    report = reports.parse(reports.CleanPage(text=text))
    edition, issuer, year = SAMPLES[name]
    assert report.edition == edition
    assert (report.issuer.name if report.issuer else None) == issuer
    assert report.year == year


def test_glued_table_of_a_real_report(shared: Path) -> None:
    text = (shared / "samples" / "text" / "F012.txt").read_text("utf-8").partition("\n")[2]
    report = reports.parse(reports.CleanPage(text=text))
    table = {f.id: f for f in report.figures if f.source == "table"}
    assert len(table) == 200
    unread = {id_ for id_, f in table.items() if f.value is None}
    made, blank = {f"normative_docs_{x}" for x in ("made", "repealed", "in_force")}, {"coercion_decisions"}
    assert unread == made | blank
    assert table["normative_docs_made"].printed == "81153"
    assert table["coercion_decisions"].qualifier == "blank"
    assert table["new_received__natural_person"].value == 2
    assert table["new_received__natural_person"].qualifier == "derived"
