"""A year of made-up portals under the real schedule and the real crawl, with a clock of its own.

    scripts/bench years [--portals 30] [--until 2026-12-31] [--kills 12] [--seed 1] [--json]

Every turn is ``crawler.scheduler.turn`` with the crawl as a process of its own; some crawls are killed at
a random moment and resumed by the next turn. Printed at the end: every event with the day it was noticed,
false alarms, and what first and later crawls asked for.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from typing import Any

from crawler import registry
from crawler.child import Child
from crawler.registry import Portal
from crawler.runs import Runs
from crawler.scheduler import Office, Turn, turn, upcoming
from crawler.years import known_years
from tests.portals.rehearsal import START, Event, Year, rehearsal

QUIET = ("--allow-private-hosts", "--delay", "0", "--browser", "never")
CHANGES = """
select count(*) from changes c join documents d on d.id = c.document_id
where d.county_id = ? and d.year = ? and c.kind = 'changed'
"""
PAGE_DUE = """
select max(julianday(visited) + interval) from visit where seed = ? and year = ? and level = 'county'
"""
STEP = timedelta(days=3)  # the machine is on every third night; what was due meanwhile is caught up


@dataclass(slots=True, kw_only=True)
class Row:
    """One event of the table: ``looked`` is the first crawl that could have seen it, ``noticed`` the one
    that did."""

    event: Event
    looked: date | None = None
    noticed: date | None = None
    page_due: date | None = None

    @property
    def is_told(self) -> bool:
        """Whether anything ought to be noticed at all."""
        event = self.event
        return event.state is not None or event.change or event.kind == "publishes"

    @property
    def in_time(self) -> bool:
        """Noticed by the first crawl that could see it; nothing to notice before there was one."""
        return not self.is_told or self.noticed == self.looked


class Killed:
    """The crawl, killed with all its processes at a random moment of some of its runs."""

    def __init__(self, child: Child, chance: random.Random, kills: int, turns: int) -> None:
        self._child, self._chance = child, chance
        self._turns = set(chance.sample(range(turns), min(kills, turns)))
        self._at = 0
        self.kills = 0

    def __call__(self, words: list[str]) -> tuple[int, dict[str, Any] | None]:
        self._at += 1
        if self._at - 1 not in self._turns:
            return self._child(words)
        timer = threading.Timer(self._chance.uniform(1.0, 6.0), self._kill)
        timer.start()
        done = self._child(words)
        timer.cancel()
        return done

    def _kill(self) -> None:
        running = self._child._running
        if running is not None and running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            self.kills += 1


@dataclass(slots=True, kw_only=True)
class Lived:
    """What a year showed."""

    rows: list[Row] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    turns: int = 0
    kills: int = 0
    seconds: float = 0.0

    def missed(self) -> list[Row]:
        return [row for row in self.rows if not row.in_time]


class Life:
    """The year as it is lived: the clock, the operator, and what is written down."""

    def __init__(self, data: Path, year: Year, crawl: Killed) -> None:
        self.data, self.year, self.crawl = data, year, crawl
        self.lived = Lived()
        self.told: dict[int, list[str]] = {n: [] for n in range(len(year.codes))}
        self.codes = frozenset(year.codes)
        for n, url in enumerate(year.urls):
            self.register(n, url)

    def register(self, n: int, homepage: str) -> None:
        name = self.year.names[n]
        row = Portal(code=self.year.codes[n], province="甲省", city="乙市", county=name, homepage=homepage)
        registry.add(self.data, row)

    def day(self, now: datetime) -> None:
        """Everything up to now happens, and then a turn; again where it was killed."""
        for event in self.year.advance(now.date()):
            self.happened(event, now)
        options = (*QUIET, "--now", now.isoformat())
        office = Office(data=self.data, crawl_options=options)
        for _ in range(4):
            before = [len(actor.site.log) for actor in self.year.actors]
            done = turn(office, now, only=self.codes, crawl=self.crawl)
            self.lived.turns += 1
            self.asked(done, before)
            self.saw(done, now.date())
            if not done.unfinished:
                return
        raise AssertionError(f"{now}: {done.unfinished} were not crawled, exit {done.status}")

    def happened(self, event: Event, now: datetime) -> None:
        row = Row(event=event)
        if event.kind == "registered":
            self.register(event.portal, self.year.actors[event.portal].elsewhere + "/")
        elif event.kind == "accepted":
            with closing(Runs(self.data)) as runs:
                state = runs.accept(self.year.codes[event.portal])
            self.told[event.portal].append(str(state))
            row.noticed = row.looked = now.date()
        if event.change:
            row.page_due = self.page_due(event)
        self.lived.rows.append(row)

    def page_due(self, event: Event) -> date:
        with closing(sqlite3.connect(self.data / "collections/portals/visits.db")) as db:
            url = self.year.urls[event.portal]
            (day,) = db.execute(PAGE_DUE, (url, event.year)).fetchone()
        return date(2000, 1, 1) + timedelta(days=int(day - 2451544.5 + 0.999))

    def asked(self, done: Turn, before: list[int]) -> None:
        """Requests of a whole crawl of a portal, by its own access log."""
        for n, code in enumerate(self.year.codes):
            if code in done.crawled and not done.resumed:
                count = len(self.year.actors[n].site.log) - before[n]
                (self.lived.later if self.told[n] else self.lived.first).append(count)

    def saw(self, done: Turn, today: date) -> None:
        for n, code in enumerate(self.year.codes):
            if code in done.crawled:
                if self.told[n][-1:] != [done.crawled[code]]:
                    self.told[n].append(done.crawled[code])
                for row in self.lived.rows:
                    if row.event.portal == n and row.is_told and row.noticed is None:
                        self.look(row, code, done, today)

    def look(self, row: Row, code: str, done: Turn, today: date) -> None:
        """Whether a crawl of today could see the event, and whether it did."""
        event = row.event
        if row.page_due and today < row.page_due:
            return
        if event.state is None and done.crawled[code] in ("blocked_here", "broken"):
            return  # nobody was let in
        row.looked = row.looked or today
        if event.state is not None:
            seen = done.crawled[code] == event.state
        elif event.change:
            with closing(sqlite3.connect(self.data / "corpus.db")) as db:
                seen = db.execute(CHANGES, (code, event.year)).fetchone()[0] > 0
        else:
            seen = event.year in known_years(self.data, code)
        row.noticed = today if seen else None

    def next(self, now: datetime) -> datetime:
        """The end of the night in which the next portal is due."""
        due = [one for one in upcoming(Office(data=self.data), now) if one.portal.code in self.codes]
        night = due[0].at.astimezone(UTC).replace(hour=22, minute=30, second=0, microsecond=0)
        return max(night, now + STEP)

    def ended(self) -> Lived:
        """Every change of state that no event stands for is a false alarm."""
        for n, states in self.told.items():
            wanted = ["ok"] + [e.state for e in self.year.events if e.portal == n and e.state]
            wanted = wanted[: len(states)] if wanted[: len(states)] == states else wanted
            if states != wanted:
                self.lived.false.append(f"portal {n}: {' → '.join(states)} (wanted {' → '.join(wanted)})")
        self.lived.kills = self.crawl.kills
        return self.lived


def live(data: Path, portals: int, until: date, kills: int, seed: int, *, tell: bool = False) -> Lived:
    """A year from its first day until that one."""
    began = time.monotonic()
    with rehearsal(portals) as year:
        crawl = Killed(Child(data, "portals"), random.Random(seed), kills, 60)
        life = Life(data, year, crawl)
        now = datetime(START.year, START.month, START.day, 22, 30, tzinfo=UTC)
        while now.date() <= until:
            life.day(now)
            if tell:
                print(
                    now.date(),
                    {n: s[-1] for n, s in life.told.items() if s[-1:] != ["ok"]},
                    file=sys.stderr,
                )
            now = life.next(now)
        lived = life.ended()
    lived.seconds = time.monotonic() - began
    return lived


def shown(lived: Lived) -> str:
    """The table and what follows from it."""
    head = f"{'day':<11}{'portal':>6}  {'event':<12}{'told as':<14}{'could see':<12}{'noticed':<12}"
    lines = [head]
    for row in sorted(lived.rows, key=lambda r: (r.event.day, r.event.portal)):
        event = row.event
        days = [str(day or "-") for day in (row.looked, row.noticed)] if row.is_told else ["", "no alarm"]
        cells = f"{event.day!s:<11}{event.portal:>6}  {event.kind:<12}{_wanted(row):<14}"
        lines.append(f"{cells}{days[0]:<12}{days[1]:<12}{'' if row.in_time else '  MISSED'}")
    lines += [f"false alarm: {sentence}" for sentence in lived.false]
    return "\n".join([*lines, json.dumps(figures(lived))])


def _wanted(row: Row) -> str:
    event = row.event
    change = "new version" if event.change else "new report" if row.is_told else "nothing"
    return event.state or change


def figures(lived: Lived) -> dict[str, Any]:
    later = lived.later or [0]
    return {
        "events": sum(row.is_told for row in lived.rows), "missed": len(lived.missed()),
        "false_alarms": len(lived.false), "turns": lived.turns, "kills": lived.kills,
        "first_requests_median": median(lived.first), "later_requests_median": median(later),
        "later_requests_mean": round(mean(later), 1), "later_crawls": len(later),
        "later_of_first": round(median(later) / median(lived.first), 3),
        "seconds": round(lived.seconds),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--portals", type=int, default=30)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 12, 31))
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="years-") as folder:
        lived = live(Path(folder), asked.portals, asked.until, asked.kills, asked.seed, tell=True)
    if asked.json:
        rows = [asdict(row) for row in lived.rows]
        print(json.dumps(figures(lived) | {"rows": rows, "false": lived.false}, default=str))
    else:
        print(shown(lived))
    raise SystemExit(bool(lived.missed() or lived.false))


if __name__ == "__main__":
    main()
