"""龙讯 LonSun (安徽): an organ's directory is ``/public/column/<organ>``, its reports ``?type=3``.

Sources: PORTALS E.5 (type 1 rules, 2 guide, 3 annual reports, 4 directory, 5 on application).
"""

import re

from pages.families.family import Document, Family, Link, ListRequest, rows, sure, unique
from pages.families.paging import number, query, with_query

BODY = (".j-fontContent", ".wzcon", ".newscontnet", ".ls-article-info", ".wenzhang_main", ".gzk-article")
ANNUAL = "3"
_ORGAN = re.compile(r"/public/column/(\d{2,12})")
_SHOWLIST = re.compile(r"(/openness/OpennessContent/showList/\d+/\d+/page_)(\d+)(\.html)", re.I)


def matches(doc: Document) -> float:
    """The disclosure directory's addresses, the article's class names, the sibling's controllers."""
    return sure(
        doc,
        (0.5, "/public/column/"),
        (0.4, "j-fontcontent"),
        (0.3, "/content/column/"),
        (0.2, "wztit"),
        (0.2, "ls-article-info"),
        (0.2, "doc_list"),
        (0.3, "ls.pagination"),
        (0.6, "opennesscontent"),
        (0.6, "opennessannualreport"),
    )


def report_links(doc: Document) -> tuple[Link, ...]:
    """The rows of the list."""
    return rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """``pageIndex`` one further, as far as the pager's script says; ``page_N.html`` of the sibling."""
    sibling = _SHOWLIST.search(doc.url)
    at = _at(doc, sibling)
    if at >= _pages(doc):
        return ()
    if sibling:
        return (ListRequest(url=doc.url.replace(sibling[0], f"{sibling[1]}{at + 1}{sibling[3]}")),)
    if "/column/" not in doc.url:
        return ()
    return (ListRequest(url=with_query(doc.url, **_listing(doc), pageIndex=at + 1)),)


def _at(doc: Document, sibling: re.Match[str] | None) -> int:
    if sibling:
        return int(sibling[2])
    told = query(doc.url).get("pageIndex", "")
    return int(told) if told.isdigit() else 1


def _listing(doc: Document) -> dict[str, str]:
    """The directory answers its later pages only to ``action=list``."""
    return {"action": "list"} if "/public/column/" in doc.url else {}


def _pages(doc: Document) -> int:
    pages = number(doc.text, "pageCount", "totalPages", "totalPage")
    if pages is not None:
        return pages
    total, size = number(doc.text, "total", "totalCount", "rowCount"), number(doc.text, "pageSize")
    return -(-total // size) if total and size else 1


def entry_points(doc: Document) -> tuple[Link, ...]:
    """The annual-report page of every organ that the page links to."""
    links = (link for link in rows(doc) if _ORGAN.search(link.url))
    return tuple(unique(_annual(link) for link in links))


def _annual(link: Link) -> Link:
    found = _ORGAN.search(link.url)
    url = with_query(link.url[: found.end()] if found else link.url, type=ANNUAL)
    return Link(url=url, text=f"{link.text} 政府信息公开年报", context="type=3")


FAMILY = Family(
    name="lonsun",
    title="LonSun 龙讯",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
    entry_points=entry_points,
)
