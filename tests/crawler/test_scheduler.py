"""Turns of the schedule, the crawl itself stood in for by a function that answers as it would.

The crawl is the real one in tests/crawler/test_year.py; here the turns' own logic is looked at.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler import child, registry
from crawler.child import Child
from crawler.registry import Portal
from crawler.runs import Runs, held, turn_lock, turning
from crawler.scheduler import Office, turn, upcoming

NOW = datetime(2026, 2, 1, tzinfo=UTC)
CODES = frozenset({"110101", "110102"})


@pytest.fixture
def office(tmp_path) -> Office:
    for code in CODES:
        home = f"http://{code}.test/"
        portal = Portal(code=code, province="甲省", city="乙市", county=f"县{code}", homepage=home)
        registry.add(tmp_path, portal)
    return Office(data=tmp_path)


class Crawls:
    """Answers as ``xianzhi crawl --json`` does, and remembers what it was asked."""

    def __init__(self, status: int = 0, **cells: object) -> None:
        self.asked: list[list[str]] = []
        self.status = status
        self.cells = {"pages": 30, "lists": 2, "reports": 14, "years": [2024, 2025], "status": "ok"} | cells

    def __call__(self, words: list[str]) -> tuple[int, dict | None]:
        self.asked.append(words)
        if self.status not in (0, 1, 12):
            return self.status, None
        rows = [{"code": code, "seed": f"http://{code}.test/"} | self.cells for code in sorted(CODES)]
        return self.status, {"crawl_id": "c1", "portals": rows, "pages": 60, "captures": 60}


def test_what_is_due_is_crawled_once(office):
    crawls = Crawls()
    done = turn(office, NOW, only=CODES, crawl=crawls)
    assert crawls.asked == [["--portal", "110101", "--portal", "110102"]]
    assert done.crawled == {"110101": "ok", "110102": "ok"}
    assert done.status == 0
    assert turn(office, NOW + timedelta(hours=1), only=CODES, crawl=crawls).crawled == {}
    assert len(crawls.asked) == 1


def test_a_year_missed_is_caught_up_once(office):
    crawls = Crawls()
    turn(office, NOW, only=CODES, crawl=crawls)
    turn(office, NOW + timedelta(days=400), only=CODES, crawl=crawls)
    turn(office, NOW + timedelta(days=400, minutes=5), only=CODES, crawl=crawls)
    assert len(crawls.asked) == 2


def test_two_turns_never_take_the_same_host(office):
    portal = registry.portals(office.data)["110101"]
    crawls = Crawls()
    with held(office.data, portal) as got:
        assert got
        turn(office, NOW, only=CODES, crawl=crawls)
    assert crawls.asked == [["--portal", "110102"]]


def test_two_portals_on_one_host_take_turns(office):
    shared = Portal(
        code="110101", province="甲省", city="乙市", county="县", homepage="http://110102.test/a/"
    )
    registry.add(office.data, shared)
    crawls = Crawls()
    turn(office, NOW, only=CODES, crawl=crawls)
    assert crawls.asked == [["--portal", "110101"]]


def test_a_killed_turn_is_resumed(office):
    def killed(words: list[str]) -> tuple[int, dict | None]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        turn(office, NOW, only=CODES, crawl=killed)
    crawls = Crawls()
    done = turn(office, NOW, only=CODES, crawl=crawls)
    assert crawls.asked == [["--resume"]]
    assert done.resumed
    assert turn(office, NOW, only=CODES, crawl=crawls).crawled == {}


def test_a_part_of_an_interrupted_batch_does_not_resume_it(office):
    turn(office, NOW, only=CODES, crawl=Crawls(status=11))
    told: list[str] = []
    crawls = Crawls()
    turn(replace(office, say=told.append), NOW, only=frozenset({"110101"}), crawl=crawls)
    with held(office.data, registry.portals(office.data)["110102"]):
        turn(office, NOW, only=CODES, crawl=crawls)
    assert crawls.asked == []
    assert "waits for 110102" in told[0]
    assert set(turn(office, NOW, only=CODES, crawl=crawls).crawled) == CODES
    assert crawls.asked == [["--resume"]]


def test_an_interrupted_crawl_is_resumed_at_the_next_turn(office):
    interrupted = turn(office, NOW, only=CODES, crawl=Crawls(status=11))
    assert interrupted.status == 11
    crawls = Crawls()
    turn(office, NOW + timedelta(minutes=5), only=CODES, crawl=crawls)
    assert crawls.asked == [["--resume"]]


def test_one_message_a_state_change(office):
    turn(office, NOW, only=CODES, crawl=Crawls())
    broken = Crawls(reports=0, years=[])
    days = (8, 16, 24)
    messages = [turn(office, NOW + timedelta(days=d), only=CODES, crawl=broken) for d in days]
    assert [len(done.changed) for done in messages] == [2, 0, 0]
    assert messages[0].status == 12
    assert "ok → broken" in messages[0].changed[0]
    assert len(turn(office, NOW + timedelta(days=40), only=CODES, crawl=Crawls()).changed) == 2


def states(office: Office) -> dict[str, str]:
    runs = Runs(office.data)
    found = {code: row["state"] for code, row in runs.states().items()}
    runs.close()
    return found


@pytest.mark.parametrize("status", [2, 3, 11, 12, -9, 1])
def test_a_portal_the_crawl_says_nothing_of_keeps_its_state_and_stays_due(office, status):
    turn(office, NOW, only=CODES, crawl=Crawls())
    later = NOW + timedelta(days=8)
    done = turn(office, later, only=CODES, crawl=lambda words: (status, None))
    assert done.crawled == {}
    assert set(done.unfinished) == CODES
    assert done.status in (2, 3, 11, 12)
    assert set(states(office).values()) == {"ok"}
    assert set(turn(office, later, only=CODES, crawl=Crawls()).crawled) == CODES


def test_an_interrupted_portal_keeps_its_state(office):
    turn(office, NOW, only=CODES, crawl=Crawls(reports=0, years=[]))
    half = Crawls(reports=3)
    half.cells["status"] = "interrupted"
    done = turn(office, NOW + timedelta(days=8), only=CODES, crawl=half)
    assert done.crawled == {}
    assert done.changed == ()


def test_a_crawl_that_crashes_every_time_is_begun_anew(office):
    asked = []

    def crashes(words: list[str]) -> tuple[int, None]:
        asked.append(words[0])
        return -9, None

    for minute in range(6):
        assert turn(office, NOW + timedelta(minutes=minute), only=CODES, crawl=crashes).status == 12
    assert asked == ["--portal", "--resume", "--resume", "--resume", "--portal", "--resume"]


def test_a_second_turn_does_nothing_while_one_is_under_way(office):
    crawls, second = Crawls(), Crawls()

    def meanwhile(words: list[str]) -> tuple[int, dict | None]:
        done.append(turn(office, NOW, only=CODES, crawl=second))
        return crawls(words)

    done: list = []
    turn(office, NOW, only=CODES, crawl=meanwhile)
    assert done[0].busy
    assert done[0].status == 0
    assert second.asked == []


def test_a_turn_under_way_for_days_is_told(office):
    with turning(office.data):
        assert turn(office, NOW, only=CODES, crawl=Crawls()).status == 0
        long_ago = time.time() - 4 * 86400
        os.utime(turn_lock(office.data), (long_ago, long_ago))
        assert turn(office, NOW, only=CODES, crawl=Crawls()).status == 1


@pytest.mark.parametrize(("deaf", "status"), [("", -15), ("signal.signal(15, signal.SIG_IGN); ", -9)])
def test_a_crawl_that_writes_nothing_for_long_is_ended(office, monkeypatch, deaf, status):
    folder = office.data / "collections" / "portals" / "crawls" / "1"
    folder.mkdir(parents=True)
    (folder / "crawl.log").touch()
    os.utime(folder / "crawl.log", (1, 1))
    sleeper = [sys.executable, "-c", f"import signal, time; {deaf}print('up', flush=True); time.sleep(60)"]
    monkeypatch.setattr(child, "LOOK", 1.0)
    monkeypatch.setattr(child, "GRACE", 0.2)
    with subprocess.Popen(sleeper, stdout=subprocess.PIPE, text=True) as running:
        assert Child(office.data, "portals")._watched(running) == "up\n"
    assert running.returncode == status


def test_a_wrong_row_of_the_registry_is_told_and_stops_nobody_else(office):
    bad = Portal(
        code="110102",
        province="甲省",
        city="乙市",
        county="县",
        homepage="http://b.test/",
        frequency="often",
    )
    registry.add(office.data, bad)
    done = turn(office, NOW, only=CODES, crawl=Crawls())
    assert set(done.crawled) == {"110101"}
    assert done.status == 1
    assert "110102 县: the frequency 'often'" in done.unusable[0]


def test_a_run_that_found_less_does_not_become_the_measure(office):
    turn(office, NOW, only=CODES, crawl=Crawls())
    fewer = Crawls(years=[2025], reports=13)
    days = (8, 16, 24, 260)
    done = [turn(office, NOW + timedelta(days=d), only=CODES, crawl=fewer) for d in days]
    assert {state for one in done for state in one.crawled.values()} == {"attention"}
    assert [len(one.changed) for one in done] == [2, 0, 0, 0], "one message, not one a run"
    runs = Runs(office.data)
    assert runs.accept("110101") == "ok"
    assert runs.accept("999999") is None
    runs.close()
    last = turn(office, NOW + timedelta(days=300), only=CODES, crawl=fewer)
    assert last.crawled == {"110101": "ok", "110102": "attention"}


def test_the_journal_tells_it_all(office):
    turn(office, NOW, only=CODES, crawl=Crawls())
    turn(office, NOW + timedelta(days=8), only=CODES, crawl=Crawls(reports=0, years=[]))
    lines = [json.loads(line) for line in (office.data / "journal.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["turn_begun", "portal", "portal", "turn_ended"] * 2
    assert lines[5]["state"] == "broken"
    assert "14" in lines[5]["findings"][0]


def test_the_list_says_why(office):
    turn(office, NOW, only=CODES, crawl=Crawls())
    ours = [one for one in upcoming(office, NOW) if one.portal.code in CODES]
    assert {one.why for one in ours} == {"weekly in the season of reports"}


def test_metrics_are_written(office):
    turn(office, NOW, only=CODES, crawl=Crawls())
    text = (office.data / "metrics" / "xianzhi.prom").read_text()
    assert 'xianzhi_portal_state{code="110101",state="ok"} 1.0' in text
    assert 'xianzhi_portal_reports{code="110102"} 14.0' in text


def test_the_store_tells_a_portals_history(office):
    turn(office, NOW, only=CODES, crawl=Crawls())
    runs = Runs(office.data)
    history = runs.history("110101")
    runs.close()
    assert [row["state"] for row in history] == ["ok"]
    assert history[0]["outcome"]["reports"] == 14
