"""Furniture that goes on in the next line: a counter's number behind its label, the steps of a path, the
pages that a list of other pages names, the address in a site's footer."""

import re

from pages.chrome.edges import LABEL
from pages.chrome.rules import Where

_NUMBER = re.compile(r"[\[(（【]?\s*\d{1,9}\s*[\])）】]?\s*(?:人?次)?")
_STEP = re.compile(r"^[>»›→＞/]|[:：>»›→＞/]$")
_LONGEST_STEP = 20
_LONGEST_TITLE = 60
_LONGEST_VALUE = 30
_LABEL = re.compile(LABEL)
_OURS = re.compile(
    r"^\W*附|(?:政府|办公室|委员会|局)$|^(?:(?:19|20)\d\d|二[〇○零]).{0,12}日$|\.(?:docx?|wps|pdf|xlsx?|et|ofd|zip|rar)\b",
    re.I,
)
_REACHED = re.compile(
    r"^\W*(?:联系)?(?:地\s*址|电\s*话|邮\s*编|邮政编码|传\s*真|邮\s*箱|e-?mail|热线|客服|举报)", re.I
)
_LISTS = frozenset({"related"})


def goes_on(rule: str, before: str, text: str, where: Where = "head") -> bool:
    """Whether ``text`` goes on what ``rule`` cut from the whole line ``before`` it (simplified readings).

    >>> goes_on("view_counter", "浏览次数：", "722"), goes_on("view_counter", "浏览次数：9", "722")
    (True, False)
    >>> goes_on("breadcrumbs", "您的位置：", "首页"), goes_on("breadcrumbs", "首页", "正文")
    (True, False)
    >>> [goes_on("related", "相关链接：", line, "tail") for line in ("关于年报的通知", "附件1")]
    [True, False]
    """
    if where == "tail":
        return _goes_on_behind(rule, before, text)
    if rule == "view_counter":
        return not any(map(str.isdigit, before)) and _NUMBER.fullmatch(text) is not None
    if rule == "page_fact":
        return (
            _LABEL.fullmatch(before.strip()) is not None
            and len(text) <= _LONGEST_VALUE
            and "。" not in text
        )
    if rule != "breadcrumbs" or len(text) > _LONGEST_STEP or "。" in text:
        return False
    return _STEP.search(before[-1:]) is not None or _STEP.match(text[:1]) is not None


def _goes_on_behind(rule: str, before: str, text: str) -> bool:
    if len(text) > _LONGEST_TITLE or "。" in text or _OURS.search(text):
        return False
    if rule == "footer":
        return _REACHED.match(text) is not None
    if rule == "neighbours":
        return before.rstrip()[-1:] in (":", "：", "】", "篇", "条")
    if rule == "view_counter":
        return not any(map(str.isdigit, before)) and _NUMBER.fullmatch(text) is not None
    return rule in _LISTS
