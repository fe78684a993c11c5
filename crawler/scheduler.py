"""One turn of the schedule: what is due is crawled, judged, told; short, and safe to call at any time.

Two turns at once never crawl the same portal nor two portals on one host (locks on hosts). A turn that
was killed leaves its batch open; the next turn resumes it. A portal that was missed for a year is
crawled once, not fifty times: it is due or it is not.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from crawler import alarms, metrics, registry
from crawler.cli.exits import ATTENTION, DISK_FULL, DONE, FAILED, INTERRUPTED, UNUSABLE
from crawler.health import Outcome, State, judge
from crawler.registry import Portal
from crawler.runs import Runs, held, hosts
from crawler.schedule import Due, due
from crawler.years import known_years

Crawl = Callable[[list[str]], tuple[int, dict[str, Any] | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Where the schedule works. ``reading_room`` is the address that alarms lead to."""

    data: Path
    collection: str = "portals"
    at_once: int = 200
    reading_room: str = "http://127.0.0.1:8640"
    crawl_options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a turn did: portals crawled with their new states, alarms, and the exit status."""

    run_id: str
    crawled: dict[str, State]
    changed: tuple[str, ...]
    alarms_failed: tuple[str, ...]
    resumed: bool
    status: int
    answer: dict[str, Any]


def upcoming(office: Office, now: datetime) -> list[Due]:
    """Every portal with its next crawl, soonest first."""
    runs = Runs(office.data)
    try:
        found = [_due(runs, portal, now) for portal in registry.portals(office.data).values()]
    finally:
        runs.close()
    return sorted(found, key=lambda one: (one.at, one.portal.code))


def _due(runs: Runs, portal: Portal, now: datetime) -> Due:
    last = runs.last(portal.code)
    began = datetime.fromisoformat(last[0]) if last else None
    return due(portal, began, last[1] if last else None, now)


def turn(
    office: Office, now: datetime, *, only: frozenset[str] | None = None, crawl: Crawl | None = None
) -> Turn:
    """Does one turn, of ``only`` those codes if given. Raises ``ValueError`` for an unusable registry."""
    crawl = crawl or _subprocess(office)
    waiting = [one.portal for one in upcoming(office, now) if one.at <= now]
    if only is not None:
        waiting = [portal for portal in waiting if portal.code in only]
    runs = Runs(office.data)
    try:
        with ExitStack() as locks:
            begun = runs.open_batch() or []
            batch = list(_free(office, [p for p in waiting if p.code in begun], locks))
            resumed = bool(batch)
            batch = batch or list(_free(office, waiting, locks))[: office.at_once]
            return _batch(office, runs, batch, now, crawl, resumed)
    finally:
        runs.close()


def _free(office: Office, portals: list[Portal], locks: ExitStack) -> Iterator[Portal]:
    """Those whose hosts nobody crawls, one portal a host."""
    taken: set[str] = set()
    for portal in portals:
        if not taken.isdisjoint(hosts(portal)):
            continue
        if locks.enter_context(held(office.data, portal)):
            taken.update(hosts(portal))
            yield portal


def _batch(
    office: Office, runs: Runs, batch: list[Portal], now: datetime, crawl: Crawl, resumed: bool
) -> Turn:
    if not batch:
        return _turn(now, {}, [], [], False, DONE, {})
    status, answer = _crawled(office, runs, batch, now, crawl, resumed)
    ways = alarms.configured(office.data)
    states: dict[str, State] = {}
    changed: list[str] = []
    failures: list[str] = []
    crawled = list(_outcomes(batch, now, status, answer))
    for portal, outcome in crawled:
        states[portal.code], change = _judged(office, runs, portal, outcome, now.date())
        if change:
            changed.append(alarms.sentence(change).splitlines()[0])
            failures += alarms.send(ways, change)
    if status != INTERRUPTED:
        runs.end_batch()
    metrics.write(office.data, runs)
    runs.comes_next(_next(runs, portal, now) for portal, _ in crawled)
    return _turn(now, states, changed, failures, resumed, _status(status, states), answer)


def _next(runs: Runs, portal: Portal, now: datetime) -> dict[str, str]:
    found = _due(runs, portal, now)
    return {"code": portal.code, "at": found.at.astimezone(UTC).isoformat(), "why": found.why}


def _crawled(
    office: Office, runs: Runs, batch: list[Portal], now: datetime, crawl: Crawl, resumed: bool
) -> tuple[int, dict[str, Any]]:
    codes = [portal.code for portal in batch]
    anew = [word for code in codes for word in ("--portal", code)]
    if not resumed:
        runs.begin_batch(codes, now.astimezone(UTC).isoformat())
    status, answer = crawl([*(["--resume"] if resumed else anew), *office.crawl_options])
    if resumed and status == UNUSABLE:  # it was killed before the crawl had begun
        status, answer = crawl([*anew, *office.crawl_options])
    return status, answer or {}


def _turn(
    now: datetime,
    states: dict[str, State],
    changed: list[str],
    failures: list[str],
    resumed: bool,
    status: int,
    answer: dict[str, Any],
) -> Turn:
    return Turn(
        run_id=now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"),
        crawled=states,
        changed=tuple(changed),
        alarms_failed=tuple(failures),
        resumed=resumed,
        status=status,
        answer=answer,
    )


def _judged(
    office: Office, runs: Runs, portal: Portal, outcome: Outcome, today: date
) -> tuple[State, alarms.Change | None]:
    judged = judge(outcome, runs.past(portal.code), known_years(office.data, portal.code), today)
    before = runs.keep(outcome, judged)
    if judged.state == before or (before is None and judged.state == "ok"):
        return judged.state, None
    return judged.state, alarms.Change(
        portal=portal,
        before=before,
        after=judged.state,
        findings=judged.findings,
        at=outcome.began,
        where=f"{office.reading_room}/county/{portal.code}",
    )


def _outcomes(
    batch: list[Portal], now: datetime, status: int, answer: dict[str, Any]
) -> Iterator[tuple[Portal, Outcome]]:
    """The crawl's answer, portal by portal; one it says nothing of was not reached."""
    began = now.astimezone(UTC).isoformat()
    told = {row.get("code") or row.get("seed"): row for row in answer.get("portals", [])}
    for portal in batch:
        row = told.get(portal.code) or told.get(portal.homepage)
        if row is None:
            why = "interrupted" if status in (INTERRUPTED, DISK_FULL) else "failed"
            row = {"status": why, "error": f"the crawl ended with exit status {status} and no word of it"}
        yield portal, _outcome(portal, row, began, str(answer.get("crawl_id", "")))


def _outcome(portal: Portal, row: dict[str, Any], began: str, crawl_id: str) -> Outcome:
    def count(name: str) -> int:
        return int(row.get(name) or 0)

    return Outcome(
        code=portal.code,
        seed=str(row.get("seed", portal.homepage)),
        crawl_id=crawl_id,
        began=began,
        status=str(row.get("status", "ok")),
        pages=count("pages"),
        failed=count("failed"),
        gated=count("gated"),
        lists=count("lists"),
        reports=count("reports"),
        years=tuple(row.get("years") or ()),
        unreadable=count("unreadable"),
        checks_failed=count("checks_failed"),
        error=str(row.get("error") or ""),
    )


def _status(crawl: int, states: dict[str, State]) -> int:
    """The turn's exit status: the crawl's own trouble first, then what the judgement found."""
    if crawl in (UNUSABLE, DISK_FULL, INTERRUPTED):
        return crawl
    bad = [state for state in states.values() if state in ("broken", "blocked_here")]
    if bad and len(bad) * 2 > len(states):
        return FAILED
    return ATTENTION if any(state != "ok" for state in states.values()) else DONE


def _subprocess(office: Office) -> Crawl:
    def crawl(words: list[str]) -> tuple[int, dict[str, Any] | None]:
        where = ["--data", str(office.data), "--collection", office.collection]
        command = [sys.executable, "-m", "crawler.cli", "crawl", *words, *where, "--json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own program
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            return done.returncode, None

    return crawl
