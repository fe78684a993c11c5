"""The report's sections as printed: doubled, wrong and missing ordinals are kept (REPORTS B.3)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .model import Section

_ORDINAL = r"[一二三四五六七八九十]{1,3}"
_LINE = re.compile(
    rf"(?m)^[ \t]*+(?:\[image[^\]\n]*+\])?[ ]*+[l1I|]?"
    rf"(?P<ordinal>第{_ORDINAL}部分|{_ORDINAL}(?=[、.,:]))[、.,: ]*"
    r"(?P<heading>[^\n]{2,})$"
)
_KNOWN = (
    r"总体情况|(?:主动|公开)[^\n。]{0,4}公开政府信息情况|(?:主动)?公开政府信息情况|主动公开情况|收到和处理政府信息公开申请情况"
    r"|(?:因)?政府信息公开(?:工作)?(?:被申请|被提起)?行政复议[、和,]?(?:提起)?行政诉讼情况|基本情况|回应解读情况"
    r"|(?:政府信息公开工作)?存在的?主要问题[及和](?:改进|整改)(?:情况|措施)|其他需要报告的?事项|概述"
)
_INLINE = re.compile(rf"(?P<ordinal>{_ORDINAL})、[ ]*(?P<heading>{_KNOWN})")
_BARE = re.compile(
    r"(?m)^[ \t]*+(?P<ordinal>)(?P<heading>(?!第?[一二三四五六七八九十]{1,3}(?:[、.]|部分)|申请人情况)"
    r"[^\n\t。,;:!?()《》\d]{3,22}(?:情况|问题|措施|打算|事项|概述|计划))[ ]*$"
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A section and where its body begins, behind the heading."""

    section: Section
    body: int


def read(text: str, reading: str, tables: Sequence[tuple[int, int]]) -> tuple[Found, ...]:
    """The sections outside the tables, each from its heading to the next one's."""
    heads = sorted(_heads(reading, tables), key=lambda head: head[0])
    ends = [head[0] for head in [*heads[1:], (len(text), "", 0, 0)]][: len(heads)]
    return tuple(
        Found(
            Section(ordinal=ordinal, heading=text[start:stop].strip(), start=first, end=max(end, stop)),
            stop,
        )
        for (first, ordinal, start, stop), end in zip(heads, ends, strict=True)
    )


Head = tuple[int, str, int, int]


def _heads(reading: str, tables: Sequence[tuple[int, int]]) -> Iterator[Head]:
    lines = [head for found in _LINE.finditer(reading) if (head := _line(found))]
    inline = [_head(found) for found in _INLINE.finditer(reading)]
    numbered = {head[2]: head for head in [*inline, *lines]}
    bare = [_head(found) for found in _BARE.finditer(reading)] if numbered else []
    for head in [*numbered.values(), *bare]:
        if not any(start <= head[2] < end for start, end in tables):
            yield head


def _head(found: re.Match[str]) -> Head:
    return found.start("ordinal"), found["ordinal"], *found.span("heading")


def _line(found: re.Match[str]) -> Head | None:
    """A line that is a heading, or one that begins with a heading and its first full stop."""
    first, ordinal, start, _ = _head(found)
    heading = found["heading"].rstrip()
    if known := re.match(_KNOWN, heading):
        return first, ordinal, start, start + (len(heading) if len(heading) <= _LONGEST else known.end())
    if len(heading) <= _LONGEST and "\t" not in heading and not re.search(r"\d$", heading):
        return first, ordinal, start, start + len(heading.rstrip("。:"))
    sentence = heading.partition("。")[0]
    if len(sentence) <= _LONGEST - 10 and "。" in heading:
        return first, ordinal, start, start + len(sentence)
    return None
