"""Everybody can read it: both languages, keyboard, phone, dark, and no serious accessibility violation."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.readingroom.conftest import Room

pytestmark = pytest.mark.browser


def paths(room: Room) -> dict[str, str]:
    name = room.report("110105-2019")
    url = room.triples["110102-2022"][0].target_uri
    return {
        "coverage": "/",
        "report": f"/report/{name}",
        "county": "/county/110102",
        "search": "/search?q=龙舟",
        "calendar": f"/calendar?url={url}",
        "tables": "/corpus",
        "table": "/corpus/reports?_size=5",
        "row": f"/corpus/reports/{name}",
        "sql": "/corpus?sql=select+year,title+from+reports",
        "missing": "/report/none",
    }


@pytest.mark.parametrize(
    ("kind", "scheme"),
    [
        ("coverage", "light"),
        ("report", "light"),
        ("report", "dark"),
        ("county", "dark"),
        ("search", "light"),
        ("calendar", "dark"),
        ("table", "light"),
        ("sql", "dark"),
        ("missing", "light"),
    ],
)
def test_no_serious_violation(room: Room, browser: Browser, kind: str, scheme: str) -> None:
    """axe-core on every kind of page; the replayed page in its frame is not ours to judge."""
    context = browser.new_context(color_scheme=scheme, locale="zh-CN" if scheme == "light" else "en-US")
    page = context.new_page()
    page.goto(room.url + paths(room)[kind])
    result = Axe().run(page, options={"iframes": False, "resultTypes": ["violations"]})
    found = [
        f"{one['id']} {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary'][:160]}"
        for one in result.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    context.close()
    assert found == []


def test_a_phone_scrolls_downwards_only(room: Room, browser: Browser, shots: Path) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, locale="zh-CN"
    )
    page = context.new_page()
    for kind, path in paths(room).items():
        page.goto(room.url + path)
        page.screenshot(path=shots / f"phone-{kind}.png")
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, kind
    context.close()


def test_both_languages(room: Room, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(room.url)
    assert page.locator("nav a").first.inner_text() == "Coverage"
    page.get_by_role("link", name="中文").click()
    assert page.locator("nav a").first.inner_text() == "收录"
    page.goto(f"{room.url}/search?q=公开")  # remembered by a cookie
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.get_by_role("link", name="English").click()
    assert "q=" in page.url
    assert page.locator("h1").inner_text() == "Search"
    context.close()


def test_by_keyboard_alone(room: Room, page: Page) -> None:
    page.goto(room.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.activeElement.closest('main') !== null")
    assert inside
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_dark(room: Room, browser: Browser, shots: Path) -> None:
    context = browser.new_context(
        color_scheme="dark", locale="en-US", viewport={"width": 1360, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{room.url}/report/{room.report('110105-2019')}")
    page.wait_for_timeout(1500)
    page.screenshot(path=shots / "report-dark.png")
    channels = page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert max(channels[:3]) < 60
    context.close()
