"""What the line rules cut from a line, and where on the page each kind of rule may act."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pages.chrome.rules import LINES, LineRule, Where
from pages.labels import protected

LONGEST = 260
_PROSE = re.compile(r"。.|，.*，.*，")  # no rule finds what has a sentence's end within
# A quick look before the rules: every finder needs one of these (a test holds each rule to it).
_HINT = re.compile(
    r"浏览|访问|点击|阅读|查看|观看|累计|下载|人气|字体|文字|字号|字级|大.*小|T\|T|A[+＋-－]|打印|关闭|收藏|首页|分享|微信|微博|QQ|朋友圈"
    r"|复制链接|扫|长按|无障碍|适老|长者|关怀|老年|敬老|语音|智能|朗读|听|视力|背景|繁体|繁體|简体|English|IPv6|位置|[>»›→＞]|来源"
    r"|[发公供报提建][布文开稿送供设]|时间|日期|\d{4}[-/]|编辑|责编|作者|记者|审|校|录入|供稿|撰稿|通讯员|信息员|签发|索\s*引|信息|分类|对象|机[构关]"
    r"|字号|方式|范围|有\s*效|主\s*题|关\s*键|名\s*称|内容|形式|时限|效力|文\s*号|编号|部门|语\s*种|[上下前后][一1]|相关|延伸|推荐|热点|猜你|链接"
    r"|感兴趣|最新|更多|返回|回到|回|TOP|顶部|纠错|评论|投诉|咨询|点赞|留言|挑错|找错|文章|登录|注册|退出|关注|附件|网站|站点|关于|联系|隐私|版权|声明|帮助"
    r"|版|[主承协][办管]|维护|制作|运维|技术|[Cc]opyright|COPYRIGHT|©|ICP|公网|标识码|建议|您是第|Produced|机关|单位|document|\$\(|jQuery|function|var|window"
    r"|_show|bdshare|\{|@media|<|%>|PAGE|归档|人次|次|】",
    re.I,
)
_WORD = re.compile(r"[^\W_]")
_BOUNDARY = re.compile(r"[\s|｜丨【\[〖(（》”]$|^$")
_SENTENCE = re.compile(r"[，。；]")
_BODY = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,2}）|第[一二三四五六七八九十]{1,3}[章条部])"
)
_LONG = 40


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
    if len(line) > LONGEST or _PROSE.search(line) or not _HINT.search(line):
        return ()
    if where == "anywhere" and len(line) > _LONG and "，" in line and "{" not in line:
        return ()  # within a body such a line is prose
    found = [_cut(match) for match in _pattern(where).finditer(line) if match.end() > match.start()]
    if not found:
        return ()
    if not _WORD.search(_rest(line, found)):
        return _stretched(line, found)
    return _edge(line, found)


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
    if _BODY.match(line) or protected(line):
        return True
    return len(line) >= _LONG and _SENTENCE.search(line) is not None and not cuts(line, "head")


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
