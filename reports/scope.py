"""Is a number in prose what the issuer did in the year of the report?

Reports also name last year's figures, changes against them, plans, rules with a number in them, what one
office did, and ordinals: none of these is the year's figure (REPORTS D.1).
"""

import re

_CHANGE = re.compile("[比较]上?一?去?年|同比|环比|增加|增长|减少|下降|提高|上升|增幅|多出")
_TIMES = re.compile(
    r"(?P<year>20\d\d)年(?!\d{1,2}月)|(?P<other>上一?年(?!.{0,2}[结转])|去年|前年|往年|历年|近[两二三四五2-5]年"
    r"|[一二三四][、至到]?[一二三四]?季度|[上下]半年|\d{1,2}月份)|(?P<own>全年|本年|今年|当年|年度)"
)
_EACH = re.compile("(?:平均|人均|[每各](?:年|月|季度?|周|个?单位|部门))[^,]{0,6}$")
_PLANNED = re.compile(
    "计划|力争|预计|争取|拟于|(?:^|,)拟|目标(?!管理)|要求(?:各|全|每)|下一步|明年|(?<![转至到入])下一?年|如果|(?<![假般恍])若(?!干)"
)
_QUOTED = re.compile("《[^《》]*》?")
_RULE_BEHIND = re.compile("^(?:及?以上|以下)?的(?:单位|部门|乡镇|应|要|须|予以|一律)")
_OFFICE = re.compile(
    r"(?P<office>[\u3400-\u9fff]{1,9}(?:局|委|镇|乡|街道|办事处|中心))(?:已|共|累计|均|也)*$"
)
_OWN = re.compile("(?:我|本|全|各|有关|等|相关)[\u3400-\u9fff]{0,2}$")
_OUTCOME = re.compile("纠错|纠正|败诉|撤销|维持|驳回|胜诉")


def is_the_years(said: str, found: re.Match[str], year: int | None, issuer: str) -> bool:
    """``found`` binds a number in the sentence ``said``; ``year`` and ``issuer`` are the report's."""
    start, number, end = found.start(), found.start("number"), found.end()
    if said[number - 1 : number] == "第" or _CHANGE.search(said, start, number):
        return False
    if _RULE_BEHIND.match(said[end:]) or _EACH.search(said[:start]) or _EACH.search(said[start:number]):
        return False
    before = _QUOTED.sub(lambda quoted: "《" * len(quoted.group()), said[:number])
    return not (
        _PLANNED.search(before) or _other_time(before, year) or _other_office(before[:start], issuer)
    )


def speaks_of_outcomes(printed: str) -> bool:
    """Reviews that were corrected or suits that were lost are not all reviews or all suits."""
    return bool(_OUTCOME.search(printed))


def _other_time(before: str, year: int | None) -> bool:
    """The last time named before the number is not the year of the report."""
    times = list(_TIMES.finditer(before))
    if not times or times[-1]["own"]:
        return False
    named = times[-1]["year"]
    return bool(times[-1]["other"]) or (year is not None and bool(named) and int(named) != year)


def _other_office(before: str, issuer: str) -> bool:
    """The clause's subject is an office, and the report is not this office's own."""
    found = _OFFICE.search(before.rpartition(",")[2])
    if found is None or not issuer:
        return False
    office = found["office"]
    return not _OWN.search(office[:-1]) and office[-3:] not in issuer
