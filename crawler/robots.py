"""robots.txt as RFC 9309 has it: what a file says, and what each kind of answer means.

``Rules`` and ``read`` are pure; ``Robots`` keeps one verdict an origin for a day (2.4) and asks for it
through a given ``fetch``, so the answers go through the recording handler and are archived.

Protego is not used for matching: it lets ``User-agent: xian`` bind ``xianzhi`` (2.2.1 wants the whole
product token), opens ``/`` where only ``/index.html`` is allowed, and breaks lines at U+2028.
tests/crawler/test_robots.py holds both against each other where they should agree.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

PRODUCT = "xianzhi"
LIMIT = 500 * 1024  # bytes read of one file (2.5)
DAY = 24 * 3600.0  # seconds a verdict is kept (2.4)
NO_ANSWER = "no answer"
RETRY = 600.0  # seconds before an unreachable file is asked for again
MAX_REDIRECTS = 5  # 2.3.1.2

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEEP = frozenset(range(0x21, 0x7F))
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_MARKUP = re.compile(rb"^\s*(?:<!doctype|<html|<head|<\?xml|<!--|<script|<meta|<body|<div)", re.I)
_RECORD = re.compile(rb"^[ \t]*user-agent[ \t]*:", re.I | re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One allow or disallow line; ``length`` is the octets of its pattern, which decides (2.2.2).

    ``parts`` are what stands between the stars; ``whole``: the pattern ends with ``$``.
    """

    allow: bool
    parts: tuple[bytes, ...]
    whole: bool
    length: int

    def matches(self, path: bytes) -> bool:
        """Each part at its first place after the one before: linear, whatever a file says (2.2.3)."""
        first, *rest = self.parts
        if not path.startswith(first):
            return False
        if self.whole and not rest:
            return path == first
        end = len(path)
        if self.whole:
            last = rest.pop()
            end -= len(last)
            if not path.endswith(last):
                return False
        at = len(first)
        for part in rest:
            at = path.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return at <= end


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin asks of us. ``reason`` says in few words where the verdict comes from.

    ``passing``: the file could not be had, so everything is closed, and it is asked for again soon.
    """

    rules: tuple[Rule, ...] = ()
    crawl_delay: float | None = None
    reason: str = "rules"
    all_closed: bool = False
    passing: bool = False

    def allowed(self, url: str) -> bool:
        """Whether ``url`` may be fetched: the longest match wins, a tie allows (2.2.2)."""
        path = _path(url)
        if path == b"/robots.txt":
            return True
        if self.all_closed:
            return False
        best = max(
            ((rule.length, rule.allow) for rule in self.rules if rule.matches(path)),
            default=(0, True),
        )
        return best[1]


OPEN = Rules(reason="no rules")


def read(body: bytes, product: str = PRODUCT) -> Rules:
    """The rules for ``product`` in a robots.txt; all its groups together, else those of ``*`` (2.2.1)."""
    ours: list[tuple[str, str]] = []
    anyone: list[tuple[str, str]] = []
    named = False
    group: set[str] = set()
    in_rules = False
    for field, value in _lines(_within(body)):
        if field == "user-agent":
            group = set() if in_rules else group
            in_rules = False
            group.add(_token(value))
            named = named or product in group
            continue
        in_rules = in_rules or field in ("allow", "disallow")
        if product in group:
            ours.append((field, value))
        if "*" in group:
            anyone.append((field, value))
    return _rules(ours if named else anyone)


def verdict(status: int, content_type: str, body: bytes) -> Rules:
    """What the last answer for a robots.txt means (2.3.1).

    A page of HTML is no rules (PORTALS F); rules that are sent as ``text/html`` are rules.
    """
    if not 200 <= status < 500:
        return Rules(all_closed=True, passing=True, reason=f"robots.txt answered {status}")
    if status >= 300:
        return OPEN
    if _MARKUP.match(body.removeprefix(b"\xef\xbb\xbf")[:256]) or (
        "html" in content_type.lower() and not _RECORD.search(body[:LIMIT])
    ):
        return Rules(reason="a page instead of rules")
    return read(body)


Fetched = tuple[int, str, str, bytes]  # status, Location, Content-Type, body
Fetch = Callable[[str], Awaitable[Fetched]]


class Robots:
    """One verdict an origin, kept for a day; ``fetch`` raises ``OSError`` where no answer comes.

    ``remember`` and ``recall`` keep verdicts over a restart: (origin, time, status, type, body).
    """

    def __init__(
        self,
        fetch: Fetch,
        *,
        recall: Callable[[str], tuple[float, Rules] | None] = lambda origin: None,
        remember: Callable[[str, float, int, str, bytes], None] = lambda *a: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._fetch, self._recall, self._remember, self._now = fetch, recall, remember, now
        self._known: dict[str, tuple[float, Rules]] = {}
        self._asking: dict[str, asyncio.Future[Rules]] = {}

    def kept(self, origin: str) -> Rules | None:
        """The verdict at hand, if it is not too old."""
        entry = self._known.get(origin) or self._recall(origin)
        if entry is None:
            return None
        self._known[origin] = entry
        at, rules = entry
        return rules if self._now() - at < (RETRY if rules.passing else DAY) else None

    async def rules(self, origin: str) -> Rules:
        """The verdict for an origin (``scheme://host:port``), fetched at most once at a time."""
        if (rules := self.kept(origin)) is not None:
            return rules
        if (asking := self._asking.get(origin)) is not None:
            return await asyncio.shield(asking)
        future = self._asking[origin] = asyncio.ensure_future(self._ask(origin))
        try:
            return await asyncio.shield(future)
        finally:
            self._asking.pop(origin, None)

    async def _ask(self, origin: str) -> Rules:
        at = self._now()
        try:
            status, content_type, body = await self._follow(f"{origin}/robots.txt")
        except (OSError, ValueError) as error:  # ValueError: it redirects to what is no address
            rules = Rules(all_closed=True, passing=True, reason=f"{NO_ANSWER}: {error}")
            self._known[origin] = (at, rules)
            return rules
        rules = verdict(status, content_type, body)
        self._known[origin] = (at, rules)
        self._remember(origin, at, status, content_type, body[:LIMIT])
        return rules

    async def _follow(self, url: str) -> tuple[int, str, bytes]:
        """The answer after at most five redirects; more of them is as good as no file (2.3.1.2)."""
        for _ in range(MAX_REDIRECTS + 1):
            status, location, content_type, body = await self._fetch(url)
            if not (300 <= status < 400 and location):
                return status, content_type, body
            url = urljoin(url, location)
        return 404, "", b""


def origin_of(url: str) -> str:
    """``scheme://host[:port]`` of a URL: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _within(body: bytes) -> bytes:
    """What is read of a file; a line that the limit cuts in two would be another rule, and is left out."""
    if len(body) <= LIMIT:
        return body
    head = body[:LIMIT]
    return head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1]


def _lines(body: bytes) -> "list[tuple[str, str]]":
    text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        field, colon, value = line.partition("#")[0].partition(":")
        if colon:
            found.append((field.strip(" \t").lower(), value.strip(" \t")))
    return found


def _token(value: str) -> str:
    """The product token at the head of a user-agent line (2.2.1), lower case, or ``*``."""
    if value.startswith("*"):
        return "*"
    found = re.match(r"[A-Za-z_-]+", value)
    return found.group().lower() if found else ""


def _rules(lines: list[tuple[str, str]]) -> Rules:
    rules = tuple(
        _rule(field == "allow", value) for field, value in lines if field in ("allow", "disallow") and value
    )
    delays = [delay for field, value in lines if field == "crawl-delay" and (delay := _delay(value))]
    return Rules(rules=rules, crawl_delay=max(delays, default=None))


def _rule(allow: bool, value: str) -> Rule:
    raw = value.encode("utf-8", "surrogateescape")
    end = raw.endswith(b"$")
    pattern = _normal(raw[:-1] if end else raw).replace(b"$", b"%24")
    parts = tuple(re.sub(rb"\*+", b"*", pattern).split(b"*"))
    return Rule(allow=allow, parts=parts, whole=end, length=len(pattern) + end)


def _delay(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 < seconds < float("inf") else None


def _path(url: str) -> bytes:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query or url.endswith("?") else "")
    # In a file * and $ are special; a URL that has them is matched by %2A and %24 (2.2.3).
    return _normal(path.encode("utf-8", "surrogateescape")).replace(b"*", b"%2A").replace(b"$", b"%24")


def _normal(octets: bytes) -> bytes:
    """Octets ready for comparison: unreserved ones decoded, others escaped in upper case (2.2.2)."""

    def decoded(found: "re.Match[bytes]") -> bytes:
        value = int(found.group(1), 16)
        return bytes([value]) if value in _UNRESERVED else b"%" + found.group(1).upper()

    return b"".join(
        bytes([octet]) if octet in _KEEP else b"%%%02X" % octet for octet in _ESCAPE.sub(decoded, octets)
    )
