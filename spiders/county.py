"""The spider ``county``: from a county's home page to every annual report on its portal.

    scrapy crawl county -a seed=http://www.example.gov.cn/ [-a code=360702] [-a years=2015-2023]
    scrapy crawl county -a plan=PLAN.json        many portals side by side (what ``xianzhi crawl`` does)

Pages are asked for best first (spiders.scoring), told apart before a request is built, and the crawl of
a portal ends when nothing promising is left (spiders.scope). A page that may be a report becomes a
``Candidate``; everything is in the archive whatever becomes of it.
"""

from collections.abc import AsyncIterator
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.addresses import guard_of
from crawler.backlog import Row, key
from crawler.extensions.issues import Issues
from crawler.items import Candidate
from crawler.politeness import host_key
from pages import gate
from spiders import lastresort, walls
from spiders.answers import Answer, as_json, joined, judged, repeated
from spiders.candidates import candidate_of
from spiders.failures import Failed
from spiders.memory import Memory
from spiders.plan import planned
from spiders.reader import Reader
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
        for nothing in list[Request]():  # the frontier holds the requests; Scrapy wants a generator
            yield nothing

    def _begin(self, wanted: dict[str, Any]) -> None:
        began = self._memory.now.isoformat(timespec="seconds")
        fresh = Scope(**wanted, patience=self.settings.getint("XIANZHI_PATIENCE", -1), began=began)
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
            self._add([_row(number, scope.seed, FIRST, {"kind": "home"})])

    def parse(self, response: Response) -> list[Candidate]:
        """Every answer comes here, whatever its status; one that we fail to read costs itself only."""
        self.frontier.answered(response)
        answer = Answer.of(response)
        try:
            return self._answered(answer)
        except Exception as error:
            self.logger.error("Reading %s failed", answer.url, exc_info=True)
            scope = self.scopes[answer.meta["portal"]]
            scope.unreadable += 1
            self._issues.add("unreadable", answer.url, f"{type(error).__name__}: {error}", seed=scope.seed)
            return self._over(answer)

    def _answered(self, answer: Answer) -> list[Candidate]:
        number: int = answer.meta["portal"]
        scope = self.scopes[number]
        if answer.kind == "wall":
            walls.tested(scope, answer, self.frontier.politeness)
            return self._over(answer)
        if answer.kind == "probe":
            told = gate.probe_of(answer.status, answer.headers, answer.body)
            self.frontier.probes[host_key(answer.url)] = told
            self._memory.saw_probe(answer, scope)
            return self._over(answer)
        if answer.status == 304:
            self._add(self._memory.unchanged(answer, scope))
            return self._over(answer)
        scope.rendered += (shown := bool(answer.meta.get("browser")))
        enough = scope.rendered >= MOST_RENDERED
        verdict = judged(answer, browser="never" if enough else self._browser, tries=walls.tries(scope))
        self.frontier.challenges.met(host_key(answer.url), answer.gate, shown=shown)
        if test := walls.met(scope, answer, verdict):
            self._add([_row(number, test, FIRST, {"kind": "wall"})])
        if verdict.change is not None and not walls.standing(scope):
            self.frontier.again(answer.request, **verdict.change)
            return []
        scope.saw(verdict.meaning, verdict.why, kind=answer.kind, worth=answer.request.priority)
        if verdict.meaning in ("blocked", "away"):
            self._issues.add(verdict.meaning, answer.url, verdict.why, seed=scope.seed)
        if verdict.meaning == "follow":
            return self._sent_on(number, answer, verdict.target)
        if verdict.meaning == "page":
            return self._page(number, answer)
        return [] if self._shown(answer, scope, answer.meta.get("shell")) else self._over(answer)

    def failed(self, failure: Any) -> None:
        """No answer: closed by robots.txt, refused, broken off, too large, or too slow."""
        request: Request = failure.request
        self.frontier.answered(request)
        scope = self.scopes[request.meta["portal"]]
        what = Failed.of(failure)
        if request.meta.get("kind") == "wall":
            walls.tested(scope, None, self.frontier.politeness)
            self._done(request)
            return
        if what.silent and (test := walls.silent(scope, request.url)):
            self._add([_row(request.meta["portal"], test, FIRST, {"kind": "wall"})])
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
        elif report is None or report.edition is None:
            scope.fruitless += item.request.priority >= PROMISING
        if item.page is not None and item.page.kind == "error":
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
        scope.fruitless += answer.kind == "report" and not answer.may_be_report
        scope.idle = 0 if step.promising or answer.request.priority >= PROMISING else scope.idle + 1
        for reason, url in step.trapped.items():
            self._issues.add("trap", url, reason, seed=scope.seed, once=f"{number} {reason}")
        moved = self._memory.moved(answer, scope, step.rows)
        self._add(step.rows + self._probe(number, answer), moved=moved)
        shell = None if step.promising or answer.may_be_report else answer.meta.get("shell")
        if step.browser and answer.meta.get("browser") is None:
            shell = {"url": answer.request.url, "meta": answer.kept(browser=True)}
        if self._shown(answer, scope, shell):
            return []
        if answer.kind == "home" and not step.rows and not answer.may_be_report:
            scope.error = "the home page leads nowhere"
        self._memory.saw_page(answer, scope, step.rows, is_list=step.is_list)
        if not answer.may_be_report:
            return self._over(answer)
        scope.reading += 1
        self._wait_for(number, scope)
        return [candidate_of(answer, scope, self._crawl_id, self.settled)]

    def _shown(self, answer: Answer, scope: Scope, shell: dict[str, Any] | None) -> bool:
        """Has a browser show the page that its script fills, where what was read of it brought nothing."""
        if not shell or self._browser != "auto" or scope.rendered >= MOST_RENDERED:
            return False
        self.frontier.again(answer.request, url=shell["url"], meta=as_json(shell["meta"]))
        return True

    def _sent_on(self, number: int, answer: Answer, target: str) -> list[Candidate]:
        """Goes where a redirect or a stub sends: a few times, to the portal's own sites."""
        url = joined(answer.url, target)
        hops = int(answer.meta.get("hops", 0)) + 1
        scope = self.scopes[number]
        refusal = why_not(scope, answer, url, hops, self.frontier.known)
        if refusal:
            told = f"{refusal}: {target[:200]}"
            scope.turned(refusal, told, kind=answer.kind, worth=answer.request.priority)
            self._issues.add("redirect", answer.url, told, seed=scope.seed)
            return self._over(answer)
        assert url is not None
        meta = answer.kept(hops=hops)
        if key(url) == key(answer.request.url):
            self.frontier.again(answer.request, url=url, meta=as_json(meta))
            return []
        self._add([_row(number, url, answer.request.priority, meta)])
        return self._over(answer)

    def _probe(self, number: int, answer: Answer) -> list[Row]:
        """Asks a host once for a path that nobody has, before its answers are believed."""
        host = host_key(answer.url)
        if host in self._probed or host in self.frontier.probes:
            return []
        self._probed.add(host)
        return [_row(number, urljoin(answer.url, f"/{walls.PROBE}"), FIRST, {"kind": "probe"})]

    def _add(self, rows: list[Row], *, moved: bool = False) -> None:
        if self._browser == "always":
            for row in rows:
                plain = row.body or row.meta.get("kind") in ("probe", "document")
                row.meta.setdefault("browser", not plain)
        if rows:
            self.frontier.add(self._memory.wanted(rows, self.scopes, self.frontier.backlog, moved=moved))
        if rows and self.scopes[rows[0].portal].spared:
            self.frontier.sparse(rows[0].portal)

    def _wait_for(self, number: int, scope: Scope) -> None:
        """What is being read may cover the years: until then nothing is asked that promises little."""
        if scope.reading and (self.frontier.best(number) or 0) < PROMISING:
            self.frontier.pause(number)

    def _over(self, answer: Answer) -> list[Candidate]:
        self._done(answer.request)
        return []

    def _done(self, request: Request) -> None:
        """Acknowledges a row once its capture is on disk, and ends the portal when it is enough."""
        number = request.meta["portal"]
        scope = self.scopes[number]
        why = None if scope.status else scope.enough(lambda: self.frontier.hopes(number))
        if spare := lastresort.wanted(scope, number, why, self.frontier.hopes):
            self._add([row for row in spare if self._browser == "auto" or not row.meta.get("browser")])
        elif why:
            scope.finish(why)
            self.frontier.retire(number)
        elif scope.reading:
            self._wait_for(number, scope)
        self.frontier.done(request, scope)


def _row(number: int, url: str, priority: int, meta: dict[str, Any]) -> Row:
    return Row(portal=number, host=host_key(url), url=url, priority=priority, meta=meta)
