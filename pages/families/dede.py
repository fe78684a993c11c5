"""DedeCMS 织梦: lists ``list_TID_N.html`` or ``/plus/list.php?tid=&PageNo=``.

Sources: PORTALS E.8.
"""

import re

from pages.families import generic
from pages.families.family import Document, Family, Link, ListRequest, rows, sure
from pages.families.paging import number

BODY = (".content", ".article-content", "#zoom", ".viewbox", ".text")
_LIST = re.compile(r"(list_\d{1,6}_)(\d{1,5})(\.html?)")
_PAGES = re.compile(r"共\s{0,3}(?:<\w+>)?\s{0,3}(\d{1,5})\s{0,3}(?:</\w+>)?\s{0,3}页")


def matches(doc: Document) -> float:
    """Its folders ``/plus/`` and ``/templets/``, its maker's line, its list names."""
    signs = sure(
        doc,
        (0.6, "dedecms"),
        (0.4, "/plus/count.php"),
        (0.3, "/plus/list.php"),
        (0.3, "/plus/view.php"),
        (0.4, "/templets/"),
        (0.3, "pageinfo"),
    )
    return min(1.0, signs + 0.3 * bool(_LIST.search(doc.url) or _LIST.search(doc.text)))


def report_links(doc: Document) -> tuple[Link, ...]:
    """The rows of the list."""
    return rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """Its pager's link, else ``list_TID_N`` one further as far as 共N页 says."""
    linked = generic.next_page(doc)
    if linked:
        return linked
    here = _LIST.search(doc.url)
    found = here or next((m for m in _LIST.finditer(doc.text)), None)
    counted = _PAGES.search(doc.text)
    pages = int(counted[1]) if counted else number(doc.text, "totalpage") or 1
    at = int(here[2]) if here else 1
    url = doc.join(f"{found[1]}{at + 1}{found[3]}") if found and at < pages else None
    return (ListRequest(url=url),) if url else ()


FAMILY = Family(
    name="dede",
    title="DedeCMS 织梦",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
)
