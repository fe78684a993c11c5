"""Title, date, source and site code: from the national meta tags, else from what the page prints."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from reports.reading import simplified

DATE = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_NOT_PUBLISHED = re.compile(r"^\W*(?:更新|生成|创建|归档|成文|发文|录入|添加)")
_SITE_CODE = re.compile(r"网站标识码\s*[:：]?\s*(\d{10}|bm\d{8})", re.I)
_SUFFIX = re.compile(
    r"\s*[-_|－—–·>»]+\s*[^-_|－—–·>»]*(?:政府|门户|网站?|信息公开|政务|平台|公开)[^-_|－—–·>»]*$"
)
REPORT = re.compile(r"(?:19|20)\d\d年?.{0,30}(?:报告|年报|总结)$|(?:报告|年报|总结).{0,12}(?:19|20)\d\d")
"""A line that titles a report of a year (tight, simplified)."""
_SPACES = re.compile(r"\s+")
_EMPTY_TITLES = frozenset(
    {"", "无标题文档", "无标题", "untitled document", "新建网页", "首页", "文章详情", "详情", "内容页"}
)


def metas(tree: LexborHTMLParser) -> dict[str, str]:
    """Meta names in lower case -> content; the first non-empty one counts."""
    found: dict[str, str] = {}
    for node in tree.css("meta[name][content]"):
        attributes = node.attributes
        name, content = (attributes["name"] or "").strip().lower(), (attributes["content"] or "").strip()
        if content and name not in found:
            found[name] = content
    return found


def date(text: str) -> str | None:
    """The first calendar date in the text as ``YYYY-MM-DD``; ``2026-02-00018`` is none.

    >>> date("发布时间:2017年03月30日"), date("2026-02-00018")
    ('2017-03-30', None)
    """
    for year, month, day in DATE.findall(text):
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return f"{year}-{int(month):02d}-{int(day):02d}"
    return None


def published(tree: LexborHTMLParser, meta: dict[str, str], printed: Iterable[str]) -> str | None:
    """The publication date; times of update, generation or archiving are not it."""
    tag = tree.css_first("publishtime")
    told = [meta.get("pubdate", ""), meta.get("publishdate", ""), tag.text() if tag else ""]
    told += [text for text in printed if not _NOT_PUBLISHED.match(simplified(text))]
    return next((day for text in told if (day := date(text))), None)


def titles(tree: LexborHTMLParser, meta: dict[str, str]) -> list[str]:
    """Candidates for the title, the likeliest first."""
    found = [meta.get("articletitle", "")]
    for selector in ("ucaptitle", "h1", ".wztit"):
        found += [node.text(separator="") for node in tree.css(selector)[:3]]
    head = tree.css_first("title")
    if head is not None:
        whole = _SPACES.sub(" ", head.text()).strip()
        found += [_SUFFIX.sub("", whole), whole]
    squeezed = (_SPACES.sub(" ", text).strip() for text in found)
    return list(
        dict.fromkeys(text for text in squeezed if text.lower() not in _EMPTY_TITLES and len(text) < 200)
    )


def site_id_code(meta: dict[str, str], text: str) -> str | None:
    """The portal's SiteIDCode (ten digits, or bm and eight), from the meta tag or the footer."""
    told = meta.get("siteidcode", "").strip()
    if re.fullmatch(r"\d{10}|bm\d{8}", told, re.I):
        return told
    found = _SITE_CODE.search(simplified(text)) if "码" in text or "碼" in text else None
    return found.group(1) if found else None
