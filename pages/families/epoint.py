"""新点 Epoint WebBuilder: shells over REST services that take ``params=<JSON>`` by POST.

Sources: PORTALS E.7 (getGovInfoDetail; list templates with ``<?=el.link?>`` placeholders).
"""

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from pages.families import jsonlists
from pages.families.family import FORM, Document, Family, Link, ListRequest, iso_date, rows, sure
from pages.families.paging import number, query, word

BODY = ("#info_spnContent", ".ewb-article-info", ".article-info", "#zoom", ".infodetail")
LIST_SERVICE = "/rest/lightfrontaction/getgovinfolist"
DETAIL_SERVICE = "/rest/lightfrontaction/getGovInfoDetail"
_SERVICE = re.compile(r"['\"]([\w/.-]{0,120}/rest/[\w/]{1,120})['\"]")
_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def matches(doc: Document) -> float:
    """Its ids, its script library, its services, its template's placeholders; its answers' shape."""
    if doc.json is not None:
        return 0.8 * (isinstance(doc.json, dict) and isinstance(doc.json.get("custom"), dict))
    return sure(
        doc,
        (0.5, "info_spncontent"),
        (0.5, "webbuildercommon"),
        (0.5, "getgovinfodetail"),
        (0.4, "siteinfo"),
        (0.4, "<?=el."),
        (0.4, "epointwebbuilder"),
        (0.3, "infoguid="),
        (0.2, "categorynum"),
    )


def _settings(doc: Document) -> tuple[str, str]:
    """The site's id and the project's path, from ``siteInfo``."""
    project = word(doc.text, "projectName") or ""
    return word(doc.text, "siteGuid") or "", "/" + project.strip("/") if project.strip("/") else ""


def _service(doc: Document, wanted: str, default: str) -> str | None:
    """The address of a service: as the page's script names it, else where it usually is."""
    _, project = _settings(doc)
    named = (m[1] for m in _SERVICE.finditer(doc.text) if wanted in m[1].lower().rpartition("/")[2])
    path = next(named, default)
    return doc.join(
        path if path.startswith(project + "/") and project else project + "/" + path.lstrip("/")
    )


def report_links(doc: Document) -> tuple[Link, ...]:
    """Rows of an answer (by address, or by id where they have none), or of the page."""
    if doc.json is None:
        return tuple(link for link in rows(doc) if "el.link" not in link.url)
    held = jsonlists.links(doc)
    return held or tuple(link for row in jsonlists.objects(doc.json) if (link := _by_id(doc, row)))


def _by_id(doc: Document, row: dict[str, Any]) -> Link | None:
    told = jsonlists.first({k.lower(): v for k, v in row.items()}, ("infoid", "infoguid"))
    title = jsonlists.plain(jsonlists.first({k.lower(): v for k, v in row.items()}, jsonlists.TITLES))
    url = doc.join(f"/showinfo.html?infoGuid={told}") if told and title else None
    return Link(url=url, text=title, date=iso_date(json.dumps(row, ensure_ascii=False))) if url else None


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """The next page by the same service; for a shell its category's first page."""
    if doc.json is not None:
        return _next_answer(doc)
    category = word(doc.text, "categorynum", "categoryNum") or query(doc.url).get("categorynum")
    site, _ = _settings(doc)
    url = _service(doc, "list", LIST_SERVICE)
    if not category or url is None:
        return ()
    size = number(doc.text, "pageSize") or 15
    return (_asking(url, {"siteGuid": site, "categoryNum": category, "pageIndex": 0, "pageSize": size}),)


def _asking(url: str, told: dict[str, Any]) -> ListRequest:
    body = urlencode({"params": json.dumps(told, separators=(",", ":"))}).encode()
    return ListRequest(url=url, method="POST", body=body, headers=FORM)


def _next_answer(doc: Document) -> tuple[ListRequest, ...]:
    sent = dict(parse_qsl(doc.request.body.decode("utf-8", "replace")))
    try:
        told = json.loads(sent.get("params", ""))
        index, size = int(told["pageIndex"]), int(told["pageSize"])
    except (ValueError, KeyError, TypeError):
        return ()
    got, total = len(report_links(doc)), jsonlists.total(doc.json)
    if not got or (total is not None and (index + 1) * size >= total) or (total is None and got < size):
        return ()
    return (_asking(doc.request.url, {**told, "pageIndex": index + 1}),)


def text_requests(doc: Document) -> tuple[ListRequest, ...]:
    """What an article's shell loads its text from."""
    told = (
        query(doc.url).get("infoGuid")
        or query(doc.url).get("infoid")
        or word(doc.text, "infoGuid", "infoid")
    )
    found = _ID.search(told or "") or _ID.search(urlsplit(doc.url).path)
    if doc.json is not None or found is None or "getgovinfodetail" not in doc.lower:
        return ()
    url = _service(doc, "getgovinfodetail", DETAIL_SERVICE)
    return (_asking(url, {"infoid": found[0], "siteGuid": _settings(doc)[0]}),) if url else ()


def body_html(doc: Document) -> str | None:
    """``custom.data.infocontent``, with the attached PDFs of ``pdflist`` as links below it."""
    for row in jsonlists.objects(doc.json):
        html = row.get("infocontent")
        files = [
            jsonlists.first(f, ("attachurl",)) for f in row.get("pdflist") or () if isinstance(f, dict)
        ]
        if isinstance(html, str) and (html or files):
            return html + "".join(f'<p><a href="{doc.join(f) or ""}">附件</a></p>' for f in files)
    return None


FAMILY = Family(
    name="epoint",
    title="Epoint 新点 WebBuilder",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
    body_html=body_html,
    text_requests=text_requests,
)
