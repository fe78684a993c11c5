"""From a page to the rows worth asking for: links scored, lists read by their family, traps left out."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from archive.capture import LinkStep
from crawler.backlog import Row, site
from crawler.politeness import host_key
from pages import families
from pages.families import Document, Family, ListRequest
from spiders import lastresort, links, scoring
from spiders.answers import Answer
from spiders.scope import Scope
from spiders.scoring import MORE, PROMISING, Promise
from spiders.traps import Traps
from spiders.vouching import serves

# Kinds of pages whose lists matter enough to be read by their family.
LISTS = frozenset(
    {"home", "old", "annual", "year", "issuers", "disclosure", "organ", "near", "sitemap", "more"}
)
MENUS = LISTS | {"column"}  # kinds whose menus and further pages are followed
INNER = frozenset({"annual", "year", "issuers"})
FILLED = INNER | {"disclosure", "organ", "near"}  # kinds whose empty pages a script may fill
AS_HOME = frozenset({"old", "sitemap"})
LONGEST_PATH = 12  # links kept of the way to a page
FEW_LINKS = 5
LONGEST_DRY = 8  # columns one behind the other that led to nothing; real portals have five or fewer
MOST_BARREN = 1  # pages of a list in a row that show nothing new, before it counts as endless
LITTLE_TEXT = 300  # characters
_MORE_BUTTON = re.compile(r"(?:加载|查看|显示|点击)更多|load\s?more", re.I)
# Marks of a list that a script makes: a loader's stub, a template, a request, nodes built by hand.
_LOADS = re.compile(
    r"正在加载|加载中|数据加载|\bloading\b|id=[\"']app[\"']|v-for=|createElement|\.innerHTML|\$\.(?:get|post|ajax)\b"
    r"|axios|\bfetch\(|XMLHttpRequest|document\.write\("
)


@dataclass(slots=True)
class Step:
    """What a page gave: rows, how many of them promise something, and whether a browser should look."""

    rows: list[Row] = field(default_factory=list)
    promising: int = 0
    is_list: bool = False
    browser: bool = False
    trapped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the pages of one portal. ``known`` tells which URLs were seen, ``vouch`` takes in a host."""

    portal: int
    scope: Scope
    traps: Traps
    known: Callable[[Iterable[str]], set[str]]
    vouch: Callable[[str, Promise, str], bool]

    def read(self, answer: Answer) -> Step:
        """The rows of a page."""
        if answer.is_document:
            return Step()
        doc = _document(answer)
        found = self._listed(answer, doc)
        step = Step()
        for url, text, promise in self._promises(answer, doc, found):
            self._take(step, answer, ListRequest(url=url), text, promise)
        self._clicked(step, answer, doc)
        self._more(step, answer, doc, bool(found))
        self._shells(step, answer, doc)
        self._framed(step, answer, doc)
        step.browser = self._needs_browser(step, answer, doc)
        if answer.kind == "home" and not answer.meta.get("browser"):
            self.scope.spare = lastresort.asked(doc)
        return self._bounded(step, answer)

    def _bounded(self, step: Step, answer: Answer) -> Step:
        """A chain of pages that promise and hold nothing ends: what follows promises no more (traps)."""
        fruit = step.is_list or answer.may_be_report or answer.kind == "home"
        dry = 0 if fruit else int(answer.meta.get("dry", 0)) + (not answer.meta.get("list"))
        for row in step.rows if dry else ():
            row.meta["dry"] = dry
        if dry > LONGEST_DRY and step.promising:
            step.trapped.setdefault("columns without end", answer.url)
            step.rows = [replace(row, priority=min(row.priority, scoring.ARTICLE)) for row in step.rows]
            step.promising = 0
        return step

    def _listed(self, answer: Answer, doc: Document) -> list[tuple[str, str]]:
        """The rows of the list, as the family of the page reads them: (url, text)."""
        if answer.kind not in LISTS and not answer.meta.get("list") and not doc.is_answer:
            return []
        family = self._family(doc)
        return [(link.url, link.text or link.context) for link in families.report_links(doc, family)]

    def _family(self, doc: Document) -> Family:
        """The family of the page, remembered for the portal where it is sure."""
        if doc.json is None or not self.scope.family:
            family = families.family_of(doc)
            if family.matches(doc) >= 0.5:
                self.scope.family = family.name
            elif self.scope.family:
                return families.family_named(self.scope.family)
            return family
        return families.family_named(self.scope.family)

    def _promises(
        self, answer: Answer, doc: Document, found: list[tuple[str, str]]
    ) -> Iterator[tuple[str, str, Promise]]:
        """Every link worth a row with what it promises; the known ones only where they promise much."""
        on = _stands_on(answer)
        plain = (
            []
            if doc.is_answer
            else list(links.anchors(doc.tree, links.base_of(doc.tree, doc.url, doc.text)))
        )
        urls = {url for url, _ in found} | {a.url for a in plain}
        seen = self.known(urls)
        weighs = answer.kind in LISTS
        done: set[str] = set()
        for url, text in self._each(plain, found, seen if not weighs else set()):
            promise = scoring.promise(text, url, on=on)
            if url in done or (url in seen and promise.priority < PROMISING):
                continue
            done.add(url)
            yield url, text, promise

    @staticmethod
    def _each(
        plain: list[links.Anchor], found: list[tuple[str, str]], skip: set[str]
    ) -> Iterator[tuple[str, str]]:
        yield from ((url, text) for url, text in found if url not in skip)
        yield from ((a.url, a.text) for a in plain if a.url not in skip)

    def _clicked(self, step: Step, answer: Answer, doc: Document) -> None:
        """What elements that are no links ask for: rows with a handler, choices, tabs, menus of data.

        On a report's page only what may be the report itself: a file behind a button.
        """
        files_only = answer.kind not in MENUS
        if doc.is_answer or (files_only and (answer.kind != "report" or answer.is_told)):
            return
        for click in families.clicks(doc):
            url = click.request.url
            address = "" if scoring.extension(url) in ("json", "xml") else url
            promise = scoring.promise(click.text, address, on=_stands_on(answer))
            if files_only and scoring.is_file(click.text, url):
                promise = Promise(kind="document", priority=scoring.DOCUMENT)
            worth = promise.priority >= PROMISING or (click.request.method == "GET" and not files_only)
            if worth and (not files_only or promise.kind == "document"):
                self._take(step, answer, click.request, click.text, promise)

    def _take(self, step: Step, answer: Answer, request: ListRequest, text: str, promise: Promise) -> None:
        """One link as a row, unless it is a trap, leads away, or is of a year that nobody asked for."""
        url = request.url
        if promise.priority <= 0 or not self.scope.wants(
            promise.year if promise.kind == "report" else None
        ):
            return
        promising = promise.priority >= PROMISING
        if (reason := self.traps.why_not(url, promising)) is not None:
            step.trapped.setdefault(reason, url)
            return
        if site(url) not in self.scope.sites and not self.vouch(url, promise, answer.kind):
            return
        step.promising += promising
        step.is_list = step.is_list or promise.kind in ("report", "document")
        priority = scoring.missing_first(promise, self.scope.covered())
        meta = {"kind": promise.kind} | _sent(request)
        step.rows.append(
            self._row(answer, url, priority, text, meta, method=request.method, body=request.body)
        )

    def _row(
        self, answer: Answer, url: str, priority: int, text: str, meta: dict[str, Any], **more: Any
    ) -> Row:
        path = [*answer.meta.get("path", ()), [answer.url, " ".join(text.split())[:120]]][-LONGEST_PATH:]
        return Row(
            portal=self.portal,
            host=host_key(url),
            url=url,
            priority=priority,
            meta={**meta, "path": path},
            **more,
        )

    def _more(self, step: Step, answer: Answer, doc: Document, listed: bool) -> None:
        """The next page of a list; of an endless one only while it shows something new."""
        if not listed and answer.kind not in MENUS:
            return
        barren = 0 if step.rows else int(answer.meta.get("barren", 0)) + 1
        if answer.meta.get("list") and barren > MOST_BARREN:
            return
        priority = _worth(step, answer.kind)
        for request in families.next_page(doc, self._family(doc)):
            self._ask(step, answer, request, priority, barren=barren)
        filled = not step.is_list or _MORE_BUTTON.search(answer.text)
        if answer.kind in FILLED and filled and not _asks_lists(step):
            for request in families.loads.lists(doc):
                self._ask(step, answer, request, priority + 1, barren=barren)
        if answer.kind in ("home", "disclosure", "old"):
            for link in self._family(doc).entry_points(doc):
                promise = Promise(kind="annual", priority=scoring.ENTRY)
                self._take(step, answer, ListRequest(url=link.url), link.text, promise)

    def _ask(self, step: Step, answer: Answer, request: ListRequest, priority: int, **meta: Any) -> None:
        if not serves(self.scope, request.url):
            return
        kind = {"kind": answer.kind, "list": 1, **_sent(request), **meta}
        if answer.meta.get("rows") and not request.row:
            kind["rows"] = answer.meta["rows"]
        if answer.meta.get("browser") and not answer.meta.get("challenged") and not request.body:
            kind["browser"] = True  # a shell's next page is a shell
        first = not (step.promising or _asks_lists(step) or answer.meta.get("list"))
        if first and answer.kind in INNER and not answer.meta.get("browser"):
            kind["shell"] = {"url": answer.url, "meta": answer.kept(browser=True)}
        step.rows.append(
            self._row(answer, request.url, priority, "", kind, method=request.method, body=request.body)
        )

    def _shells(self, step: Step, answer: Answer, doc: Document) -> None:
        """What an article's empty shell loads its text from."""
        if answer.kind in ("report", "year") and doc.json is None and not answer.may_be_report:
            for request in self._family(doc).text_requests(doc):
                self._ask(step, answer, request, scoring.REPORT + 5, kind="report")

    def _framed(self, step: Step, answer: Answer, doc: Document) -> None:
        """The text of a report of which the page has the title alone may stand in a frame."""
        if answer.kind in ("report", "year") and not (doc.is_answer or answer.is_told):
            for url in links.frames(doc.tree, links.base_of(doc.tree, doc.url, doc.text)):
                self._ask(step, answer, ListRequest(url=url), scoring.REPORT + 5, kind="report")

    def _needs_browser(self, step: Step, answer: Answer, doc: Document) -> bool:
        """Whether only a browser can make what the page is for: its links, its list, its text."""
        if doc.is_answer or "<script" not in answer.text.lower() or answer.meta.get("list"):
            return False
        if answer.kind in ("home", "old"):
            return len(step.rows) < FEW_LINKS
        if answer.kind in FILLED - INNER:
            return not step.promising and not _asks_lists(step) and bool(_LOADS.search(answer.text))
        if answer.kind in INNER:
            lists = step.is_list or answer.may_be_report or _asks_lists(step)
            return not lists and (not step.promising or bool(_LOADS.search(answer.text)))
        if answer.kind == "report" and not answer.is_told:
            attached = any(row.meta["kind"] == "document" for row in step.rows) or _asks_lists(step)
            named = answer.may_be_report and bool(_LOADS.search(answer.text))
            return not attached and (_is_bare(doc) or named)
        return False


def _worth(step: Step, kind: str) -> int:
    """What the next page of a list is worth, by what this one held."""
    if step.is_list:
        return MORE
    if kind in INNER or kind == "more":
        return scoring.DISCLOSURE
    return scoring.COLUMN if kind in LISTS else scoring.COLUMN // 2


def _stands_on(answer: Answer) -> str:
    """The kind of page by which its links are judged."""
    on = "home" if answer.kind in AS_HOME else answer.kind
    return "annual" if on == "more" else on


def _sent(request: ListRequest) -> dict[str, Any]:
    """What a row keeps of a request besides its address and body."""
    told: dict[str, Any] = {"rows": request.row} if request.row else {}
    return told | ({"headers": [list(pair) for pair in request.headers]} if request.headers else {})


def _asks_lists(step: Step) -> bool:
    return any(row.meta.get("list") for row in step.rows)


def _is_bare(doc: Document) -> bool:
    body = doc.tree.body
    return body is None or len("".join(body.text(separator=" ").split())) < LITTLE_TEXT


def _document(answer: Answer) -> Document:
    request = answer.request
    headers = tuple((str(k), str(v)) for k, v in answer.meta.get("headers", ()))
    rows = str(answer.meta.get("rows") or "")
    asked = ListRequest(url=answer.url, method=request.method, body=request.body, headers=headers, row=rows)
    return Document(url=answer.url, text=answer.text, request=asked)


def steps(path: list[list[str]]) -> tuple[LinkStep, ...]:
    """The path of a row as the archive keeps it."""
    return tuple(LinkStep(url=url, anchor=anchor) for url, anchor in path)
