"""A sparse crawl finds what a full one would: pages that are not due are looked behind as they were."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import Request

from crawler.backlog import Backlog, Row
from spiders.memory import Memory
from spiders.scope import Scope

HOME = "http://a.test/"
LIST, MORE, OLD, NEW = HOME + "list", HOME + "list_2", HOME + "r2012.html", HOME + "r2025.html"
DAY = datetime(2026, 2, 1, tzinfo=UTC)


class Crawls:
    """Crawls of one portal that may have its pages read by hand, each on a day of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0
        self.begin(DAY)

    def begin(self, day: datetime) -> None:
        self.number += 1
        self.memory = Memory(self.folder / "visits.db", day)
        self.scope = Scope(seed=HOME)
        self.backlog = Backlog(self.folder / f"{self.number}.db")

    def wants(self, *urls: str, kind: str = "report") -> list[str]:
        rows = [row(url, kind) for url in urls]
        return sorted(one.url for one in self.memory.wanted(rows, {1: self.scope}, self.backlog))

    def page(self, url: str, kind: str, *rows: Row, more: bool = False) -> None:
        meta = {"list": 1} if more else {}
        answer: Any = SimpleNamespace(
            request=Request(url), url=url, kind=kind, meta=meta, may_be_report=False
        )
        self.memory.saw_page(answer, self.scope, list(rows), is_list=bool(rows))

    def report(self, url: str, year: int, level: str = "county") -> None:
        page = SimpleNamespace(text=f"{year}", kind="report")
        issuer = SimpleNamespace(level=level)
        report = SimpleNamespace(page=page, issuer=issuer, edition="reg2021", year=year, checks=())
        capture = SimpleNamespace(header=lambda name: None)
        item: Any = SimpleNamespace(request=Request(url), url=url, report=report, capture=capture)
        self.memory.saw_candidate(item, self.scope)


def row(url: str, kind: str = "report", priority: int = 1000, **meta: Any) -> Row:
    told = {"kind": kind, "path": [[HOME, "年报"]], **meta}
    return Row(portal=1, host="a.test", url=url, priority=priority, meta=told)


@pytest.fixture
def crawls(tmp_path: Path) -> Iterator[Crawls]:
    yield Crawls(tmp_path)


def test_a_report_that_is_due_is_asked_for_behind_a_page_that_is_not(crawls: Crawls) -> None:
    """What was the false alarm of a rehearsed year: the older reports, on the list's second page."""
    crawls.page(MORE, "annual", row(OLD), more=True)
    crawls.report(OLD, 2024)
    crawls.begin(DAY + timedelta(days=8))
    crawls.page(MORE, "annual", row(OLD), more=True)  # unchanged: asked for in a fortnight
    crawls.begin(DAY + timedelta(days=27))
    crawls.page(MORE, "annual", row(OLD), more=True)  # and then in four weeks
    crawls.begin(DAY + timedelta(days=31))
    assert crawls.wants(MORE, kind="annual") == [OLD]
    assert crawls.scope.found == []


@pytest.mark.parametrize(("level", "asked"), [("county", [MORE]), ("department", [])])
def test_a_further_page_with_a_county_report_is_asked_for_weekly(
    crawls: Crawls, level: str, asked: list[str]
) -> None:
    """A report that is withdrawn there moves nothing on the list's first page."""
    for days in (0, 8, 16):
        crawls.begin(DAY + timedelta(days=days))
        crawls.page(MORE, "annual", row(OLD), more=True)
    crawls.report(OLD, 2024, level)
    for days, wanted in ((5, []), (7, asked)):
        crawls.begin(DAY + timedelta(days=16 + days))
        assert crawls.wants(MORE, kind="annual") == wanted


def test_the_further_pages_of_a_list_that_moved_are_asked_for(crawls: Crawls) -> None:
    """A new report pushes the last one of the first page to the second, which is not due yet."""
    pages = row(MORE, "annual", 900, list=1)
    crawls.page(LIST, "annual", row(OLD), pages)
    crawls.page(MORE, "annual", row(OLD), more=True)
    crawls.report(OLD, 2011)
    crawls.begin(DAY + timedelta(days=1))
    answer: Any = SimpleNamespace(request=Request(LIST), url=LIST)
    for rows, moved in (([row(OLD), pages], False), ([row(NEW), pages], True)):
        assert crawls.memory.moved(answer, crawls.scope, rows) is moved
        found = [row(MORE, "near", 500), pages]  # the pager's own link stands on the page too
        backlog = Backlog(crawls.folder / f"moved-{moved}.db")
        asked = crawls.memory.wanted(found, {1: crawls.scope}, backlog, moved=moved)
        assert backlog.known([MORE]) == (set() if moved else {MORE})
        assert {one.url for one in asked} == ({MORE} if moved else set())
    crawls.page(LIST, "annual", row(NEW), pages)  # and a kill before it is acknowledged: it is read again
    assert crawls.memory.moved(answer, crawls.scope, [row(NEW), pages])
    crawls.scope.began = crawls.memory.now.isoformat()
    crawls.memory = Memory(crawls.folder / "visits.db", DAY + timedelta(days=4))  # resumed days later
    assert crawls.memory.moved(answer, crawls.scope, [row(NEW), pages])


def test_a_further_page_that_moved_is_asked_for_whatever_page_that_did_not_leads_to_it(
    crawls: Crawls,
) -> None:
    """What the last page of a list leads back to was taken as it had been, and then never asked for."""
    last, pages = row(HOME + "list_1", "near", 500), row(MORE, "annual", 900, list=1)
    crawls.page(last.url, "near", row(MORE, "near", 500), more=True)
    crawls.page(MORE, "annual", row(OLD), more=True)
    crawls.report(OLD, 2011)
    crawls.begin(DAY + timedelta(days=1))
    frontier: Any = crawls.backlog
    assert crawls.wants(last.url, kind="near") == []  # met before, on the home page for one
    assert crawls.scope.found == [2011]
    crawls.begin(DAY + timedelta(days=1))
    asked = crawls.memory.wanted([last, pages], {1: crawls.scope}, crawls.backlog, moved=True)
    assert {one.url for one in asked} == {MORE}
    assert crawls.scope.found == []
    assert len(frontier.add([pages])) == len(crawls.backlog.add(asked)) == 1


def test_what_was_counted_as_found_is_kept_with_the_rows_that_are_not_asked_for(crawls: Crawls) -> None:
    """Another portal's page is acknowledged, and then comes the kill: nothing is skipped and forgotten."""
    crawls.report(OLD, 2011)
    crawls.begin(DAY + timedelta(days=1))
    number, _ = crawls.backlog.portal(HOME, crawls.scope.to_json())
    assert crawls.wants(OLD) == []
    crawls.backlog.acks([99], {})
    _, held = Backlog(crawls.folder / "2.db").portal(HOME, {})
    assert (number, held["found"]) == (1, [2011])


def test_what_hangs_below_a_page_that_is_not_due_counts_as_found(crawls: Crawls) -> None:
    crawls.page(HOME + "bureaus", "column", row(LIST, "issuers", 800))
    crawls.page(LIST, "issuers", row(OLD), row(NEW))
    crawls.report(OLD, 2023, "department")
    crawls.report(NEW, 2025, "department")
    crawls.begin(DAY + timedelta(days=1))
    assert crawls.wants(HOME + "bureaus", kind="column") == []
    assert crawls.scope.reports == 2


def test_a_list_of_the_countys_own_reports_is_asked_for_in_every_crawl(crawls: Crawls) -> None:
    crawls.page(LIST, "annual", row(OLD), row(NEW))
    crawls.report(OLD, 2012)
    crawls.report(NEW, 2025)
    crawls.begin(DAY + timedelta(hours=1))
    assert crawls.wants(LIST, kind="annual") == [LIST]
    assert crawls.wants(OLD, NEW) == []
    assert sorted(crawls.scope.found) == [2012, 2025]


def test_a_page_of_the_same_crawl_is_asked_for_again_after_a_kill(crawls: Crawls) -> None:
    crawls.report(NEW, 2025)
    crawls.begin(DAY)
    assert crawls.wants(NEW) == [NEW]


def test_a_crawl_of_some_years_leaves_no_half_lists_behind(crawls: Crawls) -> None:
    crawls.scope.years = (2020, 2021)
    crawls.page(LIST, "annual", row(NEW))
    crawls.begin(DAY + timedelta(days=1))
    assert crawls.wants(LIST, kind="annual") == [LIST]


def test_old_reports_are_asked_for_seldom_and_not_all_on_one_day(crawls: Crawls) -> None:
    urls = [f"{HOME}{n}.html" for n in range(40)]
    for url in urls:
        crawls.report(url, 2014)
    asked = []
    for days in (89, 100, 120, 149):
        crawls.begin(DAY + timedelta(days=days))
        asked.append(len(crawls.wants(*urls)))
    assert asked[0] == 0 < asked[1] < asked[2] < asked[3]


def test_an_honest_answer_for_a_path_that_nobody_has_holds_while_the_home_page_stands(
    crawls: Crawls,
) -> None:
    probe = row(HOME + "no-such-page", "probe", 2000)
    for status, asked in ((200, [probe.url]), (404, [])):
        answer: Any = SimpleNamespace(request=Request(probe.url), url=probe.url, status=status)
        crawls.memory.saw_probe(answer, crawls.scope)
        crawls.begin(DAY + timedelta(days=crawls.number))
        assert crawls.wants(probe.url, kind="probe") == asked
    crawls.begin(DAY + timedelta(days=9))
    assert crawls.memory.wanted([probe], {1: crawls.scope}, crawls.backlog, moved=True)


def test_a_list_that_is_a_report_too_changes_only_when_it_does(crawls: Crawls) -> None:
    """A page of a year with its document: read as a list and then as a candidate, it was new every time."""
    for days in (0, 8, 16):
        crawls.begin(DAY + timedelta(days=days))
        crawls.page(LIST, "year", row(OLD))
        crawls.report(LIST, 2024)
    crawls.begin(DAY + timedelta(days=30))
    assert crawls.wants(LIST, kind="year") == [OLD]
    assert crawls.scope.found == [2024]
