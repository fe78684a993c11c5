"""What a crawl need not ask for again, by what earlier crawls saw (crawler.visits).

A report that is not due counts as found when a link to it is met, so a sparse crawl finds as much as a
full one; a report that is no longer linked is missed, and health says so.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, Self

from scrapy.crawler import Crawler

from crawler.backlog import Row, key
from crawler.items import Candidate
from crawler.visits import Role, Visit, Visits, identity
from spiders.answers import Answer
from spiders.scope import Scope

ALWAYS = frozenset({"home", "probe"})
LINKED = frozenset({"report", "document"})


class Skips(Protocol):
    """What takes in the rows that are not asked for, and tells those that are new."""

    def skip(self, rows: Iterable[Row]) -> list[Row]: ...


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

    def wanted(self, rows: list[Row], scope: Scope, skips: Skips) -> list[Row]:
        """The rows worth asking for; a report that is not due is counted as found."""
        if not self._visits or not rows:
            return rows
        known = self._visits.of(rows)
        spared, asked = [], []
        for row in rows:
            visit = self._earlier(known.get(identity(row)), scope)
            if visit is None or row.meta.get("kind") in ALWAYS or visit.due(self.now):
                if visit is not None and visit.role == "report":
                    row.meta["headers"] = visit.conditions()
                asked.append(row)
            else:
                spared.append(row)
        for row in skips.skip(spared):
            self._found(known[identity(row)], scope, skips)
        return asked

    def _earlier(self, visit: Visit | None, scope: Scope) -> Visit | None:
        """A visit of an earlier crawl. One of this very crawl says nothing: where it was killed before
        the page was acknowledged, ``--resume`` has to ask for the page and for all it led to.
        """
        if visit is not None and self._now is None and visit.visited >= scope.began:
            return None
        return visit

    def _found(self, visit: Visit, scope: Scope, skips: Skips) -> None:
        """A report that is not due, or all that hang below a further page of a list that is not due."""
        assert self._visits
        if visit.role != "more":
            scope.knew(visit)
            return
        below = {
            v.key: v for v in self._visits.below(visit.key) if v.role == "report" and not v.due(self.now)
        }
        rows = [_row(v.url) for v in below.values()]
        for row in skips.skip(rows):
            scope.knew(below[identity(row)])

    def unchanged(self, answer: Answer, scope: Scope) -> None:
        """The server said 304: the report stands as it was."""
        if self._visits:
            request = answer.request
            for visit in self._visits.of([_row(request.url)]).values():
                scope.knew(visit)
                self._keep(visit.url, visit.seed, visit.role, visit.fingerprint, like=visit)

    def saw_page(self, answer: Answer, scope: Scope, rows: list[Row], *, is_list: bool) -> None:
        """A page was read for its links."""
        if not self._visits or answer.request.method != "GET":
            return
        links = sorted(row.url for row in rows if row.meta.get("kind") in LINKED)
        role: Role = "other" if not is_list else "more" if answer.meta.get("list") else "list"
        role = "list" if answer.kind == "home" else role
        self._keep(answer.url, scope.seed, role, _digest("\n".join(links)))
        if is_list:
            self._visits.leads_to(key(answer.url), rows)

    def saw_report(self, item: Candidate, scope: Scope) -> None:
        """A page was stored as a report; the page that only led to it is remembered with it."""
        report = item.report
        if not self._visits or report is None or item.capture is None or item.request.method != "GET":
            return
        level = report.issuer.level if report.issuer else None
        told: dict[str, Any] = {"year": report.year, "level": level}
        told |= {"etag": item.capture.header("ETag") or ""}
        told |= {"modified": item.capture.header("Last-Modified") or ""}
        self._keep(item.url, scope.seed, "report", _digest(report.page.text), **told)
        for step in item.discovery.path[-1:]:
            before = self._visits.of([_row(step.url)])
            if any(visit.role == "other" for visit in before.values()):
                told |= {"etag": "", "modified": ""}
                self._keep(step.url, scope.seed, "report", _digest(item.url), **told)

    def _keep(
        self, url: str, seed: str, role: Role, fingerprint: str, *, like: Visit | None = None, **told: Any
    ) -> None:
        assert self._visits
        moment = self.now.isoformat()
        if like:
            told = {"year": like.year, "level": like.level, "etag": like.etag, "modified": like.modified}
        seen = Visit(
            key=key(url), url=url, seed=seed, role=role, fingerprint=fingerprint, visited=moment,
            changed=moment, interval=0, **told,
        )  # fmt: skip
        self._visits.saw(seen)


def _row(url: str) -> Row:
    return Row(portal=0, host="", url=url)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
