"""TRS WCM (拓尔思): static pages with t-date addresses; the pager is a call of ``createPageHTML``.

Sources: PORTALS E.0, E.2 and E.9. Pages count from 0 (the second is ``index_1``) or from 1 (``_2``); the
call and the page's own address tell which, and where they do not both are asked for.
"""

import re

from pages.families.family import Document, Family, Link, ListRequest, rows, sure
from pages.families.paging import MOST_PAGES, calls, file_number

BODY = (
    ".trs_editor_view",
    ".TRS_UEDITOR",
    ".TRS_Editor",
    "#zoom",
    "#Zoom",
    ".Custom_UnionStyle",
    ".article-con",
)
_ADDRESS = re.compile(r"/t(?:\d{8}_\d{2,12}|\d{7,9})\.s?html?")


def matches(doc: Document) -> float:
    """``createPageHTML``, the editor's class names, t-date addresses."""
    signs = sure(
        doc, (0.5, "createpagehtml("), (0.4, "trs_editor"), (0.4, "trs_ueditor"), (0.2, "trs_paper")
    )
    signs += 0.2 * ("createpage(" in doc.lower) + 0.2 * ("custom_unionstyle" in doc.lower)
    return min(1.0, signs + 0.4 * bool(_ADDRESS.search(doc.url) or _ADDRESS.search(doc.text)))


def report_links(doc: Document) -> tuple[Link, ...]:
    """The rows of the list, relative links resolved against the page."""
    return rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """The page after this one by the page's own ``createPageHTML`` or ``createPage`` call."""
    for values in (*calls(doc.text, "createPageHTML"), *calls(doc.text, "createPage")):
        pages = _pages(doc, values)
        if pages:
            return tuple(ListRequest(url=url) for url in pages if url != doc.url)
    return ()


def _pages(doc: Document, values: tuple[str | int, ...]) -> list[str]:
    numbers = [v for v in values if isinstance(v, int)]
    words = [v for v in values if isinstance(v, str)]
    after = words[-2:] if len(words) >= 2 else ["index", "html"]
    if not numbers or numbers[0] < 2:
        return []
    stem, held, _ = file_number(doc.url)
    total, shown = min(numbers[0], MOST_PAGES), numbers[1] if len(numbers) > 1 else held or 0
    folder = stem.rpartition("/")[0]
    # the long form has a container's name in front or the number of records behind
    long_form = len(words) > 2 or len(numbers) > 2
    return [
        f"{folder}/{after[0]}_{n}.{after[1].lstrip('.')}"
        for n in _next_numbers(held, shown, total, long_form)
    ]


def _next_numbers(held: int | None, shown: int, total: int, long_form: bool) -> tuple[int, ...]:
    """File numbers that may be the next page: ``held`` in this page's name, ``shown`` by its call.

    >>> _next_numbers(None, 0, 3, False), _next_numbers(2, 2, 3, False), _next_numbers(None, 1, 3, True)
    ((1,), (), (2,))
    >>> _next_numbers(None, 0, 3, True), _next_numbers(2, 1, 3, True), _next_numbers(2, 2, 3, True)
    ((1, 2), (3,), (3,))
    """
    if held is None:
        if shown >= 1:
            return (shown + 1,) if shown < total else ()
        return (1, 2) if long_form and total > 1 else (1,)
    last = total if long_form or held == shown + 1 else total - 1
    return (held + 1,) if held < last else ()


FAMILY = Family(
    name="trs",
    title="TRS WCM 拓尔思",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
)
