"""博达 VSB: a column ``nb.htm`` is the newest page, older ones are ``nb/N.htm`` with N going down.

Sources: PORTALS E.4. Dynamic sites page by ``PAGENUM=``.
"""

import re

from pages.families.family import Document, Family, Link, ListRequest, rows, sure
from pages.families.paging import number, query, with_query

BODY = ("#vsb_content .v_news_content", "#vsb_content", ".v_news_content", "[id^=vsb_content]")
_NUMBERED = re.compile(r"(.*)/(\d{1,5})\.html?$")
_TOTAL = re.compile(r"totalpage=(\d{1,5})", re.I)


def matches(doc: Document) -> float:
    """Its resource folder, its forms and ids, ``/info/COLUMN/ID.htm``."""
    return sure(
        doc,
        (0.5, "/system/resource/"),
        (0.4, "vsb_content"),
        (0.4, "v_news_content"),
        (0.4, "_newscontent_fromname"),
        (0.3, "_showdynclicks"),
        (0.3, "newscontenturl"),
        (0.15, "_jsq_"),
        (0.15, "info/10"),
        (0.3, "downloadattachurl"),
    )


def report_links(doc: Document) -> tuple[Link, ...]:
    """The rows of the list."""
    return rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """The next lower number (on the column's first page: the highest), or the next ``PAGENUM``."""
    found = _NUMBERED.match(doc.url.partition("?")[0])
    folder = found[1] if found else re.sub(r"\.html?$", "", doc.url.partition("?")[0])
    below = int(found[2]) if found else None
    held = {n for link in rows(doc) if (n := _number_in(link.url, folder)) is not None}
    lower = [n for n in held if below is None or n < below]
    if lower:
        return (ListRequest(url=f"{folder}/{max(lower)}.htm"),)
    return _by_query(doc)


def _number_in(url: str, folder: str) -> int | None:
    found = _NUMBERED.match(url.partition("?")[0])
    return int(found[2]) if found and found[1] == folder else None


def _by_query(doc: Document) -> tuple[ListRequest, ...]:
    """``?totalpage=5&PAGENUM=2&urltype=tree.TreeTempUrl&wbtreeid=1037``"""
    asked = {name.lower(): value for name, value in query(doc.url).items()}
    at = int(asked["pagenum"]) if asked.get("pagenum", "").isdigit() else 1
    links = [link.url for link in rows(doc) if query(link.url).get("PAGENUM") == str(at + 1)]
    if links:
        return (ListRequest(url=links[0]),)
    total = _TOTAL.search(doc.text)
    pages = int(total[1]) if total else number(doc.text, "totalpage", "totalpages") or 1
    if at >= pages or "wbtreeid" not in asked:
        return ()
    return (ListRequest(url=with_query(doc.url, totalpage=pages, PAGENUM=at + 1)),)


FAMILY = Family(
    name="vsb",
    title="VSB 博达",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
)
