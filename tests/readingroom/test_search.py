"""Search with facets, in a browser and by address."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.readingroom.conftest import Room

pytestmark = pytest.mark.browser


def having(room: Room, word: str) -> list[str]:
    return [name for name, triple in room.triples.items() if word in triple[1].text]


def count(page: Page) -> int:
    return int(page.locator(".count").inner_text().split()[0].replace(",", ""))


def test_two_characters_are_found_in_either_script(room: Room, page: Page, shots: Path) -> None:
    page.goto(f"{room.url}/search")
    for asked in ("龙舟", "龍舟"):
        page.fill("#q", asked)
        page.press("#q", "Enter")
        page.wait_for_url("**q=*")
        assert count(page) == len(having(room, "龙舟")) > 0
        assert set(page.locator(".snippet mark").all_inner_texts()) == {"龙舟"}
    page.screenshot(path=shots / "search.png", full_page=True)


def test_facets_narrow_and_let_go(room: Room, page: Page) -> None:
    page.goto(f"{room.url}/search?q=政府信息公开")
    everything = count(page)
    assert everything == len(room.triples)
    facet = page.locator("details", has=page.get_by_text("格式版本", exact=True))
    facet.get_by_role("link", name="2019 条例格式").click()
    page.wait_for_url("**edition=reg2019*")
    narrowed = count(page)
    assert narrowed == sum(t[2].edition == "reg2019" for t in room.triples.values())
    # the facet still tells what its other values would give
    assert facet.get_by_role("link", name="2014 统计表").count() == 1
    page.get_by_label("去掉 2019 条例格式").click()
    page.wait_for_url("**/search?q=*")
    assert count(page) == everything


def test_pages_of_results_are_addresses(room: Room, page: Page) -> None:
    page.goto(f"{room.url}/search?page=2")
    seen = page.locator(".hits h2").all_inner_texts()
    assert len(seen) == 20
    page.get_by_role("link", name="上一页").click()
    page.wait_for_url("**page=1")
    assert not set(seen) & set(page.locator(".hits h2").all_inner_texts())


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        "* OR",
        "AND AND",
        "政府 -",
        ")(",
        "x" * 5000,
        "\x00",
        "<script>",
        "NEAR(a b)",
        "col:x",
        "-" * 50,
    ],
)
def test_nothing_a_person_types_is_an_error(room: Room, asked: str) -> None:
    import httpx

    answer = httpx.get(f"{room.url}/search", params={"q": asked, "page": "x"}, trust_env=False)
    assert answer.status_code == 200
    assert "<script>" not in answer.text


@pytest.mark.parametrize("query", ["page=0", "page=99999", "page=-1", "year=x", "province=", "level=%00"])
def test_odd_addresses_are_answered(room: Room, query: str) -> None:
    assert room.get(f"/search?{query}").status_code == 200
