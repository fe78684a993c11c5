"""The heat map: what it says, without scripts, by keyboard, and where it leads."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from corpus.coverage import PortalYear
from corpus.readingroom.coverage import _provinces
from tests.readingroom.conftest import Room

pytestmark = pytest.mark.browser


def test_every_state_is_told_by_a_sign_and_by_words(room: Room, browser: Browser, shots: Path) -> None:
    context = browser.new_context(
        java_script_enabled=False, locale="zh-CN", viewport={"width": 1360, "height": 900}
    )
    page = context.new_page()
    page.goto(room.url)
    page.screenshot(path=shots / "coverage.png", full_page=True)
    row = page.locator("tr", has_text="西城区")
    assert row.locator("td.found a").first.inner_text() == "✓"
    assert row.locator("td.missing").first.inner_text().startswith("–")
    failed = [t for t in room.triples.values() if t[2].checks[0].status == "fail"]
    assert page.locator("td.failed_checks").count() == len(failed) > 0
    assert page.locator("td.failed_checks a").first.get_attribute("aria-label").endswith("已收录，勾稽不符")
    blocked = page.locator("tr", has_text="东城区").locator("td.blocked").first
    assert "此处被拦" in blocked.inner_text()
    assert "repeating-linear-gradient" in blocked.evaluate("e => getComputedStyle(e).backgroundImage")
    province = page.locator("table.many tr", has_text="海南省")
    assert not province.is_visible()  # nobody was there yet: folded away
    page.locator(".unseen summary").click()
    assert province.locator("td").all_inner_texts() == ["8", *["0"] * 13]
    page.goto(f"{room.url}/?province=海南省")
    assert page.locator("tr", has_text="秀英区").locator("td.unvisited").count() == 13
    assert page.locator(".legend li").count() == 7
    context.close()


def test_counts_are_those_of_the_corpus(room: Room, page: Page) -> None:
    page.goto(room.url)
    cells = page.locator("td.found, td.failed_checks").count()
    assert cells == len(room.triples) - 1  # one of them is a second version
    assert page.locator(".numbers dd").nth(1).inner_text() == str(len(room.triples))


def test_a_cell_leads_to_its_report(room: Room, page: Page) -> None:
    page.goto(room.url)
    page.get_by_label("西城区 2015: 已收录").click()
    assert page.url == f"{room.url}/report/{room.report('110102-2015')}"
    assert "西城区人民政府2015年" in page.locator("h1").inner_text()


def test_the_keyboard_walks_the_map_past_empty_cells(room: Room, page: Page) -> None:
    page.goto(room.url)
    page.get_by_label("西城区 2015: 已收录").focus()
    page.keyboard.press("ArrowRight")  # 2016 is missing: nothing to stop at
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("西城区 2017")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("朝阳区 2017")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("朝阳区 2018")


def test_one_province(room: Room, page: Page) -> None:
    page.goto(f"{room.url}/?province=海南省")
    assert page.locator("tr.province").count() == 1
    assert room.get("/", **{"Accept-Language": "en"}).text.count("Blocked here") > 1
    assert room.get("/?province=nowhere").status_code == 404


def test_a_county(room: Room, page: Page, shots: Path) -> None:
    page.goto(f"{room.url}/county/110102")
    page.screenshot(path=shots / "county.png", full_page=True)
    assert page.locator("h2", has_text="历年").count() == 1
    assert page.locator("table").first.locator("tbody tr").count() == 11
    page.goto(f"{room.url}/portal?seed=http://www.110101.test/")
    assert "此处被拦" in page.locator("main").inner_text()
    assert room.get("/county/000000").status_code == 404


def portal(
    *cells: tuple[int, str], seed: str = "http://a.test/"
) -> tuple[dict[str, object], list[PortalYear]]:
    place = {"province": "某省", "city": "", "county": "", "county_id": None}
    return {"seed": seed, **place}, [PortalYear(year, status) for year, status in cells]


def test_years_begin_with_the_first_report() -> None:
    years, provinces = _provinces([portal((2008, "missing"), (2009, "found"), (2010, "blocked"))])
    assert years == (2009, 2010)
    assert [one.year for one in provinces[0].portals[0].cells] == [2009, 2010]
    assert provinces[0].portals[0].name == "http://a.test/"
    assert (provinces[0].share(2009), provinces[0].share(2010), provinces[0].blocked(2010)) == (10, 0, 1)


def test_a_share_is_none_only_where_there_is_none() -> None:
    rows = [portal((2020, "found"), seed="http://0.test/")]
    rows += [portal((2020, "missing"), seed=f"http://{n}.test/") for n in range(1, 100)]
    _, (province,) = _provinces(rows)
    assert province.share(2020) == 1


def test_nothing_found_yet() -> None:
    years, provinces = _provinces([portal((2020, "unvisited"))])
    assert years == ()
    assert provinces[0].portals[0].cells == ()


def test_where_no_crawl_found_anything_it_is_said_why() -> None:
    years, provinces = _provinces([portal((2020, "blocked"), (2021, "blocked"))])
    assert years == (2020, 2021)
    assert provinces[0].blocked(2021) == 1
