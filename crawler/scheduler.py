"""One turn of the schedule: what is due is crawled, judged, told; short, and safe to call at any time.

One turn at a time works on a data folder; within a turn no two portals of one host are crawled, and no
portal that somebody else crawls (locks on hosts). A turn that was killed leaves its batch open; the next
turn resumes it. A portal that was missed for a year is crawled once, not fifty times: it is due or it is
not. A portal that the crawl says nothing of, or did not finish, keeps its state and stays due.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler import alarms, journal, metrics, registry
from crawler.child import Child
from crawler.cli.exits import ATTENTION, DISK_FULL, DONE, FAILED, INTERRUPTED, UNUSABLE
from crawler.health import Outcome, State, judge
from crawler.outbox import Outbox
from crawler.registry import Portal
from crawler.runs import Runs, held, hosts, turn_lock, turning
from crawler.schedule import Due, due
from crawler.years import known_years

Crawl = Callable[[list[str]], tuple[int, dict[str, Any] | None]]
LONGEST = 3 * 86400.0  # seconds that a turn may take before the next ones say so
KNOWN = frozenset({DONE, ATTENTION, UNUSABLE, DISK_FULL, INTERRUPTED, FAILED})
FEW = 20  # portals that nobody wonders at
_WAITS = "it goes on when all of them are chosen and nobody else crawls their hosts"
GOES_ON = frozenset({DISK_FULL, INTERRUPTED})  # exit statuses of a crawl that --resume goes on with


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Where the schedule works. ``reading_room`` is the address that alarms lead to; ``say`` takes a
    sentence for the operator.
    """

    data: Path
    collection: str = "portals"
    at_once: int = 200
    reading_room: str = "http://127.0.0.1:8640"
    crawl_options: tuple[str, ...] = ()
    say: Callable[[str], None] = lambda sentence: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a turn did: portals crawled with their new states, those left for the next turn, changes,
    alarms that failed, rows of the registry that cannot be used, and the exit status.
    """

    run_id: str
    status: int = DONE
    crawled: dict[str, State] = field(default_factory=dict)
    unfinished: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    alarms_failed: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()
    resumed: bool = False
    busy: bool = False
    answer: dict[str, Any] = field(default_factory=dict)


def upcoming(office: Office, now: datetime) -> list[Due]:
    """Every usable portal with its next crawl, soonest first."""
    runs = Runs(office.data)
    try:
        rows = (row for row in registry.portals(office.data).values() if not any(registry.faults(row)))
        found = [_due(runs, portal, now) for portal in rows]
    finally:
        runs.close()
    return sorted(found, key=lambda one: (one.at, one.portal.code))


def unusable(data: Path) -> tuple[str, ...]:
    """A sentence for every row of the registry that is left out of the schedule."""
    rows = registry.portals(data).values()
    return tuple(f"{row.code} {row.county}: {why}" for row in rows for why in registry.faults(row))


def _due(runs: Runs, portal: Portal, now: datetime) -> Due:
    last = runs.last(portal.code)
    if last is None:
        return due(portal, None, None, now)
    return due(portal, last.began, last.state, now, in_row=last.in_row)


def turn(
    office: Office, now: datetime, *, only: frozenset[str] | None = None, crawl: Crawl | None = None
) -> Turn:
    """Does one turn, of ``only`` those codes if given. Raises ``ValueError`` for an unusable registry."""
    left_out = unusable(office.data)
    with turning(office.data) as ours:
        if not ours:
            return Turn(run_id=_name(now), status=_waited(office.data), busy=True, unusable=left_out)
        waiting = [one.portal for one in upcoming(office, now) if one.at <= now]
        runs = Runs(office.data)
        try:
            done = _chosen(office, runs, waiting, only, now, crawl or Child(office.data, office.collection))
        finally:
            runs.close()
    return _ended(office.data, done, left_out)


def _waited(data: Path) -> int:
    """The exit status of a turn that found another one under way: that one may have come to nothing."""
    since = time.time() - turn_lock(data).stat().st_mtime
    return ATTENTION if since > LONGEST else DONE


def _ended(data: Path, done: Turn, left_out: tuple[str, ...]) -> Turn:
    unwell = bool(left_out or done.alarms_failed)
    status = done.status or (ATTENTION if unwell else DONE)
    done = replace(done, unusable=left_out, status=status)
    if not (done.crawled or done.unfinished or done.alarms_failed):
        return done
    journal.note(data, "turn_ended", run_id=done.run_id, crawled=done.crawled, unfinished=done.unfinished,
                 unusable=done.unusable, alarms_failed=done.alarms_failed, exit=done.status)  # fmt: skip
    return done


def _chosen(
    office: Office, runs: Runs, due_: list[Portal], only: frozenset[str] | None, now: datetime, crawl: Crawl
) -> Turn:
    """The batch that was left open, or a new one of what is due; each portal's hosts held meanwhile.

    A batch is gone on with whole or not at all: the crawl that is resumed visits all of it.
    """
    with ExitStack() as locks:
        begun = runs.open_batch() or []
        left = [portal for portal in due_ if portal.code in begun]
        waiting = [portal for portal in due_ if only is None or portal.code in only]
        batch = list(_free(office, [portal for portal in waiting if portal in left], locks))
        waits = [portal.code for portal in left if portal not in batch]
        if waits:
            office.say(f"an interrupted batch of {len(left)} portals waits for {_some(waits)}: {_WAITS}")
            waiting, batch = [portal for portal in waiting if portal not in left], []
        resumed = bool(batch) and runs.tried_again()
        batch = batch or list(_free(office, waiting, locks))[: office.at_once]
        if batch and not (resumed or waits):
            runs.end_batch()  # it is begun anew, or nothing of it is due
        if batch:
            office.say(_plan(len(batch), len(waiting), resumed=resumed))
        return _batch(office, runs, batch, now, crawl, resumed)


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:FEW]) + (" …" if len(codes) > FEW else "")


def _plan(now: int, due_: int, *, resumed: bool) -> str:
    what = "goes on with" if resumed else "crawls"
    fewer = "; --own, --only and --at-once take fewer" if due_ > FEW else ""
    return f"this turn {what} {now} of the {due_} portals that are due{fewer}"


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
        return Turn(run_id=_name(now), alarms_failed=_tell(office, [], crawl))
    codes = [portal.code for portal in batch]
    journal.note(office.data, "turn_begun", run_id=_name(now), portals=codes, resumed=resumed)
    status, answer = _crawled(office, runs, codes, now, crawl, resumed)
    told = list(_outcomes(batch, now, answer))
    judged = [(portal, *_judged(office, runs, portal, outcome, now)) for portal, outcome in told]
    if status == UNUSABLE or (told and status in KNOWN - GOES_ON):
        runs.end_batch()
    runs.comes_next(_next(runs, portal, now) for portal, _ in told)
    changes = [change for _, _, change in judged if change]
    failures = _tell(office, changes, crawl, len(judged))
    metrics.write(office.data, runs)
    states = {portal.code: state for portal, state, _ in judged}
    return Turn(
        run_id=_name(now),
        status=_status(status, states),
        crawled=states,
        unfinished=tuple(code for code in codes if code not in states),
        changed=tuple(alarms.sentence(change).splitlines()[0] for change in changes),
        alarms_failed=failures,
        resumed=resumed,
        answer=answer,
    )


def _tell(office: Office, changes: list[alarms.Change], crawl: Crawl, crawled: int = 0) -> tuple[str, ...]:
    """What changed, and what an earlier turn could not send; where this one is told to stop it waits."""
    outbox = Outbox(office.data)
    try:
        return tuple(
            outbox.send(alarms.letters(changes, crawled), lambda: getattr(crawl, "stopping", False))
        )
    finally:
        outbox.close()


def _next(runs: Runs, portal: Portal, now: datetime) -> dict[str, str]:
    found = _due(runs, portal, now)
    return {"code": portal.code, "at": found.at.astimezone(UTC).isoformat(), "why": found.why}


def _crawled(
    office: Office, runs: Runs, codes: list[str], now: datetime, crawl: Crawl, resumed: bool
) -> tuple[int, dict[str, Any]]:
    anew = [word for code in codes for word in ("--portal", code)]
    if not resumed:
        runs.begin_batch(codes, now.astimezone(UTC).isoformat())
    options = () if resumed else office.crawl_options
    status, answer = crawl([*(["--resume"] if resumed else anew), *options])
    if resumed and status == UNUSABLE:  # it was killed before the crawl had begun, or after it was done
        status, answer = crawl([*anew, *office.crawl_options])
    return status, answer or {}


def _name(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _judged(
    office: Office, runs: Runs, portal: Portal, outcome: Outcome, now: datetime
) -> tuple[State, alarms.Change | None]:
    measure = runs.measure(portal.code)
    past = (measure,) if measure else ()
    judged = judge(outcome, past, known_years(office.data, portal.code), now.date())
    before = runs.keep(outcome, judged)
    findings = [finding.sentence for finding in judged.findings]
    journal.note(office.data, "portal", code=portal.code, county=portal.county, crawl_id=outcome.crawl_id,
                 before=before, state=judged.state, findings=findings, pages=outcome.pages,
                 reports=outcome.reports, failed=outcome.failed, years=outcome.years)  # fmt: skip
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
    batch: list[Portal], now: datetime, answer: dict[str, Any]
) -> Iterator[tuple[Portal, Outcome]]:
    """The crawl's answer, portal by portal: those that it came to an end with."""
    began = now.astimezone(UTC).isoformat()
    told = {row.get("code") or row.get("seed"): row for row in answer.get("portals", [])}
    for portal in batch:
        row = told.get(portal.code) or told.get(portal.homepage)
        if row is not None and row.get("status") != "interrupted":
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
    if crawl in GOES_ON:
        return crawl
    if not states:  # it crashed, was killed, or refused what it was asked for
        return UNUSABLE if crawl == UNUSABLE else FAILED
    bad = [state for state in states.values() if state in ("broken", "blocked_here")]
    if bad and len(bad) * 2 > len(states):
        return FAILED
    return ATTENTION if any(state != "ok" for state in states.values()) else DONE
