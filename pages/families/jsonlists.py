"""Lists that come as JSON, of whatever make: rows are objects that have a title and an address."""

import re
from collections.abc import Iterator
from typing import Any

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
    text = plain(first(lower, TITLES))
    url = doc.join(first(lower, ADDRESSES))
    if not text or url is None:
        return None
    context = squeezed(" ".join(plain(v) for v in row.values() if isinstance(v, str) and len(v) < 100))
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
    for row in objects(data, 4):
        for name in (
            "total",
            "totalcount",
            "totalCount",
            "rowcount",
            "recordCount",
            "count",
            "totalElements",
        ):
            value = row.get(name)
            if isinstance(value, int) or (isinstance(value, str) and value.isdigit()):
                return int(value)
    return None
