"""When an address is asked for again, by what was seen there."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.backlog import Row, key
from crawler.visits import Visit, Visits

URL = "http://a.test/report.html"
DAY = datetime(2026, 2, 1, tzinfo=UTC)


def seen(day: datetime, fingerprint: str = "a", role: str = "report") -> Visit:
    moment = day.isoformat()
    return Visit(
        key=key(URL),
        url=URL,
        seed="http://a.test/",
        role=role,
        fingerprint=fingerprint,
        visited=moment,
        changed=moment,
        interval=0,
    )


@pytest.fixture
def visits(tmp_path):
    store = Visits(tmp_path / "visits.db")
    yield store
    store.close()


def test_an_unchanged_old_report_is_asked_for_ever_more_seldom(visits):
    day, intervals = DAY, []
    for _ in range(14):
        held = visits.saw(seen(day))
        intervals.append(held.interval)
        day += timedelta(days=max(held.interval, 1))
    assert intervals[0] == 30
    assert max(intervals[:4]) <= 30
    assert intervals[-1] == 365
    assert intervals[2:] == sorted(intervals[2:])


def test_a_change_brings_it_back_soon(visits):
    visits.saw(seen(DAY))
    changed = visits.saw(seen(DAY + timedelta(days=31), "b"))
    assert changed.interval == 7.5
    assert changed.changed == (DAY + timedelta(days=31)).isoformat()


def test_home_pages_are_due_in_every_crawl(visits):
    assert visits.saw(seen(DAY, role="home")).due(DAY)
    assert not visits.saw(replace(seen(DAY), key=1)).due(DAY + timedelta(days=29))


def test_a_store_of_another_layout_is_begun_anew(tmp_path):
    with sqlite3.connect(tmp_path / "visits.db") as old:
        old.execute("CREATE TABLE visit (key INTEGER PRIMARY KEY, url TEXT)")
    store = Visits(tmp_path / "visits.db")
    assert store.saw(seen(DAY)).interval == 30
    store.close()


def test_a_row_finds_its_visit_whatever_its_spelling(visits):
    visits.saw(seen(DAY))
    rows = [Row(portal=1, host="a.test", url="https://www.a.test/report.html#top")]
    assert visits.of(rows)[key(URL)].url == URL
    assert visits.of([replace(rows[0], method="POST", body=b"page=2")]) == {}


def test_conditions_are_the_servers_own_validators():
    assert seen(DAY).conditions() == []
    assert replace(seen(DAY), etag='"x"').conditions() == [["If-None-Match", '"x"']]
