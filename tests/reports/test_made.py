"""What the generator printed is what the parser reads: all editions, every layout."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reports
from reports.model import Report
from tests.bench.pagemaking import LAYOUTS, clean_page
from tests.portals import forms

YEARS = (2012, 2016, 2019, 2022)


def table(report: Report) -> dict[str, int | float | None]:
    return {f.id: f.value for f in report.figures if f.source == "table"}


def printed_where_it_stands(report: Report) -> bool:
    return all(report.page.text[f.start : f.end] == f.printed for f in report.figures)


@given(seed=st.integers(0, 10_000), year=st.sampled_from(YEARS))
@settings(max_examples=25, deadline=None)
def test_grids_are_read_back_exactly(seed: int, year: int) -> None:
    made = forms.make(seed=seed, year=year)
    report = reports.parse(clean_page(made))
    assert report.edition == made.edition
    assert table(report) == made.figures
    assert printed_where_it_stands(report)


@given(seed=st.integers(0, 10_000), year=st.sampled_from(YEARS), layout=st.sampled_from(LAYOUTS[:3]))
@settings(max_examples=30, deadline=None)
def test_flattened_text_gives_the_same_figures_as_the_grid(seed: int, year: int, layout: str) -> None:
    made = forms.make(seed=seed, year=year)
    report = reports.parse(reports.CleanPage(text=made.text(layout)))  # type: ignore[arg-type]
    assert table(report) == made.figures
    assert printed_where_it_stands(report)


@given(seed=st.integers(0, 10_000), year=st.sampled_from(YEARS))
@settings(max_examples=25, deadline=None)
def test_glued_digits_are_read_right_or_not_at_all(seed: int, year: int) -> None:
    made = forms.make(seed=seed, year=year)
    figures = [
        f for f in reports.parse(reports.CleanPage(text=made.text("glued"))).figures if f.source == "table"
    ]
    assert {f.id for f in figures} == set(made.figures)
    assert [f for f in figures if f.value is not None and f.value != made.figures[f.id]] == []
    assert all(f.note and f.printed for f in figures if f.value is None)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("year", YEARS)
def test_identity_and_prose_are_read_in_every_layout(year: int, layout: str) -> None:
    for seed in range(4):
        made = forms.make(seed=seed, year=year)
        report = reports.parse(reports.CleanPage(text=made.text(layout)))  # type: ignore[arg-type]
        assert (report.title, report.year) == (made.title, made.year)
        assert report.issuer is not None
        assert (report.issuer.name, report.issuer.level) == (made.issuer, made.level)
        assert report.document_number == made.document_number
        assert report.signed is not None and report.signed.startswith(str(year + 1))
        prose = {f.id: f for f in report.figures if f.source == "narrative"}
        assert set(prose) == {said["id"] for said in made.narrative}
        for said in made.narrative:
            figure = prose[said["id"]]
            assert (figure.value, figure.qualifier) == (said["value"], said["qualifier"])
            assert figure.printed in said["text"]


@pytest.mark.parametrize("year", (2019, 2022))
def test_all_identities_hold_on_a_made_report(year: int) -> None:
    made = forms.make(seed=3, year=year)
    checks = reports.parse(clean_page(made)).checks
    assert not [check for check in checks if check.status != "pass"]
    rows = 23 if year == 2019 else 25
    assert sum(check.id[:2] in ("M1", "M2", "M3") for check in checks) == 7 + 7 + rows


def test_prose_alone_is_narrative_only() -> None:
    made = forms.make(seed=1, year=2016, edition="narrative_only")
    report = reports.parse(clean_page(made))
    assert report.edition == "narrative_only"
    assert table(report) == {}
