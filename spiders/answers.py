"""What an answer means for the crawl: a page to read, a place to go on to, a wall, or nothing."""

import json
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self
from urllib.parse import urljoin, urlsplit

from scrapy.http import Request, Response

from archive.capture import Headers, Recorded
from crawler import candidates
from crawler.politeness import BACKING_OFF
from pages import gate

KEPT = (
    "kind",
    "path",
    "hops",
    "list",
    "barren",
    "rows",
    "dry",
    "shell",
    "headers",
    "browser",
    "challenged",
)  # of a row's meta, what a repetition keeps
RETRIED = frozenset({408, 429, 500, 502, 503, 504})
MOST_TRIES = 2
MOST_HOPS = 8


@dataclass
class Answer:
    """One response with what the spider asks of it."""

    url: str
    status: int
    headers: Headers
    body: bytes
    meta: dict[str, Any]
    request: Request
    gate: str | None = None

    @classmethod
    def of(cls, response: Response) -> Self:
        """The answer in a response of the recording handler, or of any other."""
        assert response.request is not None
        headers = tuple((name, value) for name, values in response.headers.items() for value in values)
        meta = response.meta
        exchange = meta.pop("exchange", None)  # its bytes are the archive's by now
        label = (
            exchange.gate  # of what was received; what a browser made of it is looked at by itself
            if exchange and not meta.get("browser")
            else gate.label(response.status, headers, response.body, meta.get("probe"))
        )
        return cls(response.url, response.status, headers, response.body, meta, response.request, label)

    @cached_property
    def text(self) -> str:
        """The body as text, for looking at links and words."""
        return candidates.text_of(self.body)

    @property
    def kind(self) -> str:
        """What kind of page the link promised."""
        return str(self.meta.get("kind") or "column")

    @cached_property
    def is_document(self) -> bool:
        """Whether the body is a PDF, Word or Excel file."""
        return candidates.is_document(self.body)

    @cached_property
    def may_be_report(self) -> bool:
        """Whether the page goes to the corpus, by the same test that ``process`` makes."""
        return self.is_document or candidates.says_report(self.text)

    @cached_property
    def is_told(self) -> bool:
        """Whether the page holds a report's text, and not its name alone."""
        return candidates.tells(self.text)

    @property
    def record(self) -> "Future[Recorded]":
        """The record that holds the page's text: the browser's DOM where only that has it."""
        dom: Future[Recorded] | None = self.meta.get("dom_recorded")
        received = self.meta.get("received", b"")
        if dom is not None and candidates.only_shown(candidates.text_of(received), self.text):
            return dom
        found: Future[Recorded] = self.meta["recorded"]
        return found

    def header(self, name: bytes) -> str | None:
        """The first header of that name."""
        return next((v.decode("latin-1") for k, v in self.headers if k.lower() == name), None)

    def kept(self, **more: Any) -> dict[str, Any]:
        """The row's meta for asking again."""
        return repeated(self.meta, **more)


Meaning = Literal["page", "follow", "again", "blocked", "away", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do: ``target`` for ``follow``; ``change`` are the columns of a row asked ``again``."""

    meaning: Meaning
    target: str = ""
    change: dict[str, Any] | None = None
    why: str = ""


def judged(answer: Answer, *, browser: str = "auto", tries: int = MOST_TRIES) -> Verdict:
    """The verdict on one answer (PORTALS H.3); what may pass is asked for ``tries`` times more."""
    if answer.gate == "challenge":
        return _challenged(answer, browser)
    if 300 <= answer.status < 400:
        return _redirected(answer)
    if answer.gate == "redirect_stub":
        return Verdict(meaning="follow", target=gate.target(answer.body, answer.url) or "")
    if answer.gate == "soft404" or answer.status in (404, 410):
        return Verdict(meaning="gone", why=answer.gate or f"status {answer.status}")
    again = _tried(answer, tries)
    if again is not None:
        return again
    if answer.gate == "maintenance" or answer.status >= 500:
        return Verdict(meaning="away", why=answer.gate or f"status {answer.status}")
    if answer.gate == "waf" or answer.status in BACKING_OFF or answer.status in gate.REFUSALS:
        return Verdict(meaning="blocked", why=answer.gate or f"status {answer.status}")
    if 200 <= answer.status < 300:
        return Verdict(meaning="page") if answer.body.strip() else Verdict(meaning="away", why="empty")
    return Verdict(meaning="gone", why=f"status {answer.status}")


def _challenged(answer: Answer, browser: str) -> Verdict:
    """Any browser passes by running the page; one that did not is refused like everybody."""
    if browser == "never" or answer.meta.get("browser"):
        return Verdict(meaning="blocked", why="challenge")
    return Verdict(
        meaning="again",
        change={"meta": as_json(answer.kept(browser=True, challenged=True))},
        why="challenge",
    )


def _redirected(answer: Answer) -> Verdict:
    where = answer.header(b"location")
    if answer.gate == "soft404" or not where:
        return Verdict(meaning="gone", why=answer.gate or "a redirect to nowhere")
    return Verdict(meaning="follow", target=where)


def _tried(answer: Answer, tries: int) -> Verdict | None:
    """Once or twice more, for what may pass; the politeness keeps the pause."""
    passing = answer.status in RETRIED or answer.status in BACKING_OFF
    if not passing or answer.meta.get("tries", 0) >= tries:
        return None
    return Verdict(meaning="again", change={"penalty": 0}, why=f"status {answer.status}")


def repeated(meta: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Of a request's meta, what a row needs for asking again."""
    return {name: meta[name] for name in KEPT if name in meta} | more


def as_json(meta: dict[str, Any]) -> str:
    """The meta of a row as it is stored."""
    return json.dumps(meta, ensure_ascii=False, separators=(",", ":"))


def joined(base: str, target: str) -> str | None:
    """Where a redirect leads, ``None`` where it leads nowhere usable."""
    try:
        url = urljoin(base, target.encode("latin-1", "replace").decode("utf-8", "replace").strip())
    except (ValueError, UnicodeError):
        return None
    return url.replace(" ", "%20") if urlsplit(url).scheme in ("http", "https") else None


def public_move(old: str, new: str) -> bool:
    """Whether a home page may have moved there: a name, not an address; the guard judges what it is."""
    host = urlsplit(new).hostname or ""
    return any(c.isalpha() for c in host) and ":" not in host and host != "localhost" and old != new
