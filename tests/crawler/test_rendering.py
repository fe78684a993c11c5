"""Real Chromium through the recording proxy: everything it fetches is archived as it crossed the wire."""

import asyncio
import gzip
import os
import signal
import ssl
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

import archive
from crawler.addresses import Forbidden, Guard
from crawler.recordingproxy import RecordingProxy
from crawler.rendering import Browser, RenderFailed
from crawler.wire.client import Client
from tests.adversary import Case, serve
from tests.adversary.cases import chunked, head, length
from tests.adversary.crawling import crawl

pytestmark = pytest.mark.browser

HTML = b"Content-Type: text/html; charset=utf-8"
OK = b"HTTP/1.1 200 OK"
SCRIPT = b"""
fetch('/data.json').then(r => r.json()).then(d => {
  document.getElementById('list').innerHTML = d.map(t => '<li>' + t + '</li>').join('');
});
document.cookie = 'made=here; path=/';
window.open('/popup'); alert('hello'); navigator.sendBeacon('/beacon', 'x=1');
"""
HOME = """<!doctype html><title>县</title><link rel=stylesheet href=/style.css>
<ul id=list></ul><img src=/moved.png><img src=/cut.png><img src=/missing.png>
<iframe src=/frame></iframe><script src=/script.js></script>""".encode()
DATA = '["2023年年度报告", "2024年年度报告"]'.encode()
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
SITE = {
    "/": length(b"", b"Location: /home?year=2024", b"Set-Cookie: a=1", status=b"302 "),
    "/home?year=2024": head(OK, HTML, b"X-Odd :  v ", b"Transfer-Encoding: chunked", b"set-cookie: b=2")
    + chunked(HOME[:40], HOME[40:], end=b"0\r\nX-Sum: 1\r\n\r\n"),
    "/style.css": length(b"li { color: red }", b"Content-Type: text/css"),
    "/script.js": length(
        gzip.compress(SCRIPT, mtime=0), b"Content-Type: text/javascript", b"Content-Encoding: gzip"
    ),
    "/data.json": b"HTTP/1.0 200 OK\nContent-Type: application/json\nContent-Length: %d\n\n" % len(DATA)
    + DATA,
    "/moved.png": length(b"", b"Location: /pixel.png", status=b"301 Moved"),
    "/pixel.png": length(PIXEL, b"Content-Type: image/png", b"Bad Name: 1"),
    "/cut.png": Case(
        name="cut",
        parts=(head(OK, b"Content-Type: image/png", b"Content-Length: 500") + PIXEL,),
        close=True,
    ),
    "/missing.png": length(b"gone", status=b"404"),
    "/frame": length(b"<p>frame</p>", HTML, status=b"200"),
    "/popup": length(b"<p>popup</p>", HTML),
    "/beacon": head(b"HTTP/1.1 204 No Content"),
    "/favicon.ico": length(b"", status=b"404 Not Found"),
    "/reload": length(
        b"<script>if(!document.cookie){document.cookie='k=1';location.reload()}</script>", HTML
    )
    + b"",
    "/forever": length(b"<script>while(true){}</script>", HTML),
    "/file": length(b"PK\x03\x04", b"Content-Type: application/zip", b"Content-Disposition: attachment"),
    "/ssrf": length(b"<img src=http://169.254.169.254/latest/><p>ok</p>", HTML),
    "/to-metadata": length(b"", b"Location: http://169.254.169.254/latest/", status=b"302 Found"),
}


def render(server, path, tmp_path, *, allowed=True, **options):
    """Renders one page of a server; gives what was rendered, or raises."""

    async def go():
        guard = Guard([(server.host, server.port)] if allowed else None)
        client = Client(guard, tmp_path)
        browser = Browser(
            RecordingProxy(client), suffix="xianzhi/0.1 (+https://example.org)",
            **{"settle": 4, "seconds": 40, **options},
        )  # fmt: skip
        try:
            return await browser.render(server.url(path), record=lambda answer: None)
        finally:
            await browser.close()
            client.close()

    return asyncio.run(go())


@pytest.fixture(scope="module", params=["http", "https"])
def shown(request, tmp_path_factory):
    context = None
    if request.param == "https":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with serve(context) as server:
        server.extra.update(SITE)
        rendered = render(server, "/", tmp_path_factory.mktemp("render"))
    return server, rendered


def test_every_exchange_of_the_page_is_exact(shown):
    server, rendered = shown
    truth = Counter((seen.request, seen.message) for seen in server.log)
    got = Counter((a.exchange.request, a.exchange.response) for a in rendered.captures)
    assert truth - got == Counter() and all(response == b"" for _, response in got - truth)
    paths = {seen.path for seen in server.log}
    wanted = {"/", "/home?year=2024", "/style.css", "/script.js", "/data.json", "/moved.png", "/pixel.png"}
    assert wanted | {"/cut.png", "/missing.png", "/frame"} <= paths


def test_the_page_is_what_a_reader_sees(shown):
    server, rendered = shown
    assert rendered.final_url == server.url("/home?year=2024")
    assert "<li>2024年年度报告</li>" in rendered.dom and "2023年年度报告" in rendered.text
    assert rendered.screenshot.startswith(b"\x89PNG")
    assert rendered.main.exchange.target_uri == rendered.final_url and rendered.main.status == 200
    assert {a.exchange.page_id for a in rendered.captures} == {rendered.page_id}


def test_the_browser_says_who_we_are(shown):
    server, _ = shown
    agents = {
        line
        for seen in server.log
        for line in seen.request.split(b"\r\n")
        if line.startswith(b"User-Agent:")
    }
    assert len(agents) == 1
    (agent,) = agents
    assert b"Chrome/" in agent and agent.endswith(b"xianzhi/0.1 (+https://example.org)")


def test_cookies_come_and_go(shown):
    """Those a script makes too: who has passed a challenge in the browser need not pass it again."""
    assert dict(shown[1].cookies) == {"a": "1", "b": "2", "made": "here"}


def test_addresses_are_refused_in_the_browser_too(tmp_path):
    with serve() as server:
        server.extra.update(SITE)
        page = render(server, "/ssrf", tmp_path)
        assert [reason for url, reason in page.refused if "169.254" in url and "link-local" in reason]
        with pytest.raises(RenderFailed):
            render(server, "/to-metadata", tmp_path, settle=1)
        server.log.clear()
        with pytest.raises(Forbidden):
            render(server, "/ssrf", tmp_path, allowed=False)
        assert server.log == []


def test_what_cannot_be_shown_fails_in_one_line_and_bounded_time(tmp_path):
    with serve() as server:
        server.extra.update(SITE)
        with pytest.raises(RenderFailed, match=r"^not rendered within 4 s$"):
            render(server, "/forever", tmp_path, seconds=4)
        with pytest.raises(RenderFailed, match="ownload") as failed:
            render(server, "/file", tmp_path)
        assert [a.exchange.response for a in failed.value.answers] == [SITE["/file"]]
        with pytest.raises(RenderFailed, match="does not start"):
            render(server, "/", tmp_path, binary="/nowhere/chromium")


def own_browsers():
    """Process ids of the Chromium that this process has started, by way of Playwright's driver."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found, seen = [], {os.getpid()}
    while fresh := {pid for pid, parent in parents.items() if parent in seen} - seen:
        seen |= fresh
    for pid in seen - {os.getpid()}:
        with suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"--disable-quic" in command and b"--type=" not in command:
                found.append(pid)
    return found


def test_a_browser_that_dies_costs_its_page_and_is_started_again(tmp_path):
    async def go(server):
        client = Client(Guard([(server.host, server.port)]), tmp_path)
        browser = Browser(RecordingProxy(client), suffix="xianzhi", settle=1, seconds=30)
        task = asyncio.ensure_future(browser.render(server.url("/slow"), record=lambda answer: None))
        while not server.log:  # noqa: ASYNC110  # the log is another thread's
            await asyncio.sleep(0.05)
        for pid in own_browsers():
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(RenderFailed) as failed:
            await task
        again = await browser.render(server.url("/popup"), record=lambda answer: None)
        await browser.close()
        return str(failed.value), again

    with serve() as server:
        server.extra.update(SITE, **{"/slow": Case(name="slow", parts=(2.0, SITE["/popup"]))})
        why, again = asyncio.run(go(server))
    assert "\n" not in why and again.text.strip() == "popup"
    assert own_browsers() == []


def test_a_scrapy_request_for_a_rendered_page(tmp_path):
    """meta={"browser": True}: the DOM comes back, the archive has page, parts and resources."""
    with serve() as server:
        server.extra.update(SITE)
        urls = [server.url("/"), server.url("/file"), server.url("/to-metadata")]
        result = crawl(
            tmp_path, server, urls, meta={"browser": True}, headers={"Cookie": "old=0"},
            settings={"TEST_ARCHIVE": True, "USER_AGENT": "xianzhi/0.1 (+https://example.org)",
                      "XIANZHI_BROWSER_SETTLE": 3, "COOKIES_ENABLED": False},
        )  # fmt: skip
        truth = Counter((seen.request, seen.message) for seen in server.log)
    pages = {page["asked"]: page for page in result["pages"]}
    home, file = pages[server.url("/")], pages[server.url("/file")]
    assert home["url"] == server.url("/home?year=2024") and home["type"] == "HtmlResponse"
    assert "<li>2024年年度报告</li>" in home["body"].decode()
    assert {cookie.split(b";")[0] for cookie in home["cookies"]} == {b"a=1", b"b=2", b"made=here", b"old=0"}
    assert file["body"] == b"PK\x03\x04" and "ownload" in file["browser"]["browser_failed"]
    ((_, kind, why),) = result["failures"]
    assert kind == "IgnoreRequest" and "link-local" in why
    assert truth - Counter((e.request, e.response) for e in result["exchanges"]) == Counter()
    kinds = {uri.split(":")[2]: (kind, page_id) for uri, kind, _, page_id in result["resources"]}
    assert set(kinds) == {"dom", "text", "screenshot"}
    assert {page_id for _, page_id in kinds.values()} == {home["browser"]["browser_page_id"]}
    assert "Traceback" not in result["log"]
    captures = list(archive.Collection(tmp_path / "data", "portals").captures())
    main = next(capture for capture in captures if capture.target_uri == home["url"])
    assert main.record_id == home["record_id"] and main.payload == HOME
    assert sum(capture.record_type == "resource" for capture in captures) == 3
