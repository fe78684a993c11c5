"""The lists that a page's script asks a service for when the page opens, read without running it.

The fallback for pages that no family knows; a browser is the fallback for what cannot be read here.
"""

import re
from collections.abc import Iterator

from pages.families import calls, expressions
from pages.families.clicks import Known
from pages.families.family import Document, ListRequest
from pages.families.scripted import PAGE_NAMES

MOST = 3  # services that are asked for one page
_DRESS = re.compile(
    r"count|visit|click|hits|weather|tianqi|login|user|stat|log\b|share|menu|nav|header|footer|captcha|search(?!/|list)",
    re.I,
)
_SIGNS = ("ajax", "fetch(", "axios", ".get(", ".post(", ".getjson(", ".load(", ".open(")
_COUNTERS = (*PAGE_NAMES, "n", "i", "num", "index", "k", "pagenumber", "start")


def lists(doc: Document) -> tuple[ListRequest, ...]:
    """The services that the page's script asks, at their first page, with the address of their rows."""
    if doc.json is not None or not any(sign in doc.lower for sign in _SIGNS):
        return ()
    known = Known.of_page(doc)
    held = {
        ListRequest(url=r.url, method=r.method, body=r.body, headers=r.headers, row=known.row): None
        for r in _asked(known)
        if not _DRESS.search(r.url.partition("://")[2].partition("/")[2]) and r.url != doc.url
    }
    return tuple(held)[:MOST]


def _asked(known: Known) -> Iterator[ListRequest]:
    """What each function asks for, its parameters as they are first given; then what no function does."""
    for name, (names, body) in known.functions.items():
        given = _first_call(known, name, names)
        yield from calls.asked(known.doc, body, lambda n, g=given: _counted(n, g) or known.resolve(n))  # type: ignore[misc]
    yield from calls.asked(known.doc, known.script, known.resolve)


def _first_call(known: Known, name: str, names: tuple[str, ...]) -> dict[str, str]:
    """A function's parameters by the first call of it whose arguments are known."""
    for found in re.finditer(rf"(?<![\w$.]){re.escape(name)}\s{{0,9}}\(", known.script):
        values = expressions.arguments(known.script, found.end(), known.resolve)
        told = {key: value for key, value in zip(names, values, strict=False) if value is not None}
        if told and not known.script[: found.start()].rstrip().endswith("function"):
            return told
    return dict.fromkeys((n for n in names if n.lower() in _COUNTERS), "1")


def _counted(name: str, given: dict[str, str]) -> str | None:
    return given.get(name)
