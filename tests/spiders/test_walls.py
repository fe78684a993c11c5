"""Whether a page or a host refuses us, and what the portal's status says of it."""

import dataclasses

import pytest
from scrapy.http import Request

from crawler.politeness import Politeness
from spiders import walls
from spiders.answers import Answer, judged
from spiders.scope import WALL, Scope

SEED = "http://a.gov.cn/"


def answer(status: int, gate: str | None = None) -> Answer:
    return Answer(
        url=SEED + "x.html", status=status, headers=(), body=b"x", meta={"tries": 9},
        request=Request(SEED), gate=gate,
    )  # fmt: skip


def met(scope: Scope, status: int, gate: str | None = None) -> str | None:
    one = answer(status, gate)
    verdict = judged(one)
    test = walls.met(scope, one, verdict)
    scope.saw(verdict.meaning, verdict.why, kind="report", worth=500)
    return test


@pytest.mark.parametrize(
    ("status", "told"), [(403, "blocked_here"), (200, "blocked_here"), (502, "unreachable")]
)
def test_a_wall_in_the_middle_ends_the_portal_and_is_told(status: int, told: str) -> None:
    scope = Scope(seed=SEED)
    assert met(scope, 200) is None
    scope.reports = 3
    gate = "waf" if status == 200 else None
    tests = [met(scope, status, gate) for _ in range(WALL)]
    assert tests[:-1] == [None] * (WALL - 1) and tests[-1] and tests[-1].startswith(SEED + "xianzhi-probe")
    walls.tested(scope, answer(status, gate), Politeness())
    why = scope.enough(lambda: 900)
    assert why
    scope.finish(why)
    assert scope.status == told


def test_pages_that_are_closed_do_not_end_a_host_that_answers() -> None:
    scope = Scope(seed=SEED)
    met(scope, 200)
    for _ in range(WALL):
        met(scope, 403)
    assert walls.tries(scope) > 0
    politeness = Politeness(delay=1.0)
    politeness.done("a.gov.cn", 403)
    assert politeness.wait("a.gov.cn") > 2
    walls.tested(scope, answer(404), politeness)
    assert politeness.wait("a.gov.cn") <= 1
    assert scope.enough(lambda: 900) is None and walls.tries(scope) == 0
    scope.finish("nothing promising is left")
    assert scope.status == "blocked_here"  # what promised reports was refused: not the same as none


def test_who_asks_for_hours_is_left_for_another_time() -> None:
    for value in (b"7200", b"Fri, 31 Dec 9999 23:59:59 GMT"):
        scope = Scope(seed=SEED)
        one = dataclasses.replace(answer(503), headers=((b"Retry-After", value),))
        assert walls.met(scope, one, judged(one)) is None
        assert walls.standing(scope)
        assert scope.enough(lambda: 900) == "refused"
        scope.finish("refused")
        assert scope.status == "unreachable" and "left alone" in scope.error


def test_a_silent_host_ends_the_portal() -> None:
    scope = Scope(seed=SEED)
    met(scope, 200)
    assert [bool(walls.silent(scope, SEED)) for _ in range(WALL)] == [False] * (WALL - 1) + [True]
    walls.tested(scope, None, Politeness())
    assert scope.enough(lambda: 900) == "refused"


def test_a_home_page_that_refuses_needs_no_test() -> None:
    scope = Scope(seed=SEED)
    assert [walls.met(scope, answer(403), judged(answer(403))) for _ in range(WALL + 2)] == [None] * (
        WALL + 2
    )


def test_a_portal_without_reports_that_lets_everybody_in_is_ok() -> None:
    scope = Scope(seed=SEED)
    met(scope, 200)
    scope.finish("nothing promising is left")
    assert scope.status == "ok"
