"""Ucap 开普云: columns are shells over a list API, ``/common/search/<channel>``, that answers JSON.

How it is asked (GET or POST, with which fields) is read from the page's own script where that says so.

Sources: PORTALS E.3. Some sites print their pages too (``list_2.shtml``); those are read as they are.
"""

import re

from pages.families import forms, jsonlists, loads
from pages.families.family import Document, Family, Link, ListRequest, rows, sure
from pages.families.paging import with_query

BODY = ("ucapcontent", "#UCAP-CONTENT", "#zoomcon", "#zoom", ".article_content")
PAGE_SIZE = 20
_CHANNEL = re.compile(r"channel_?id['\"]?\s{0,9}[:=]\s{0,9}['\"]([0-9a-fA-F]{32})['\"]", re.I)
_CHANNEL_ID = re.compile(r"[0-9a-fA-F]{32}")
_API = re.compile(
    r"['\"]((?:https?:)?[\w/.:-]{0,120}/?(?:common/search|searchList|search/common/search|search)/)['\"]"
)


def matches(doc: Document) -> float:
    """Its own elements and ids, the channel, the column addresses; its API's answer."""
    if doc.json is not None:
        return 0.8 * ("publishedtimestr" in doc.lower) + 0.2 * ("domainmetalist" in doc.lower)
    signs = sure(
        doc, (0.6, "ucapcontent"), (0.6, "ucap-content"), (0.4, "ucaptitle"), (0.4, "<publishtime")
    )
    addresses = sure(doc, (0.2, "xxgk_list"), (0.2, "zfxxgk_"), (0.2, "common_list.shtml"), (0.3, "_isagg"))
    return min(1.0, signs + addresses + 0.5 * bool(_CHANNEL.search(doc.text)))


def report_links(doc: Document) -> tuple[Link, ...]:
    """The rows of the API's answer, or of the page."""
    return jsonlists.links(doc) if doc.json is not None else rows(doc)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """The next page of the API, or the first one of every channel that a column page is a shell for."""
    if doc.json is not None:
        return _next_answer(doc)
    asked = tuple(r for r in loads.lists(doc) if _names_channel(r))
    if asked:
        return asked
    api = next((m[1] for m in _API.finditer(doc.text)), "/common/search/")
    channels = list(dict.fromkeys(m[1] for m in _CHANNEL.finditer(doc.text)))
    urls = (doc.join(f"{api}{channel}") for channel in channels)
    return tuple(ListRequest(url=_asked(url, 1)) for url in urls if url)


def _names_channel(request: ListRequest) -> bool:
    """Whether a request read from the script is whole: it names the channel and says how it is asked."""
    named = _CHANNEL_ID.search(request.url + request.body.decode("utf-8", "replace"))
    return bool(named) and (request.method == "POST" or "_isJson" in request.url)


def _asked(url: str, page: int) -> str:
    return with_query(
        url,
        _isAgg="true",
        _isJson="true",
        _pageSize=PAGE_SIZE,
        _template="index",
        _rangeTimeGte="",
        _channelName="",
        page=page,
    )


def _next_answer(doc: Document) -> tuple[ListRequest, ...]:
    """``data.{total,page,rows}`` say how far the list goes."""
    data = doc.json.get("data") if isinstance(doc.json, dict) else None
    if not isinstance(data, dict) or not data.get("results"):
        return ()
    fields = forms.told(doc.request)
    at = _whole(fields.get("page")) or _whole(data.get("page")) or 1
    size = _whole(data.get("rows")) or len(data["results"])
    if at * size >= (_whole(data.get("total")) or 0):
        return ()
    return (forms.told_again(doc.request, {**fields, "page": at + 1}),)


def _whole(value: object) -> int | None:
    return int(str(value)) if str(value or "").isdigit() else None


def body_html(doc: Document) -> str | None:
    """The text that an answer of the API carries for a single row."""
    texts = [
        html for row in jsonlists.objects(doc.json) if (html := jsonlists.first(row, ("contentHtml",)))
    ]
    return texts[0] if len(texts) == 1 else None


FAMILY = Family(
    name="ucap",
    title="Ucap 开普云",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
    body_html=body_html,
)
