"""Replay: the exact entity, ReplayWeb.page in a browser, and that nothing leaves the archive."""

import re
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Request

from archive import Collection
from archive.replay import timestamp
from corpus.readingroom.origins import Origins
from tests.readingroom.conftest import Room

pytestmark = pytest.mark.browser
NAME = "110105-2019"


def address(room: Room, name: str = NAME) -> tuple[str, str]:
    capture = room.triples[name][0]
    return capture.target_uri, timestamp(capture.date)


def replayed(page: Page) -> FrameLocator:
    """The archived page within the room's frame, ReplayWeb.page's element and its application."""
    element = page.frame_locator("iframe.whole").frame_locator("replay-web-page iframe")
    return element.frame_locator("iframe")


def raw(url: str) -> tuple[int, httpx.Headers, bytes]:
    """The bytes as sent, content coding not undone."""
    with httpx.stream("GET", url, trust_env=False, timeout=20) as answer:
        return answer.status_code, answer.headers, b"".join(answer.iter_raw())


def at_home(room: Room, url: str) -> bool:
    """Whether an address is one of the room's, its replay's, or of no server at all."""
    first, last = (int(one.rsplit(":", 1)[1]) for one in (room.url, room.replay))
    port = urlsplit(url).port or 0
    return url.startswith(("data:", "blob:")) or (
        urlsplit(url).hostname == "127.0.0.1" and (port == first or last <= port <= last + 60)
    )


def frame_of(room: Room, name: str) -> str:
    """The origin at which the room's own page replays a capture."""
    url, ts = address(room, name)
    said = room.get(f"/view?url={url}&ts={ts}").text
    return str(re.search(r'src="(http://127\.0\.0\.1:\d+)/view', said)[1])  # type: ignore[index]


def test_each_portal_is_replayed_at_an_origin_of_its_own(room: Room) -> None:
    one, other = frame_of(room, NAME), frame_of(room, "110106-2021")
    assert len({one, other, room.replay, room.url}) == 4
    assert frame_of(room, "110105-2014") == one
    policy = room.get("/").headers["content-security-policy"]
    assert f" {one} " in policy.replace(";", " ;")


def test_a_replayed_page_reads_no_other_portals_pages(room: Room, page: Page) -> None:
    url, ts = address(room)
    other, then = address(room, "110106-2021")
    style = other.split("/zwgk")[0] + "/s.css"
    page.goto(f"{room.url}/view?url={url}&ts={ts}")
    inside = replayed(page)
    inside.locator("h1").wait_for()
    asked = """async paths => { const said = [];
      for (const path of paths) said.push((await fetch(path).catch(e => ({status: 0}))).status);
      return said }"""
    paths = [f"/plain/{ts}id_/{url}", f"/plain/{then}id_/{other}", f"/plain/{then}id_/{style}"]
    view = page.frame_locator("iframe.whole").locator("body")
    assert view.evaluate(f"(e, paths) => ({asked})(paths)", paths) == [200, 404, 200]


def test_what_a_port_was_used_for_before_is_cleared(room: Room) -> None:
    origin = frame_of(room, "110106-2014" if "110106-2014" in room.triples else "110106-2021")
    first, second = (httpx.get(f"{origin}/view", trust_env=False).headers for _ in range(2))
    assert second.get("clear-site-data") is None
    assert first.get("clear-site-data") in ('"storage"', None)  # None where a test has been there


def test_ports_are_lent_and_emptied() -> None:
    origins = Origins([1, 2])
    assert [origins.of(url) for url in ("http://a/x", "http://b/", "http://a/y")] == [1, 2, 1]
    assert [origins.cleaned(1), origins.cleaned(1), origins.cleaned(2)] == [True, False, True]
    assert origins.of("http://c/") == 2  # b was not asked for longest
    assert (origins.host(2), origins.cleaned(2)) == ("c", True)
    assert Origins().of("http://a/") is None


def test_identity_gives_the_exact_entity(room: Room) -> None:
    collection = Collection(room.data)
    for capture in collection.captures():
        ts = timestamp(capture.date)
        status, headers, body = raw(f"{room.url}/replay/{ts}id_/{capture.target_uri}")
        assert (status, body) == (200, capture.payload)
        assert headers.get("content-encoding") == capture.header("Content-Encoding")
        assert headers["content-type"] == capture.header("Content-Type")


def test_what_would_act_on_our_origin_is_renamed(room: Room) -> None:
    url, ts = address(room)
    _, headers, _ = raw(f"{room.url}/replay/{ts}id_/{url}")
    assert "set-cookie" not in headers
    assert "refresh" not in headers
    assert headers["x-archive-orig-set-cookie"] == "jsession=1"
    assert headers["content-security-policy"].startswith("sandbox;")
    assert headers["memento-datetime"] == "Sun, 01 Mar 2020 08:30:00 GMT"


def test_the_nearest_capture_is_taken(room: Room) -> None:
    url, _ = address(room, "110102-2022")
    for asked, wanted in (("2023", "2023"), ("2024", "2023"), ("20250607", "2025"), ("2030", "2025")):
        _, headers, _ = raw(f"{room.url}/replay/{asked}id_/{url}")
        assert wanted in headers["memento-datetime"]


def test_archived_bytes_are_no_script_of_the_room(room: Room) -> None:
    url, ts = address(room)
    for kind, status in (
        ("script", 403),
        ("worker", 403),
        ("style", 403),
        ("document", 200),
        ("iframe", 200),
    ):
        answer = room.get(f"/replay/{ts}id_/{url}", **{"Sec-Fetch-Dest": kind})
        assert answer.status_code == status, kind


def test_what_is_not_archived_is_said_so(room: Room, page: Page) -> None:
    assert room.get("/replay/2020id_/http://nowhere.test/").status_code == 404
    assert room.get("/replay/9999999999id_/http://www.110105.test/").status_code == 404
    answer = page.goto(f"{room.url}/view?url=http://nowhere.test/&ts=2020")
    assert answer is not None
    assert answer.status == 404
    assert "存档中没有这个网址" in page.locator("main").inner_text()


def test_pywb_addresses_lead_to_calendar_and_page(room: Room, page: Page, shots: Path) -> None:
    url, ts = address(room, "110102-2022")
    page.goto(f"{room.url}/replay/*/{url}")
    assert page.locator("td.has").count() == 2
    assert page.locator(".month caption").all_inner_texts() == ["2025-06", "2023-03"]
    page.screenshot(path=shots / "calendar.png", full_page=True)
    page.goto(f"{room.url}/replay/{ts}/{url}")
    assert page.url.startswith(f"{room.url}/view?")
    inside = (
        page.frame_locator("iframe.whole").frame_locator("replay-web-page iframe").frame_locator("iframe")
    )
    assert "2022年" in inside.locator("h1").inner_text()
    page.screenshot(path=shots / "view.png")


def test_replayed_in_the_browser_without_a_failed_part(room: Room, page: Page) -> None:
    """ReplayWeb.page shows text, style and picture; every request stays on the room's own ports."""
    asked: list[Request] = []
    answered: dict[str, int] = {}
    page.on("request", lambda request: asked.append(request))
    page.on("response", lambda response: answered.__setitem__(response.url, response.status))
    url, ts = address(room, "110105-2014")
    page.goto(f"{room.url}/view?url={url}&ts={ts}")
    inside = (
        page.frame_locator("iframe.whole").frame_locator("replay-web-page iframe").frame_locator("iframe")
    )
    assert inside.locator("h1").inner_text() == room.triples["110105-2014"][1].title
    assert inside.locator("#seal").evaluate("e => e.naturalWidth") == 24
    for part in ("s.css", "seal.png", "2014.html"):
        assert any(status == 200 for at, status in answered.items() if at.endswith(part)), part
    assert [one.url for one in asked if not at_home(room, one.url)] == []


def test_a_hostile_page_stays_in_the_archive(room: Room, browser: Browser) -> None:
    """The 2021 pages attack: the live web, the room, the frames around them."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    url, ts = address(room, "110106-2021")
    page.goto(f"{room.url}/view?url={url}&ts={ts}")
    page.wait_for_timeout(3000)
    assert "存档网页" in page.title()
    assert page.url.startswith(f"{room.url}/view")
    assert len(context.pages) == 1
    inside = [one for one in asked if "/rwp/w/archive/" in one]
    assert any(one.endswith("2021.html") for one in inside), "the page was replayed at all"
    # the room itself was asked for its own page and files alone; everything else went to the archive
    own = [one for one in asked if one.startswith(room.url + "/")]
    assert all("/view?" in one or "/static/" in one for one in own), own
    assert [one for one in asked if not at_home(room, one)] == []
    assert [one for one in sockets if not at_home(room, one.replace("ws", "http", 1))] == []
    context.close()


def test_its_script_did_run_and_reached_the_archive_only(room: Room, page: Page) -> None:
    """The attack of the test above is no dud: the page's script runs in the replay's own origin."""
    url, ts = address(room, "110106-2021")
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.goto(f"{room.url}/view?url={url}&ts={ts}")
    page.wait_for_timeout(2500)
    room_port = room.url.rsplit(":", 1)[1]
    assert any(f"mp_/http://127.0.0.1:{room_port}/" in one for one in heard), heard


def test_the_room_may_not_be_framed_and_frames_the_replay_alone(room: Room) -> None:
    policy = room.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert f"frame-src {room.replay}" in policy
    assert "frame-ancestors 'none'" in policy
    view = httpx.get(room.replay + "/view", trust_env=False).headers["content-security-policy"]
    assert f"frame-ancestors 'self' {room.url}" in view


def test_without_their_scripts_the_bytes_are_shown_sealed(room: Room, browser: Browser) -> None:
    """No JavaScript at all: the frame falls back to nothing that runs, and the identity view is there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    url, ts = address(room)
    page.goto(f"{room.replay}/replay/{ts}id_/{url}")
    assert "2019年" in page.locator("h1").inner_text()
    context.close()


def test_replay_origin_serves_nothing_else(room: Room) -> None:
    for path in ("/", "/corpus", "/../pyproject.toml", "/rwp/../view.html", "/vendor/LICENSE", "/plain/x"):
        assert httpx.get(room.replay + path, trust_env=False).status_code == 404, path
    assert httpx.post(room.replay + "/view", trust_env=False).status_code == 405


def test_a_capture_that_is_gone_is_one_line(room: Room) -> None:
    with sqlite3.connect(room.data / "corpus.db") as corpus:
        (name,) = corpus.execute("SELECT id FROM captures LIMIT 1").fetchone()
    assert room.get(f"/capture/{name}/bytes").status_code == 200
    assert room.get(f"/capture/{name}x/bytes").status_code == 404
