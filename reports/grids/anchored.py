"""Rows found by their labels alone, where the text has no cells any more.

Values are what stands between one label of the form and the next: with spaces, a value a line, or all
glued together. Labels are sought in the text without white space, so that ``重 新出具`` and a label
broken over two lines are found; values keep their places on the page.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from ..reading import squeeze
from .cells import Cell

_TOKEN = re.compile(
    r"(?:[+-]|新增|增加|增|减少|减)?\d[\d,]*+(?:\.\d++)?(?:[ ]?[.、][ ]?\d++(?![.、\d]))?(?![年月日号])"
    r"(?:万元|[件条项次人篇个])?"
    r"|(?<![\d\w])[/—–―-]{1,4}(?![\d\w])"
)
_BLANK_OR_VALUE = re.compile(rf"[^\S\n]*(?:(?P<value>{_TOKEN.pattern})[^\S\n]*)?")
_PAGE_NUMBER = re.compile(
    r"(?m)^[ \f]*(?:[-—–][ ]*\d{1,3}[ ]*[-—–]|第[ ]*\d+[ ]*页.*|\d+[ ]*/[ ]*\d+)[ ]*$"
)
_FOREIGN = re.compile(r"[。:;]|20\d\d年")  # between a label and a number: the number is something else's
_COLON = re.compile(r"\s*(?:数|数量)?\s*(?:\([^()\n]{1,6}\))?\s*:[^\S\n]*(?=\d)")
_ASIDE = re.compile(r"[(《“\"][^()《》\n]{0,60}[)》”\"]")


@dataclass(frozen=True, slots=True)
class Zone:
    """The values printed behind one label: value tokens in order; ``start:end`` spans them."""

    id: str
    tokens: tuple[Cell, ...]
    start: int
    end: int


_STROKES = str.maketrans("│┃¦", "|||")
_RULED_LINE = re.compile(r"(?m)^.*\|.*\|.*$")


def without_furniture(plain: str) -> str:
    """Blank out lines that only number a page (``- 3 -``, 第3页) and the strokes between cells.

    The length stays. Strokes stand in tables that were written out as ``| 规章 | 0 |``: a line with
    several of them is a row of cells, and they become tabs.
    """
    ruled = plain.translate(_STROKES)
    if "|" in ruled:
        ruled = _RULED_LINE.sub(lambda row: row.group().replace("|", "\t"), ruled).replace("|", " ")
    return _PAGE_NUMBER.sub(lambda found: " " * len(found.group()), ruled)


def zones(
    plain: str,
    start: int,
    end: int,
    cues: re.Pattern[str],
    counts: Mapping[str, int],
    ordinals: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Zone, ...]:
    """The values behind each label in ``plain[start:end]``; ``cues`` names a label by its group.

    ``counts`` says how many values a row has: behind its label, so many lines are a cell each, the
    empty ones blank. ``ordinals`` are the digits that the form prints before its labels: a last digit
    glued to the next label that may be its ordinal makes the values of the row before doubtful.
    """
    tight = squeeze(plain, start, end)
    hits = [(m.lastgroup or "", *tight.span(m.start(), m.end())) for m in cues.finditer(tight.text)]
    firsts = [hit for i, hit in enumerate(hits) if i == 0 or hits[i - 1][0] != hit[0]]
    stops = [first for _, first, _ in [*firsts[1:], ("", end, end)]][: len(firsts)]
    found = [
        _zone(plain, name, behind, stop, counts.get(name, 0))
        for (name, _, behind), stop in zip(firsts, stops, strict=True)
    ]
    for i, (name, first, _) in enumerate(firsts[1:]):
        if _may_end_in(plain, found[i], first, ordinals.get(name, "")):
            found[i] = Zone(found[i].id, (), found[i].start, found[i].end)
    return tuple(found)


def _may_end_in(plain: str, zone: Zone, first: int, ordinal: str) -> bool:
    """The last digit may be the ordinal of the label at ``first``: it follows without a sign between."""
    last = zone.tokens[-1].text if zone.tokens else ""
    between = plain[zone.end : first + 1]
    glued = "\u3400" <= between[:1] <= "\u9fff" and ordinal not in between
    return bool(ordinal) and last[-1:] == ordinal and glued


def _zone(plain: str, name: str, behind: int, stop: int, count: int) -> Zone:
    tokens = by_lines(plain, behind, stop, count) or value_run(plain, behind, stop)
    if not tokens:
        return Zone(name, (), behind, behind)
    if "\ufffd" in plain[tokens[0].start - 1 : tokens[-1].end + 1]:
        return Zone(name, (), tokens[0].start, tokens[-1].end)
    return Zone(name, tokens, tokens[0].start, tokens[-1].end)


def by_lines(plain: str, behind: int, stop: int, count: int) -> tuple[Cell, ...]:
    """Behind the label's line a value or nothing on each of exactly ``count`` lines, then text again."""
    at = plain.find("\n", behind, stop) + 1
    cells: list[Cell] = []
    while (
        0 < at < stop
        and (found := _BLANK_OR_VALUE.match(plain, at))
        and plain[found.end() : found.end() + 1] == "\n"
    ):
        value = found["value"] or ""
        place = found.start("value") if value else at
        cells.append(Cell(value, place, place + len(value)))
        at = found.end() + 1
    return tuple(cells) if 1 < count == len(cells) and any(cell.text for cell in cells) else ()


def unnumbered(plain: str, start: int, found: Sequence[Zone]) -> list[Zone]:
    """Where the head has a column of row numbers (序号), a row's last value is the next one's number."""
    if "序号" not in "".join(plain[max(0, start - 8) : start + 60].split()):
        return list(found)
    last = [zone.tokens[-1].said.value or 0 for zone in found[:-1] if zone.tokens]
    rising = all(a < b for a, b in pairwise(last))
    kept = [zone.tokens[: len(zone.tokens) - (zone is not found[-1])] if rising else () for zone in found]
    return [Zone(z.id, tokens, z.start, z.end) for z, tokens in zip(found, kept, strict=True)]


def value_run(plain: str, start: int, stop: int) -> tuple[Cell, ...]:
    """The first unbroken run of value tokens; an ordinal of the label behind it is left out."""
    start = _past_asides(plain, start, stop)
    first = _TOKEN.search(plain, start, stop)
    if first is None or _FOREIGN.search(plain, _past_colon(plain, start), first.start()):
        return ()
    run = [first]
    while (token := _TOKEN.search(plain, run[-1].end(), stop)) and not plain[
        run[-1].end() : token.start()
    ].strip():
        run.append(token)
    return _without_ordinal(plain, [Cell(t.group(), t.start(), t.end()) for t in run])


def _past_colon(plain: str, start: int) -> int:
    """Behind the colon that closes a label: 收到申请数:3件."""
    found = _COLON.match(plain, start)
    return found.end() if found else start


def _past_asides(plain: str, start: int, stop: int) -> int:
    """Behind the last bracketed aside before the first value: 计1条 in a label is no value."""
    for aside in _ASIDE.finditer(plain, start, stop):
        if _TOKEN.search(plain, start, aside.start()):
            break
        start = aside.end()
    return start


def _without_ordinal(plain: str, run: list[Cell]) -> tuple[Cell, ...]:
    """Take the next label's ordinal off the end of the run: ``2.``, ``2、``, ``2`` at a line's start."""
    last = run[-1]
    if _begins_label(plain, last):
        return tuple(run[:-1])
    behind = plain[last.end : last.end + 8].lstrip()
    if behind[:1] not in (".", "、", ")") or not last.text[-1:].isdigit() or behind[1:2].isdigit():
        return tuple(run)
    kept = last.text[:-1].rstrip(",")
    return (*run[:-1], Cell(kept, last.start, last.start + len(kept))) if kept else tuple(run[:-1])


def _begins_label(plain: str, token: Cell) -> bool:
    at_line_start = not plain[plain.rfind("\n", 0, token.start) + 1 : token.start].strip()
    behind = plain[token.end : token.end + 4].lstrip(".、) ")
    return at_line_start and "\u3400" <= behind[:1] <= "\u9fff" and plain[token.end : token.end + 1] != "\n"
