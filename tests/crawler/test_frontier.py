"""The backlog's promises: nothing lost, nothing twice, flat memory; and the frontier's turns."""

import asyncio
import resource
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.core.engine import ExecutionEngine, _Slot
from scrapy.http import Request
from scrapy.utils.reactor import CallLaterOnce

from crawler.backlog import Backlog, Row, key, plain, site
from crawler.frontier import Frontier
from crawler.politeness import Politeness


@pytest.fixture
def backlog(tmp_path: Path) -> Iterator[Backlog]:
    held = Backlog(tmp_path / "frontier.db")
    yield held
    held.close()


def row(url: str, priority: int = 0, portal: int = 1, **more: Any) -> Row:
    return Row(portal=portal, host="a", url=url, priority=priority, **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.gov.cn/x", "https://a.gov.cn/x"),
        ("http://a.gov.cn:80/x#top", "http://a.gov.cn/x"),
        ("https://a.gov.cn:443", "http://a.gov.cn/"),
        ("http://a.gov.cn/x;jsessionid=AB12?b=1", "http://a.gov.cn/x?b=1"),
        ("http://a.gov.cn/x?PHPSESSID=99&b=1", "http://a.gov.cn/x?b=1"),
        ("http://u:p@A.gov.cn/x", "http://a.gov.cn/x"),
        ("http://a.gov.cn?b=1", "http://a.gov.cn/?b=1"),
    ],
)
def test_spellings_of_one_page(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/x", "http://a.gov.cn/X"),
        ("http://a.gov.cn/x?sid=755001&page=1", "http://a.gov.cn/x?sid=755001&page=2"),
        ("http://127.0.0.1:81/x", "http://127.0.0.1:82/x"),
        ("http://a.gov.cn/session.html", "http://a.gov.cn/"),
    ],
)
def test_different_pages(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_plain_keeps_what_counts() -> None:
    assert (
        plain("http://www.a.gov.cn/col/col12/index.html?number=A1")
        == "a.gov.cn/col/col12/index.html?number=A1"
    )
    assert site("https://www.a.gov.cn:8443/x") == "a.gov.cn:8443"


def test_best_first_and_each_once(backlog: Backlog) -> None:
    assert len(backlog.add([row("http://a/1", 5), row("http://a/2", 9), row("http://a/3", 5)])) == 3
    assert backlog.add([row("http://www.a/2", 1)]) == []
    order = []
    while (leased := backlog.lease(1)) is not None:
        order.append(leased.url)
        backlog.acks([leased.id], {})
    assert order == ["http://a/2", "http://a/1", "http://a/3"]
    assert backlog.add([row("http://a/1")]) == []


def test_a_post_is_known_by_its_body(backlog: Backlog) -> None:
    posts = [row("http://a/list", method="POST", body=b"page=%d" % n) for n in (1, 2, 1)]
    assert len(backlog.add(posts)) == 2
    leased = backlog.lease(1)
    assert leased is not None
    assert (leased.method, leased.body) == ("POST", b"page=1")


def test_a_better_promise_raises_a_row_that_waits_and_not_one_that_is_done(backlog: Backlog) -> None:
    backlog.add([row("http://a/1", 1), row("http://a/2", 2)])
    backlog.add([row("http://a/1", 10, meta={"kind": "annual"})])
    leased = backlog.lease(1)
    assert leased is not None
    assert (leased.url, leased.meta) == ("http://a/1", {"kind": "annual"})
    backlog.acks([leased.id], {})
    backlog.add([row("http://a/1", 99)])
    assert backlog.best(1) == 2


def test_a_row_that_was_skipped_can_be_asked_for_after_all(backlog: Backlog) -> None:
    form = row("http://a/1", 5, method="POST", body=b"p=2", meta={"kind": "annual"})
    assert backlog.skip([form]) == [form]
    assert backlog.skip([form]) == []
    assert backlog.lease(1) is None
    assert backlog.add([form]) == [1]
    leased = backlog.lease(1)
    assert leased
    assert (leased.method, leased.body, leased.meta) == ("POST", b"p=2", {"kind": "annual"})
    backlog.acks([leased.id], {})
    assert backlog.add([form]) == []


def test_a_row_that_was_skipped_is_asked_for_as_it_is_added(backlog: Backlog) -> None:
    backlog.skip([row("http://www.a/1")])
    added = backlog.add([row("https://a/1", portal=2)])
    leased = backlog.lease(added[0])
    assert leased and (leased.url, leased.portal) == ("https://a/1", 2)


def test_half_a_character_costs_no_row(backlog: Backlog) -> None:
    bad = row("http://a/x\ud83d", meta={"path": [["http://a/", "年报\ud83d"]]})
    assert len(backlog.add([bad, row("http://a/y")])) == 2
    assert len(backlog.skip([row("http://a/z\ud83d")])) == 1
    assert backlog.known([bad.url]) == {bad.url}
    leased = backlog.lease(1)
    assert leased and leased.url == "http://a/x\ufffd" and leased.meta["path"][0][1] == "年报\ufffd"


def test_known_tells_urls_apart(backlog: Backlog) -> None:
    backlog.add([row(f"http://a/{n}") for n in range(700)])
    asked = [f"https://www.a/{n}" for n in range(650, 750)]
    assert backlog.known(asked) == {f"https://www.a/{n}" for n in range(650, 700)}
    assert backlog.known(asked) == {f"https://www.a/{n}" for n in range(650, 700)}


def test_what_is_leased_at_a_kill_is_queued_again(tmp_path: Path) -> None:
    first = Backlog(tmp_path / "f.db")
    number, _ = first.portal("http://a/", {"pages": 0})
    first.add([row(f"http://a/{n}", n, portal=number) for n in range(4)])
    done, flying = first.lease(1), first.lease(1)
    assert done is not None
    assert flying is not None
    first.acks([done.id], {number: {"pages": 1}})
    first.add([row("http://a/after", 50, portal=number)])  # not acknowledged: its page will come again
    killed = tmp_path / "killed"
    killed.mkdir()
    for left in tmp_path.glob("f.db*"):  # what a SIGKILL would leave on disk now
        shutil.copy(left, killed)
    second = Backlog(killed / "f.db")
    assert second.portal("http://a/", {})[1] == {"pages": 1}
    urls = []
    while (leased := second.lease(1)) is not None:
        urls.append(leased.url)
    assert urls == ["http://a/2", "http://a/1", "http://a/0"]
    second.close()


def test_memory_is_flat_while_rows_are_queued(tmp_path: Path) -> None:
    backlog = Backlog(tmp_path / "f.db")
    batch = [row(f"http://a/warm/{n}", meta={"path": [["http://a/", "x" * 50]]}) for n in range(5000)]
    backlog.add(batch)
    backlog.commit()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for part in range(6):
        backlog.add(
            row(f"http://a/{part}/{n}", meta={"path": [["http://a/", "x" * 50]]}) for n in range(5000)
        )
        backlog.commit()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 40_000  # KiB; SQLite's cache of 16 MiB and what Python keeps, not 30,000 rows
    backlog.close()


@pytest.mark.storm
def test_memory_is_flat_with_a_million_rows(tmp_path: Path) -> None:
    backlog = Backlog(tmp_path / "f.db")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for part in range(200):
        backlog.add(
            row(f"http://a/{part}/{n}", meta={"path": [["http://a/", "x" * 50]]}) for n in range(5000)
        )
        backlog.commit()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80_000
    backlog.close()


class Woken:
    """Stands where the engine's ``nextcall`` does, and counts."""

    def __init__(self) -> None:
        self.times = 0

    def schedule(self) -> None:
        self.times += 1


def frontier(tmp_path: Path, delay: float = 0.0) -> Frontier:
    engine = SimpleNamespace(_slot=SimpleNamespace(nextcall=Woken()))
    made = Frontier(Backlog(tmp_path / "f.db"), Politeness(delay), SimpleNamespace(engine=engine))  # type: ignore[arg-type]
    made.open(SimpleNamespace(parse=lambda response: None, failed=lambda failure: None))  # type: ignore[arg-type]
    return made


def test_names_of_scrapy_that_are_not_public() -> None:
    assert hasattr(ExecutionEngine, "scheduler")
    assert hasattr(CallLaterOnce, "schedule")
    assert "nextcall" in _Slot.__init__.__code__.co_varnames


def test_one_request_a_host_at_a_time(tmp_path: Path) -> None:
    async def run() -> None:
        f = frontier(tmp_path)
        f.add([row("http://a/1"), row("http://a/2"), Row(portal=1, host="b", url="http://b/1")])
        first, second = f.next_request(), f.next_request()
        assert first is not None
        assert second is not None
        assert {first.url, second.url} == {"http://a/1", "http://b/1"}
        assert f.next_request() is None
        assert f.has_pending_requests()
        f.returned(first if first.url.startswith("http://a") else second)
        third = f.next_request()
        assert third is not None
        assert third.url == "http://a/2"

    asyncio.run(run())


def test_a_host_is_left_alone_for_its_delay(tmp_path: Path) -> None:
    async def run() -> None:
        f = frontier(tmp_path, delay=0.1)
        f.add([row("http://a/1"), row("http://a/2")])
        first = f.next_request()
        assert first is not None
        f.politeness.took("a")
        f.politeness.done("a", 200)
        f.returned(first)
        assert f.next_request() is None
        await asyncio.sleep(0.12)
        woken: Any = f._crawler.engine
        assert woken._slot.nextcall.times > 0
        assert f.next_request() is not None

    asyncio.run(run())


def test_requests_of_anybodys_spider_pass_through(tmp_path: Path) -> None:
    async def run() -> None:
        f = frontier(tmp_path)
        assert f.enqueue_request(
            Request("http://a/x", priority=3, meta={"kind": "annual", "noise": object()})
        )
        assert not f.enqueue_request(Request("http://a/x"))
        handed = f.next_request()
        assert handed is not None
        assert (handed.url, handed.priority, handed.meta["kind"]) == ("http://a/x", 3, "annual")

    asyncio.run(run())


def test_a_row_is_acknowledged_when_its_capture_is_on_disk(tmp_path: Path) -> None:
    async def run() -> None:
        f = frontier(tmp_path)
        f.add([row("http://a/1"), row("http://a/2")])
        kept, lost = f.next_request(), None
        assert kept is not None
        recorded: Future[Any] = Future()
        kept.meta["recorded"] = recorded
        f.done(kept)
        assert states(tmp_path) == [1, 0] or states(tmp_path) == []
        recorded.set_result("receipt")
        await asyncio.sleep(0.01)
        assert states(tmp_path) == [2, 0]
        f.returned(kept)
        lost = f.next_request()
        assert lost is not None
        failed: Future[Any] = Future()
        failed.set_exception(OSError("disk full"))
        lost.meta["recorded"] = failed
        f.done(lost)
        f.backlog.commit()
        assert states(tmp_path) == [2, 1]

    asyncio.run(run())


def states(folder: Path) -> list[int]:
    """The states of the rows, as another process would see them."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "f.db")) as db:
        return [state for (state,) in db.execute("SELECT state FROM request ORDER BY id")]


def test_paused_and_retired_portals_wait(tmp_path: Path) -> None:
    async def run() -> None:
        f = frontier(tmp_path)
        f.add([row("http://a/1")])
        f.pause(1)
        assert f.next_request() is None
        assert f.has_pending_requests()
        f.add([row("http://a/2", 9)])  # something new: no longer paused
        handed = f.next_request()
        assert handed is not None
        f.returned(handed)
        f.retire(1)
        assert f.next_request() is None
        assert not f.has_pending_requests()

    asyncio.run(run())


def test_what_is_on_its_way_may_lead_to_more(tmp_path: Path) -> None:
    """A portal ended while its last list was under way, and what the list led to was never asked for."""

    async def run() -> None:
        f = frontier(tmp_path)
        f.add([row("http://a/list", 880), row("http://a/news", 10)])
        request = f.next_request()
        assert request is not None
        assert (f.best(1), f.hopes(1)) == (10, 880)
        f.answered(request)
        assert f.hopes(1) == 10

    asyncio.run(run())
