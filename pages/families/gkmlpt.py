"""广东 gkmlpt and NFCMS: a directory whose tree stands in ``window._CONFIG`` and whose lists are JSON.

Sources: PORTALS E.6. A page of the list API has 100 rows; pages count from 0 or from 1, and the answers
tell which.
"""

import json
import re

from pages.families import jsonlists
from pages.families.family import Document, Family, Link, ListRequest, rows, sure
from pages.families.paging import query, with_query, word

BODY = ("div.news_cont_d_wrap", ".tyxxy_main", ".article-content")
PAGE_ROWS = 100
_NODE = re.compile(
    r"[{,]\s{0,9}['\"]?id['\"]?\s{0,9}:\s{0,9}['\"]?(\d{1,9})['\"]?\s{0,9},[^{}\[\]]{0,300}?"
    r"['\"]?name['\"]?\s{0,9}:\s{0,9}['\"]([^'\"]{1,80})['\"]"
)
_CONTENT = re.compile(r"[\"']?content[\"']?\s{0,9}:\s{0,9}(\"(?:[^\"\\]|\\.)*\")")
_ANNUAL = re.compile(r"年报|年度报告|年度工作报告|工作报告")


def matches(doc: Document) -> float:
    """The directory's address and configuration, NFCMS's variables, the API's articles."""
    if doc.json is not None:
        return 0.9 * (isinstance(doc.json, dict) and "articles" in doc.json)
    return sure(
        doc,
        (0.5, "/gkmlpt/"),
        (0.3, "window._config"),
        (0.5, "nfcms_site_id"),
        (0.4, "nfcms_post_id"),
        (0.3, "statistics.gd.gov.cn"),
        (0.2, "/content/post_"),
    )


def report_links(doc: Document) -> tuple[Link, ...]:
    """The articles of an answer (``url`` before ``post_url``), or the rows of an ordinary column."""
    return jsonlists.links(doc) if doc.json is not None else rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """From the shell the annual-report categories of its tree (all, where none says so), page by page."""
    if doc.json is not None:
        return _next_answer(doc)
    site = word(doc.text, "SID") if "_CONFIG" in doc.text else None
    if site is None:
        return ()
    nodes = {m[1]: m[2] for m in _NODE.finditer(doc.text)}
    wanted = [category for category, name in nodes.items() if _ANNUAL.search(name)] or ["0"]
    urls = (doc.join(f"/gkmlpt/api/all/{category}?page=1&sid={site}") for category in wanted)
    return tuple(ListRequest(url=url) for url in urls if url)


def _next_answer(doc: Document) -> tuple[ListRequest, ...]:
    """One further while rows are left; page 0 too, where the last page shows that counting begins there."""
    told = query(doc.request.url).get("page", "")
    articles = doc.json.get("articles") if isinstance(doc.json, dict) else None
    if not told.isdigit() or not isinstance(articles, list):
        return ()
    return tuple(
        ListRequest(url=with_query(doc.request.url, page=page))
        for page in _pages(int(told), len(articles), jsonlists.total(doc.json) or 0)
    )


def _pages(at: int, got: int, total: int) -> tuple[int, ...]:
    """Which pages to ask for after page ``at`` (1 or more) gave ``got`` rows of ``total``.

    >>> _pages(1, 100, 250), _pages(3, 50, 250), _pages(2, 50, 250), _pages(1, 0, 40), _pages(1, 40, 40)
    ((2,), (), (0,), (0,), ())
    >>> _pages(1, 20, 50), _pages(3, 10, 50), _pages(0, 100, 250)
    ((2,), (4,), ())
    """
    if at == 0:
        return ()
    from_1, from_0 = (min(PAGE_ROWS, max(0, total - n * PAGE_ROWS)) for n in (at - 1, at))
    further = (at + 1,) if got and at * max(got, PAGE_ROWS if got == from_1 else 1) < total else ()
    return (0,) if got == from_0 != from_1 else further


def body_html(doc: Document) -> str | None:
    """The escaped HTML in the article page's script, or in the API's answer."""
    if doc.json is not None:
        return next(
            (h for row in jsonlists.objects(doc.json) if (h := jsonlists.first(row, ("content",)))), None
        )
    if "_CONFIG" not in doc.text and "NFCMS" not in doc.text:
        return None
    found = max((m[1] for m in _CONTENT.finditer(doc.text)), key=len, default='""')
    try:
        html = json.loads(found, strict=False)
    except ValueError:
        return None
    return html if isinstance(html, str) and "<" in html else None


FAMILY = Family(
    name="gkmlpt",
    title="gkmlpt, NFCMS 广东",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
    body_html=body_html,
)
