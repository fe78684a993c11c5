"""One crawl, from its plan to its summary: the process that ``xianzhi crawl`` is.

A crawl has a directory, ``crawls/CRAWL-ID/``: ``plan.json`` (what was asked for), ``frontier.db`` (what
is fetched and what waits), ``issues.jsonl``, ``crawl.log``, and at its end ``summary.json``. A crawl
without a summary that says ``finished`` is one to go on with.

Scrapy's exit status is 0 even when every request fails (CHOICES §0.1): the outcome here is computed
from what every portal ended with.
"""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import Collection
from crawler.cli import exits
from crawler.cli.exits import leave
from crawler.configured import settings
from crawler.earlier import held_against
from crawler.extensions.recorder import Recorder
from crawler.leaving import Leaving


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
    """How a crawl ended: what ``--json`` prints, why it stopped (``failure``: the archive's), its files.

    ``least`` is the exit status that it has at least: the corpus may not have taken in what was archived.
    """

    crawl_id: str
    directory: Path
    portals: list[dict[str, Any]]
    reason: str
    failure: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    least: int = exits.DONE

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
        return max(self.least, self._own())

    def _own(self) -> int:
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


def run(
    data: Path,
    collection: Collection,
    directory: Path,
    last: Callable[[Outcome], None] = lambda outcome: leave(outcome.status()),
) -> Outcome:
    """Crawls by the plan in ``directory`` until it is done or told to stop, and writes the summary.

    Must be the main thread: it runs the reactor and takes SIGINT and SIGTERM. ``last`` is called, from
    another thread, where a stop takes too long; it tells of the outcome and ends the process.
    """
    began = time.monotonic()
    plan = _read(directory / "plan.json")
    before = _read(directory / "summary.json").get("counts", {})

    def ended(running: _Running) -> Outcome:
        return _ended(running, directory, before, time.monotonic() - began)

    def too_late(running: _Running) -> None:
        try:
            last(ended(running))
        finally:  # the loop still works on what was to be told of
            leave(exits.INTERRUPTED)

    running = _Running(data, collection, directory, plan, too_late)
    running.go()
    return ended(running)


def _ended(running: "_Running", directory: Path, before: dict[str, Any], seconds: float) -> Outcome:
    """The outcome so far, written down; held against earlier crawls where it is whole."""
    counts, rows = {**before}, running.rows()
    for name, number in running.counts().items():
        counts[name] = counts.get(name, 0) + number
    outcome = Outcome(
        crawl_id=directory.name,
        directory=directory,
        portals=held_against(directory, rows) if running.reason == "finished" else rows,
        reason=running.reason,
        failure=running.failure(),
        counts=counts,
        seconds=round(seconds + before.get("seconds", 0), 2),
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

    def __init__(
        self,
        data: Path,
        collection: Collection,
        directory: Path,
        plan: dict[str, Any],
        last: Callable[["_Running"], None],
    ) -> None:
        from scrapy.crawler import AsyncCrawlerProcess

        self._directory = directory
        self._process = AsyncCrawlerProcess(settings(data, collection.name, directory, plan))
        self._crawler = self._process.create_crawler("county")
        self._plan = plan
        self._reason = "finished"
        self.leaving = Leaving(self._crawler, lambda: last(self))

    def go(self) -> None:
        """Runs until the crawl ends, or is told to."""
        from scrapy import signals

        self.leaving.take()
        self._crawler.signals.connect(self.leaving.opened, signal=signals.spider_opened)
        self._crawler.signals.connect(self._closed, signal=signals.spider_closed)
        task = self._process.crawl(self._crawler, plan=str(self._directory / "plan.json"))
        self._process.start(install_signal_handlers=False)
        ended = task.done() and not task.cancelled() and not self.leaving.left
        if ended and (error := task.exception()) is not None:
            raise error
        self.leaving.mine()

    @property
    def reason(self) -> str:
        """Why it ended."""
        return "interrupted" if self.leaving.asked else self._reason

    def rows(self) -> list[dict[str, Any]]:
        """The summary's row of every portal, those too that a stop left no time to begin."""
        spider: Any = self._crawler.spider
        scopes = spider.scopes.values() if spider is not None else ()
        rows = [scope.row() for scope in list(scopes)]
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

    def _closed(self, reason: str) -> None:
        self._reason = reason


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
