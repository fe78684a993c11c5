"""A portal's last run held against its own past and against what is due: pure, with the clock given.

States: ``ok``; ``attention`` (something is less than it was); ``blocked_here`` (the site refuses us from
where we run, which says nothing of its reports); ``broken`` (we can no longer read the site); ``quiet``
(all works, and the report that is due has not appeared).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["ok", "attention", "blocked_here", "broken", "quiet"]
# worst first: the state of a run is the worst of what was found
ORDER: tuple[State, ...] = ("blocked_here", "broken", "attention", "quiet", "ok")

FAILED_SHARE_BROKEN = 0.5
FAILED_SHARE_ATTENTION = 0.1
LEAST_PAGES = 5
# Findings that say a run found less than was known: what was known before stays the measure.
LESS = frozenset({"refused", "silent", "failing", "none", "lost", "fewer", "template"})
WHOLE = ("ok", "limit")  # ways in which a run ends of itself
# A county government's report is due by 31 March (Regulation of 2019, art. 49); a week for the post.
DEADLINE = (4, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one run found on one portal. ``years`` are those of county reports, of this run alone."""

    code: str
    seed: str
    crawl_id: str
    began: str
    ended: str = ""
    status: str = "ok"
    pages: int = 0
    failed: int = 0
    gated: int = 0
    lists: int = 0
    reports: int = 0
    years: tuple[int, ...] = ()
    unreadable: int = 0
    checks_failed: int = 0
    error: str = ""
    short: bool = False  # it found less than was known; no later run is held against it


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was, and the state that it speaks for."""

    kind: str
    state: State
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The state of a portal after a run, and every finding behind it."""

    state: State
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a rule looks at: this run, the last good one, the years in the corpus, and the day."""

    run: Outcome
    last: Outcome | None
    known: frozenset[int]
    today: date


Rule = Callable[[Case], Iterator[Finding]]


def judge(run: Outcome, past: tuple[Outcome, ...], known_years: frozenset[int], today: date) -> Judgement:
    """``past`` are earlier runs, newest last; ``known_years`` the years the corpus holds already."""
    good = [o for o in past if is_measure(o)]
    case = Case(run=run, last=good[-1] if good else None, known=known_years, today=today)
    found = tuple(f for rule in RULES for f in rule(case))
    return Judgement(state=state_of(found), findings=found)


def is_measure(run: Outcome) -> bool:
    """Whether later runs may be held against this one."""
    return run.status in WHOLE and run.reports > 0 and not run.short


def state_of(findings: Iterable[Finding]) -> State:
    """The worst state that any finding speaks for."""
    spoken_for = {finding.state for finding in findings}
    return next((state for state in ORDER if state in spoken_for), "ok")


def refused(case: Case) -> Iterator[Finding]:
    """The site turned us away: a block page, a challenge that is not passed, robots.txt."""
    run = case.run
    if run.status == "blocked_here" or (run.gated * 2 > run.pages > 0 and not run.reports):
        share = f"{run.gated} of {run.pages} answers were refusals: " if run.pages else ""
        why = share + (run.error or "block pages")
        yield Finding(kind="refused", state="blocked_here", sentence=why)


def silent(case: Case) -> Iterator[Finding]:
    """The site did not answer, or most of its pages failed."""
    run = case.run
    if run.status in ("failed", "unreachable"):
        why = run.error or "the home page did not answer"
        yield Finding(kind="silent", state="broken", sentence=why)
        return
    asked = run.pages + run.failed
    share = run.failed / asked if asked >= LEAST_PAGES else 0.0
    if share > FAILED_SHARE_ATTENTION:
        state: State = "broken" if share > FAILED_SHARE_BROKEN else "attention"
        yield Finding(kind="failing", state=state, sentence=f"{run.failed} of {asked} pages failed")


def fewer(case: Case) -> Iterator[Finding]:
    """It found less than the last good run did."""
    run, last = case.run, case.last
    if last is None or run.status not in WHOLE:
        return
    if run.reports == 0:
        sentence = f"no report where the last good run found {last.reports}"
        yield Finding(kind="none", state="broken", sentence=sentence)
    elif lost := sorted(set(last.years) - set(run.years)):
        years = ", ".join(map(str, lost))
        yield Finding(
            kind="lost", state="attention", sentence=f"no longer found: {years} (kept in the archive)"
        )
    elif run.reports < last.reports * 0.8:
        sentence = f"{run.reports} reports where the last good run found {last.reports}"
        yield Finding(kind="fewer", state="attention", sentence=sentence)


def template(case: Case) -> Iterator[Finding]:
    """The list page no longer matches: pages come, but nothing on them is recognised as a list."""
    run, last = case.run, case.last
    if last and last.lists and not run.lists and run.pages >= LEAST_PAGES and run.status in WHOLE:
        yield Finding(
            kind="template",
            state="broken",
            sentence="the list page no longer matches what is known of this site; has it been rebuilt?",
        )


def unreadable(case: Case) -> Iterator[Finding]:
    """Reports that could not be read, or checks that fail more often than they did."""
    run, last = case.run, case.last
    if run.unreadable:
        sentence = f"{run.unreadable} pages that should be reports could not be read"
        yield Finding(kind="unreadable", state="attention", sentence=sentence)
    before = last.checks_failed if last else None
    if before is not None and run.checks_failed > 2 * before + 5:
        sentence = f"{run.checks_failed} checks failed, {before} last time"
        yield Finding(kind="checks", state="attention", sentence=sentence)


def overdue(case: Case) -> Iterator[Finding]:
    """The deadline is over, the site works, and the report of last year has not appeared."""
    wanted, today = case.today.year - 1, case.today
    over = (today.month, today.day) >= DEADLINE and case.run.status in WHOLE
    if over and wanted not in case.known | set(case.run.years):
        sentence = f"the report for {wanted} was due on 31 March {today.year} and is not there"
        yield Finding(kind="overdue", state="quiet", sentence=sentence)


# one line a rule; each speaks for the state it names
RULES: tuple[Rule, ...] = (refused, silent, fewer, template, unreadable, overdue)
