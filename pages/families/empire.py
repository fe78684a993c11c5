"""EmpireCMS 帝国: static lists ``index_2.html`` or ``/e/action/ListInfo/?classid=&page=`` (from 0).

Sources: PORTALS E.0, E.8.
"""

from pages.families.family import Document, Family, Link, ListRequest, rows, sure

BODY = ("#zoom", ".content", "#content", ".article-content", "#text", ".news_content")


def matches(doc: Document) -> float:
    """Its folder ``/e/``, its counter, its maker's line, ``show.php?classid=``."""
    return sure(
        doc,
        (0.6, "empirecms"),
        (0.5, "/e/public/viewclick"),
        (0.4, "/e/action/"),
        (0.3, "/e/extend/"),
        (0.3, "show.php?classid="),
        (0.3, "empirenews"),
        (0.2, "/d/js/"),
    )


def report_links(doc: Document) -> tuple[Link, ...]:
    """The rows of the list."""
    return rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """Nothing of its own: its pager has ordinary links, which the generic family reads."""
    return ()


FAMILY = Family(
    name="empire",
    title="EmpireCMS 帝国",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
)
