"""Any site at all: every row that can be seen, and every pager that can be read. Last in the registry."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from pages.families import forms, jsonlists, scripted, xmllists
from pages.families.family import Document, Family, Link, ListRequest, fragment, rows, squeezed
from pages.families.paging import MOST_PAGES, file_number, number, query, with_query
from pages.families.scripted import PAGE_NAMES

NEXT = re.compile(r"^[\s\[【(<]*(下\s*一?\s*[页頁]|后\s*一?\s*[页頁]|後頁|[Nn]ext(?: page)?)[\s\])】>»›]*$")
ARROWS = frozenset({">", ">>", "›", "»", "＞", "▶", "&gt;"})
SHOWN = re.compile(r"(?<!\d)(\d{1,4})\s{0,5}[页頁]?\s{0,5}/\s{0,5}共?\s{0,5}(\d{1,4})\s{0,5}[页頁]$")
TOTAL = re.compile(
    r"(?:共|总页数[:：]?|总共)\s{0,5}(?:<\w{1,9}>)?\s{0,5}(\d{1,4})\s{0,5}(?:</\w{1,9}>)?\s{0,5}[页頁]$"
)
DRESS = re.compile(
    r"header|footer|/top|/head|/foot|nav|menu|search|weather|tianqi|login|share|map|video|count", re.I
)
FULL_PAGE = 10  # rows below which an answer that tells no total is taken for the last
_HREF_IN_SCRIPT = re.compile(
    r"""(?:location(?:\.href)?\s*=|open\s*\(|openUrl\s*\(|goUrl\s*\()\s*['"]([^'"]+)['"](?!\s*\+)"""
)
BODY = (
    "#ivs_content", "ucapcontent", "#UCAP-CONTENT", ".trs_editor_view", ".TRS_Editor", ".TRS_UEDITOR",
    ".Custom_UnionStyle", "#vsb_content .v_news_content", ".v_news_content", ".j-fontContent", "#zoom",
    "#Zoom", "#fontzoom", "#zoomcon", "#con_con", "#NewsContent", ".xxgk_content", ".article-content",
    ".articleContent", ".article_content", "#articleContent", ".detail-content", ".pages_content",
    ".view-content", ".content", "article",
)  # fmt: skip


def matches(doc: Document) -> float:
    """Every page, a little: what no other family knows better is read here."""
    return 0.05


def report_links(doc: Document) -> tuple[Link, ...]:
    """Rows of a JSON answer, or the page's links with their rows; iframes of the page as links too."""
    if doc.json is not None:
        return jsonlists.links(doc) or _html_in_json(doc)
    if doc.is_answer:
        return xmllists.links(doc)
    return rows(doc) + _frames(doc) + _scripted(doc)


def _html_in_json(doc: Document) -> tuple[Link, ...]:
    for row in jsonlists.objects(doc.json):
        html = jsonlists.first(row, jsonlists.HTMLS)
        if "<a" in html:
            return rows(fragment(html, doc))
    return ()


def _frames(doc: Document) -> tuple[Link, ...]:
    frames = ((f, doc.join(f.attributes.get("src"))) for f in doc.tree.css("iframe[src], frame[src]"))
    return tuple(
        Link(url=url, text=squeezed(f.attributes.get("title") or ""), context="frame")
        for f, url in frames
        if url
    )


def _scripted(doc: Document) -> tuple[Link, ...]:
    """Rows that open by script: ``onclick="openUrl('…')"`` and ``location.href='…'``."""
    if "onclick" not in doc.text:
        return ()
    found = (
        (n, _HREF_IN_SCRIPT.search(n.attributes.get("onclick") or "")) for n in doc.tree.css("[onclick]")
    )
    made = ((squeezed(n.text(separator=" ")), doc.join(m[1])) for n, m in found if m)
    return tuple(Link(url=url, text=text, context=text) for text, url in made if url and text)


def next_page(doc: Document) -> tuple[ListRequest, ...]:
    """The next page: of a JSON list by its total, else by the page's own pager."""
    if doc.json is not None:
        return _next_answer(doc)
    for reader in (_rel_next, _named_next, _numbered, _chosen, _counted):
        url = reader(doc)
        if url and url != doc.url:
            return (ListRequest(url=url),)
    return (
        _chosen_page(doc)
        or scripted.further(doc, current(doc), page_count(doc))
        or scripted.fetched_lists(doc)
        or _framed(doc)
    )


def _framed(doc: Document) -> tuple[ListRequest, ...]:
    """A list that stands in a frame: its page, on the same host and no part of the page's dress."""
    host = urlsplit(doc.url).netloc
    urls = (link.url for link in _frames(doc) if urlsplit(link.url).netloc == host)
    return tuple(ListRequest(url=url) for url in urls if url != doc.url and not DRESS.search(url))[:2]


def _rel_next(doc: Document) -> str | None:
    node = doc.tree.css_first('link[rel="next"][href], a[rel="next"][href]')
    return doc.join(node.attributes.get("href")) if node else None


def _named_next(doc: Document) -> str | None:
    for anchor in doc.tree.css("a"):
        text = anchor.text(strip=True)
        if len(text) < 12 and (
            NEXT.match(text) or text in ARROWS or NEXT.match(anchor.attributes.get("title") or "")
        ):
            url = _target(doc, anchor)
            if url:
                return url
    return None


def _target(doc: Document, anchor: LexborNode) -> str | None:
    """Where an anchor leads: its href, or the address in its script, or a page number by script."""
    url = doc.join(anchor.attributes.get("href"))
    if url:
        return url
    script = (anchor.attributes.get("onclick") or "") + " " + (anchor.attributes.get("href") or "")
    found = _HREF_IN_SCRIPT.search(script)
    if found:
        return doc.join(found[1])
    return doc.join(anchor.attributes.get("data-href") or anchor.attributes.get("data-url"))


def current(doc: Document) -> int:
    """The number of the page that is shown, from its address or its "2/5", else 1."""
    for name, value in query(doc.url).items():
        if name.lower() in PAGE_NAMES and value.isdigit():
            return int(value)
    return shown(doc)[0] or file_number(doc.url)[1] or 1


def shown(doc: Document) -> tuple[int | None, int | None]:
    """The page shown and how many there are, as the pager's words say (第2页/共5页, 共 5 页)."""
    pages = None
    for end in re.finditer("[页頁]", doc.text):
        words = doc.text[max(0, end.end() - 40) : end.end()]
        if found := SHOWN.search(words):
            return int(found[1]), int(found[2])
        if pages is None and (found := TOTAL.search(words)):
            pages = int(found[1])
    return None, pages


def _numbered(doc: Document) -> str | None:
    """The anchor that says the next number, where it stands beside its neighbours in a pager."""
    numbers: dict[int, str] = {}
    for anchor in doc.tree.css("a[href]"):
        text = anchor.text(strip=True).strip("[]【】")
        if text.isascii() and text.isdigit() and len(text) <= 4:
            url = _target(doc, anchor) if int(text) not in numbers else None
            if url and _alike(url, doc.url):
                numbers[int(text)] = url
    return numbers.get(_shown(numbers, doc) + 1)


def _shown(numbers: dict[int, str], doc: Document) -> int:
    """The number of the page shown: the one that leads here, or the one missing between its neighbours."""
    here = next((n for n, url in numbers.items() if url == doc.url), None)
    at = here or current(doc)
    if here is None and at in numbers:
        gaps = [n for n in range(1, max(numbers) + 2) if n not in numbers]
        between = [
            n for n in gaps if (n == 1 or n - 1 in numbers) and (n + 1 in numbers or n > max(numbers))
        ]
        return min(between, key=lambda n: abs(n - at - 0.5), default=at)
    return at


def _alike(one: str, other: str) -> bool:
    """Whether two addresses are pages of one list: they differ in numbers and query only."""
    first, second = (re.sub(r"[_-]?\d+", "", file_number(u)[0]).rstrip("/") for u in (one, other))
    shorter, longer = sorted((first, second), key=len)
    return longer.startswith(shorter) and longer.count("/") - shorter.count("/") <= 2


def _chosen(doc: Document) -> str | None:
    """The option after the chosen one, where a select box is the pager and its values are addresses."""
    for select in doc.tree.css("select"):
        options = select.css("option")
        urls = [(o.attributes.get("value") or "") for o in options]
        if len(urls) < 2 or not all("." in u or "/" in u or "?" in u for u in urls):
            continue
        at = next((i for i, o in enumerate(options) if "selected" in o.attributes), 0)
        if at + 1 < len(urls) and _alike(doc.join(urls[at + 1]) or "", doc.url):
            return doc.join(urls[at + 1])
    return None


def _chosen_page(doc: Document) -> tuple[ListRequest, ...]:
    """The form whose page number is chosen from a box that submits it, with the number after this one."""
    for form in doc.tree.css("form"):
        for select in form.css("select[name]"):
            name = select.attributes.get("name") or ""
            numbers = [o.attributes.get("value") or o.text(strip=True) for o in select.css("option")]
            wanted = str(current(doc) + 1)
            if name.lower() in PAGE_NAMES and wanted in numbers:
                return (forms.sent(doc, form, {name: wanted}),)
    return ()


def page_count(doc: Document) -> int | None:
    """How many pages the list has, by the pager's words or its script."""
    return shown(doc)[1] or number(
        doc.text, "totalPages", "totalPage", "pageCount", "countPage", "pageTotal"
    )


def _counted(doc: Document) -> str | None:
    """The same address one further, where the page says how many there are."""
    total = page_count(doc)
    at = current(doc)
    if not total or at >= min(total, MOST_PAGES):
        return None
    for name in query(doc.url):
        if name.lower() in PAGE_NAMES:
            return with_query(doc.url, **{name: at + 1})
    stem, held, ending = file_number(doc.url)
    return f"{stem}_{at + 1}{ending}" if held is not None else None


def _next_answer(doc: Document) -> tuple[ListRequest, ...]:
    """The same request one page further, while rows come and the total is not reached."""
    got, total, source = len(report_links(doc)), jsonlists.total(doc.json), doc.request
    fields = forms.told(source)
    name = next((n for n in fields if n.lower() in PAGE_NAMES and str(fields[n]).isdigit()), None)
    if not got or name is None:
        return ()
    at = int(fields[name])
    pages = jsonlists.pages(doc.json)
    if pages is not None and total is None:
        total = pages * got
    if (total is not None and at * got >= total) or (total is None and got < FULL_PAGE):
        return ()
    return (
        forms.told_again(
            source, {**fields, name: at + 1 if isinstance(fields[name], int) else str(at + 1)}
        ),
    )


FAMILY = Family(
    name="generic",
    title="any site",
    matches=matches,
    report_links=report_links,
    next_page=next_page,
    body_selectors=BODY,
)
