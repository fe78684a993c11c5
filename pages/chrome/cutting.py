"""What the line rules cut from a line, and where on the page each kind of rule may act."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import add

from pages.chrome.edges import site_talk
from pages.chrome.rules import LINES, LineRule, Where
from pages.labels import carries

LONGEST = 260
_PROSE = re.compile(r"。.|，.*，.*，")  # no rule finds what has a sentence's end within
# A quick look before the rules: every finder needs one of these pairs or marks, which come from the finders
# themselves; pairs that half the lines of a report have are left out, their words have others.
_COMMON = frozenset(
    {
        "信息",
        "文章",
        "内容",
        "政府",
        "公开",
        "网站",
        "页面",
        "部门",
        "单位",
        "机构",
        "方式",
        "人员",
        "工作",
        "服务",
    }
)
_HAN_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_MARKS = frozenset("[]【】〖〗|｜>»›→＞«‹←©$<{%+＋TQEIAC")
_DATED = frozenset("-/–0123456789")  # bare dates and paths of pages are found around the body only
_MORE = frozenset(
    {
        "上一",
        "下一",
        "前一",
        "后一",
        "上1",
        "下1",
        "大 ",
        "大、",
        "索 ",
        "有 ",
        "文 ",
        "主 ",
        "关 ",
        "名 ",
        "语 ",
    }
    | {
        "do",
        "$(",
        "jQ",
        "fu",
        "va",
        "wi",
        "_s",
        "bd",
        "#P",
        "@m",
        "[!",
        "vi",
        "Vi",
        "VI",
        "hi",
        "Hi",
        "pv",
        "PV",
    }
    | {f"{c}\u3000" for c in "索有文主关名语大"}
)


@cache
def _pairs() -> frozenset[str]:
    runs = (run for rule in LINES for run in _HAN_RUN.findall(rule.finder))
    return frozenset(run[n : n + 2] for run in runs for n in range(len(run) - 1)) - _COMMON | _MORE


def _hinted(line: str, where: Where) -> bool:
    if not _MARKS.isdisjoint(line) or (where != "anywhere" and not _DATED.isdisjoint(line)):
        return True
    return not _pairs().isdisjoint(map(add, line, line[1:]))


_DATE_OR_ORGAN = re.compile(
    r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?|[一-鿿]{1,12}(?:办公室|政府|[^一-鿿]办|府办|公开办|网)(?![一-鿿])"
)
_WORD = re.compile(r"[^\W_]")
_BOUNDARY = re.compile(r"[\s|｜丨【\[〖(（》”】\]]$|^$")
_SENTENCE = re.compile(r"[，。；]")
_BODY = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,2}）|第[一二三四五六七八九十]{1,3}[章条部])"
)
_LONG = 40
_TOLD = frozenset({"published", "source", "view_counter"})
_FACT = re.compile(
    r"[\W_]*(?:(?:[一-鿿]{2,6}\s*[:：]\s*[^\s:：，。；]{0,20}|(?:来源|作者|编辑|审核)[^\s:：，。；]{1,16})[\s|｜丨]*)*[\W_]*"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a line that a rule signs for; ``value`` is metadata it carries."""

    rule: LineRule
    start: int
    end: int
    value: str = ""


@cache
def _pattern(where: Where) -> re.Pattern[str]:
    rules = [(n, r) for n, r in enumerate(LINES) if r.where in ("anywhere", where)]
    return re.compile("|".join(f"(?P<rule{n}>{r.finder})" for n, r in rules), re.I)


def cuts(line: str, where: Where) -> tuple[Cut, ...]:
    """The cuts in a simplified line: all of it, or the edge of a short one, or nothing."""
    if len(line) > LONGEST or _BODY.match(line) or _PROSE.search(line) or not _hinted(line, where):
        return ()
    if where == "anywhere" and len(line) > _LONG and "，" in line and "{" not in line:
        return ()  # within a body such a line is prose
    found = [_cut(match) for match in _pattern(where).finditer(line) if match.end() > match.start()]
    if not found:
        return ()
    rest = _rest(line, found)
    if not _WORD.search(rest) or (where == "head" and _facts_only(line, found)):
        return _stretched(line, found)
    if where != "anywhere" and _mostly(line, rest, found):
        return _stretched(line, found)
    return _edge(line, found)


def _facts_only(line: str, found: Sequence[Cut]) -> bool:
    """Whether a line with a date, a source or a counter has only short facts beside: 稿件类型：原创."""
    if not any(cut.rule.name in _TOLD for cut in found):
        return False
    rests, at = [], 0
    for cut in found:
        rests.append(line[at : cut.start])
        at = cut.end
    return all(_FACT.fullmatch(rest) for rest in [*rests, line[at:]])


def told(line: str) -> list[tuple[str, str]]:
    """The metadata in a line that goes whole: (``published``|``source``, value)."""
    found = (_cut(match) for match in _pattern("head").finditer(line))
    return [(cut.rule.keeps, cut.value) for cut in found if cut.value]


def _mostly(line: str, rest: str, found: Sequence[Cut]) -> bool:
    """Whether several pieces of furniture make up most of a line at the edge: what is left is too."""
    if _SENTENCE.search(rest):
        return False
    if len(found) >= 3 and 3 * len(rest) <= len(line):
        return True
    return len(found) >= 2 and not _WORD.search(_DATE_OR_ORGAN.sub("", rest))


def _cut(match: re.Match[str]) -> Cut:
    rule = LINES[int((match.lastgroup or "rule0")[4:])]
    value = match.group()
    if rule.keeps == "source":
        value = (match.groupdict().get("source") or "").strip()
    return Cut(rule, match.start(), match.end(), value if rule.keeps else "")


def _rest(line: str, found: Sequence[Cut]) -> str:
    at, pieces = 0, []
    for cut in found:
        pieces.append(line[at : cut.start])
        at = cut.end
    return "".join([*pieces, line[at:]])


def _stretched(line: str, found: Sequence[Cut]) -> tuple[Cut, ...]:
    """Cuts that cover the line whole: each takes the punctuation up to the next with it."""
    ends = [cut.start for cut in found[1:]] + [len(line)]
    starts = [0] + [cut.start for cut in found[1:]]
    return tuple(Cut(c.rule, s, e, c.value) for c, s, e in zip(found, starts, ends, strict=True))


def _edge(line: str, found: Sequence[Cut]) -> tuple[Cut, ...]:
    """Cuts at the end of a short line that also says something, as 浏览次数 behind a title."""
    kept: list[Cut] = []
    end = len(line)
    for cut in reversed(found):
        between = line[cut.end : end]
        if not cut.rule.edge or _WORD.search(between) or not _BOUNDARY.search(line[: cut.start]):
            break
        kept.append(Cut(cut.rule, cut.start, end, cut.value))
        end = cut.start
    rest = line[:end].strip()
    return (
        tuple(reversed(kept))
        if kept and len(rest) <= 60 and not rest.endswith(("、", "，", "和", "或"))
        else ()
    )


def is_body(line: str) -> bool:
    """A line that only a body has: a sentence, a section's heading, a row of the national form."""
    if _BODY.match(line) or carries(line):
        return True
    if len(line) < _LONG or _SENTENCE.search(line) is None or site_talk(line):
        return False
    return not cuts(line, "head")


def zones(lines: Sequence[str], fixed: Sequence[bool]) -> tuple[int, int]:
    """The indexes where the body begins and ends; ``fixed`` lines (tables) are body."""
    first = next((n for n, line in enumerate(lines) if fixed[n] or is_body(line)), len(lines))
    last = next((n for n in range(len(lines) - 1, -1, -1) if fixed[n] or is_body(lines[n])), -1)
    return first, last + 1


def where_is(index: int, body: tuple[int, int]) -> Where:
    """Which rules may act on the line: before the body, after it, or within."""
    if index < body[0]:
        return "head"
    return "tail" if index >= body[1] else "anywhere"
