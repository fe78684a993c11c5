"""What a browser's page may ask for: politely, not without end, and for robots.txt of its own host only."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import Request
from scrapy.settings import Settings

from crawler.crawl import Outcome
from crawler.extensions.manners import MOST_ASKED, Manners, for_browser
from crawler.recordingproxy import Unwelcome
from crawler.robots import OPEN, read

A, B = "http://a.gov.cn", "http://b.gov.cn"


def browsing(url: str, **meta: Any) -> tuple[Manners, Any]:
    crawler: Any = SimpleNamespace(settings=Settings({"XIANZHI_DELAY": 0}))
    kept = Manners(crawler)
    crawler.get_extension = lambda kind: kept
    kept.robots._known = {A: (time.time(), read(b"User-agent: *\nDisallow: /x")), B: (time.time(), OPEN)}
    return kept, for_browser(crawler, Request(url, meta=meta))


def asked(manners: Any, url: str) -> bool:
    async def go() -> bool:
        allowed: bool = await manners.allow(url)
        manners.done(url, 200, ())
        return allowed

    return asyncio.run(go())


def test_a_page_that_asks_for_ever_is_given_so_much() -> None:
    _, page = browsing(A + "/")
    for _ in range(MOST_ASKED):
        assert asked(page, B + "/poll")
    with pytest.raises(Unwelcome, match="more than"):
        asked(page, B + "/poll")


def test_robots_txt_binds_the_browser_too() -> None:
    _, page = browsing(A + "/")
    assert asked(page, A + "/y")
    with pytest.raises(Unwelcome, match="robots"):
        asked(page, A + "/x/1")


def test_what_stands_before_robots_txt_is_passed_on_its_own_host_only() -> None:
    _, page = browsing(A + "/robots.txt", robots=True)
    assert asked(page, A + "/x/challenge.js")
    with pytest.raises(Unwelcome, match="no other host"):
        asked(page, B + "/")


@pytest.mark.parametrize(
    ("status", "reports", "code"),
    [("ok", 3, 0), ("ok", 0, 1), ("blocked_here", 0, 12), ("blocked_here", 3, 1), ("unreachable", 0, 12),
     ("unreachable", 3, 1)],
)  # fmt: skip
def test_what_was_found_before_a_wall_is_no_failure(
    status: str, reports: int, code: int, tmp_path: Any
) -> None:
    row = {"seed": A, "status": status, "reports": reports, "pages": 9}
    assert Outcome(crawl_id="x", directory=tmp_path, portals=[row], reason="finished").status() == code
