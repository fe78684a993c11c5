"""Is it an annual report on open government? A form's table or a title says yes, other kinds say no.

Neighbours in the same column of a site: reports on law-based government, website forms, work
summaries, budgets, guides, and the notices that ask for the reports (REPORTS B.7, issue 6).
"""

import re
from dataclasses import dataclass

from .reading import plain
from .titles import Title

_LOOKALIKES: tuple[tuple[str, str], ...] = (
    (r"法治政府|依法行政(?:工作)?|法治建设", "a report on law-based government"),
    (r"网站.{0,8}(?:工作)?年度(?:工作)?报表|网站监管年度|政府网站年度", "a form about the web site's year"),
    (r"决算|预算", "a budget or its final accounts"),
    (
        r"(?:关于|转发).{0,30}(?:做好|报送|编制|编写|开展|填报|上报|组织).{0,40}(?:通知|函|通报|方案)",
        "a notice",
    ),
    (r"^(?!.*关于(?:印发|公布|发布)).*(?:报告|年报|公开).{0,14}的?(?:通知|通报|函)$", "a notice"),
    (r"公开指南|公开目录|申请表|申请流程|公开制度|收费标准", "a guide to asking for information"),
    (r"工作总结|工作要点|工作计划|实施方案|考核|自查|自评", "a plan or summary of work"),
    (r"解读|图解|一图", "an explanation of something else"),
    (r"政府工作报告|统计公报|审计|述职|统计年鉴", "another kind of report"),
    (
        r"(?:保密审查|安全生产|企业信用|信用信息|绩效(?:评价|评估|管理)|事业单位法人|网站(?:检查|普查|抽查)"
        r"|与政务新媒体检查|生态环境|环境质量|住房公积金|社会保险|国有资产|食品安全)"
        r"(?:(?!公开|局|委|办|中心).){0,12}?(?:报告|年报|报表|通报|制度)",
        "a report on another matter",
    ),
)
_OPEN = re.compile(r"(?:信息|政务)(?:与政务)?公开.{0,12}(?:报告|年报|报表|总结)")
_SKELETON = (
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请",
    "行政复议、行政诉讼情况",
    "其他需要报告的事项",
    "政府信息公开申请",
    "依申请公开",
    "主动公开",
    "总体情况",
)
_SAYS_SO = re.compile(
    r"(?:信息|政务)公开(?:工作)?(?:情况)?(?:的)?年度(?:工作)?报告|编制(?:的)?(?:本|年度)报告|统计(?:的)?(?:期限|时限)"
    r"|信息公开工作(?:情况)?(?:报告|总结)如下|政务公开工作报告如下"
)
_ENOUGH_FIGURES = 8
_DOWNLOAD = re.compile(r"附件|下载|点击(?:查看|打开|浏览)")
_FEW_CHARS = 160
_SHORT = 400  # the shortest reports in prose have hundreds of characters (REPORTS §0)
_SECTION = re.compile(r"(?m)^(?:\(?[一二三四五六七八九十]{1,2}\)?[、.)]|第[一二三四五六]部分)")
_COUNTED = re.compile(r"(?:公开|申请|复议|诉讼|信息|培训)[^\d]{0,20}\d[\d,.]*(?:余|多|万)*[条件次份篇人期]")
_OF_ONE = re.compile(r"主动公开|依申请|公开申请|公开工作|信息公开条例|行政复议|行政诉讼")
_POINTS = re.compile(r"附件|下载|点击|查看|链接|详见|现将|予以公布|上一篇|下一篇|不存在|不能显示")
# A picture story about a report names the report behind its first word; a notice may bring the report.
_ABOUT_ONE = re.compile(r"^[【\[(（]?(?:一图|图解|图说|图读|解读|动漫|视频)")
_ISSUES = re.compile(r"关于(?:印发|公布|发布).*的?通知$")
_LISTED = re.compile(r"20[0-2]\d年?度?.{0,20}(?:信息|政务)公开.{0,10}(?:报告|年报)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the page is a report; ``why`` it is not, one sentence."""

    report: bool
    why: str = ""


def judge(
    head: str | None, reading: str, tight: str, title: Title | None, figures: int, *, attached: bool = False
) -> Verdict:
    """``head`` is the page's own title, ``figures`` how many table figures a form yielded.

    ``attached`` says that files hang on the page: a title above them is not the report (PORTALS I).
    """
    if not tight:
        return Verdict(False, "The page has no text.")
    named = _headline(head, reading, title)
    if _ABOUT_ONE.match(named):
        return Verdict(False, f"The title names an explanation of a report: {named[:60]}.")
    for pattern, kind in _LOOKALIKES:
        if named and re.search(pattern, named) and not _OPEN.search(re.split(pattern, named)[-1]):
            return Verdict(False, f"The title names {kind}: {named[:60]}.")
    if title is not None and _only_names(tight, title, figures, attached):
        return Verdict(False, "Only the title stands on the page; the report is in what is attached to it.")
    return _by_content(reading, tight, title, figures)


def _says_nothing(reading: str, title: Title) -> bool:
    """Whether a short page has no section, no count and no sentence of a report beside the title.

    Sentences that point to the report elsewhere are none of its own.
    """
    own = "".join(plain(title.printed).split())
    lines = ["".join(line.split()).replace(own, "") for line in reading.split("\n")]
    beside = "\n".join(line for line in lines if "。" in line or not _LISTED.search(line))
    if len(beside) > _SHORT or _SECTION.search(beside):
        return False
    said = [part for part in re.split("[。\n]", beside) if not _POINTS.search(part)]
    return not any(_COUNTED.search(part) or (_OF_ONE.search(part) and "," in part) for part in said)


def _only_names(tight: str, title: Title, figures: int, attached: bool) -> bool:
    """Whether a page says no more than the title of the report that hangs on it."""
    beside = tight.replace("".join(title.printed.split()), "")
    file = attached or _DOWNLOAD.search(beside)
    return bool(file) and not figures and len(beside) < _FEW_CHARS and "。" not in beside


def _headline(head: str | None, reading: str, title: Title | None) -> str:
    """What the page calls itself: the title of a report, the page's title, or its first short line."""
    if title is not None:
        return title.printed
    first = next((line.strip() for line in reading.split("\n") if line.strip()), "")
    short = first if len(first) <= 60 and "。" not in first else ""
    return " ".join("".join(part.split()) for part in (head or "", short) if part)


def _by_content(reading: str, tight: str, title: Title | None, figures: int) -> Verdict:
    listed = _LISTED.findall(reading)
    if figures >= _ENOUGH_FIGURES:
        return Verdict(True)
    silent = len(listed) >= 2 and "。" not in tight  # two titles and no sentence
    if silent or (len(listed) >= 4 and len(tight) < 120 * len(listed)):
        return Verdict(False, f"A list of {len(listed)} reports, not one of them.")
    if title is not None and not figures and _says_nothing(reading, title):
        return Verdict(False, "Only the title of a report stands on the page, and nothing that one says.")
    marks = sum(mark in tight for mark in _SKELETON)
    if tight.count("法治") > 8 and tight.count("法治") > tight.count("公开") // 2 and marks < 4:
        return Verdict(False, "The text is about law-based government, not about open government.")
    named = title is not None and not _ISSUES.search(title.printed)
    if named or marks >= 5 or (marks >= 2 and _SAYS_SO.search(tight[:1500])):
        return Verdict(True)
    return Verdict(
        False, "Neither a title nor a table of an annual report on open government stands on the page."
    )
