"""One crawl, from its plan to its summary: the process that ``xianzhi crawl`` is.

A crawl has a directory, ``crawls/CRAWL-ID/``: ``plan.json`` (what was asked for), ``frontier.db`` (what
is fetched and what waits), ``issues.jsonl``, ``crawl.log``, and at its end ``summary.json``. A crawl
without a summary that says ``finished`` is one to go on with.

Scrapy's exit status is 0 even when every request fails (CHOICES §0.1): the outcome here is computed
from what every portal ended with.
"""

import asyncio
import contextlib
import json
import multiprocessing
import secrets
import signal
import sqlite3
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import Collection
from crawler.cli import exits
from crawler.configured import settings
from crawler.earlier import held_against
from crawler.extensions.recorder import Recorder

CLEAN_STOP = 6.0  # seconds for what is under way after the first signal; a clean stop takes at most ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One portal of a plan. ``years`` are the first and the last one wanted."""

    seed: str
    code: str | None = None
    years: tuple[int, int] = (1990, 2100)
    max_pages: int = 3000
    family: str = ""
    sites: tuple[str, ...] = ()
    quiet_hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a crawl is asked for. ``private`` lets in the private hosts that are named.

    ``afresh`` forgets what earlier crawls saw; ``now`` is the clock by which pages are due (rehearsals).
    """

    portals: tuple[Portal, ...]
    browser: str = "auto"
    delay: float = 1.0
    private: bool = False
    afresh: bool = False
    now: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a crawl ended: what ``--json`` prints, why it stopped (``failure``: the archive's), its files."""

    crawl_id: str
    directory: Path
    portals: list[dict[str, Any]]
    reason: str
    failure: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def answer(self) -> dict[str, Any]:
        """The object of ``crawl --json`` (CONTRACT)."""
        count = self.counts.get
        return {
            "crawl_id": self.crawl_id,
            "portals": self.portals,
            "pages": sum(row["pages"] for row in self.portals),
            "captures": count("response", 0) + count("revisit", 0) + count("resource", 0),
            "revisits": count("revisit", 0),
            "bytes": count("bytes", 0),
            "seconds": self.seconds,
        }

    def status(self) -> int:
        """The exit status (CONTRACT)."""
        if self.reason == "disk_full":
            return exits.DISK_FULL
        if self.reason == "archive_failed":
            return exits.FAILED
        if self.reason != "finished":
            return exits.INTERRUPTED
        shut = [row for row in self.portals if row["status"] in ("blocked_here", "unreachable")]
        bad = [row for row in shut if not row["reports"]]  # what was found before a wall is not a failure
        if len(bad) * 2 > len(self.portals):
            return exits.FAILED
        unwell = any(row["status"] != "ok" or not row["reports"] or row.get("less") for row in self.portals)
        return exits.ATTENTION if unwell else exits.DONE


def begin(collection: Collection, plan: Plan) -> Path:
    """The directory of a new crawl, with its plan."""
    name = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
    directory = collection.crawls_dir / name
    directory.mkdir(parents=True)
    _write(directory / "plan.json", asdict(plan))
    return directory


def unfinished(collection: Collection) -> Path | None:
    """The last crawl that did not finish."""
    for directory in sorted(collection.crawls_dir.glob("*/"), reverse=True):
        if (directory / "plan.json").is_file():
            return None if _read(directory / "summary.json").get("finished") else directory
    return None


def run(data: Path, collection: Collection, directory: Path) -> Outcome:
    """Crawls by the plan in ``directory`` until it is done or told to stop, and writes the summary.

    Must be the main thread: it runs the reactor and takes SIGINT and SIGTERM.
    """
    began = time.monotonic()
    plan = _read(directory / "plan.json")
    before = _read(directory / "summary.json").get("counts", {})
    running = _Running(data, collection, directory, plan)
    running.go()
    counts = {**before}
    for name, number in running.counts().items():
        counts[name] = counts.get(name, 0) + number
    seconds = round(time.monotonic() - began + before.get("seconds", 0), 2)
    outcome = Outcome(
        crawl_id=directory.name,
        directory=directory,
        portals=held_against(directory, running.rows()),
        reason=running.reason,
        failure=running.failure(),
        counts=counts,
        seconds=seconds,
    )
    write_summary(outcome)
    return outcome


def _unbegun(portal: dict[str, Any]) -> dict[str, Any]:
    counts = ("pages", "reports", "failed", "gated", "lists", "unreadable", "checks_failed", "spared")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    told = {"seed": portal["seed"], "code": portal.get("code"), "status": "", "error": "", "began": now}
    return told | dict.fromkeys(counts, 0) | {"years": []}


def write_summary(outcome: Outcome) -> None:
    """``summary.json``: the answer, whether the crawl finished, and the counts to go on from."""
    counts = {**outcome.counts, "seconds": outcome.seconds}
    told = {**outcome.answer(), "finished": outcome.reason == "finished", "reason": outcome.reason}
    _write(outcome.directory / "summary.json", {**told, "exit": outcome.status(), "counts": counts})


class _Running:
    """A crawl under way: Scrapy's process, and the way it is stopped."""

    def __init__(self, data: Path, collection: Collection, directory: Path, plan: dict[str, Any]) -> None:
        from scrapy.crawler import AsyncCrawlerProcess

        self._directory = directory
        self._process = AsyncCrawlerProcess(settings(data, collection.name, directory, plan))
        self._crawler = self._process.create_crawler("county")
        self._plan = plan
        self._signals = 0
        self._left = False
        self.reason = "finished"

    def go(self) -> None:
        """Runs until the crawl ends."""
        from scrapy import signals

        self._crawler.signals.connect(self._opened, signal=signals.spider_opened)
        self._crawler.signals.connect(self._closed, signal=signals.spider_closed)
        task = self._process.crawl(self._crawler, plan=str(self._directory / "plan.json"))
        self._process.start(install_signal_handlers=False)
        if (
            not self._left
            and task.done()
            and not task.cancelled()
            and (error := task.exception()) is not None
        ):
            self.reason = "failed"
            raise error

    def rows(self) -> list[dict[str, Any]]:
        """The summary's row of every portal, those too that a stop left no time to begin."""
        spider: Any = self._crawler.spider
        scopes = spider.scopes.values() if spider is not None else ()
        rows = [scope.row() for scope in scopes]
        begun = {row["seed"] for row in rows}
        rows += [_unbegun(portal) for portal in self._plan["portals"] if portal["seed"] not in begun]
        return [{**row, "status": row["status"] or "interrupted"} for row in rows]

    def counts(self) -> dict[str, int]:
        """What the recorder counted."""
        recorder = self._crawler.get_extension(Recorder)
        return dict(recorder.counts) if recorder else {}

    def failure(self) -> str:
        """What kept the archive from going on."""
        recorder = self._crawler.get_extension(Recorder)
        return str(recorder.failure) if recorder and recorder.failure else ""

    def _opened(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)

    def _closed(self, reason: str) -> None:
        self.reason = reason

    def _stop(self) -> None:
        """The first signal: what is under way is finished. The second, or six seconds: not even that."""
        self._signals += 1
        self.reason = "interrupted"
        engine = self._crawler.engine
        loop = asyncio.get_running_loop()
        if self._signals == 1 and engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason="interrupted"))
            loop.call_later(CLEAN_STOP, self._leave)
        elif self._signals > 1:
            self._leave()

    def _leave(self) -> None:
        """Leaves with what is on disk: rows without an acknowledgement are asked for again."""
        if not self._left:
            self._left = True
            self._leaving = asyncio.ensure_future(self._give_up())

    async def _acknowledged(self) -> None:
        """What the archive has told as kept by now is not asked for again."""
        await asyncio.sleep(0.05)  # the acknowledgements that the writer's end brought
        backlog = getattr(getattr(self._crawler.engine, "scheduler", None), "backlog", None)
        if backlog is not None:
            with contextlib.suppress(sqlite3.Error):  # closed already
                backlog.commit()

    async def _give_up(self) -> None:
        from twisted.internet import reactor

        recorder = self._crawler.get_extension(Recorder)
        try:
            if recorder is not None:
                with contextlib.suppress(TimeoutError, OSError):  # the next writer mends what this one left
                    await asyncio.wait_for(recorder.close(), 3)
            await self._acknowledged()
        finally:  # whatever else was wrong
            for reader in multiprocessing.active_children():
                reader.terminate()
            # Scrapy's stop waits for every item and every request; one that never ends must not keep us.
            asyncio.get_running_loop().call_later(1, reactor.crash)  # type: ignore[misc]
            reactor.stop()  # type: ignore[misc]  # zope gives it no self


def _read(path: Path) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held


def _write(path: Path, value: dict[str, Any]) -> None:
    """Whole or not at all."""
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
    draft.replace(path)
