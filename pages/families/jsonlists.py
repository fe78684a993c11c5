"""Lists that come as JSON, of whatever make: rows are objects that have a title and an address."""

import re
from collections.abc import Iterator
from typing import Any

from pages.families import scripted
from pages.families.family import CONTEXT_CHARS, Document, Link, iso_date, squeezed, unique

TITLES = (
    "title",
    "infotitle",
    "articletitle",
    "doctitle",
    "showtitle",
    "subject",
    "name",
    "text",
    "bt",
    "linktitle",
)
ADDRESSES = (
    "url", "post_url", "posturl", "linkurl", "link", "href", "infourl", "docpuburl", "puburl",
    "pageurl", "articleurl", "contenturl", "htmlurl", "path", "visiturl", "staticurl", "uri",
)  # fmt: skip
DATES = (
    "date", "publishedtimestr", "publishtime", "pubdate", "infodate", "publisheddate", "docreltime",
    "releasetime", "first_publish_time", "displaydate", "publishdate", "createtime", "savedatetime",
    "time", "fbsj", "pubtime",
)  # fmt: skip
HTMLS = ("html", "content", "listhtml")
DEEPEST = 12
LONGEST_TITLE = 300
_HAN = re.compile("[\u4e00-\u9fff].{0,50}[\u4e00-\u9fff]{3}")
# an address under an unknown name: a path or a page's file, no picture
_PATH = re.compile(
    r"(?:https?://|\.{0,2}/)(?!\S*\.(?:jpe?g|png|gif|css|js)$)\S{1,300}|\S{1,200}\.(?:s?html?|jsp|aspx)",
    re.I,
)
_TAG = re.compile(r"<[^<>]{0,500}>")


def links(doc: Document) -> tuple[Link, ...]:
    """Every row in the document's JSON, in order."""
    return tuple(unique(_links(doc, doc.json, DEEPEST)))


def objects(data: Any, depth: int = DEEPEST) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, outermost first."""
    if depth <= 0:
        return
    if isinstance(data, dict):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(value, (dict, list)):
            yield from objects(value, depth - 1)


def _links(doc: Document, data: Any, depth: int) -> Iterator[Link]:
    for row in objects(data, depth):
        link = _link(doc, row)
        if link is not None:
            yield link


def _link(doc: Document, row: dict[str, Any]) -> Link | None:
    lower = {key.lower(): value for key, value in row.items() if isinstance(key, str)}
    texts = [value for value in lower.values() if isinstance(value, str) and len(value) < LONGEST_TITLE]
    text = plain(first(lower, TITLES) or max((t for t in texts if _HAN.search(t)), key=len, default=""))
    named = first(lower, ADDRESSES) or scripted.filled(doc.request.row, row)
    url = doc.join(named or next((t for t in texts if _PATH.fullmatch(t)), ""))
    if not text or url is None:
        return None
    context = squeezed(" ".join(plain(t) for t in texts))
    return Link(url=url, text=text, date=date_of(lower), context=context[:CONTEXT_CHARS])


def date_of(row: dict[str, Any]) -> str | None:
    """A row's date (``YYYY-MM-DD``) from the first of the known names that holds one."""
    return next((found for name in DATES if (found := iso_date(str(row.get(name, ""))))), None)


def first(row: dict[str, Any], names: tuple[str, ...]) -> str:
    """The first of the named values that is a text and not empty, else an empty text."""
    return next((row[name] for name in names if isinstance(row.get(name), str) and row[name].strip()), "")


def plain(text: str) -> str:
    """A title without the tags that a search puts around its hits."""
    return squeezed(_TAG.sub("", text))


def total(data: Any) -> int | None:
    """How many rows there are in all, where the answer says so."""
    return _count(
        data, ("total", "totalcount", "rowcount", "recordcount", "count", "totalelements", "post_count")
    )


def pages(data: Any) -> int | None:
    """How many pages the list has, where the answer says so."""
    return _count(data, ("pages", "totalpages", "totalpage", "pagecount", "total_page", "pagetotal"))


def _count(data: Any, names: tuple[str, ...]) -> int | None:
    for row in objects(data, 4):
        lower = {key.lower(): value for key, value in row.items() if isinstance(key, str)}
        told = (lower[name] for name in names if name in lower)
        for value in told:
            if isinstance(value, int) or (isinstance(value, str) and value.isdigit()):
                return int(value)
    return None
