"""Furniture that goes on in the next line: a counter's number behind its label, the steps of a path."""

import re

_NUMBER = re.compile(r"[\[(（【]?\s*\d{1,9}\s*[\])）】]?\s*(?:人?次)?")
_STEP = re.compile(r"^[>»›→＞/]|[:：>»›→＞/]$")
_LONGEST_STEP = 20


def goes_on(rule: str, before: str, text: str) -> bool:
    """Whether ``text`` goes on what ``rule`` cut from the whole line ``before`` it (simplified readings).

    >>> goes_on("view_counter", "浏览次数：", "722"), goes_on("view_counter", "浏览次数：9", "722")
    (True, False)
    >>> goes_on("breadcrumbs", "您的位置：", "首页"), goes_on("breadcrumbs", "首页", "正文")
    (True, False)
    """
    if rule == "view_counter":
        return not any(map(str.isdigit, before)) and _NUMBER.fullmatch(text) is not None
    if rule != "breadcrumbs" or len(text) > _LONGEST_STEP or "。" in text:
        return False
    return _STEP.search(before[-1:]) is not None or _STEP.match(text[:1]) is not None
