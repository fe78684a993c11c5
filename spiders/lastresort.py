"""What is asked of a portal on which no report was met: its site map for machines, its feed, its search.

None of them is a way to begin (PORTALS F: site maps are rare, searches mostly need a browser and a
signature), but they cost a request or two where the alternative is to give up.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from crawler.backlog import Row
from crawler.politeness import host_key
from pages.families import Document, ListRequest, forms
from pages.families.family import FORM
from spiders.scope import Scope
from spiders.scoring import ENTRY

WANTED = ("政府信息公开工作年度报告", "信息公开工作", "信息公开年")  # a search finds what is written
_SEARCH = re.compile(r"search|query|keyword|\bkw\b|\bwd\b|\bss\b|sousuo|搜|检索|查询|关键", re.I)
_TYPED = frozenset({"", "text", "search"})
_NOT_SEARCH = re.compile(r"login|passport|user|advice|mail|letter|登录|留言", re.I)
MOST = 1  # forms
SOON = 30  # pages in a row without a promise


def asked(doc: Document) -> list[dict[str, str]]:
    """What a home page offers for the end: as a scope keeps it."""
    found = [ListRequest(url=urljoin(doc.url, "/sitemap.xml"))]
    feeds = (
        doc.join(n.attributes.get("href")) for n in doc.tree.css("link[type='application/rss+xml'][href]")
    )
    found += [ListRequest(url=url) for url in feeds if url][:1]
    searches = [(form, name) for form in doc.tree.css("form") if (name := _search_field(form))]
    for form, name in searches[:MOST]:
        found += [forms.sent(doc, form, {name: words}) for words in WANTED]
    told = [{"url": r.url, "method": r.method, "body": r.body.decode()} for r in found]
    return told + [{"url": _again(doc.url), "kind": "home"}] * ("<script" in doc.lower)


def _again(url: str) -> str:
    """The home page by another address, so that it can be asked for once more: by a browser."""
    return url + ("&" if "?" in url else "?")


def _search_field(form: LexborNode) -> str | None:
    """The one field of a search form that a reader types into."""
    typed = [i for i in form.css("input[name]") if (i.attributes.get("type") or "").lower() in _TYPED]
    if len(typed) != 1 or form.css_first("input[type=password], textarea"):
        return None
    shown = (form.html or "")[:3000]
    known = _SEARCH.search(shown) and not _NOT_SEARCH.search(form.attributes.get("action") or "")
    return typed[0].attributes.get("name") if known else None


def wanted(scope: Scope, number: int, why: str | None, hopes: Callable[[int], int | None]) -> list[Row]:
    """What is left to ask of a portal that has shown nothing, once; empty where there is no need.

    ``why`` the portal would end now, ``hopes`` the best that still waits for it.
    """
    if not scope.spare or scope.reports or scope.reading or scope.status:
        return []
    given_up = why is not None or hopes(number) is None or (scope.idle >= SOON and not scope.lists)
    if not given_up or why in ("limit", "refused"):
        return []
    spare, scope.spare = scope.spare, []
    return [_row(number, **told) for told in spare]


def _row(number: int, url: str, method: str = "GET", body: str = "", kind: str = "annual") -> Row:
    meta: dict[str, Any] = {"kind": kind}
    meta |= {"browser": True} if kind == "home" else {"list": 1}
    meta |= {"headers": [list(pair) for pair in FORM]} if body else {}
    return Row(
        portal=number,
        host=host_key(url),
        url=url,
        priority=ENTRY,
        method=method,
        body=body.encode(),
        meta=meta,
    )
