"""SIGKILL at any moment, then ``--resume``: every URL, none twice but those in flight, the same reports."""

import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.portals import serve

sys.path.insert(0, str(Path(__file__).parent))
import crawling

YEARS = ("--years", "2016-2019")
LOCAL = ("--allow-private-hosts", "--browser", "never", "--json")


def kill(running: "crawling.subprocess.Popen[str]") -> None:
    """The process and nothing else: what it started ends by itself."""
    assert running.poll() is None, "it had ended before it could be killed"
    os.kill(running.pid, signal.SIGKILL)
    running.communicate(timeout=30)


def killed_and_resumed(tmp_path: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    with serve(("dede",), scale=0.05) as portals:
        (portal,) = portals
        words = [portal.url, *YEARS, "--delay", "0.05", *LOCAL]
        at = 0
        acknowledged: list[tuple[int, set[str]]] = []
        for _ in range(kills):
            running = crawling.start(*words, data=tmp_path)
            words = ["--resume", "--json"]
            at += chance.randint(2, 7)
            end = time.monotonic() + 60
            while len(portal.log) < at and running.poll() is None and time.monotonic() < end:
                time.sleep(0.002)
            kill(running)
            acknowledged.append((len(portal.log), fetched(tmp_path, portal.url)))
        done = crawling.crawl("--resume", "--json", data=tmp_path)
        assert done.returncode == 0, done.stderr
        wanted = {(t["issuer"], t["year"]) for t in portal.truth if 2016 <= t["year"] <= 2019}
        assert crawling.reports(tmp_path) >= wanted
        row = crawling.answer(done)["portals"][0]
        assert row["years"] == [2016, 2017, 2018, 2019]
        assert row["reports"] >= len(wanted)
        for index, done_before in acknowledged:
            after = {hit.target for hit in portal.log[index:]}
            assert not after & done_before


def fetched(data: Path, seed: str) -> set[str]:
    """The targets that are acknowledged on disk."""
    with closing(sqlite3.connect(crawling.directory(data) / "frontier.db")) as db:
        rows = db.execute("SELECT url FROM request WHERE state = 2").fetchall()
    return {url.removeprefix(seed.rstrip("/")) for (url,) in rows}


def test_killed_thrice(tmp_path: Path) -> None:
    killed_and_resumed(tmp_path, 3, 1)


@pytest.mark.storm
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", range(2, 12))
def test_killed_again_and_again(tmp_path: Path, seed: int) -> None:
    killed_and_resumed(tmp_path, 6, seed)
