"""A year of made-up portals under the real schedule and the real crawl, with a clock of its own.

A second crawl by default; the year of ten portals under ``-m storm``.
"""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler import registry
from crawler.registry import Portal
from crawler.runs import Runs
from crawler.scheduler import Office, turn
from tests.portals import serve
from tests.portals.rehearsal import Year, rehearsal

CHANGES = """
select d.county_id, c.figure, c.old, c.new from changes c join documents d on d.id = c.document_id
"""
DAYS = (date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 25), date(2026, 6, 30), date(2026, 8, 5))
QUIET = ("--allow-private-hosts", "--delay", "0", "--browser", "never")


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def register(data: Path, year: Year, n: int, homepage: str) -> None:
    portal = Portal(
        code=year.codes[n], province="甲省", city="乙市", county=year.names[n], homepage=homepage
    )
    registry.add(data, portal)


def live(data: Path, year: Year, day: date) -> dict[str, str]:
    """One turn on a day; the messages that went out, by code: the state after."""
    for event in year.advance(day):
        if event.kind == "registered":
            register(data, year, event.portal, year.actors[event.portal].elsewhere + "/")
    office = Office(data=data, crawl_options=(*QUIET, "--now", moment(day).isoformat()))
    turn(office, moment(day), only=frozenset(year.codes))
    runs = Runs(data)
    states = {code: row["state"] for code, row in runs.states().items()}
    runs.close()
    return states


def changes(data: Path) -> list[tuple[str, str, float, float]]:
    with closing(sqlite3.connect(data / "corpus.db")) as db:
        return db.execute(CHANGES).fetchall()


@pytest.mark.storm
@pytest.mark.timeout(600)
def test_a_short_year(tmp_path):
    told: dict[int, list[str]] = {n: [] for n in range(10)}
    with rehearsal(10) as year:
        for n, url in enumerate(year.urls):
            register(tmp_path, year, n, url)
        for day in DAYS:
            states = live(tmp_path, year, day)
            for n, code in enumerate(year.codes):
                told[n].append(states[code])
    assert told[0] == ["ok"] * 5, "an uneventful portal raises no alarm"
    assert told[1] == ["ok", "quiet", "quiet", "ok", "ok"], "a late report is missed after its deadline"
    assert told[2] == ["ok"] * 5
    assert told[3] == ["ok", "ok", "broken", "ok", "ok"], "a move is told, and over when it is registered"
    assert told[4] == ["ok", "ok", "broken", "broken", "ok"], "a broken template"
    assert told[5] == ["ok", "ok", "blocked_here", "ok", "ok"], (
        "503 for robots.txt closes a site (RFC 9309)"
    )
    assert told[6] == ["ok", "ok", "broken", "broken", "broken"], "a site that vanished"
    assert told[7] == ["ok", "ok", "blocked_here", "ok", "ok"], "a wall is no missing report"
    assert told[8][2] == "attention", "a report that was withdrawn"
    assert told[9] == ["ok"] * 5, "a new dress raises no alarm"
    corrected = [row for row in changes(tmp_path) if row[1] == "licensing_decisions"]
    assert [(row[0], row[3] - row[2]) for row in corrected] == [(year.codes[2], 9)]
    assert {row[0] for row in changes(tmp_path)} == {year.codes[2]}, "counters and templates make no change"


def test_a_second_crawl_costs_a_tenth(tmp_path):
    with serve(["trs"], scale=0.02) as portals:
        portal = portals["trs"]
        counts, reports = [], []
        for _ in range(2):
            words = ["crawl", portal.url, "--data", str(tmp_path), "--json", *QUIET]
            command = [sys.executable, "-m", "crawler.cli", *words]
            done = subprocess.run(command, capture_output=True, text=True, timeout=100)
            counts.append(len(portal.log))
            reports.append(json.loads(done.stdout)["portals"][0]["years"])
    assert reports[0] == reports[1], "a sparse crawl finds as much as a full one"
    assert 0 < counts[1] - counts[0] <= counts[0] / 10
