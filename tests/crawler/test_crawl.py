"""``xianzhi crawl`` as a person or a script runs it, on portals on loopback."""

import itertools
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from corpus import Catalogue
from crawler.reprocessing import process
from tests.portals import Portal, Portals, serve

sys.path.insert(0, str(Path(__file__).parent))
import crawling

LOCAL = ("--delay", "0", "--allow-private-hosts", "--browser", "never", "--json")


def wanted(portal: Portal) -> list[dict[str, Any]]:
    """The truth of the years that are asked for; 2016 to 2018 are on the second host of ``moved``."""
    return [t for t in portal.truth if 2016 <= t["year"] <= 2019]


@dataclass
class Crawled:
    portals: Portals
    data: Path
    done: "subprocess.CompletedProcess[str]"

    @property
    def answer(self) -> dict[str, Any]:
        return crawling.answer(self.done)

    def row(self, name: str) -> dict[str, Any]:
        return next(row for row in self.answer["portals"] if row["seed"] == self.portals[name].url)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """Three portals crawled side by side; one of them lets nobody in."""
    data = tmp_path_factory.mktemp("crawled")
    with serve(("empire", "waf", "moved"), scale=0.2) as portals:
        done = crawling.crawl(*(p.url for p in portals), "--years", "2016-2019", *LOCAL, data=data)
        yield Crawled(portals, data, done)


def test_every_report_is_found_and_the_wall_is_told_apart(crawled: Crawled) -> None:
    assert crawled.done.returncode == 1, crawled.done.stderr
    truth = {(t["issuer"], t["year"]) for p in crawled.portals for t in wanted(p)}
    assert truth <= crawling.reports(crawled.data)
    found, walled = crawled.row("empire"), crawled.row("waf")
    assert found["status"] == "ok"
    assert found["years"] == [2016, 2017, 2018, 2019]
    assert (walled["status"], walled["reports"], walled["years"]) == ("blocked_here", 0, [])
    assert f"{walled['seed']}: blocked_here" in crawled.done.stderr


def test_the_answer_is_the_contracts(crawled: Crawled) -> None:
    answer = crawled.answer
    assert {"crawl_id", "portals", "pages", "captures", "revisits", "bytes", "seconds"} <= set(answer)
    assert {"seed", "pages", "reports", "years", "status"} <= set(answer["portals"][0])
    assert answer["captures"] >= answer["pages"] > 0
    summary = json.loads((crawling.directory(crawled.data) / "summary.json").read_text("utf-8"))
    assert summary["crawl_id"] == answer["crawl_id"] == crawling.directory(crawled.data).name
    assert summary["finished"] is True


def test_few_requests_and_each_address_once(crawled: Crawled) -> None:
    targets = [hit.target for hit in crawled.portals["empire"].log]
    assert len(targets) < 30 + len(wanted(crawled.portals["empire"]))
    assert len(targets) == len(set(targets))
    assert targets[0] == "/robots.txt"


def test_a_second_home_is_followed_because_navigation_names_it(crawled: Crawled) -> None:
    second = crawled.portals["moved"].site.second
    assert second is not None
    assert any(hit.status == 200 and "robots" not in hit.target for hit in second.log)


def test_robots_and_every_answer_are_in_the_archive(crawled: Crawled) -> None:
    urls = {c.target_uri for c in Collection(crawled.data).captures()}
    portal = crawled.portals["empire"]
    assert {portal.url.rstrip("/") + hit.target for hit in portal.log if hit.method == "GET"} <= urls


def test_how_each_report_was_found_is_kept(crawled: Crawled) -> None:
    held = [c for c in Collection(crawled.data).captures() if c.discovery is not None]
    seed = crawled.portals["empire"].url
    mine = [c.discovery for c in held if c.target_uri.startswith(seed)]
    assert len(mine) >= len(wanted(crawled.portals["empire"]))
    for found in mine:
        assert found is not None
        assert found.seed == seed
        assert found.path[0].url == seed
        assert all(step.url and len(step.anchor) < 200 for step in found.path)
        assert found.crawl_id == crawling.directory(crawled.data).name


def test_the_way_to_a_report_leads_through_its_column(crawled: Crawled) -> None:
    reports = {t["url"] for t in wanted(crawled.portals["empire"])}
    ways = [
        c.discovery.path
        for c in Collection(crawled.data).captures()
        if c.discovery and c.target_uri in reports
    ]
    assert ways
    assert all(len(way) >= 2 and "信息公开" in way[-1].anchor for way in ways)


def test_the_corpus_made_while_crawling_is_the_one_the_archive_makes(crawled: Crawled) -> None:
    with Catalogue(crawled.data / "corpus.db") as catalogue:
        while_crawling = catalogue.digest()
    process(crawled.data, "portals", rebuild=True, tick=lambda: None)
    with Catalogue(crawled.data / "corpus.db") as catalogue:
        assert catalogue.digest() == while_crawling


def test_no_host_is_hurried(tmp_path: Path) -> None:
    with serve(("dede", "gbk"), scale=0.05) as portals:
        crawling.crawl(
            *(p.url for p in portals),
            "--max-pages",
            "7",
            "--delay",
            "0.4",
            "--allow-private-hosts",
            "--browser",
            "never",
            "--years",
            "2021",
            data=tmp_path,
        )
        for portal in portals:
            times = [hit.at for hit in portal.log]
            assert len(times) >= 7
            assert min(b - a for a, b in itertools.pairwise(times)) >= 0.38
        starts = [portal.log[0].at for portal in portals]
        ends = [portal.log[-1].at for portal in portals]
        assert max(starts) < min(ends)  # side by side


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ftp://a.gov.cn/",), "http and https"),
        (("www.a.gov.cn",), "http://"),
        (("http://",), "cannot be read"),
        (("http://a.gov.cn:99999/",), "cannot be read"),
        (("http://127.0.0.1:1/",), "--allow-private-hosts"),
        (("http://169.254.169.254/", "--allow-private-hosts"), "link-local"),
        (("--portal", "000000"), "portals list"),
        (("http://a.gov.cn/", "--years", "2023-2015"), "2015-2023"),
        (("--resume",), "no crawl to go on with"),
        ((), "name a portal"),
    ],
)
def test_unusable_arguments_get_one_line(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    from click.testing import CliRunner

    from crawler.cli import main

    done = CliRunner().invoke(main, ["crawl", *words, "--data", str(tmp_path)])
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("collections/*/crawls/*"))


def test_a_home_page_that_is_not_there(tmp_path: Path) -> None:
    done = crawling.crawl(f"http://127.0.0.1:{closed_port()}/", *LOCAL, data=tmp_path)
    assert done.returncode == 12
    assert crawling.answer(done)["portals"][0]["status"] == "unreachable"
    assert len(done.stderr.splitlines()) == 1


def test_the_rest_is_done_where_one_home_page_is_not_there(tmp_path: Path) -> None:
    with serve(("gbk",), scale=0.05) as portals:
        (portal,) = portals
        done = crawling.crawl(
            f"http://127.0.0.1:{closed_port()}/", portal.url, "--years", "2024-2025", *LOCAL, data=tmp_path
        )
        assert done.returncode == 1
        bad, good = crawling.answer(done)["portals"]
        assert (bad["status"], good["status"]) == ("unreachable", "ok")
        assert good["years"] == [2024, 2025]


def test_a_signal_stops_cleanly_and_resume_ends_the_crawl(tmp_path: Path) -> None:
    with serve(("dede",), scale=0.05) as portals:
        (portal,) = portals
        running = crawling.start(
            portal.url, "--delay", "0.05", "--years", "2016-2017", *LOCAL[2:], data=tmp_path
        )
        wait_for(lambda: len(portal.log) >= 15)
        began = time.monotonic()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        assert time.monotonic() - began < 10
        assert running.returncode == 11, err
        assert json.loads(out)["portals"][0]["status"] == "interrupted"
        done = crawling.crawl("--resume", "--json", data=tmp_path)
        assert done.returncode == 0, done.stderr
        asked = {(t["issuer"], t["year"]) for t in portal.truth if t["year"] in (2016, 2017)}
        assert asked <= crawling.reports(tmp_path)
        targets = [hit.target for hit in portal.log]
        assert len(targets) - len(set(targets)) <= 1  # what was in flight
        again = crawling.crawl("--resume", data=tmp_path)
        assert again.returncode == 2


def wait_for(what: Any, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_scrapys_own_command_runs_the_spider(tmp_path: Path) -> None:
    with serve(("gbk",), scale=0.05) as portals:
        (portal,) = portals
        host = portal.url.split("/")[2]
        words = [
            "-a",
            f"seed={portal.url}",
            "-a",
            "years=2023",
            "-a",
            "max_pages=12",
            "-s",
            "XIANZHI_DELAY=0",
            "-s",
            f"XIANZHI_DATA={tmp_path}",
            "-s",
            f"XIANZHI_ALLOWED_HOSTS={host}",
        ]
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "county", *words],
            cwd=crawling.ROOT,
            text=True,
            capture_output=True,
            timeout=250,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        with closing(sqlite3.connect(tmp_path / "corpus.db")) as db:
            assert db.execute("SELECT count(*) FROM reports WHERE year = 2023").fetchone()[0] >= 1
