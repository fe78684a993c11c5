"""A run held against its past: each rule finds its event, and a quiet year raises no alarm."""

from dataclasses import replace
from datetime import date

import pytest

from crawler.health import Outcome, judge

GOOD = Outcome(
    code="130123",
    seed="http://a.test/",
    crawl_id="c1",
    began="2026-02-01T00:00:00Z",
    pages=40,
    lists=3,
    reports=14,
    years=tuple(range(2012, 2026)),
)
KNOWN = frozenset(GOOD.years)
SUMMER = date(2026, 7, 1)


def state(run: Outcome, past=(GOOD,), known=KNOWN, today=SUMMER) -> tuple[str, list[str]]:
    judged = judge(run, tuple(past), known, today)
    return judged.state, [finding.kind for finding in judged.findings]


def test_an_unchanged_portal_is_ok():
    assert state(replace(GOOD, crawl_id="c2")) == ("ok", [])


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"status": "blocked_here", "pages": 1, "gated": 1, "reports": 0}, ("blocked_here", ["refused"])),
        ({"status": "failed", "pages": 0, "reports": 0, "error": "503 for all"}, ("broken", ["silent"])),
        ({"failed": 60}, ("broken", ["failing"])),
        ({"failed": 8}, ("attention", ["failing"])),
        ({"reports": 0, "years": ()}, ("broken", ["none"])),
        ({"years": tuple(range(2012, 2025)), "reports": 13}, ("attention", ["lost"])),
        ({"reports": 5}, ("attention", ["fewer"])),
        ({"lists": 0}, ("broken", ["template"])),
        ({"unreadable": 2}, ("attention", ["unreadable"])),
        ({"checks_failed": 9}, ("attention", ["checks"])),
    ],
)
def test_each_event_is_found(cells, wanted):
    assert state(replace(GOOD, **cells)) == wanted


def test_the_deadline_is_known():
    late = replace(GOOD, years=tuple(range(2012, 2025)))
    known = frozenset(late.years)
    assert state(late, (late,), known, date(2026, 3, 30)) == ("ok", [])
    assert state(late, (late,), known, date(2026, 4, 8)) == ("quiet", ["overdue"])


def test_a_first_run_that_finds_nothing_is_quiet_not_broken():
    first = replace(GOOD, reports=0, years=(), lists=0)
    assert state(first, (), frozenset()) == ("quiet", ["overdue"])
