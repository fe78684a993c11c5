"""Every check passes on a report that holds and fails on one that does not; none changes a figure."""

from dataclasses import replace

import pytest

import reports
from reports import checks, crosswalk
from reports.model import Check, Figure, Report
from tests.bench.pagemaking import clean_page
from tests.portals import forms

YEARS = {"legacy_local": 2012, "stat2014": 2016, "reg2019": 2019, "reg2021": 2022}


def good(edition: str, seed: int = 3) -> Report:
    return reports.parse(clean_page(forms.make(seed=seed, year=YEARS[edition])))


def run(report: Report, figures: tuple[Figure, ...]) -> dict[str, Check]:
    assert report.edition is not None
    return {check.id: check for check in checks.run(report.edition, figures, report.issuer)}


def changed(figures: tuple[Figure, ...], id_: str, value: float | None) -> tuple[Figure, ...]:
    return tuple(replace(f, value=value) if f.id == id_ and f.source == "table" else f for f in figures)


def rules(edition: str) -> list[checks.Rule]:
    report = good(edition)
    table = {f.id: f.value for f in report.figures if f.source == "table" and f.value is not None}
    return list(checks.rules(report.edition, table))  # type: ignore[arg-type]


@pytest.mark.parametrize("edition", YEARS)
def test_each_identity_can_pass_fail_and_stay_open(edition: str) -> None:
    report = good(edition)
    for rule in rules(edition):
        value = next(f.value for f in report.figures if f.id == rule.left[0] and f.source == "table")
        assert value is not None
        right = checks.total(
            rule.right, {f.id: f.value or 0 for f in report.figures if f.source == "table"}
        )
        rest = checks.total(
            rule.left[1:], {f.id: f.value or 0 for f in report.figures if f.source == "table"}
        )
        held = (right or 0) - (rest or 0)
        for new, status in ((held, "pass"), (held + 1, "fail"), (None, "undecided")):
            found = run(report, changed(report.figures, rule.left[0], new))[rule.id]
            assert found.status == status, rule.id
            assert found.severity == rule.severity


def test_both_sides_are_told_as_computed() -> None:
    report = good("reg2021")
    value = next(f.value for f in report.figures if f.id == "handled_total__natural_person") or 0
    found = run(report, changed(report.figures, "handled_total__natural_person", value + 5))
    assert found["M2:natural_person"].left == value + 5
    assert found["M2:natural_person"].right == value
    assert found["M1:natural_person"].status == "fail"
    assert found["M3:handled_total"].status == "fail"


def test_an_older_single_row_of_other_handling_is_summed_as_printed() -> None:
    report = good("reg2021")
    kept = tuple(f for f in report.figures if not f.id.startswith("other_"))
    other = tuple(
        replace(f, id=f.id.replace("other_other", "other_handling"))
        for f in report.figures
        if f.id.startswith("other_other__")
    )
    found = run(report, kept + other)
    assert "M3:other_handling" in found and "M3:other_other" not in found


def test_ranges_and_types() -> None:
    report = good("stat2014")
    below = run(report, changed(report.figures, "applications_fax", -1))
    assert (below["range:not_negative"].status, below["range:not_negative"].note) == (
        "fail",
        "applications_fax",
    )
    broken = run(report, changed(report.figures, "applications_fax", 1.5))
    assert broken["type:whole_numbers"].status == "fail"
    fees = run(report, changed(report.figures, "org_budget", 1.5))
    assert fees["type:whole_numbers"].status == "pass"
    change = good("reg2019")
    minus = run(change, changed(change.figures, "licensing_items_change", -3))
    assert minus["range:not_negative"].status == "pass"


def test_a_county_that_makes_rules_is_flagged_softly() -> None:
    report = good("reg2021")
    found = run(report, changed(report.figures, "rules_made", 2))["range:county_makes_no_rules"]
    assert (found.status, found.severity) == ("fail", "soft")


@pytest.mark.parametrize(
    ("total", "website", "status"), [(500, 498, "pass"), (498, 988, "fail"), (9999, 498, "fail")]
)
def test_channels_against_the_total(total: int, website: int, status: str) -> None:
    report = good("stat2014")
    figures = changed(report.figures, "proactive_total", total)
    figures = changed(figures, "proactive_via_website", website)
    for name in ("gazette", "weibo", "wechat", "other"):
        figures = changed(figures, f"proactive_via_{name}", 10)
    assert run(report, figures)["S9"].status == status


@pytest.mark.parametrize(
    ("value", "qualifier", "cell", "status"),
    [
        (5, "exact", 5, "pass"),
        (5, "exact", 6, "fail"),
        (5, "ge", 6, "pass"),
        (5, "ge", 4, "fail"),
        (5, "lt", 4, "pass"),
        (5, "lt", 5, "fail"),
        (100, "approx", 105, "pass"),
        (100, "approx", 150, "fail"),
        (0, "stated_none", 0, "pass"),
        (0, "stated_none", 1, "fail"),
        (5, "exact", None, "undecided"),
    ],
)
def test_prose_against_the_table(value: int, qualifier: str, cell: int | None, status: str) -> None:
    report = good("stat2014")
    said = next(f for f in report.figures if f.id == "n_applications_received")
    prose = replace(said, value=value, qualifier=qualifier)  # type: ignore[arg-type]
    figures = changed(tuple(f for f in report.figures if f is not said), "applications_received", cell)
    found = run(report, (*figures, prose))["narrative_vs_table:applications_received"]
    assert (found.status, found.left, found.right) == (status, value, cell)


def test_neighbouring_years() -> None:
    this, last = good("reg2021"), good("reg2021", seed=8)
    last = replace(last, year=2021)
    out = {f.id: f.value for f in last.figures}
    m4 = {c.id: c for c in reports.compare_years(this, last)}["M4:natural_person"]
    assert (m4.severity, m4.right) == ("soft", out["carried_out__natural_person"])
    held = replace(this, figures=changed(this.figures, "carried_in__natural_person", m4.right))
    assert {c.id: c for c in reports.compare_years(held, last)}["M4:natural_person"].status == "pass"
    broken = replace(this, figures=changed(this.figures, "carried_in__natural_person", 999))
    assert {c.id: c for c in reports.compare_years(broken, last)}["M4:natural_person"].status == "fail"
    assert reports.compare_years(this, replace(last, year=2019)) == ()


@pytest.mark.parametrize(
    ("edition", "id_"),
    [
        ("legacy_local", "L3:docs_disclosed"),
        ("reg2019", "items_last_year:licensing"),
        ("reg2021", "in_force:normative_docs"),
    ],
)
def test_stocks_carry_over(edition: str, id_: str) -> None:
    this = good(edition)
    last = replace(good(edition, seed=9), year=(this.year or 0) - 1)
    found = {c.id: c for c in reports.compare_years(this, last)}[id_]
    assert found.right is not None
    target = {
        "L3:docs_disclosed": "legacy_docs_disclosed_cumulative",
        "items_last_year:licensing": "licensing_items_last_year",
        "in_force:normative_docs": "normative_docs_in_force",
    }[id_]
    held = replace(this, figures=changed(this.figures, target, found.right))
    assert {c.id: c for c in reports.compare_years(held, last)}[id_].status == "pass"
    off = replace(this, figures=changed(this.figures, target, found.right + 1))
    assert {c.id: c for c in reports.compare_years(off, last)}[id_].status == "fail"


def test_series_carry_their_caveats() -> None:
    older = {s.id: s for s in good("stat2014").series}
    assert older["x_applications_received"].comparable == "~"
    assert older["x_applications_received"].caveat
    newer = {s.id: s for s in good("reg2021").series}
    assert newer["x_applications_received"].comparable == "="
    assert newer["x_applications_received"].figures == ("new_received__total",)


@pytest.mark.parametrize("edition", YEARS)
def test_no_series_where_nothing_compares(edition: str) -> None:
    ids = {s.id for s in good(edition).series}
    assert not ids & {"x_fees", "x_normative_docs_in_force"}
    if edition.startswith("reg"):
        assert not ids & {"x_proactive_total", "x_complaints", "x_via_website", "x_applications_online"}
    else:
        assert not ids & {"x_carried_in", "x_unprocessed", "x_other_handling"}
    assert ids <= set(crosswalk.SERIES)


def test_a_sum_with_an_unread_addend_is_no_value() -> None:
    report = good("reg2021")
    figures = changed(report.figures, "denied_third_party__total", None)
    assert "x_refused" in {s.id for s in report.series}
    assert "x_refused" not in {s.id for s in crosswalk.series("reg2021", figures)}
