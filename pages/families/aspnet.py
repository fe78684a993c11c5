"""The ASP and ASP.NET long tail: pagers by post-back, ``?page=`` or ``pid=`` in the address.

Sources: PORTALS E.0, E.8. PowerEasy (动易) and SiteServer have files of their own.
"""

from pages.families import postback
from pages.families.family import Document, Family, Link, ListRequest, rows, sure

BODY = (
    "#fontzoom",
    "#zoom",
    "#NewsContent",
    "#content",
    ".content",
    "#Content",
    "#lblContent",
    ".show_content",
)


def matches(doc: Document) -> float:
    """The view state, the post-back, addresses ending in aspx, thtml and asp."""
    address = doc.url.lower().partition("?")[0]
    own = 0.3 * address.endswith((".aspx", ".asp", ".thtml"))
    signs = sure(doc, (0.5, "__viewstate"), (0.2, "__dopostback"), (0.15, ".aspx?"), (0.15, ".asp?"))
    return min(1.0, own + signs)


def report_links(doc: Document) -> tuple[Link, ...]:
    """The rows of the list."""
    return rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """The pager's post-back; one that has links is read by the generic family."""
    return postback.requests(doc)


FAMILY = Family(
    name="asp",
    title="ASP, ASP.NET",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
)
