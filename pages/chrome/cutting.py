"""What the line rules cut from a line, and where on the page each kind of rule may act."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pages.chrome.rules import LINES, LineRule, Where
from pages.labels import protected

LONGEST = 260
_WORD = re.compile(r"[^\W_]")
_BOUNDARY = re.compile(r"[\s|｜丨【\[〖(（》”]$|^$")
_SENTENCE = re.compile(r"[，。；：、！？,;]")
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
    if len(line) > LONGEST:
        return ()
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
