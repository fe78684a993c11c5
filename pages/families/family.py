"""A family of sites: how one publishing system makes its lists, its pagers and its article bodies.

The nouns here are all that a family file needs. Nothing in this room touches the network: a family is
given a :class:`Document` (a page that was fetched) and answers which links its list holds and which
requests bring the rest of it. ``family_of`` and the registry are in the package's ``__init__``.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pages.depth import too_deep

_JSONP = re.compile(r"^\s*[\w.$]{1,80}\s*\(\s*([\[{].*[\]}])\s*\)\s*;?\s*$", re.S)
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_SPACE = re.compile(r"\s+")
_ROW = frozenset({"li", "tr", "dd", "dt", "p"})
CONTEXT_CHARS = 200
MOST_LINKS_IN_ROW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A row of a list: where it leads, what it says, its printed date (``YYYY-MM-DD``), the row's text."""

    url: str
    text: str
    date: str | None = None
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """A request that brings more of a list. ``body`` is empty for GET; headers are name and value.

    ``row`` is the address of an answer's rows, where those have none: ``/detail_{id}.html``.
    """

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    row: str = ""


NOWHERE = ("#", "javascript:", "mailto:", "tel:", "data:")
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


class Document:
    """A fetched page: its URL, its text, and the request that brought it. Parsed once, on first use.

    ``request`` matters where a list is read by POST: the next page is the same request, one further.
    """

    __slots__ = ("_base", "_json", "_lower", "_tree", "request", "text", "url")

    def __init__(self, *, url: str, text: str, request: ListRequest | None = None) -> None:
        self.url, self.text = url, text
        self.request = request or ListRequest(url=url)
        self._tree: LexborHTMLParser | None = None
        self._json: Any = _UNREAD
        self._base: str | None = None
        self._lower: str | None = None

    @property
    def lower(self) -> str:
        """The text in lower case, in which fingerprints are looked for."""
        if self._lower is None:
            self._lower = self.text.lower()
        return self._lower

    @property
    def tree(self) -> LexborHTMLParser:
        """The parsed page; for JSON and XML an (almost) empty one."""
        if self._tree is None:
            usable = bool(self.text) and not too_deep(self.text)  # nested without end: no links of it
            self._tree = LexborHTMLParser(self.text if usable else "<html></html>")
        return self._tree

    @property
    def json(self) -> Any:
        """The decoded JSON (a JSONP wrapper is taken off), or ``None`` where the text is none."""
        if self._json is _UNREAD:
            self._json = _json(self.text)
        return self._json

    @property
    def is_answer(self) -> bool:
        """Whether this is a service's answer (JSON, XML) and no page."""
        head = self.text.lstrip("\ufeff \r\n\t")[:600].lower()
        xml = head.startswith(("<?xml", "<datastore", "<rss", "<urlset", "<feed")) and "<html" not in head
        return xml or self.json is not None

    @property
    def base(self) -> str:
        """What relative links start from: ``<base href>`` where there is one, else the URL."""
        if self._base is None:
            node = self.tree.css_first("base[href]") if "<base" in self.lower else None
            href = (node.attributes.get("href") or "").strip() if node else ""
            self._base = _joined(self.url, href) or self.url
        return self._base

    def join(self, href: str | None) -> str | None:
        """The absolute http(s) URL without fragment, or ``None`` for what leads nowhere."""
        href = (href or "").strip().replace("\\", "/")
        if not href or href.startswith(NOWHERE) or "<" in href or "{{" in href or "${" in href:
            return None
        return _joined(self.base, href)


def _joined(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


_UNREAD = object()


def _json(text: str) -> Any:
    text = text.lstrip("\ufeff \r\n\t")
    wrapped = None if text[:1] in "{[" else _JSONP.match(text[:5_000_000])
    if wrapped is None and text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(wrapped[1] if wrapped else text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nothing_linked(doc: Document) -> tuple[Link, ...]:
    return ()


def _nothing_asked(doc: Document) -> tuple[ListRequest, ...]:
    return ()


def _no_body(doc: Document) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One publishing system. Everything is pure and takes a :class:`Document`.

    ``matches``       0..1, how sure the page is made by it
    ``report_links``  the rows of the list on the page (HTML, XML or JSON)
    ``next_page``     the requests that bring the list's next page; a shell asks for its first
    ``body_selectors`` CSS selectors of the article's body, best first
    ``body_html``     the body where no selector reaches it (JSON, escaped script), else ``None``
    ``entry_points``  addresses that this system is known to list annual reports at
    ``text_requests`` what an article's shell loads its text from
    """

    name: str
    title: str
    matches: Callable[[Document], float]
    report_links: Callable[[Document], tuple[Link, ...]]
    next_page: Callable[[Document], tuple[ListRequest, ...]]
    body_selectors: tuple[str, ...] = ()
    body_html: Callable[[Document], str | None] = _no_body
    entry_points: Callable[[Document], tuple[Link, ...]] = _nothing_linked
    text_requests: Callable[[Document], tuple[ListRequest, ...]] = _nothing_asked

    def body(self, doc: Document) -> str | None:
        """The body's HTML: the system's own hiding place first, then the first selector with text."""
        hidden = self.body_html(doc)
        if hidden or doc.json is not None:
            return hidden
        for selector in self.body_selectors:
            for node in doc.tree.css(selector):
                if node.text(strip=True):
                    return node.html
        return None


def sure(doc: Document, *signs: tuple[float, str]) -> float:
    """How sure: the weights of the signs (lower-case substrings) that stand in the page, at most 1.

    >>> sure(Document(url="http://h/", text="<div class=TRS_Editor>"), (0.5, "trs_editor"), (0.4, "vsb"))
    0.5
    """
    return min(1.0, sum(weight for weight, sign in signs if sign in doc.lower))


def iso_date(text: str) -> str | None:
    """The first full date in a text as ``YYYY-MM-DD``.

    >>> iso_date("发布 2023年1月9日")
    '2023-01-09'
    """
    found = _DATE.search(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def squeezed(text: str) -> str:
    """Runs of white space as one space.

    >>> squeezed(" a\\n  b ")
    'a b'
    """
    return _SPACE.sub(" ", text).strip()


def fragment(html: str, doc: Document) -> Document:
    """A piece of HTML as a document at the same address (a record's CDATA, a JSON's data.html)."""
    return Document(url=doc.url, text=html, request=doc.request)


def rows(doc: Document, selector: str = "a[href]") -> tuple[Link, ...]:
    """The links that a selector names, each with the text and date of the row it stands in."""
    return tuple(unique(_links(doc, selector)))


def _links(doc: Document, selector: str) -> Iterator[Link]:
    held: dict[int, str] = {}
    for anchor in doc.tree.css(selector):
        url = doc.join(anchor.attributes.get("href"))
        if url is not None:
            row = _row_text(anchor, held)
            yield Link(url=url, text=label(anchor), date=iso_date(row), context=row)


def _row_text(anchor: LexborNode, held: dict[int, str]) -> str:
    """The text of the row an anchor stands in; of a block of many links only what is beside it."""
    row = _row(anchor)
    if row.mem_id not in held:
        many = len(row.css("a")) > MOST_LINKS_IN_ROW
        held[row.mem_id] = "" if many else squeezed(row.text(separator=" "))[:CONTEXT_CHARS]
    return held[row.mem_id] or squeezed(_beside(anchor))[:CONTEXT_CHARS]


def _beside(anchor: LexborNode) -> str:
    after = anchor.next
    beside = (
        after.text(separator=" ") if after is not None and after.tag in ("-text", "span", "em", "i") else ""
    )
    return f"{anchor.text(separator=' ')} {beside}"


def label(anchor: LexborNode) -> str:
    """What a link says: its title where that is longer (list texts are cut with …), else its text."""
    text = squeezed(anchor.text(separator=" "))
    title = squeezed(anchor.attributes.get("title") or "")
    if len(title) > len(text) or text.endswith(("...", "…")):
        return title or text
    return text or squeezed(" ".join(i.attributes.get("alt") or "" for i in anchor.css("img[alt]")))


def _row(anchor: LexborNode) -> LexborNode:
    """The list row an anchor stands in: li, tr, dd, dt, p, or else its parent."""
    node: LexborNode | None = anchor.parent
    for _ in range(4):
        if node is None or node.tag in ("body", "html", "ul", "table"):
            break
        if node.tag in _ROW:
            return node
        node = node.parent
    return anchor.parent or anchor


def unique(links: Iterator[Link]) -> Iterator[Link]:
    """Each address once, the first that has a text before those that have none."""
    held: dict[str, Link] = {}
    for link in links:
        if link.url not in held or (link.text and not held[link.url].text):
            held[link.url] = link
    yield from held.values()
