"""A figure that became another one: a row, and a page that leads to both versions."""

import sqlite3

import pytest
from playwright.sync_api import Page

from tests.readingroom.conftest import Room

pytestmark = pytest.mark.browser


def test_a_change_is_a_row_that_leads_to_both_versions(room: Room, page: Page) -> None:
    with sqlite3.connect(room.data / "corpus.db") as corpus:
        old, new, figure = corpus.execute(
            "SELECT old, new, figure FROM changes WHERE kind = 'changed' AND old IS NOT NULL LIMIT 1"
        ).fetchone()
    page.goto(f"{room.url}/changes?lang=en")
    row = page.locator("tbody tr", has=page.locator(f"code:text-is('{figure}')")).first
    assert row.locator("del").inner_text().replace(",", "") == f"{old:g}"
    assert row.locator("ins").inner_text().replace(",", "") == f"{new:g}"
    row.get_by_role("link", name="Side by side").click()
    assert page.locator("ins").first.inner_text()
    assert page.url.startswith(f"{room.url}/compare?")


@pytest.mark.parametrize(("asked", "status"), [("", 200), ("?county=999999", 200), ("?from=x", 404)])
def test_odd_questions(room: Room, asked: str, status: int) -> None:
    answer = room.get(f"/changes{asked}")
    assert answer.status_code == status
    assert "Traceback" not in answer.text
