"""Turns at hosts, on a clock of our own; the gaps on the wire are in test_crawl.py."""

import asyncio
import datetime
import itertools

import pytest

from crawler.politeness import BEIJING, FIRST_BACKOFF, MAX_BACKOFF, Politeness, host_key

INFINITE = float("inf")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def wall(clock: Clock) -> datetime.datetime:
    return datetime.datetime(2026, 11, 22, 8, 0, tzinfo=BEIJING) + datetime.timedelta(
        seconds=clock.now - 100
    )


def polite(clock: Clock, delay: float = 1.0, **options: object) -> Politeness:
    return Politeness(delay, clock=clock, wall=lambda: wall(clock), **options)  # type: ignore[arg-type]


def test_one_connection_and_a_gap(clock: Clock) -> None:
    p = polite(clock)
    assert p.wait("a") == 0
    p.took("a")
    assert p.wait("a") == INFINITE
    assert p.wait("b") == 0
    clock.now += 0.25
    p.done("a", 200)
    assert p.wait("a") == pytest.approx(1.0)
    clock.now += 1.0
    assert p.wait("a") == 0


def test_crawl_delay_only_raises(clock: Clock) -> None:
    p = polite(clock)
    p.crawl_delay("a", 0.1)
    assert p.host("a").delay == 1.0
    p.crawl_delay("a", 3)
    assert p.host("a").delay == 3
    p.crawl_delay("a", 10**9)
    assert p.host("a").delay < 1000


@pytest.mark.parametrize("status", [403, 412, 429, 503])
def test_refusals_double_the_gap_and_good_answers_take_it_back(clock: Clock, status: int) -> None:
    p = polite(clock)
    gaps = []
    for _ in range(9):
        clock.now += p.wait("a")
        p.took("a")
        p.done("a", status)
        gaps.append(p.wait("a"))
    assert gaps[0] == pytest.approx(1 + FIRST_BACKOFF)
    assert gaps[1] == pytest.approx(1 + 2 * FIRST_BACKOFF)
    assert gaps[-1] == pytest.approx(1 + MAX_BACKOFF)
    for _ in range(12):
        clock.now += p.wait("a")
        p.took("a")
        p.done("a", 200)
    assert p.wait("a") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("value", "least"),
    [
        ("120", 120),
        ("Sun, 22 Nov 2026 00:02:00 GMT", 120),
        ("soon", 6),
        ("-5", 6),
        ("99999999999999999999", 3600),
    ],
)
def test_retry_after(clock: Clock, value: str, least: float) -> None:
    p = polite(clock)
    p.took("a")
    p.done("a", 503, value)
    assert p.wait("a") == pytest.approx(least, abs=0.5)


@pytest.mark.parametrize(
    ("spans", "seconds"), [("07:00-09:30", 5400), ("22:00-08:15", 900), ("09:00-10:00", 0)]
)
def test_quiet_hours_are_beijing_time(clock: Clock, spans: str, seconds: float) -> None:
    p = polite(clock)
    p.quiet_hours("a", spans)
    assert p.wait("a") == pytest.approx(seconds)


def test_turns_wait_for_each_other() -> None:
    async def race() -> list[float]:
        p = Politeness(0.05)
        loop = asyncio.get_running_loop()
        times = []

        async def one() -> None:
            await p.turn("a")
            times.append(loop.time())
            await asyncio.sleep(0.01)
            p.done("a", 200)

        await asyncio.gather(*(one() for _ in range(5)))
        return times

    times = asyncio.run(race())
    gaps = [b - a for a, b in itertools.pairwise(times)]
    assert len(times) == 5
    assert min(gaps) >= 0.049


def test_a_cancelled_waiter_does_not_keep_the_turn() -> None:
    async def race() -> bool:
        p = Politeness(0.0)
        await p.turn("a")
        first = asyncio.ensure_future(p.turn("a"))
        second = asyncio.ensure_future(p.turn("a"))
        await asyncio.sleep(0)
        first.cancel()
        p.done("a", 200)
        await asyncio.wait_for(second, 1)
        return True

    assert asyncio.run(race())


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://WWW.a.gov.cn/x", "a.gov.cn"),
        ("https://www.a.gov.cn:443/", "a.gov.cn"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("http://user:pw@a.gov.cn./", "a.gov.cn"),
        ("http://a.gov.cn:99999/", "a.gov.cn"),
    ],
)
def test_host_key(url: str, key: str) -> None:
    assert host_key(url) == key
