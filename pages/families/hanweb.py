"""Hanweb 大汉: lists as XML in a ``<datastore>``, more by dataproxy.jsp; later systems build JPaaS units.

Sources: PORTALS E.1. A group is normally three pages and named by ``<nextgroup>``, of which only ``page=``
changes; where there is none the pager's own settings (startrecord, endrecord) are sent.
"""

import json
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from pages.families.family import FORM, Document, Family, Link, ListRequest, fragment, rows, sure, unique
from pages.families.paging import between, number, query, with_query, word

BODY = ("#zoom", "div.article_zoom", ".artile_zw", ".main-txt", ".zc_article_con")
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
FIRST_YEAR = 2008
GROUP_PAGES = 3
_HREF = re.compile(r"href\s{0,9}=\s{0,9}[\"']([^\"']{1,2000})")
_COUNT = re.compile(r"<totalrecord>\s*(\d+)", re.I)
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")
_PROXY = re.compile(r"([^\"'\s]{0,200}dataproxy\.jsp[^\"'\s]{0,900})")
_ARRAY = re.compile(r"dataStore\s{0,9}=\s{0,9}\[")
_UNIT = re.compile(r"queryData\s*=\s*\"(\{[^\"]{2,2000}\})\"|queryData\s*=\s*'(\{[^']{2,2000}\})'", re.I)
_AREA = re.compile(r"(?:area|areacode|vc_area)\s*[=:]\s*[\"']?(\d{6,24})", re.I)
_ANNUAL = re.compile(r"[^\"'\s<>]{0,200}xxgkAnnualReport\.jsp[^\"'\s<>]{0,500}")
PARAMETERS = (
    "col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype",
)  # fmt: skip


def matches(doc: Document) -> float:
    """The datastore, its proxy, the column addresses, the maker's hidden line, a unit of the gateway."""
    return sure(
        doc,
        (0.6, "<datastore>"),
        (0.4, "dataproxy.jsp"),
        (0.5, "jpaas-publish-server"),
        (0.4, "hanweb.com"),
        (0.3, "/module/visitcount/"),
        (0.3, "<!--<$["),
        (0.2, "/col/col"),
        (0.2, "/art_"),
        (0.4, "xxgkannualreport.jsp"),
    )


def report_links(doc: Document) -> tuple[Link, ...]:
    """Rows of every record's CDATA, of a unit's ``data.html``, of a script's array, or of the page."""
    text = _opened(doc)
    html = "".join(_cdata(record) for record in _records(text))
    if not html:
        html = _unit_html(doc) or _array_html(doc.text)
    return rows(fragment(html, doc)) if html else rows(doc) if doc.json is None else ()


def _records(text: str) -> list[str]:
    return list(between(text, "<record>", "</record>"))


def _opened(doc: Document) -> str:
    """The text with the datastore readable, also where an answer wraps it as JSON or escapes it."""
    if isinstance(doc.json, dict) and "<record>" in doc.text:
        return " ".join(value for value in doc.json.values() if isinstance(value, str))
    if "<record>" not in doc.text and "&lt;record&gt;" in doc.text:
        return unescape(doc.text)
    return doc.text


def _cdata(text: str) -> str:
    inner = text.strip()
    return inner[9:-3] if inner.startswith("<![CDATA[") and inner.endswith("]]>") else inner


def _unit_html(doc: Document) -> str:
    data = doc.json.get("data") if isinstance(doc.json, dict) else None
    html = data.get("html") if isinstance(data, dict) else None
    return html if isinstance(html, str) else ""


def _array_html(text: str) -> str:
    """Gansu's answer: ``var dataStore = ['<li>…</li>', …];``"""
    array = _ARRAY.search(text)
    if array is None:
        return ""
    inner = text[array.end() :].partition("];")[0]
    strings = (m[1] if m[1] is not None else m[2] for m in _STRING.finditer(inner))
    return "".join(re.sub(r"\\(.)", r"\1", string) for string in strings)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """The next group of every datastore, the next slice by startrecord, or the next unit."""
    if doc.json is not None and "<record>" not in doc.text:
        return _next_unit(doc)
    text = _opened(doc)
    asked = [
        request
        for store in list(between(text, "<datastore>", "</datastore>")) or [text]
        if (request := _next_group(doc, store))
    ]
    return tuple(asked) or _next_slice(doc, text) or _first_units(doc)


def _next_group(doc: Document, store: str) -> ListRequest | None:
    named = next(between(store, "<nextgroup>", "</nextgroup>"), "")
    got, following, total = len(_records(store)), _HREF.search(named), _COUNT.search(store)
    if following is None or not got:
        return None
    url = doc.join(unescape(following[1]))
    if url is None:
        return None
    group = int(query(url).get("page", "1") or 1) if query(url).get("page", "1").isdigit() else 1
    if total and (got >= int(total[1]) or group * got >= int(total[1])):
        return None
    return ListRequest(url=url) if url != doc.url else None


def _next_slice(doc: Document, text: str) -> tuple[ListRequest, ...]:
    """By the pager's settings: ``proxyUrl``, ``perPage`` and the parameters that name the unit."""
    total = int(m[1]) if (m := _COUNT.search(text)) else number(text, "totalRecord", "totalrecord")
    sent = dict(parse_qsl(doc.request.body.decode("utf-8", "replace"), keep_blank_values=True)) or query(
        doc.url
    )
    if sent.get("endrecord", "").isdigit():
        return _slice(doc, doc.url, sent, int(sent["endrecord"]), total) if "<record>" in text else ()
    if "dataproxy.jsp" in doc.url:
        return ()
    at = text.find("dataproxy.jsp")
    proxy = _PROXY.search(text[max(0, at - 200) : at + 900]) if at >= 0 else None
    held = {name: value for name in PARAMETERS if (value := word(text, name)) is not None}
    if proxy is None or "unitid" not in held or "columnid" not in held:
        return ()
    per_page = number(text, "perPage", "perpage") or 15
    url = doc.join(unescape(proxy[1]).partition("?")[0])
    fields = {
        "col": "1",
        "appid": "1",
        "path": "/",
        "sourceContentType": "1",
        "permissiontype": "0",
        **held,
    }
    return _slice(doc, url, {**fields, "perpage": str(per_page)}, len(_records(text)), total) if url else ()


def _slice(
    doc: Document, url: str, fields: dict[str, str], after: int, total: int | None
) -> tuple[ListRequest, ...]:
    """The records after number ``after``; at most 100 a page are ever answered."""
    if total is not None and after >= total:
        return ()
    size = min(100, GROUP_PAGES * int(fields.get("perpage") or 15))
    changed = {**fields, "startrecord": str(after + 1), "endrecord": str(after + size)}
    if doc.request.method == "POST" or doc.url != url:
        return (ListRequest(url=url, method="POST", body=urlencode(changed).encode(), headers=FORM),)
    return (ListRequest(url=with_query(url, **changed)),)


def _first_units(doc: Document) -> tuple[ListRequest, ...]:
    """The list units that a column page's ``queryData`` names, each from its first page."""
    out = []
    for found in _UNIT.finditer(unescape(doc.text) if "queryData=&" in doc.text else doc.text):
        told = _settings(found[1] or found[2])
        if told.get("pageType", "column") == "column" and told.get("tagId"):
            out.append(ListRequest(url=_unit_url(doc, told, 1)))
    return tuple(out)


def _settings(text: str) -> dict[str, str]:
    try:
        told = json.loads(unescape(text).replace("'", '"'))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {}


def _unit_url(doc: Document, told: dict[str, str], page: int) -> str:
    named = re.search(r"[\"']([^\"'\s]{0,200}/front/page/build/unit)", doc.text)
    size = number(doc.text, "pageSize") or 15
    parameter = json.dumps({"pageNo": page, "pageSize": str(size)}, separators=(",", ":"))
    base = doc.join(named[1] if named else UNIT) or doc.url
    return with_query(base, **{**told, "paramJson": parameter})


def _next_unit(doc: Document) -> tuple[ListRequest, ...]:
    """The unit's next page, while pages come full (a unit does not always say how many there are)."""
    sent = query(doc.request.url)
    told = _settings(sent.get("paramJson", ""))
    got = sum(1 for link in report_links(doc) if link.text)
    if not told.get("pageNo", "").isdigit() or got < int(told.get("pageSize") or 15):
        return ()
    changed = {**told, "pageNo": int(told["pageNo"]) + 1}
    return (
        ListRequest(url=with_query(doc.request.url, paramJson=json.dumps(changed, separators=(",", ":")))),
    )


def entry_points(doc: Document) -> tuple[Link, ...]:
    """The disclosure module's ready-made page per organ and year, for every organ the page names."""
    if "xxgkannualreport" not in doc.lower:
        return ()
    links = []
    for address in {m[0] for m in _ANNUAL.finditer(unescape(doc.text))}:
        base = doc.join(address)
        areas = (
            {query(base).get("area", "")} if base and urlsplit(base).query else set(_AREA.findall(doc.text))
        )
        for area in sorted(areas - {""}):
            years = range(datetime.now(UTC).year, FIRST_YEAR - 1, -1)
            links += [_annual(base or doc.url, area, year) for year in years]
    return tuple(unique(iter(links)))


def _annual(base: str, area: str, year: int) -> Link:
    url = with_query(base.partition("?")[0], fbtime=year, area=area)
    return Link(url=url, text=f"{year}年政府信息公开年度报告", context="xxgkAnnualReport")


def body_html(doc: Document) -> str | None:
    """What stands between the comments that mark the text."""
    return next(between(doc.text, "<!--<$[信息内容]>begin-->", "<!--<$[信息内容]>end-->"), None)


FAMILY = Family(
    name="hanweb",
    title="Hanweb 大汉 jcms, JPaaS",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
    body_html=body_html,
    entry_points=entry_points,
)
