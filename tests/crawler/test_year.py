"""A year of made-up portals under the real schedule and the real crawl, with a clock of its own.

Three weeks of one portal by default; the year of thirty under ``-m storm``.
"""

import json
import subprocess
import sys
from datetime import date

import pytest

from tests.bench.years import live, shown
from tests.portals.rehearsal import rehearsal

QUIET = ("--allow-private-hosts", "--delay", "0", "--browser", "never")


@pytest.mark.storm
@pytest.mark.timeout(3600)
def test_a_year_of_thirty_portals(tmp_path):
    """What ``scripts/bench years`` prints, with kills at random moments."""
    lived = live(tmp_path, 30, date(2026, 12, 31), kills=12, seed=1)
    assert lived.missed() == [], shown(lived)
    assert lived.false == [], shown(lived)


@pytest.mark.timeout(200)
def test_three_weeks_of_one_portal(tmp_path):
    """A new report, noticed by the first crawl that could see it; no alarm, and few requests."""
    lived = live(tmp_path, 1, date(2026, 1, 26), kills=0, seed=3)
    told = [row for row in lived.rows if row.is_told]
    assert [(row.event.kind, row.noticed is not None) for row in told] == [("publishes", True)]
    assert max(lived.later) < min(lived.first)
    assert lived.missed() == [], shown(lived)
    assert lived.false == [], shown(lived)


def test_a_second_crawl_costs_a_tenth(tmp_path):
    """Also of a small portal: robots.txt, the home page and the county's own list. The second one of the
    three says 200 for what it has not, and is asked about that in every crawl."""
    with rehearsal(3) as year:
        for actor, url in list(zip(year.actors, year.urls, strict=True))[::2]:
            counts, reports = [0], []
            for _ in range(2):
                words = ["crawl", url, "--data", str(tmp_path), "--json", *QUIET]
                command = [sys.executable, "-m", "crawler.cli", *words]
                done = subprocess.run(command, capture_output=True, text=True, timeout=100)
                counts.append(len(actor.site.log))
                reports.append(json.loads(done.stdout)["portals"][0]["years"])
            assert reports[0] == reports[1], "a sparse crawl finds as much as a full one"
            assert 0 < counts[2] - counts[1] <= counts[1] / 10
