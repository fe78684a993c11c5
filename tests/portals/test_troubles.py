"""The troublesome portals trouble as they say: challenge, wall, overload, second host, traps."""

import gzip
import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from tests.portals import serve


@pytest.fixture(scope="module")
def portals():
    with serve(("challenge", "waf", "busy", "moved", "traps", "scripted"), scale=0.1) as served:
        yield served


def got(url: str, **headers: str) -> tuple[int, dict, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers)
    answer = connection.getresponse()
    told = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return told


def test_the_challenge_is_passed_by_its_cookie_only(portals):
    url = portals["challenge"].url
    shell = got(url)[2].decode()
    n, m = (
        int(part.partition("=")[2].rstrip(";")) for part in shell.split("var ")[1].split(";")[0].split(",")
    )
    assert "青" not in shell and "网站标识码" not in shell
    assert "网站标识码" in got(url, Cookie=f"C3VK={n * m:x}")[2].decode()


def test_the_wall_refuses_everything_and_has_no_truth(portals):
    assert got(portals["waf"].url)[0] == 403 and got(portals["waf"].url + "robots.txt")[0] == 403
    assert portals["waf"].truth == []


def test_overload_says_how_long_and_is_over_after_that(portals):
    url, seen = portals["busy"].url, []
    for _ in range(30):
        status, headers, _ = got(url)
        seen.append(status)
        if status == 503:
            break
    assert seen[-1] == 503 and int(headers["Retry-After"]) == 1
    time.sleep(1.05)
    assert got(url)[0] == 200


def test_old_years_are_on_the_second_host_only(portals):
    site, truth = portals["moved"].site, portals["moved"].truth
    assert site.second.url + "/" in got(portals["moved"].url)[2].decode()
    hosts = {
        (entry["year"] <= 2018, "{0.scheme}://{0.netloc}".format(urlsplit(entry["url"]))) for entry in truth
    }
    assert hosts == {(True, site.second.url), (False, site.url)}
    assert all(got(entry["url"])[0] == 200 for entry in truth[::9])


def test_lists_made_by_a_script_are_not_in_the_page(portals):
    portal = portals["scripted"]
    paths = {urlsplit(entry["url"]).path for entry in portal.truth}
    page = got(portal.url + "p/annual_county.html")[2].decode()
    assert not any(path in page for path in paths) and "atob(" in page


def test_the_bomb_is_small_on_the_wire_and_large_inside(portals):
    _, headers, body = got(portals["traps"].url + "bomb.html")
    assert headers["Content-Encoding"] == "gzip" and len(body) < 2_000_000
    member = gzip.compress(b" " * 1024 * 1024, 9, mtime=0)
    assert body == member * 1024


def test_the_huge_page_is_made_while_it_is_sent(portals):
    parts = urlsplit(portals["traps"].url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as line:
        line.sendall(b"GET /huge.html HTTP/1.1\r\nHost: x\r\n\r\n")
        read = 0
        while read < 3_000_000:
            read += len(line.recv(1 << 16))
    assert got(portals["traps"].url)[0] == 200


def test_lengths_that_lie(portals):
    url = portals["traps"].url
    for name in ("short.html", "cut.html"):
        with pytest.raises(http.client.IncompleteRead):
            got(url + name)
    assert len(got(url + "long.html")[2]) == 20


def test_redirects_without_end_and_to_forbidden_addresses(portals):
    url = portals["traps"].url
    assert (
        got(url + "loop/a")[1]["Location"] == "/loop/b" and got(url + "loop/b")[1]["Location"] == "/loop/a"
    )
    assert got(url + "loop/long/7")[1]["Location"] == "/loop/long/8"
    assert got(url + "redirect/private")[1]["Location"].startswith("http://169.254.")


@pytest.mark.parametrize(
    "start", ["calendar?d=2026-01-01", "endless/?a=1", "bbs/list.jsp;jsessionid=A1?sid=1", "deep/"]
)
def test_traps_always_lead_further(portals, start):
    page = got(portals["traps"].url + start)[2].decode()
    assert page.count("<a href") > 20


def test_the_control_port_tells_logs_and_truth(portals):
    got(portals["traps"].url + "calendar?d=1")
    with urllib.request.urlopen(portals.control + "/log/traps", timeout=5) as answer:
        assert any(target == "/calendar?d=1" for _, _, target, _, _ in json.load(answer))
    with urllib.request.urlopen(portals.control + "/truth/moved", timeout=5) as answer:
        assert len(json.load(answer)) == 71
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(portals.control + "/log/none", timeout=5)
