"""DedeCMS 织梦: lists ``list_TID_N.html`` or ``/plus/list.php?tid=&PageNo=``.

Sources: PORTALS E.8.
"""

import re

from pages.families.family import Document, Family, Link, ListRequest, rows, sure
from pages.families.generic import page_count

BODY = (".content", ".article-content", "#zoom", ".viewbox", ".text")
_LIST = re.compile(r"(list_\d{1,6}_)(\d{1,5})(\.html?)")


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
    """``list_TID_N`` one further, as far as 共N页 says."""
    here = _LIST.search(doc.url)
    found = here or _LIST.search(doc.text)
    at = int(here[2]) if here else 1
    url = doc.join(f"{found[1]}{at + 1}{found[3]}") if found and at < (page_count(doc) or 1) else None
    return (ListRequest(url=url),) if url else ()


FAMILY = Family(
    name="dede",
    title="DedeCMS 织梦",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
)
