"""Titles, names, cells and addresses of archived pages are untrusted: they are shown, they do nothing."""

import http.client
import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.corpora import HOSTILE
from tests.readingroom.conftest import Room

pytestmark = pytest.mark.browser
NAME = "110105-2021"


def asked(room: Room, method: str = "GET", path: str = "/", host: str = "") -> http.client.HTTPResponse:
    place = urlsplit(room.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
    connection.request(method, path, headers={"Host": host} if host else {})
    return connection.getresponse()


def test_a_hostile_title_is_text_everywhere(room: Room, page: Page) -> None:
    assert room.triples[NAME][1].title == HOSTILE
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    name = room.report(NAME)
    paths = [
        f"/report/{name}",
        "/search?q=script&year=2021",
        "/county/110105",
        f"/corpus/reports/{name}",
        f"/corpus/pages/{name}",
        f"/corpus/figures?report_id={name}",
        "/corpus?sql=select+title,+'<img+src=x+onerror=alert(2)>'+from+reports+where+title+like+'%25script%25'",
        "/corpus/reports?_search=<script>alert(3)</script>",
        "/search?q=<script>alert(4)</script>&province=<b>",
        "/calendar?url=javascript:alert(5)",
        '/view?url="><script>alert(6)</script>',
        "/portal?seed=<script>alert(7)</script>",
    ]
    for path in paths:
        page.goto(room.url + path)
        assert page.locator("main script, main img, main b:text-is('')").count() == 0, path
    page.goto(f"{room.url}/report/{name}")
    assert page.locator("h1").inner_text() == HOSTILE
    assert HOSTILE in page.locator(".text").inner_text()
    assert alerts == []


def test_no_link_runs(room: Room, page: Page) -> None:
    page.goto(f"{room.url}/report/{room.report(NAME)}")
    links = page.locator("a[href]:not(svg a)").evaluate_all("links => links.map(one => one.protocol)")
    assert set(links) <= {"http:", "https:"}
    assert "evil.exe" in page.locator("#record").inner_text()


def test_policy_leaves_no_inline_code(room: Room, page: Page) -> None:
    """Every page of the room works under its own policy: Chromium has nothing to complain of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    paths = ["/", "/search?q=公开", "/corpus", "/corpus/reports", "/corpus?sql=select+1", "/county/110102"]
    paths += [
        "/corpus/failed_checks",
        f"/corpus/reports/{room.report(NAME)}",
        "/calendar?url=http://x.test/",
    ]
    for path in paths:
        page.goto(room.url + path)
    assert [line for line in said if "Content Security Policy" in line] == []


def test_read_only(room: Room) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert asked(room, method).status == 405, method
    assert asked(room, "HEAD").status == 200
    assert asked(room, "HEAD").read() == b""
    answer = room.get("/corpus.json?sql=delete+from+reports")
    assert answer.status_code == 400
    assert room.get("/corpus.db").status_code in (403, 404)


def test_other_names_for_loopback_are_refused(room: Room) -> None:
    """DNS rebinding: a name of the live web that resolves to 127.0.0.1 reads nothing."""
    for host in ("evil.test", "evil.test:8640", "127.0.0.1.evil.test", "localhost.evil.test", "10.0.0.1"):
        assert asked(room, host=host).status == 421, host
    for host in ("127.0.0.1", "localhost", "[::1]:8640", "127.0.0.2:1"):
        assert asked(room, host=host).status == 200, host


def test_headers_stand_on_every_answer(room: Room) -> None:
    for path in ("/", "/corpus/reports.json", "/static/room.css", "/no/such/page", "/corpus/reports.csv"):
        headers = room.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "default-src 'self'" in headers["content-security-policy"], path
        assert headers["referrer-policy"] == "no-referrer", path


def test_failures_are_one_sentence(room: Room) -> None:
    for path in (
        "/corpus/nothing",
        "/corpus/reports/none",
        "/corpus?sql=select+nothing",
        "/report/%00",
        "/%ff",
    ):
        answer = room.get(path)
        assert answer.status_code in (200, 302, 400, 404), path
        assert "Traceback" not in answer.text, path
    said = json.loads(room.get("/corpus/nothing.json").text)
    assert said["ok"] is False
    assert re.search(r"\w", said["error"])
    assert "Traceback" not in (room.data / "stderr.log").read_text()
