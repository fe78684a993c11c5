"""What a crawl need not ask for again, by what earlier crawls saw (crawler.visits).

A report that is not due counts as found when a link to it is met, and a page that is not due is taken as
it was: where it led is looked at as if it had been fetched. So a sparse crawl finds as much as a full
one; a report that is no longer linked is missed, and health says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, Self

from scrapy.crawler import Crawler
from scrapy.http import Request

from crawler.backlog import Row, key
from crawler.items import Candidate
from crawler.politeness import host_key
from crawler.visits import Role, Visit, Visits, identity
from spiders.answers import Answer
from spiders.reader import LONGEST_PATH
from spiders.scope import UNREADABLE, Scope
from spiders.scoring import COLUMN

LINKED = frozenset({"report", "document"})
ARTICLES = frozenset({"report", "document", "article"})  # their links are no list, whatever they name
OFTEN = frozenset({"annual", "year", "issuers", "disclosure"})  # reports may appear there, empty or not
HERE = 2  # years of the county's own reports on a list, from which on it is asked for in every crawl
WEEK = 6.5  # days after which a list with one of them is asked for: it may have been withdrawn
MOST_LEADS = 2000


class Skips(Protocol):
    """What takes in the rows that are not asked for and tells those that are new; with what they told."""

    def skip(self, rows: Iterable[Row]) -> list[Row]: ...

    def keep(self, portal: int, state: dict[str, Any]) -> None: ...


class Memory:
    """The visits of a collection, as one crawl uses them. Without a file it remembers nothing."""

    def __init__(self, path: Path | None, now: datetime | None = None) -> None:
        self._now = now
        self._visits = Visits(path) if path else None

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The memory of a crawl: settings XIANZHI_VISITS (a file) and XIANZHI_NOW (for rehearsals)."""
        path, now = crawler.settings.get("XIANZHI_VISITS"), crawler.settings.get("XIANZHI_NOW")
        return cls(Path(path) if path else None, datetime.fromisoformat(now) if now else None)

    @property
    def now(self) -> datetime:
        """The crawl's clock."""
        return self._now or datetime.now(UTC)

    def close(self) -> None:
        """Closes the file."""
        if self._visits:
            self._visits.close()

    def wanted(
        self, rows: list[Row], scopes: Mapping[int, Scope], skips: Skips, *, moved: bool = False
    ) -> list[Row]:
        """The rows worth asking for; what is not due is counted as found, and looked behind.

        ``moved``: the page they stand on is not as it was, so what stood on its further pages moved too,
        and the host may answer otherwise for a path that nobody has.
        """
        if not self._visits or not rows:
            return rows
        asked, portal = [], rows[0].portal
        scope = scopes[portal]
        further = {identity(row) for row in rows if moved and _moves(row)}
        while rows:
            known = self._visits.of(rows)
            earlier = [(row, self._earlier(known.get(identity(row)), scope)) for row in rows]
            spared = []
            for row, visit in earlier:
                if visit and self._spares(row, visit) and identity(row) not in further:
                    spared.append(row)
                else:
                    asked.append(_conditional(row, visit))
            rows = []
            for row in skips.skip(spared):
                visit = known[identity(row)]
                scope.knew(visit)
                rows += self._behind(visit, row)
        # Another portal's page may be acknowledged first, and then a kill: skipped, and not counted.
        skips.keep(portal, scope.to_json())
        return asked

    def _spares(self, row: Row, visit: Visit) -> bool:
        """Whether a row need not be asked for: not due, and not where the county's own reports appear."""
        if row.meta.get("kind") == "home" or visit.due(self.now):
            return False
        if visit.role not in ("list", "more"):
            return True
        years = len(self._years_on(visit.key))
        weekly = years > 0 and row.meta.get("kind") != "year"
        return years < HERE and not (weekly and replace(visit, interval=WEEK).due(self.now))

    def _years_on(self, key: int) -> set[int]:
        """The years of the county's own reports that a list, or the years' lists on it, led to."""
        rows = self._leads(key)
        years = [row for row in rows if row.meta.get("kind") == "year"]
        rows += [behind for row in years for behind in self._leads(identity(row))]
        assert self._visits
        found = self._visits.of(rows).values()
        return {visit.year for visit in found if visit.level == "county" and visit.year}

    def _earlier(self, visit: Visit | None, scope: Scope) -> Visit | None:
        """A visit of an earlier crawl. One of this very crawl says nothing: where it was killed before
        the page was acknowledged, ``--resume`` has to ask for the page and for all it led to.
        """
        return visit if visit is not None and visit.visited < self._began(scope) else None

    def _behind(self, visit: Visit, row: Row) -> list[Row]:
        """Where a page led when it was last seen, as rows of this crawl."""
        way = row.meta.get("path", [])
        found = []
        for led in self._leads(visit.key, row.portal):
            led.meta["path"] = [*way, [visit.url, led.meta.pop("said", "")]][-LONGEST_PATH:]
            found.append(led)
        return found

    def _leads(self, key: int, portal: int = 0) -> list[Row]:
        assert self._visits
        return [
            Row(portal=portal, host=host_key(url), url=url, priority=n, method=method, body=body, meta=meta)
            for url, n, method, body, meta in self._visits.leads(key)
        ]

    def unchanged(self, answer: Answer, scope: Scope) -> list[Row]:
        """The server said 304: the report stands as it was, and so do the links on it."""
        if not self._visits:
            return []
        row = Row(portal=answer.meta["portal"], host="", url=answer.request.url, meta=dict(answer.meta))
        found: list[Row] = []
        for visit in self._visits.of([row]).values():
            scope.knew(visit)
            self._keep(visit, visit.role, visit.fingerprint)
            found += self._behind(visit, row)
        return found

    def moved(self, answer: Answer, scope: Scope, rows: list[Row]) -> bool:
        """Whether a page leads to other reports than it did when an earlier crawl saw it.

        What this very crawl saw before it was killed is no earlier crawl's: it counts as moved.
        """
        if not self._visits:
            return False
        at = _address(answer.request, scope, answer.url)
        held = self._visits.of([Row(portal=0, host="", url=at.url)]).get(at.key)
        held = self._earlier(held, scope)
        return held is None or held.fingerprint != _links(rows)

    def saw_page(self, answer: Answer, scope: Scope, rows: list[Row], *, is_list: bool) -> None:
        """A page was read for its links. One that may be a report is told of when it has been read."""
        if not self._visits or not scope.wants_all(self.now.year):  # only some of the links were taken
            return
        at = _address(answer.request, scope, answer.url)
        lists = answer.kind in OFTEN or (is_list and answer.kind not in ARTICLES)
        role: Role = "other" if not lists else "more" if answer.meta.get("list") else "list"
        role = "home" if answer.kind == "home" else role
        if role != "other" or not answer.may_be_report:
            self._keep(at, role, _links(rows))
        self._visits.leads_to(at.key, [_lead(row) for row in rows if row.priority >= COLUMN][:MOST_LEADS])

    def saw_probe(self, answer: Answer, scope: Scope) -> None:
        """The answer to a path that nobody has; an honest one holds for a while."""
        if self._visits and answer.status in (404, 410):
            self._keep(_address(answer.request, scope, answer.url), "probe", str(answer.status))

    def saw_candidate(self, item: Candidate, scope: Scope) -> None:
        """A page that might be a report was read: it is one, cannot be read, or is something else."""
        if not self._visits or item.capture is None or item.report is None:
            return
        report, at = item.report, _address(item.request, scope, item.url)
        if report.edition is not None:
            level = report.issuer.level if report.issuer else ""
            failed = sum(check.status == "fail" for check in report.checks)
            at = replace(at, year=report.year, level=level, checks=failed)
            at = replace(at, etag=item.capture.header("ETag") or "")
            at = replace(at, modified=item.capture.header("Last-Modified") or "")
            self._tell(at, "report", _digest(report.page.text), scope)
        elif report.page.kind == "error":
            self._tell(replace(at, level=UNREADABLE), "report", "", scope)
        else:
            self._tell(at, "other", _digest(report.page.text), scope)

    def _tell(self, at: Visit, role: Role, fingerprint: str, scope: Scope) -> None:
        """What was read at an address. One that was read as a list in this very crawl stays one, as it was
        seen then: what is new of it is what it says.
        """
        assert self._visits
        held = self._visits.of([Row(portal=0, host="", url=at.url)]).get(at.key)
        lists = held is not None and held.role in ("home", "list", "more")
        if held is None or not lists or held.visited < self._began(scope):
            self._keep(at, role, fingerprint)
        else:
            told = replace(held, year=at.year, level=at.level, checks=at.checks)
            self._visits.keep(replace(told, etag=at.etag, modified=at.modified))

    def _began(self, scope: Scope) -> str:
        """When the crawl began, which a resumed one did before its own clock."""
        return scope.began or self.now.isoformat()

    def _keep(self, at: Visit, role: Role, fingerprint: str) -> None:
        assert self._visits
        moment = self.now.isoformat()
        self._visits.saw(replace(at, role=role, fingerprint=fingerprint, visited=moment, changed=moment))


def _moves(row: Row) -> bool:
    return bool(row.meta.get("list")) or row.meta.get("kind") == "probe"


def _conditional(row: Row, visit: Visit | None) -> Row:
    if visit is None or visit.role != "report":
        return row
    return replace(row, meta={**row.meta, "headers": visit.conditions()})


def _address(request: Request, scope: Scope, url: str) -> Visit:
    """A visit of which only the address is known yet."""
    number = key(url, request.method, request.body)
    return Visit(key=number, url=url, seed=scope.seed, role="other", fingerprint="", visited="", changed="",
                 interval=0)  # fmt: skip


def _lead(row: Row) -> Row:
    """A row as it is remembered: of the way to it only what the link says."""
    path = row.meta.get("path") or [["", ""]]
    meta = {name: value for name, value in row.meta.items() if name != "path"}
    return replace(row, meta={**meta, "said": path[-1][1]})


def _links(rows: list[Row]) -> str:
    """What is told of a list: the reports that it leads to."""
    return _digest("\n".join(sorted(row.url for row in rows if row.meta.get("kind") in LINKED)))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
