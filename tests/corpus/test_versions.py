"""Versions of a document: a new one only where text or figures differ, and what changed."""

import dataclasses
from typing import Any

import pytest

from corpus.identity import capture_id
from reports.model import Report
from tests.corpora import Triple, as_pdf, at, with_figure, with_text


@pytest.fixture
def one(triples: list[Triple]) -> Triple:
    """A report with the whole table of 2014."""
    return next(triple for triple in triples if triple[2].edition == "stat2014")


def store(catalogue: Any, *triples: Triple) -> None:
    for triple in triples:
        catalogue.store(*triple)


def rows(catalogue: Any, table: str) -> list[dict[str, Any]]:
    return list(catalogue.db[table].rows)


def numbers(catalogue: Any) -> list[tuple[int, int | None, int]]:
    return [(row["version"], row["previous"], row["captures"]) for row in rows(catalogue, "versions")]


def a_figure(report: Report) -> tuple[str, int]:
    figure = next(one for one in report.figures if one.value and one.value < 9)
    return figure.id, int(figure.value or 0)


def test_the_same_text_again_is_no_new_version(catalogue, one):
    store(
        catalogue,
        at(one, "2026-01-01", number=1),
        at(one, "2026-02-01", number=2, crawl="c2"),
    )
    assert numbers(catalogue) == [(1, None, 2)]
    assert rows(catalogue, "changes") == []


def test_a_visit_counter_is_no_new_version(catalogue, one):
    capture, page, report = one
    for n in (1, 2):
        counted = dataclasses.replace(page, text=page.text + f"\n浏览次数：{n * 17}")
        store(catalogue, at((capture, counted, report), f"2026-0{n}-01", number=n, crawl=f"c{n}"))
    assert numbers(catalogue) == [(1, None, 2)]


def test_a_figure_that_changed_is_written_with_both_values_and_dates(catalogue, one):
    name, value = a_figure(one[2])
    old = at(one, "2026-01-01", number=1)
    new = at(with_figure(one, name, value + 1), "2026-02-01", number=2, crawl="c2")
    store(catalogue, new, old)
    assert numbers(catalogue) == [(1, None, 1), (2, 1, 1)]
    (change,) = rows(catalogue, "changes")
    assert (change["kind"], change["figure"], change["old"], change["new"]) == (
        "changed",
        name,
        value,
        value + 1,
    )
    assert (change["old_date"][:10], change["new_date"][:10]) == ("2026-01-01", "2026-02-01")
    (document,) = rows(catalogue, "documents")
    assert document["report_id"] == capture_id(new[0].record_id)
    (wide,) = rows(catalogue, "indicators")
    assert wide[name] == value + 1


def test_a_figure_that_appears_or_goes_is_added_or_removed(catalogue, one):
    capture, page, report = one
    less = dataclasses.replace(report, figures=report.figures[1:])
    store(catalogue, at((capture, page, report), "2026-01-01", number=1))
    store(catalogue, at((capture, page, less), "2026-02-01", number=2, crawl="c2"))
    store(catalogue, at((capture, page, report), "2026-03-01", number=3, crawl="c3"))
    assert [(row["version"], row["kind"]) for row in rows(catalogue, "changes")] == [
        (2, "removed"),
        (3, "added"),
    ]


def test_wording_alone_is_a_version_with_one_row(catalogue, one):
    store(catalogue, at(one, "2026-01-01", number=1))
    store(catalogue, at(with_text(one, "项。", "件。"), "2026-02-01", number=2, crawl="c2"))
    assert [(row["kind"], row["figure"]) for row in rows(catalogue, "changes")] == [("text", "")]


def test_a_page_that_goes_back_to_what_it_said_is_a_third_version(catalogue, one):
    name, value = a_figure(one[2])
    changed = with_figure(one, name, value + 1)
    for n, triple in enumerate((one, changed, one), start=1):
        store(catalogue, at(triple, f"2026-0{n}-01", number=n, crawl=f"c{n}"))
    assert [(number, before) for number, before, _ in numbers(catalogue)] == [(1, None), (2, 1), (3, 2)]
    (document,) = rows(catalogue, "documents")
    assert document["report_id"] == capture_id(at(one, "2026-01-01", number=1)[0].record_id)
    assert [row["new"] for row in rows(catalogue, "changes")] == [value + 1, value]


def test_a_page_and_its_attachment_stand_beside_each_other(catalogue, one):
    """Found in one crawl, they are no versions of each other; the one with the tables is current."""
    capture, page, report = with_text(one, "项。", "件。")
    bare = (capture, page, dataclasses.replace(report, figures=()))
    for crawl, month in (("c1", 1), ("c2", 2)):
        store(
            catalogue,
            at(one, f"2026-0{month}-01", number=month, crawl=crawl, url="http://a.test/1.pdf"),
        )
        store(
            catalogue,
            at(bare, f"2026-0{month}-02", number=month + 10, crawl=crawl, url="http://a.test/1.html"),
        )
    assert [(number, before) for number, before, _ in numbers(catalogue)] == [(1, None), (2, None)]
    assert rows(catalogue, "changes") == []
    current = [row["id"] for row in rows(catalogue, "reports") if row["current"]]
    assert current == [capture_id(at(one, "2026-01-01", number=1)[0].record_id)]


def test_a_report_that_moved_follows_the_one_that_is_gone(catalogue, one):
    """It is the current one, though the old page said more."""
    capture, page, report = with_text(one, "项。", "件。")
    less = (capture, page, dataclasses.replace(report, figures=report.figures[1:]))
    moved = at(less, "2026-02-01", number=2, crawl="c2", url="http://a.test/new")
    store(catalogue, at(one, "2026-01-01", number=1, crawl="c1", url="http://a.test/old"), moved)
    assert [(number, before) for number, before, _ in numbers(catalogue)] == [(1, None), (2, 1)]
    (document,) = rows(catalogue, "documents")
    assert document["report_id"] == capture_id(moved[0].record_id)


def test_a_file_that_appears_later_replaces_no_page(catalogue, one):
    """A crawl that looks only for what is new does not visit the page again."""
    other = as_pdf(with_text(one, "项。", "件。"))
    store(catalogue, at(one, "2026-01-01", number=1, crawl="c1", url="http://a.test/1.html"))
    store(catalogue, at(other, "2026-02-01", number=2, crawl="c2", url="http://a.test/1.pdf"))
    assert [(number, before) for number, before, _ in numbers(catalogue)] == [(1, None), (2, None)]


def test_a_report_found_without_a_crawl_replaces_none_elsewhere(catalogue, one):
    """Other people's captures do not say what else was looked at."""
    capture, page, report = at(with_text(one, "项。", "件。"), "2026-02-01", number=2, url="http://b.test/")
    store(catalogue, at(one, "2026-01-01", number=1, url="http://a.test/"))
    store(catalogue, (dataclasses.replace(capture, discovery=None), page, report))
    assert [(number, before) for number, before, _ in numbers(catalogue)] == [(1, None), (2, None)]


def test_the_same_text_at_a_second_address_is_the_same_version(catalogue, one):
    store(catalogue, at(one, "2026-01-01", number=1, url="http://a.test/1"))
    store(catalogue, at(one, "2026-01-02", number=2, url="http://a.test/2"))
    assert numbers(catalogue) == [(1, None, 2)]
    assert len(rows(catalogue, "reports")) == 2


def test_a_renamed_county_keeps_one_series(catalogue, one):
    """望城县 (430122) was raised to 望城区 (430112) in 2011."""
    for n, (code, year) in enumerate((("430122", 2009), ("430112", 2012)), start=1):
        capture, page, report = one
        assert report.issuer is not None
        name = {"430122": "望城县人民政府", "430112": "望城区人民政府"}[code]
        issuer = dataclasses.replace(report.issuer, division_code=code, name=name)
        report = dataclasses.replace(report, year=year, issuer=issuer)
        store(catalogue, at((capture, page, report), f"2026-01-0{n}", number=n, url=f"http://a.test/{n}"))
    found = [(row["id"], row["county_id"], row["division_code"]) for row in rows(catalogue, "documents")]
    assert found == [("430112-2009", "430112", "430122"), ("430112-2012", "430112", "430112")]


def test_departments_and_governments_are_documents_of_their_own(catalogue, one):
    capture, page, report = one
    assert report.issuer is not None
    issuer = dataclasses.replace(report.issuer, name="某县教育局", level="department")
    store(catalogue, one)
    store(
        catalogue,
        at(
            (capture, page, dataclasses.replace(report, issuer=issuer)),
            "2026-01-01",
            number=5,
            url="http://a.test/jy",
        ),
    )
    assert len(rows(catalogue, "documents")) == 2
    assert len(rows(catalogue, "indicators")) == 1


def test_a_figure_given_twice_with_two_values_has_none_in_the_wide_table(catalogue, one):
    capture, page, report = one
    name, value = a_figure(report)
    twice = next(one for one in report.figures if one.id == name)
    other = next(one for one in report.figures if one.value not in (None, value))
    again = dataclasses.replace(other, id=name)
    store(catalogue, (capture, page, dataclasses.replace(report, figures=(*report.figures, again, twice))))
    (wide,) = rows(catalogue, "indicators")
    assert wide[name] is None
