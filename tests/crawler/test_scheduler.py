"""Turns of the schedule, the crawl itself stood in for by a function that answers as it would.

The crawl is the real one in tests/crawler/test_year.py; here the turns' own logic is looked at.
"""

from datetime import UTC, datetime, timedelta

import pytest

from crawler import registry
from crawler.registry import Portal
from crawler.runs import Runs, held
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


def test_a_portal_the_crawl_says_nothing_of_is_broken_not_ok(office):
    done = turn(office, NOW, only=CODES, crawl=lambda words: (2, None))
    assert set(done.crawled.values()) == {"broken"}
    assert done.status == 2


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
