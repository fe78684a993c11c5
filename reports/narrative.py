"""Figures that prose states: a number bound to what it counts, with its qualifier (REPORTS D).

Prose is read without white space (PDF lines break inside words), sentence by sentence, tables left
out. A figure prints the clause from its cue to its unit, so the reader sees what was bound to what.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from .cues import CUES, HEADLINES, NONE_STATED, PARTS, Cue
from .figures import LOST
from .model import Figure
from .numbers import AFTER, QUANTITY, quantity
from .reading import Squeezed, plain
from .scope import is_the_years, speaks_of_outcomes
from .sections import Found as Headed

_PIECE = re.compile(r"[^\s]+|\s*\n\s*|[^\S\n]+")
_SENTENCE = re.compile(r"[^。;!?\n]+")
_COUNTED = re.compile(r"\d|[一二两三四五六七八九十]+(?:次|场|期|件|份|名|人|起)|未|无|没有|零|不存在")
_ENDS = frozenset("。;:!?;”")
_NOTHING = re.compile(r"(?:本年度|本年|全年)?(?:我[县区市镇乡局])?(?:均)?无(?:内容|情况)?[。.]?")
_NONE_REGEX = tuple((id_, words, re.compile(pattern)) for id_, words, pattern in NONE_STATED)
_TOTAL_WORDS = ("共", "累计", "总计", "合计", "全年", "全县", "全区", "年度")
_CASES = ("件", "起", "宗", "例")  # none of these is a statement: 0件 (REPORTS D.1)
_DISPUTES = ("n_reviews", "n_litigations")
Bound = tuple[int, Figure]
Ours = Callable[[str, re.Match[str]], bool]


def read(
    text: str,
    reading: str,
    tables: Sequence[tuple[int, int]],
    sections: Sequence[Headed],
    *,
    year: int | None = None,
    issuer: str = "",
) -> tuple[Figure, ...]:
    """The figures of the prose outside ``tables``, in printed order, one an id.

    ``year`` and ``issuer`` (full name) are the report's: another year's or office's numbers are left.
    """
    prose = _prose(reading, tables)
    bound = [*_bound(text, prose, partial(is_the_years, year=year, issuer=issuer))]
    parts = [*_parts(text, prose, bound)]
    taken = {figure.end for _, figure in parts}
    free = [(score, figure) for score, figure in bound if figure.end not in taken]
    best: dict[str, Bound] = {}
    for score, figure in [*free, *parts, *_nothing_sections(text, reading, sections)]:
        if figure.id not in best or score > best[figure.id][0]:
            best[figure.id] = (score, figure)
    return tuple(sorted((figure for _, figure in best.values()), key=lambda figure: figure.start))


def _prose(reading: str, tables: Sequence[tuple[int, int]]) -> Squeezed:
    """Everything but the tables, without white space; a line break stays where a sentence ends."""
    pieces: list[str] = []
    at: list[int] = []
    for start, end in _between(tables, len(reading)):
        for piece in _PIECE.finditer(reading, start, end):
            printed = piece.group()
            if not printed.isspace():
                pieces.append(printed)
                at.extend(range(piece.start(), piece.end()))
            elif printed.count("\n") > 1 or ("\n" in printed and pieces and pieces[-1][-1] in _ENDS):
                pieces.append("\n")
                at.append(piece.start())
        pieces.append("\n")
        at.append(max(end - 1, 0))
    return Squeezed("".join(pieces), at)


def _between(spans: Sequence[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, stop in sorted(spans):
        if start > at:
            yield at, start
        at = max(at, stop)
    if at < end:
        yield at, end


def _bound(text: str, prose: Squeezed, ours: Ours) -> Iterator[Bound]:
    for sentence in _SENTENCE.finditer(prose.text):
        said = sentence.group()
        if _COUNTED.search(said):
            yield from _in_sentence(text, prose, said, sentence.start(), ours)


def _in_sentence(text: str, prose: Squeezed, said: str, start: int, ours: Ours) -> Iterator[Bound]:
    claimed: set[int] = set()
    for cue in CUES:
        if not any(word in said for word in cue.words):
            continue
        for found in cue.regex.finditer(said):
            number = found.start("number")
            apposed = "申请[" in cue.pattern or "(?:以|通过)" in cue.pattern
            if (number in claimed and not apposed) or not ours(said, found):
                continue
            figure = _figure(text, prose, cue, found, start)
            if figure is not None:
                if not apposed:
                    claimed.add(number)
                yield _score(said, found), figure
    yield from _none_stated(text, prose, said, start)


def _score(said: str, found: re.Match[str]) -> int:
    """A number said to be the whole is preferred to one that may be a part."""
    before = said[max(0, found.start() - 6) : found.start("number")]
    return 2 if any(word in before for word in _TOTAL_WORDS) else 1


def _figure(text: str, prose: Squeezed, cue: Cue, found: re.Match[str], shift: int) -> Figure | None:
    read = quantity(found)
    if read is None:
        return None
    value, qualifier = read
    if cue.unit == "元" and found["unit"] == "万元":
        value = round(value * 10_000, 6)
    if value == 0 and qualifier == "exact" and found["unit"] in _CASES:
        qualifier = "stated_none"
    start, end = prose.span(shift + found.start(), shift + found.end())
    lost = "\ufffd" in prose.text[shift + found.start("number") - 1 : shift + found.end("number") + 1]
    if cue.id in _DISPUTES and speaks_of_outcomes(text[start:end]):
        return None
    return Figure(
        id=cue.id,
        value=None if lost else value,
        qualifier=qualifier,
        unit=cue.unit if cue.unit == "元" else found["unit"],
        source="narrative",
        printed=text[start:end],
        start=start,
        end=end,
        note=LOST if lost else "",
    )


def _none_stated(text: str, prose: Squeezed, said: str, shift: int) -> Iterator[Bound]:
    for id_, words, regex in _NONE_REGEX:
        found = regex.search(said) if all(word in said for word in words) else None
        if found:
            start, end = prose.span(shift + found.start(), shift + found.end())
            yield 0, none_stated(text, id_, start, end)


def none_stated(text: str, id_: str, start: int, end: int) -> Figure:
    """A stated zero."""
    return Figure(
        id=id_,
        value=0,
        qualifier="stated_none",
        unit="元" if id_.endswith("yuan") else "件",
        source="narrative",
        printed=text[start:end],
        start=start,
        end=end,
    )


def _nothing_sections(text: str, reading: str, sections: Sequence[Headed]) -> Iterator[Bound]:
    """A section whose whole body is 无 states a zero for what its heading names."""
    for headed in sections:
        body = reading[headed.body : headed.section.end]
        bare = body.strip()
        if not _NOTHING.fullmatch(bare):
            continue
        heading = plain(headed.section.heading)
        ids = next((ids for cue, ids in HEADLINES if re.search(cue, heading)), ())
        start = headed.body + len(body) - len(body.lstrip())
        for id_ in ids:
            yield 0, none_stated(text, id_, start, start + len(bare))


# Components ---------------------------------------------------------------------------------------

_ITEM = re.compile(rf"(?P<label>[^\d。;!?\n]{{2,24}}?){QUANTITY}(?P<unit>条|件|篇){AFTER}(?:[,;、。]|$)")
_OTHER = re.compile(
    "微信|微博|公报|网站|申请|新媒体|电话|培训|信箱|方式"
)  # not a component: another figure
_LINK = re.compile(r"\s*[,;:(]?(?:其中)?[,:]?")


def _parts(text: str, prose: Squeezed, bound: Sequence[Bound]) -> Iterator[Bound]:
    """The components behind a total: after 其中, or a list that sums to it exactly."""
    places = {at: i for i, at in enumerate(prose.at)}
    for _, total in bound:
        if total.id not in ("n_proactive_total", "n_via_website") or total.end - 1 not in places:
            continue
        behind = places[total.end - 1] + 1
        link = _LINK.match(prose.text, behind)
        items = _items(prose.text, link.end() if link else behind)
        named = bool(link and "其中" in link.group())
        if len(items) > 1 and (
            named or sum(float(item["number"].replace(",", "")) for item in items) == total.value
        ):
            yield from _part_figures(text, prose, items)


def _items(prose: str, at: int) -> list[re.Match[str]]:
    items: list[re.Match[str]] = []
    while (
        (item := _ITEM.match(prose, at))
        and item["number"][0].isdigit()
        and not _OTHER.search(item["label"])
    ):
        items.append(item)
        at = item.end()
        if item.group()[-1] == "。":
            break
    return items


def _part_figures(text: str, prose: Squeezed, items: Sequence[re.Match[str]]) -> Iterator[Bound]:
    seen: dict[str, int] = {}
    for item in items:
        read = quantity(item)
        kind = next((kind for cue, kind in PARTS if re.search(cue, item["label"])), "other")
        seen[kind] = seen.get(kind, 0) + 1
        id_ = f"n_proactive_part_{kind}" + (f"_{seen[kind]}" if seen[kind] > 1 else "")
        if read:
            start, end = prose.span(item.start("label"), item.end("unit"))
            yield (
                3,
                Figure(
                    id=id_,
                    value=read[0],
                    qualifier=read[1],
                    unit=item["unit"],
                    source="narrative",
                    printed=text[start:end],
                    start=start,
                    end=end,
                ),
            )
