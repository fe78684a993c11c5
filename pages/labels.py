"""The official labels of the forms: what damage may be completed from, and what is never cut.

They come from the reports' registry of figures; only the headings between the rows are listed here
(REPORTS B.2, B.3), since no figure has them for a label.
"""

import re
from collections.abc import Callable
from functools import cache

from opencc import OpenCC

from reports.reading import simplified
from reports.registry import FAMILIES

HEADINGS = (
    "一、主动公开情况", "（二）通过不同渠道和方式公开政府信息的情况", "二、回应解读情况",
    "（二）通过不同渠道和方式回应解读的情况", "三、依申请公开情况", "八、机构建设和保障经费情况",
    "九、政府信息公开会议和培训情况", "政府信息公开情况统计表", "一、总体情况", "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "五、存在的主要问题及改进情况",
    "五、政府信息公开工作存在的主要问题及改进情况", "六、其他需要报告的事项", "第二十条第（一）项",
    "第二十条第（五）项", "第二十条第（六）项", "第二十条第（八）项", "第二十条第（九）项",
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "三、本年度办理结果",
    "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理", "法人或其他组织", "申请人情况",
    "未经复议直接起诉", "复议后起诉", "指标名称", "计量单位", "历年累计", "统计指标",
    "（一）政府信息公开工作专门机构数", "政府信息公开年度报告", "政府信息公开工作年度报告",
)  # fmt: skip
_PARTS = re.compile(r" × |/|^art20_\d:")


@cache
def labels() -> tuple[str, ...]:
    """Every official label and heading, simplified, each once."""
    rows = (i.label for family in FAMILIES.values() for i in family.values())
    found = dict.fromkeys(part for row in rows for part in _PARTS.split(row) if len(part) > 1)
    return (*found, *HEADINGS)


@cache
def row_labels() -> tuple[str, ...]:
    """Labels of rows that carry figures, longest first."""
    rows = (i.label for family in FAMILIES.values() for i in family.values())
    parts = (re.split(r" × ", row)[0].removeprefix("三/") for row in rows)
    leaves = {
        re.split(r"/", re.sub(r"^art20_\d:", "", part))[-1 if "（" in part[:2] else 0] for part in parts
    }
    return tuple(sorted((leaf for leaf in leaves if len(leaf) > 1), key=len, reverse=True))


_PROTECTED = re.compile(
    r"第二十条第（|勾稽关系|本年新收政府信息|上年结转政府信息|本年度办理结果|结转下年度|行政复议|行政诉讼"
    r"|统计指标|主动公开政府信息数|本年制发件数|本年新制作|行政规范性文件|行政事业性收费|历年累计|予以公开"
    r"|不予公开|不予处理|自然人|法人或其他组织|尚未审结|总体情况|存在的主要问题|其他需要报告的事项"
    r"|规范性文件数|依申请公开情况|申请办结数|申请答复数|举报投诉数量"
)


_MENU_ITEM = 7  # characters


def protected(text: str) -> bool:
    """Whether a simplified line carries the national form: repetition on a site proves nothing then."""
    return _PROTECTED.search(text) is not None


def carries(line: str) -> bool:
    """Whether a line carries the form of its own: ``行政复议`` or ``总体情况`` may be a menu's item."""
    return len(line) > _MENU_ITEM and protected(line)


def guards(text: str) -> int:
    """How many marks of the national form are in a simplified text."""
    return len(_PROTECTED.findall(text))


@cache
def _joined() -> str:
    return "\n".join(labels())


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def completion(before: str, after: str, fits: Callable[[str], bool]) -> str | None:
    """The lost characters between ``before`` and ``after`` if the official labels know exactly one answer.

    At least four characters before must agree. ``after`` is what follows on the line, may be empty.
    ``fits`` judges a candidate's first character by the bytes that are left of it; candidates are tried
    in both scripts.

    >>> completion("（一）收到申请", "", lambda c: True)
    '数'
    """
    stem, rest = _tight(before), _tight(after)[:4]
    for size in (14, 10, 7, 5):
        if len(stem) >= size - 1 and (fills := _fills(stem[-size:], rest)):
            fitting = {fill for found in fills for fill in _scripts(found) if fits(fill[0])}
            alike = {simplified(fill) for fill in fitting}
            traditional = simplified(before + after) != before + after
            best = min(fitting, key=lambda fill: (fill in alike) == traditional, default=None)
            return best if len(alike) == 1 else None
    return None


def _fills(stem: str, rest: str) -> set[str]:
    """What the labels have between ``stem`` and ``rest``: one character, else two."""
    for gap in (1, 2):
        ending = re.escape(rest) if rest else r"(?=$|（)"
        pattern = re.compile(re.escape(stem) + f"(.{{{gap}}})" + ending, re.M)
        if found := set(pattern.findall(_joined())):
            return found
    return set()


def _scripts(text: str) -> set[str]:
    return {text, _traditional().convert(text)}


def _tight(text: str) -> str:
    return simplified("".join(text.split())).replace("覆", "复")
