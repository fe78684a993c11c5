"""The spider ``county``: from a county's home page to every annual report on its portal.

    scrapy crawl county -a seed=http://www.example.gov.cn/ [-a code=360702] [-a years=2015-2023]
    scrapy crawl county -a plan=PLAN.json        many portals side by side (what ``xianzhi crawl`` does)

Pages are asked for best first (spiders.scoring), told apart before a request is built, and the crawl of
a portal ends when nothing promising is left (spiders.scope). A page that may be a report becomes a
``Candidate``; everything is in the archive whatever becomes of it.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from archive.capture import Discovery
from crawler.addresses import guard_of
from crawler.backlog import Row, key
from crawler.extensions.issues import Issues
from crawler.items import Candidate
from crawler.politeness import host_key
from pages import gate
from spiders import walls
from spiders.answers import (
    Answer,
    Verdict,
    as_json,
    joined,
    judged,
    repeated,
)
from spiders.failures import Failed
from spiders.memory import Memory
from spiders.plan import planned
from spiders.reader import Reader, steps
from spiders.scope import Scope
from spiders.scoring import PROMISING
from spiders.traps import Traps
from spiders.vouching import vouches, why_not

FIRST = 2000  # the priority of home pages and probes
MOST_RENDERED = 200  # pages of a portal that a browser is started for


class CountySpider(Spider):
    """Finds annual reports. Arguments: ``seed``, ``code``, ``years`` (A-B), ``max_pages``; or ``plan``."""

    name = "county"
    handle_httpstatus_all = True

    def __init__(self, *args: Any, **options: Any) -> None:
        self._wanted = planned(options)
        super().__init__(*args, **options)
        self.scopes: dict[int, Scope] = {}
        self._readers: dict[int, Reader] = {}
        self._probed: set[str] = set()
        self._issues = Issues(None)
        self._memory = Memory(None)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **options: Any) -> Self:
        """The spider of a crawl."""
        self = super().from_crawler(crawler, *args, **options)
        self._set_up(crawler)
        return self

    def _set_up(self, crawler: Crawler) -> None:
        self._guard = guard_of(crawler)
        self._browser = str(crawler.settings.get("XIANZHI_RENDER") or "auto")
        self._crawl_id = str(crawler.settings.get("XIANZHI_CRAWL_ID") or "") or None
        self._memory = Memory.of(crawler)

    @property
    def frontier(self) -> Any:
        """The crawl's scheduler (crawler.frontier)."""
        assert self.crawler.engine is not None
        return self.crawler.engine.scheduler

    async def start(self) -> AsyncIterator[Any]:
        """Queues the home page of every portal that is not finished; the frontier holds the requests."""
        self._issues = Issues.of(self.crawler)
        for wanted in self._wanted:
            self._begin(wanted)
        nothing: tuple[Request, ...] = ()  # the frontier holds them; Scrapy wants a generator
        for request in nothing:
            yield request

    def _begin(self, wanted: dict[str, Any]) -> None:
        began = datetime.now(UTC).isoformat(timespec="seconds")
        patience = self.settings.getint("XIANZHI_PATIENCE", -1)
        fresh = Scope(**wanted, patience=patience, began=began)
        number, held = self.frontier.backlog.portal(fresh.seed, fresh.to_json())
        scope = self.scopes[number] = Scope.from_json(held)
        self._readers[number] = Reader(
            portal=number,
            scope=scope,
            traps=Traps(),
            known=self.frontier.known,
            vouch=lambda url, promise, on: vouches(scope, self._guard, url, promise, on),
        )
        if scope.quiet_hours:
            self.frontier.politeness.quiet_hours(host_key(scope.seed), scope.quiet_hours)
        if scope.status:
            self.frontier.retire(number)
        else:
            self._add([self._row(number, scope.seed, FIRST, {"kind": "home"})])

    def parse(self, response: Response) -> list[Candidate]:
        """Every answer comes here, whatever its status."""
        answer = Answer.of(response)
        self.frontier.answered(answer.request)
        number: int = answer.meta["portal"]
        scope = self.scopes[number]
        if answer.kind == "wall":
            walls.tested(scope, answer)
            return self._over(answer)
        if answer.kind == "probe":
            self.frontier.probes[host_key(answer.url)] = gate.probe_of(
                answer.status, answer.headers, answer.body
            )
            return self._over(answer)
        if answer.status == 304:
            self._add(self._memory.unchanged(answer, scope))
            return self._over(answer)
        scope.rendered += (shown := bool(answer.meta.get("browser")))
        verdict = judged(answer, browser="never" if scope.rendered >= MOST_RENDERED else self._browser)
        host, challenged = host_key(answer.url), answer.gate == "challenge"
        self.frontier.challenges.met(host, challenged=challenged, shown=shown)
        if test := walls.met(scope, answer, verdict):
            self._add([self._row(number, test, FIRST, {"kind": "wall"})])
        if verdict.change is not None:
            self.frontier.again(answer.request, **verdict.change)
            return []
        self._count(scope, verdict, answer)
        if verdict.meaning == "follow":
            return self._sent_on(number, answer, verdict.target)
        if verdict.meaning == "page":
            return self._page(number, answer)
        return self._over(answer)

    def failed(self, failure: Any) -> None:
        """No answer: closed by robots.txt, refused, broken off, too large, or too slow."""
        request: Request = failure.request
        self.frontier.answered(request)
        scope = self.scopes[request.meta["portal"]]
        what = Failed.of(failure)
        if what.rendering:
            self._plainly(request, what.reason)
            return
        if what.again:
            self.frontier.again(request, penalty=1)
            return
        scope.failed += not what.closed
        scope.gated += what.closed
        if request.meta.get("kind") == "home":
            scope.error = what.reason
        if request.meta.get("kind") != "probe":
            self._issues.add(what.kind, request.url, what.reason, seed=scope.seed)
        self._done(request)

    def _plainly(self, request: Request, reason: str) -> None:
        """A page that could not be rendered is read as it is sent."""
        scope = self.scopes[request.meta["portal"]]
        scope.rendered += 1
        self._issues.add("browser", request.url, reason, seed=scope.seed)
        self.frontier.again(request, meta=as_json(repeated(request.meta, browser=False)))

    def settled(self, item: Candidate) -> None:
        """What became of a candidate; called by the last pipeline."""
        scope = self.scopes[item.portal]
        report = item.report
        if item.error:
            self._issues.add("candidate", item.url, item.error, seed=scope.seed)
        elif report is not None and report.edition is not None and scope.wants(report.year):
            scope.took(report)
        elif item.page is not None and item.page.kind == "error":
            scope.unreadable += 1
            self._issues.add("unreadable", item.url, "; ".join(item.page.issues), seed=scope.seed)
        self._memory.saw_candidate(item, scope)
        scope.reading -= 1
        if not scope.reading:
            self.frontier.resume(item.portal)
        self._done(item.request)

    def closed(self, reason: str) -> None:
        """Gives every portal that has no status yet the one it ends with."""
        for scope in self.scopes.values():
            if not scope.status:
                scope.finish("" if reason == "finished" else "interrupted")
        self._memory.close()

    def _page(self, number: int, answer: Answer) -> list[Candidate]:
        """Reads a page: its links into the frontier, itself into the pipelines if it may be a report."""
        scope = self.scopes[number]
        step = self._readers[number].read(answer)
        scope.lists += step.is_list
        scope.idle = 0 if step.promising or answer.request.priority >= PROMISING else scope.idle + 1
        for reason, url in step.trapped.items():
            self._issues.add("trap", url, reason, seed=scope.seed, once=f"{number} {reason}")
        rows = step.rows + self._probe(number, answer)
        self._add(rows)
        wanted = step.browser and self._browser == "auto" and answer.meta.get("browser") is None
        if wanted and scope.rendered < MOST_RENDERED:
            self.frontier.again(answer.request, meta=as_json(answer.kept(browser=True)))
            return []
        if answer.kind == "home" and not step.rows and not answer.may_be_report:
            scope.error = "the home page leads nowhere"
        self._memory.saw_page(answer, scope, step.rows, is_list=step.is_list)
        return [self._candidate(answer, scope)] if answer.may_be_report else self._over(answer)

    def _sent_on(self, number: int, answer: Answer, target: str) -> list[Candidate]:
        """Goes where a redirect or a stub sends: a few times, to the portal's own sites."""
        url = joined(answer.url, target)
        hops = int(answer.meta.get("hops", 0)) + 1
        scope = self.scopes[number]
        refusal = why_not(scope, answer, url, hops)
        if refusal:
            scope.gated += refusal == "login"
            scope.barred += refusal == "login" and answer.request.priority >= PROMISING
            self._issues.add("redirect", answer.url, f"{refusal}: {target[:200]}", seed=scope.seed)
            if answer.kind == "home":
                scope.error = f"the home page sends on to {target[:200]}: {refusal}"
            return self._over(answer)
        assert url is not None
        meta = answer.kept(hops=hops)
        if key(url) == key(answer.request.url):
            self.frontier.again(answer.request, url=url, meta=as_json(meta))
            return []
        self._add([self._row(number, url, answer.request.priority, meta)])
        return self._over(answer)

    def _count(self, scope: Scope, verdict: Verdict, answer: Answer) -> None:
        scope.pages += 1
        blocked = verdict.meaning == "blocked"
        scope.gated += blocked
        scope.barred += blocked and answer.request.priority >= PROMISING
        scope.failed += verdict.meaning == "away"
        if blocked or verdict.meaning == "away":
            self._issues.add(verdict.meaning, answer.url, verdict.why, seed=scope.seed)
        if answer.kind == "home" and verdict.meaning in ("blocked", "away", "gone"):
            scope.error = f"the home page: {verdict.why}"

    def _probe(self, number: int, answer: Answer) -> list[Row]:
        """Asks a host once for a path that nobody has, before its answers are believed."""
        host = host_key(answer.url)
        if host in self._probed or host in self.frontier.probes:
            return []
        self._probed.add(host)
        return [self._row(number, urljoin(answer.url, f"/{walls.PROBE}"), FIRST, {"kind": "probe"})]

    def _row(self, number: int, url: str, priority: int, meta: dict[str, Any]) -> Row:
        return Row(portal=number, host=host_key(url), url=url, priority=priority, meta=meta)

    def _add(self, rows: list[Row]) -> None:
        if self._browser == "always":
            for row in rows:
                row.meta.setdefault(
                    "browser", not row.body and row.meta.get("kind") not in ("probe", "document")
                )
        if rows:
            self.frontier.add(self._memory.wanted(rows, self.scopes[rows[0].portal], self.frontier.backlog))

    def _candidate(self, answer: Answer, scope: Scope) -> Candidate:
        path = steps([*answer.meta.get("path", ())])
        found = Discovery(seed=scope.seed, division_code=scope.code, path=path, crawl_id=self._crawl_id)
        scope.reading += 1
        self._wait_for(answer.meta["portal"], scope)
        return Candidate(
            url=answer.url,
            portal=answer.meta["portal"],
            request=answer.request,
            recorded=answer.record,
            discovery=found,
            settle=self.settled,
        )

    def _wait_for(self, number: int, scope: Scope) -> None:
        """What is being read may cover the years: until then nothing is asked that promises little."""
        best = self.frontier.best(number)
        if scope.reading and (best is None or best < PROMISING):
            self.frontier.pause(number)

    def _over(self, answer: Answer) -> list[Candidate]:
        self._done(answer.request)
        return []

    def _done(self, request: Request) -> None:
        """Acknowledges a row once its capture is on disk, and ends the portal when it is enough."""
        number = request.meta["portal"]
        scope = self.scopes[number]
        if not scope.status and (why := scope.enough(lambda: self.frontier.hopes(number))):
            scope.finish(why)
            self.frontier.retire(number)
        elif scope.reading:
            self._wait_for(number, scope)
        self.frontier.done(request, scope)
