"""动易 PowerEasy, SiteFactory: ``/Item/ID.aspx``, lists ``/Category_N/Index_2.aspx``.

Sources: PORTALS E.8.
"""

import re

from pages.families import postback
from pages.families.family import Document, Family, Link, ListRequest, rows, sure
from pages.families.generic import page_count

BODY = ("#fontzoom", "#fontZoom", ".article_content", "#content", ".content")
_LIST = re.compile(r"(.*/Category_\d{1,6}/Index)(?:_(\d{1,5}))?(\.aspx)$", re.I)
_SHORT = re.compile(r".*/Category_\d{1,6}/?$", re.I)


def matches(doc: Document) -> float:
    """Its maker's name, ``/Item/``, ``/Category_``, its hit counter."""
    return sure(
        doc,
        (0.5, "powereasy"),
        (0.4, "/category_"),
        (0.3, "/item/"),
        (0.6, "/common/gethits.aspx"),
        (0.3, "articleshow.asp"),
        (0.3, "sitefactory"),
    )


def report_links(doc: Document) -> tuple[Link, ...]:
    """The rows of the list."""
    return rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """Its post-back, else ``Index_N`` one further, as far as the pager's words say."""
    posted = postback.requests(doc)
    if posted:
        return posted
    found = _LIST.match(doc.url.rstrip("/") + "/Index.aspx" if _SHORT.match(doc.url) else doc.url)
    at = int(found[2] or 1) if found else 1
    further = found and at < (page_count(doc) or 1)
    return (ListRequest(url=f"{found[1]}_{at + 1}{found[3]}"),) if found and further else ()


FAMILY = Family(
    name="powereasy",
    title="PowerEasy 动易",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
)
