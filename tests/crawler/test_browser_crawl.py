"""Crawls that need a browser: once for a challenge, and for text that only a script makes."""

import sys
from pathlib import Path

import pytest

from archive import Collection
from archive.capture import DOM
from corpus import Catalogue, open_corpus
from crawler.reprocessing import process
from tests.adversary import serve as adversary
from tests.adversary.cases import length
from tests.portals import serve
from tests.portals.forms import make

sys.path.insert(0, str(Path(__file__).parent))
import crawling

pytestmark = pytest.mark.browser

LOCAL = ("--delay", "0", "--allow-private-hosts", "--json")
HTML = b"Content-Type: text/html; charset=utf-8"


def test_a_challenge_is_passed_once_and_its_cookie_serves_the_plain_requests(tmp_path: Path) -> None:
    with serve(("challenge",), scale=0.05) as portals:
        (portal,) = portals
        done = crawling.crawl(portal.url, "--years", "2018-2020", *LOCAL, data=tmp_path)
        assert done.returncode == 0, done.stderr
        truth = {(t["issuer"], t["year"]) for t in portal.truth if 2018 <= t["year"] <= 2020}
        assert truth <= crawling.reports(tmp_path)
        agents = [hit.agent for hit in portal.log]
    assert all("xianzhi/" in agent for agent in agents)
    assert 0 < sum("Chrome" in agent for agent in agents) < 8 < len(agents)
    with open_corpus(tmp_path) as corpus:
        assert not [row for row in corpus.db["captures"].rows if row["gate"]]


def shell(number: int, title: str, inner: str) -> tuple[bytes, bytes]:
    """A page whose text a script fetches, some while after it was loaded; and the text."""
    script = (
        f"setTimeout(() => fetch('/text/{number}').then(r => r.text())"
        ".then(t => document.getElementById('app').innerHTML = t), 700)"
    )
    page = f"<!doctype html><title>{title}</title><div id=app></div><script>{script}</script>"
    return length(page.encode(), HTML), length(f"<h1>{title}</h1>{inner}".encode(), b"Content-Type: x/y")


def test_text_that_only_a_browser_makes_is_read_from_its_dom_and_can_be_made_again(tmp_path: Path) -> None:
    made = [make(seed=year, year=year) for year in (2021, 2022)]
    links = "".join(f"<li><a href=/r/{n}.html>{one.title}</a>" for n, one in enumerate(made))
    home = "<title>青岭县人民政府</title><a href=/nb/>政府信息公开年报</a>" + "<a href=/x>新闻</a>" * 6
    with adversary() as server:
        server.extra["/"] = length(home.encode(), HTML)
        server.extra["/nb/"] = length(f"<title>政府信息公开年报</title><ul>{links}</ul>".encode(), HTML)
        for n, one in enumerate(made):
            server.extra[f"/r/{n}.html"], server.extra[f"/text/{n}"] = shell(n, one.title, one.html())
        done = crawling.crawl(server.url("/"), *LOCAL, data=tmp_path)
    assert done.returncode == 0, done.stderr
    with open_corpus(tmp_path) as corpus:
        rows = [row for row in corpus.db["captures"].rows if "/r/" in row["target_uri"]]
        urls = {row["url"] for row in corpus.db["pages"].rows}
        read = {(row["year"], row["edition"]) for row in corpus.db["reports"].rows}
    assert read == {(one.year, one.edition) for one in made}
    assert {server.url("/r/0.html"), server.url("/r/1.html")} <= urls
    assert {row["target_uri"] for row in rows} == {DOM + server.url(f"/r/{n}.html") for n in (0, 1)}
    capture = Collection(tmp_path).capture(rows[0]["record_id"])
    assert capture is not None and capture.record_type == "resource" and capture.discovery is not None
    with Catalogue(tmp_path / "corpus.db") as crawled:
        before = crawled.digest()
    process(tmp_path, "portals", rebuild=True, tick=lambda: None)
    with Catalogue(tmp_path / "corpus.db") as rebuilt:
        assert rebuilt.digest() == before
