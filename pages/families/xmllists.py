"""Lists that come as XML: rows with a title and an address, feeds, and site maps (PORTALS E.1, F)."""

import re
from collections.abc import Iterator
from html import unescape

from pages.families.family import CONTEXT_CHARS, Document, Link, iso_date, squeezed, unique
from pages.families.jsonlists import ADDRESSES, TITLES, plain

MOST_CHARS = 5_000_000
_ROW = re.compile(
    r"<(item|entry|row|url|node|doc|article|info|news|data|li|record)\b[^<>]{0,500}(?<!/)>", re.I
)
_FIELD = re.compile(
    r"<(?:\w{1,20}:)?(\w{1,40})(\s[^<>]{0,500})?(?:/>|>(?:\s*<!\[CDATA\[(.*?)\]\]>\s*|([^<]*))</)", re.S
)
_SHORT = re.compile(r"<(?:item|row|node|article|info|news|data|record)\s[^<>]{1,2000}/>", re.I)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]{0,1000})\"|'([^']{0,1000})')")
_INSIDE = re.compile(r"<[A-Za-z]")
_LOCATIONS = ("loc", "guid", *ADDRESSES)
_HREF = re.compile(r"href\s{0,9}=\s{0,9}[\"']([^\"']{1,1000})")


def links(doc: Document) -> tuple[Link, ...]:
    """Every row of the document, in order."""
    text = doc.text[:MOST_CHARS]
    return tuple(unique(link for piece in _rows(text) if (link := _link(doc, piece))))


def _rows(text: str) -> Iterator[dict[str, str]]:
    yield from (_attributes(short[0]) for short in _SHORT.finditer(text))
    at = 0
    while found := _ROW.search(text, at):
        end = text.find(f"</{found[1]}", found.end())
        if end < 0:
            return
        inner = text[found.end() : end]
        if _holds_rows(inner):
            at = found.end()
            continue
        yield {**_attributes(found[0]), **_fields(inner)}
        at = end


def _holds_rows(inner: str) -> bool:
    """Whether the element is a list of rows itself: a row in it has fields (an address alone has none)."""
    found = _ROW.search(inner)
    end = inner.find(f"</{found[1]}", found.end()) if found else -1
    return found is not None and bool(_INSIDE.search(inner, found.end(), max(end, 0)))


def _fields(inner: str) -> dict[str, str]:
    """The fields of a row by their names in lower case; a feed's link may stand in an attribute."""
    held: dict[str, str] = {}
    for found in _FIELD.finditer(inner):
        href = _HREF.search(found[2] or "")
        value = found[3] if found[3] is not None else unescape(found[4] or "")
        held.setdefault(found[1].lower(), value.strip() or (href[1] if href else ""))
    return held


def _attributes(tag: str) -> dict[str, str]:
    return {m[1].lower(): unescape(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(tag)}


def _link(doc: Document, row: dict[str, str]) -> Link | None:
    url = doc.join(next((row[name] for name in _LOCATIONS if row.get(name)), ""))
    if url is None:
        return None
    text = plain(next((row[name] for name in TITLES if row.get(name)), ""))
    context = squeezed(" ".join(plain(value) for value in row.values()))[:CONTEXT_CHARS]
    return Link(url=url, text=text, date=iso_date(context), context=context)
