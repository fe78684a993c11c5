"""How far the crawl of one portal has come, and when it is enough.

Kept as JSON in the backlog with every acknowledged page, so a resumed crawl goes on where it was.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crawler.backlog import site
from crawler.visits import Visit
from reports.model import Report
from spiders.scoring import PROMISING

FIRST_YEAR = 2008  # the Regulation came into force on 1 May 2008; its first reports are for that year
MAX_PAGES = 3000
WALL = 3  # refusals in a row, after which a path that nobody has tells whether it is the host
UNREADABLE = "unreadable"  # in place of a visit's level
FRUITLESS = 150  # pages in a row that promise a report and hold none, before a portal's promises are vain
# Unpromising pages looked at since anything promising turned up, before the crawl of a portal ends.
PATIENCE = {"known": 0, "covered": 3, "gaps": 15, "nothing": 120}


@dataclass(slots=True, kw_only=True)
class Scope:
    """One portal of a crawl. ``years`` are those wanted (first, last), ``found`` county reports by year.

    ``sites`` are the hosts that are the portal's: the seed's, the registry's, and those that its own
    navigation names as a second home. ``idle`` counts unpromising pages since the last promise.
    """

    seed: str
    code: str | None = None
    years: tuple[int, int] = (FIRST_YEAR, 2100)
    max_pages: int = MAX_PAGES
    patience: int = -1  # unpromising pages in place of PATIENCE's
    sites: list[str] = field(default_factory=list)
    family: str = ""
    quiet_hours: str = ""
    pages: int = 0
    failed: int = 0
    gated: int = 0
    barred: int = 0  # pages that promised a report or a list of them, and were refused
    lists: int = 0
    reports: int = 0
    unreadable: int = 0
    checks_failed: int = 0
    idle: int = 0
    found: list[int] = field(default_factory=list)
    rendered: int = 0
    fruitless: int = 0  # pages that promised a report and held none, since one was found
    spare: list[dict[str, str]] = field(default_factory=list)  # requests for the end (spiders.lastresort)
    spared: int = 0
    refused: int = 0  # answers in a row that let nobody in, or none at all
    open: bool = False  # it said that it is not: closed pages are not asked for twice
    tests: int = 0  # times that a host was asked whether it is the host
    wall: str = ""  # what they were: blocked, away
    reading: int = 0  # candidates that the pipelines have not settled yet
    status: str = ""
    error: str = ""
    began: str = ""

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> "Scope":
        """The scope as :meth:`to_json` left it."""
        return cls(**{**held, "years": tuple(held["years"]), "reading": 0})

    def to_json(self) -> dict[str, Any]:
        """Everything, JSON-able."""
        return {name: getattr(self, name) for name in self.__slots__}  # asdict copies, at every page

    def __post_init__(self) -> None:
        if not self.sites:
            self.sites.append(site(self.seed))

    def wants(self, year: int | None) -> bool:
        """Whether a report of that year is asked for; one whose year is not known is."""
        return year is None or self.years[0] <= year <= self.years[1]

    def wants_all(self, this_year: int) -> bool:
        """Whether no year is left out."""
        return self.years[0] <= FIRST_YEAR and self.years[1] >= this_year

    def covered(self) -> frozenset[int]:
        """The years whose county report was found."""
        return frozenset(self.found)

    def saw(self, meaning: str, why: str, *, kind: str, worth: int) -> None:
        """Counts an answer by what it means; ``worth`` is the priority it was asked with."""
        blocked = meaning == "blocked"
        self.pages += 1
        self.gated += blocked
        self.barred += blocked and worth >= PROMISING
        self.failed += meaning == "away"
        if kind == "home" and meaning in ("blocked", "away", "gone"):
            self.error = f"the home page: {why}"

    def turned(self, refusal: str, told: str, *, kind: str, worth: int) -> None:
        """Counts a redirect that is not followed."""
        self.gated += refusal == "login"
        self.barred += refusal == "login" and worth >= PROMISING
        if kind == "home":
            self.error = f"the home page sends on to another place, {told}"

    def took(self, report: Report) -> None:
        """Counts a report that was stored."""
        self.reports += 1
        self.checks_failed += sum(check.status == "fail" for check in report.checks)
        if report.issuer and report.issuer.level == "county" and report.year:
            self.found.append(report.year)
        self.idle = self.fruitless = 0

    def knew(self, visit: Visit) -> None:
        """Counts what an earlier crawl saw at a page that is still linked and not due."""
        self.unreadable += visit.level == UNREADABLE
        if visit.level not in (None, UNREADABLE) and self.wants(visit.year):
            self.reports += 1
            self.spared += 1
            self.checks_failed += visit.checks
            if visit.level == "county" and visit.year:
                self.found.append(visit.year)
            self.idle = 0

    def enough(self, best: Callable[[], int | None]) -> str | None:
        """Why the portal needs no more requests, or ``None``; ``best`` tells the priority that waits."""
        if self.pages >= self.max_pages:
            return "limit"
        if self.refused > WALL:
            return "refused"
        if self.fruitless > FRUITLESS:
            return "nothing of what is promised is kept"
        if self.reading or self.idle < self._patience():
            return None
        waiting = best()
        return "nothing promising is left" if waiting is None or waiting < PROMISING else None

    def finish(self, why: str) -> None:
        """Gives the portal the status it ends with: ok, limit, blocked_here, unreachable, interrupted.

        A wall that stood at the end is told whatever was found before it: what is missing is behind it.
        """
        if why in ("interrupted", "limit"):
            self.status = why
        elif self.refused >= WALL or (self.barred and not self.reports):
            away = self.refused >= WALL and self.wall == "away"
            self.status = "unreachable" if away else "blocked_here"
            self.error = self.error or "refused"
        elif self.reports or not (self.error or self.gated):
            self.status = "ok"
        elif self.gated and self.gated * 2 >= self.pages + self.failed:
            self.status = "blocked_here"
            self.error = self.error or "refused"
        else:
            self.status = "unreachable" if self.error else "ok"

    def _patience(self) -> int:
        """How many unpromising pages more are worth a look."""
        if self.patience >= 0:
            return self.patience
        if not self.found and not self.reports:
            return PATIENCE["nothing"]
        years = sorted(year for year in set(self.found) if self.wants(year))
        whole = bool(years) and years == list(range(years[0], years[-1] + 1))
        if self.spared:  # an earlier crawl looked there, and what it learned stands
            return PATIENCE["known"]
        return PATIENCE["covered" if whole else "gaps"]

    def row(self) -> dict[str, Any]:
        """The portal's row of the crawl's summary (CONTRACT, ``crawl --json``)."""
        told = ("seed", "code", "pages", "reports", "status", "failed", "gated", "lists", "unreadable",
                "checks_failed", "spared", "error", "began")  # fmt: skip
        return {name: getattr(self, name) for name in told} | {"years": sorted(set(self.found))}
