"""A first guess at what kind of page this is; the reports room has the last word on what is a report."""

import re
from collections.abc import Sequence

from pages.boxes import Line
from pages.labels import guards
from reports.model import PageKind

_REPORT = re.compile(
    r"(?:政府|政务)?信息公开(?:工作)?(?:年度?)?(?:情况)?(?:的)?(?:工作)?(?:年度?)?(?:报告|年报|总结)|信息公开情况统计表|信息公开工作.{0,4}年度?报告"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年|[二〇○零一]{4}年")
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_MISSING = re.compile(
    r"(?:页面|网页|信息|栏目|文件|内容)(?:已经?)?(?:不存在|被?删除|找不到|已失效|无法访问)"
    r"|404\s*(?:not found|错误)|网站(?:正在)?(?:维护|升级|建设)中",
    re.I,
)


def kind_of(title: str | None, text: str, gate: str | None, links: Sequence[Line]) -> PageKind:
    """``text`` and ``title`` are simplified readings; ``links`` are the kept lines that are mostly link."""
    if gate in ("waf", "challenge"):
        return "challenge"
    if gate is not None:
        return "error"
    dated = sum(1 for line in links if len(line.now) >= 6)
    if dated >= 6 and sum(len(line.now) for line in links) > 0.5 * len(text):
        return "list"
    if is_report(title, text):
        return "report"
    return "error" if len(text) < 200 and _MISSING.search(f"{title or ''}\n{text}") else "other"


def is_report(title: str | None, text: str) -> bool:
    """Titled as a report of a year, or carrying the form's headings."""
    head = f"{title or ''}\n{text[:300]}"
    named = _REPORT.search(head) is not None and _YEAR.search(head) is not None
    return len(text) >= 150 and (named or guards(text) >= 12)
