"""Which captures are worth cleaning and parsing: a cheap test of the content alone.

The crawl and ``process --rebuild`` both ask it, of the same bytes, so that both make the same corpus
(CONTRACT, ``process``). It may say yes too often; the parser says what a page is. It must not say no to
a report: a document is always a candidate, a page is one by its title or by the words of the form.
"""

import html
import re

DOCUMENT_MAGIC = (b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_ZIP = b"PK\x03\x04"
_OFFICE = (b"[Content_Types]", b"OFD.xml", b"word/", b"xl/", b"Doc_0")
_NAMED = re.compile(
    r"(?:信息|政务|政務)(?:公开|公開).{0,12}(?:报告|報告|年报|年報)|(?:年度|年).{0,4}(?:报告|報告|年报|年報)"
)
_META = re.compile(r"<meta[^>]{0,80}ArticleTitle[^>]{0,300}>", re.I)
# Words of the forms and of the prose that a portal's navigation has not (REPORTS B): script by script.
_HANS = (
    "行政复议", "总体情况", "存在的", "勾稽", "统计期限", "本年新收", "上年结转", "主动公开政府信息",
    "本年度办理结果", "收费", "改进", "本行政机关", "依申请公开情况", "信息公开条例", "统计指标", "概述",
)  # fmt: skip
_HANT = (
    "行政復議", "行政複議", "總體情況", "存在的", "統計期限", "上年結轉", "主動公開政府信息", "改進",
    "收費", "本年度辦理結果", "依申請公開情況", "信息公開條例", "統計指標", "概述", "本行政機關",
)  # fmt: skip
ENOUGH = 3
LITTLE_TEXT = 300  # characters; a page with fewer says nothing by itself
_UNSEEN = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>|&nbsp;", re.S | re.I)
_TITLES = (("<title", "</title"), ("<h1", "</h1"), ("<TITLE", "</TITLE"), ("<H1", "</H1"))


def is_document(body: bytes) -> bool:
    """Whether the bytes are a document (PDF, Word, Excel, RTF, OFD) by their first ones."""
    head = body[:16].lstrip(b"\xef\xbb\xbf\r\n ")
    if head.startswith(_ZIP):
        return any(mark in body[:4096] or mark in body[-4096:] for mark in _OFFICE)
    return head.startswith(DOCUMENT_MAGIC)


def text_of(body: bytes) -> str:
    """The body as text, well enough for looking: UTF-8 where it is, else GB18030."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def named(text: str) -> bool:
    """Whether a title or first heading of the page speaks of an annual report."""
    for start, end in _TITLES:
        at = text.find(start)
        if at >= 0 and _NAMED.search(re.sub(r"\s+", "", text[at : max(at, text.find(end, at))][:600])):
            return True
    meta = _META.search(text, 0, 8000)
    return bool(meta and _NAMED.search(meta.group()))


def says_report(text: str) -> bool:
    """Whether a page may be a report, by its name or by the words of the form."""
    if "\\u" in text[:4000] and text.lstrip()[:1] in ("{", "["):
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found.group(1), 16)), text)
    if text.count("&#") > 200:
        text = html.unescape(text)
    return named(text) or tells(text)


def tells(text: str) -> bool:
    """Whether the text of a report is there, by the words of the form, and not its name alone."""
    if "情况" in text and _has(text, _HANS):  # nearly no list and no front page says 情况
        return True
    return "情況" in text and _has(text, _HANT)


def only_shown(received: str, shown: str) -> bool:
    """Whether a report stands only in the page that a browser made, and not in what was received."""
    if tells(shown) and not tells(received):
        return True
    return len(visible(received)) < LITTLE_TEXT and len(visible(shown)) >= 2 * LITTLE_TEXT


def visible(text: str) -> str:
    """What a reader sees of a page, well enough for counting it."""
    return re.sub(r"\s+", "", _UNSEEN.sub(" ", text))


def _has(text: str, words: tuple[str, ...]) -> bool:
    found = 0
    for word in words:
        if word in text:
            found += 1
            if found == ENOUGH:
                return True
    return False
