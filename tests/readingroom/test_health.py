"""The page of the portals' states, as the schedule's own store has them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from crawler.health import Outcome, judge
from crawler.runs import Runs
from tests.readingroom.conftest import Room

pytestmark = pytest.mark.browser
GOOD = Outcome(
    code="110102", seed="http://a.test/", crawl_id="c1", began="2026-02-01T00:00:00+00:00", pages=40,
    lists=3, reports=14, years=tuple(range(2012, 2026)),
)  # fmt: skip


def test_states_runs_and_what_comes_next(room: Room, page: Page, shots: Path) -> None:
    runs = Runs(room.data)
    lost = replace(GOOD, began="2026-02-08T00:00:00+00:00", reports=0, years=())
    for run, past in ((GOOD, ()), (lost, (GOOD,))):
        runs.keep(run, judge(run, past, frozenset(GOOD.years), date(2026, 2, 8)))
    refused = replace(GOOD, code="110101", status="blocked_here", error="<script>alert(1)</script>")
    runs.keep(refused, judge(refused, (), frozenset(), date(2026, 2, 8)))
    runs.comes_next(
        [{"code": "110102", "at": "2026-02-09T00:00:00+00:00", "why": "the last run ended as broken"}]
    )
    runs.close()
    page.goto(f"{room.url}/health?lang=en")
    page.screenshot(path=shots / "health.png", full_page=True)
    row = page.locator("#c110102")
    assert row.locator(".badge").inner_text() == "broken"
    assert "no report where the last good run found 14" in row.inner_text()
    assert row.locator(".run").all_inner_texts() == ["●", "■"]
    assert "the last run ended as broken" in row.inner_text()
    assert "<script>" in page.locator("#c110101").inner_text(), "a portal's words are text, never markup"
    page.goto(f"{room.url}/health?lang=zh")
    assert "门户状况" in page.inner_text("h1")
    page.goto(f"{room.url}/county/110102?lang=en")  # where an alarm leads to
    page.screenshot(path=shots / "health-county.png", full_page=True)
    assert page.locator("#state .badge").inner_text() == "broken"
    assert "no report where the last good run found 14" in page.inner_text("main")
