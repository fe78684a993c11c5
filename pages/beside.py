"""Lines that stand beside the article's core, within its frame: which of them belong to the text.

Editors leave a signature, a date, a document number or a paragraph outside the box that holds the body;
everything else out there is the frame's own.
"""

import re
from collections.abc import Sequence

from pages.attachments import is_document
from pages.boxes import Line
from pages.chrome import cutting
from pages.labels import protected

_DATE = re.compile(
    r"^(?:(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二○〇一零九]{4}年.{1,3}月.{1,3}日)$"
)
_NUMBER = re.compile(r"〔(?:19|20)\d\d〕\s*\d+\s*号|^[（(](?:19|20)\d\d\s*年?度?[）)]$")
_SIGNED = re.compile(r"^[^：:，。]{4,30}(?:政府|办公室|委员会|管委会|局|中心|办|处|院|镇|乡|街道)$")
_FILE = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|zip|rar)\b", re.I)
_HEADING = re.compile(
    r"(?:政府|办公室|委员会|管委会|局|文件|公报|公告|通告|通知)$|^附[件表录]|第?\s*\d+\s*号|^[（(]?\d{4}\s*年"
)
_LONG_LINK = 80
_REPORT = re.compile(r"(?:19|20)\d\d\s*年.{0,30}(?:报告|年报)|统计表$")


def leads_away(line: Line) -> bool:
    """A short line that is a link and little else: a menu's, a list's."""
    return line.linked > 0.6 * len(line.now) and len(line.now) < _LONG_LINK


def heads(text: str) -> bool:
    """Whether a line may stand above a title: the organ's, a document's kind, an appendix's number."""
    return _HEADING.search(text.strip()) is not None


def belongs(lines: Sequence[tuple[str, Line | None]], n: int) -> bool:
    """Whether the n-th of these lines (simplified readings, in order) is part of the text."""
    text, line = lines[n]
    bare = text.strip()
    document = line is not None and any(is_document(href) for href, _ in line.links)
    if line is not None and leads_away(line):
        return document or _FILE.search(bare) is not None
    if (
        cutting.is_body(bare)
        or (len(bare) >= 25 and "。" in bare)
        or _NUMBER.search(bare)
        or _REPORT.search(bare)
    ):
        return True
    if document or _FILE.search(bare) or _DATE.match(bare):
        return True
    following = lines[n + 1][0].strip() if n + 1 < len(lines) else ""
    if protected(bare) and cutting.is_body(following):
        return True  # a heading without its ordinal
    return _SIGNED.match(bare) is not None and _DATE.match(following) is not None
