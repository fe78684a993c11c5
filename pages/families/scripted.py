"""Pagers and lists that a page's own script makes, where the script can be read without being run.

Three shapes are common: an address put together with a number (``'list_' + n + '.html'``), a form whose
page field a function fills and submits, and an address that a shell fetches its rows from.
"""

import re
from collections.abc import Iterator
from typing import Any

from pages.families import forms
from pages.families.family import Document, ListRequest
from pages.families.paging import MOST_PAGES, number

PAGE_NAMES = (
    "pagenow", "page", "pageindex", "pageno", "pagenum", "pagenumber", "p", "curpage", "currentpage", "pn",
    "pageid", "pg", "currpage", "cur_page", "current", "pagecur", "nowpage", "pageidx", "page_no",
    "page_num",
)  # fmt: skip
MOST_SCRIPT = 200_000  # characters of one script that are looked at
_MADE = re.compile(
    r"['\"]([^'\"\s<>]{0,300}(?:[?&](\w{1,20})=|[_/-]))['\"]\s{0,9}\+\s{0,9}[\w.]{1,60}(?:\([\w.,]{0,60}\))?"
    r"(?:\s{0,9}\+\s{0,9}['\"]([^'\"\s<>]{0,200})['\"])?"
)
_TEMPLATE = re.compile(r"`([^`\s<>$]{0,300}(?:[?&](\w{1,20})=|[_/-]))\$\{[^}]{1,60}\}([^`\s<>$]{0,200})`")
_CALL = re.compile(r"(?:javascript:)?\s{0,9}[\w.$]{1,60}\(\s{0,9}['\"]?(\d{1,4})['\"]?\s{0,9}[,)]")
_FETCHED = re.compile(r"(?:ajax|get|post|fetch|axios|url|open|load|getJSON|request)\b[^'\"`]{0,40}$", re.I)

_ROW = re.compile(
    r"(?:href\s{0,9}=\s{0,9}\\?[\"']?|open\(\\?[\"']{1,2}|location(?:\.href)?\s{0,9}=\s{0,9}\\?[\"']{1,2})"
    r"([^'\"\s<>$`]{1,200})"
    r"(?:['\"]\s{0,9}\+\s{0,9}[\w$]{1,40}(?:\[\w{1,20}\])?\.(\w{1,40})\s{0,9}(?:\+\s{0,9}['\"]([^'\"\s<>\\]{0,100}))?"
    r"|\$\{[\w$]{1,40}(?:\[\w{1,20}\])?\.(\w{1,40})\}([^'\"\s<>\\`]{0,100}))"
)


def further(doc: Document, at: int, pages: int | None) -> tuple[ListRequest, ...]:
    """The page after number ``at``, where a link calls a script with that number or more are counted."""
    called = set(_called(doc))
    wanted = at + 1
    if wanted not in called and not (pages and wanted <= min(pages, MOST_PAGES)):
        return ()
    submitted = _submitted(doc, wanted) if called else None
    if submitted:
        return (submitted,)
    urls = (doc.join(f"{before}{wanted}{after}") for before, after, _ in made_addresses(doc))
    return tuple(
        ListRequest(url=url) for url in list(dict.fromkeys(u for u in urls if u and _near(u, doc)))[:1]
    )


def _near(url: str, doc: Document) -> bool:
    """Whether an address may be a page of the same list: the same folder or the same file."""
    return (
        url.partition("?")[0].rpartition("/")[0] == doc.url.partition("?")[0].rpartition("/")[0]
        and url != doc.url
    )


def _called(doc: Document) -> Iterator[int]:
    """Numbers that links pass to a script (``javascript:goPage(3)``)."""
    for anchor in doc.tree.css('a[onclick], a[href^="javascript"], li[onclick], span[onclick]'):
        script = (anchor.attributes.get("onclick") or "") + (anchor.attributes.get("href") or "")
        found = _CALL.match(script.strip())
        if found:
            yield int(found[1])


def made_addresses(doc: Document) -> Iterator[tuple[str, str, bool]]:
    """What stands before and after the number in addresses that scripts put together; is it fetched?"""
    for script in doc.tree.css("script:not([src])"):
        text = script.text()
        for found in (*_MADE.finditer(text[:MOST_SCRIPT]), *_TEMPLATE.finditer(text[:MOST_SCRIPT])):
            if found[2] is None or found[2].lower() in PAGE_NAMES:
                fetched = bool(_FETCHED.search(text[max(0, found.start() - 60) : found.start()]))
                yield found[1], found[3] or "", fetched


def _submitted(doc: Document, wanted: int) -> ListRequest | None:
    """A form that has a page field, sent with the wanted page in it."""
    for form in doc.tree.css("form"):
        field = next((name for name, _ in forms.fields(form) if name.lower() in PAGE_NAMES), None)
        if field is not None:
            return forms.sent(doc, form, {field: str(wanted)})
    return None


def fetched_lists(doc: Document) -> tuple[ListRequest, ...]:
    """Addresses that a shell's script fetches its rows from, at their first page."""
    first = 0 if number(doc.text, *PAGE_NAMES) == 0 else 1
    urls = (
        doc.join(f"{before}{first}{after}") for before, after, fetched in made_addresses(doc) if fetched
    )
    return tuple(ListRequest(url=url) for url in list(dict.fromkeys(u for u in urls if u))[:2])


def row_address(script: str) -> str:
    """How the script makes the address of a row: ``/detail_{id}.html``; empty where it says nothing.

    >>> row_address("li.innerHTML = '<a href=\\"/d_' + r.id + '.html\\">' + r.bt + '</a>'")
    '/d_{id}.html'
    """
    found = _ROW.search(script)
    if found is None:
        return ""
    before, name, after = found[1], found[2] or found[4], found[3] or found[5] or ""
    return f"{before}{{{name}}}{after}"


def filled(address: str, row: dict[str, Any]) -> str:
    """The address that a script makes of a row; empty where the row lacks what it is made of.

    >>> filled("/detail_{id}.html", {"id": 7})
    '/detail_7.html'
    """
    before, _, rest = address.partition("{")
    name, _, after = rest.partition("}")
    value = row.get(name) if address else None
    known = isinstance(value, (int, str)) and not isinstance(value, bool) and str(value).strip()
    return f"{before}{str(value).strip()}{after}" if known else ""
