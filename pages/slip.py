"""The one-byte slip: GBK text cut inside a character and read on one byte out of step (PORTALS H.2).

A tool searched the bytes for 。(A1A3), ！(A3A1) or ？(A3BF) without minding where characters begin and cut
there. The lead byte before the cut is orphaned (printed ``?`` or lost) and what follows is read one byte
late, until an ASCII byte puts the reader in step again. The bytes are all still there: encode the run,
put a lead byte before it, pair anew. Only the first character (its lead byte) and the last one (a trail
byte swallowed with an ASCII byte) may be lost.

Where a run begins and ends is found by the cheapest reading of the line: every character costs what it is
worth in bits (``hanzi.bits``), in step as printed, out of step as paired anew; changing step costs extra.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pages import signatures, slipends
from pages.edits import Edit
from pages.hanzi import ODD, bits, everyday, is_han

# What Python's gb18030 would write in four bytes though cp936 reads them from two (PORTALS H.2, step 3).
_FIXED = {chr(0xE7E7 + n): bytes((0xA9, 0x89 + n)) for n in range(13)} | {
    "\ue7c7": b"\xa8\xbc",
    "\ue7c8": b"\xa8\xbf",
    "€": b"\x80",
}
_ORPHANS = "?\ufffd"
_TRIGGERS = "。！？?!"
_MARKS = "，、；：“”（）《》—…"
# What it costs, in bits, to fall out of step before a trigger, before another mark, before any character:
_ORPHANED = (4.0, 8.0, 14.0)
_SILENT = (8.0, 24.0, 34.0)
_FOLD = 3.0
"""The trigger mark ？ or ！ printed as ASCII."""
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_FEW_KANA = 3
_UNKNOWN = 14.0
"""A character that is lost."""


@cache
def _unusual() -> re.Pattern[str]:
    """A character that may begin a suspect place (a letter only between hanzi): to look for one is fast."""
    common = re.escape("".join(sorted(everyday())))
    return re.compile(rf"[^\x00->\x7f{common}](?:(?<![@-~])|(?<=[㐀-鿿].)(?=[㐀-鿿]))")


@cache
def _suspect() -> re.Pattern[str]:
    """Places without which no line is looked at: odd characters, orphans, two rare characters in a row."""
    common = re.escape("".join(sorted(everyday())))
    return re.compile(
        rf"[{ODD}]|[?\ufffd][^\x00-\x7f]|[?\ufffd][?!][@-~]|[^\x00-\x7f{common}]{{2}}"
        r"|[@-~](?<=[㐀-鿿].)(?=[㐀-鿿])"
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """One way to arrive: from which place and state, what it printed, what the way has cost.

    ``kind``: ``keep`` in step, ``fall`` out of it, ``pair`` on out of step, ``ascii`` and ``join`` back
    in step by a trail byte that is ASCII, ``lose`` back in step with a character lost. ``pending`` is the
    byte that is left of the last character printed, 0 where that was unreadable.
    """

    cost: float
    kind: str
    back: int
    text: str = ""
    second: int = 0
    orphan: bool = False
    pending: int = 0


def edits(text: str) -> Iterator[Edit]:
    """The slipped runs of a text, each as one edit."""
    at, suspect = 0, _suspect()
    for found in _unusual().finditer(text):
        if found.start() < at or suspect.match(text, found.start()) is None:
            continue
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        at = len(text) if end < 0 else end + 1
        if not _is_japanese(text[start : at if end < 0 else end]):
            yield from _line(text, start, at if end < 0 else end)


def _is_japanese(line: str) -> bool:
    """Kana everywhere: a slip makes one of thirty characters a kana, Japanese prose every second."""
    kana = len(_KANA.findall(line))
    return kana >= _FEW_KANA and kana * 5 > sum(c > "\x7f" for c in line)


def _line(text: str, start: int, end: int) -> Iterator[Edit]:
    done = start
    for found in slipends.ORPHAN.finditer(text, start, end):
        signed = signatures.match(text, found.end())
        if signed and found.start() >= done:
            yield from _runs(text, done, found.start())
            done = slipends.remnant(text, signed[1])
            yield Edit(
                start=found.start(), end=done, after=signed[0], kind="byte_slip+label", certain=False
            )
    yield from _runs(text, done, end)


def _runs(text: str, start: int, end: int) -> Iterator[Edit]:
    """The runs of a stretch, as its cheapest reading has them."""
    path = _cheapest(text, start, end)
    run: list[tuple[int, _Step]] = []
    for place, step in path:
        if step.kind == "keep":
            continue
        run.append((place, step))
        if step.kind in ("ascii", "join", "lose"):
            if edit := _edit(text, run):
                yield edit
            run = []


def _edit(text: str, run: list[tuple[int, _Step]]) -> Edit | None:
    """The edit of a run; ``None`` where it restores nothing."""
    _, fall = run[0]
    chars = "".join(step.text for _, step in run)
    if not _prose(chars, _mark(text, fall)):
        return None
    first, certain = slipends.first(text, fall.back, fall.second, chars, _mark(text, fall))
    end, last = run[-1]
    after, kind = first + chars, "byte_slip"
    if last.kind == "lose":
        after, end, completed = slipends.last(text, after, last.second, last.back)
        certain, kind = False, "byte_slip+label" if completed else kind
    certain = certain and all(bits(c) < 18 for c in chars)
    return Edit(start=fall.back, end=end, after=after, kind=kind, certain=certain)


def _prose(chars: str, mark: str) -> bool:
    """What was restored reads like prose (9 bits a character); where no mark is, a few must read better."""
    kept = [c for c in chars if c > "\x7f" and c != "\ufffd"]
    marked = mark in _TRIGGERS or mark in _MARKS
    most = 15.5 if marked else 13.0 if len(kept) > 4 else 11.0
    return len(kept) >= (1 if marked else 2) and sum(map(bits, kept)) < most * len(kept)


def _mark(text: str, fall: _Step) -> str:
    at = fall.back + fall.orphan
    return text[at : at + 1]


def _cheapest(text: str, start: int, end: int) -> list[tuple[int, _Step]]:
    """(place behind it, step) of the cheapest reading from ``start`` to ``end``, in order."""
    inside: dict[int, _Step] = {start: _Step(0.0, "keep", start)}
    outside: dict[int, _Step] = {}
    for at in range(start, end + 1):
        if at in outside:
            _on(text, at, end, inside, outside)
        if at < end:
            _from_step(text, at, end, inside, outside)
    return _traced(start, end, inside, outside)


def _from_step(text: str, at: int, end: int, inside: dict[int, _Step], outside: dict[int, _Step]) -> None:
    here = inside[at].cost
    _offer(inside, at + 1, _Step(here + _printed_bits(text, at), "keep", at))
    orphan = text[at] in _ORPHANS
    for skip in (0, 1) if orphan and at + 1 < end else (0,):
        char = text[at + skip]
        pair = _pair(char) or (skip and _pair({"?": "？", "!": "！"}.get(char, char)))
        if not pair:
            continue
        kind = 0 if char in _TRIGGERS else 1 if char in _MARKS else 2
        cost = here + (_ORPHANED if skip else _SILENT)[kind] + _FOLD * (char in "?!") + _UNKNOWN / 2
        step = _Step(cost, "fall", at, "", pair[0], skip == 1, pair[1])
        _leave(inside, outside, at + skip + 1, pair[1], step)


def _on(text: str, at: int, end: int, inside: dict[int, _Step], outside: dict[int, _Step]) -> None:
    """From out of step: pair on, come back in step by an ASCII trail byte, or lose a character."""
    here, pending = outside[at].cost, outside[at].pending
    char = text[at] if at < end else ""
    if pair := _pair(char):
        made = _char(pending, pair[0]) if pending else "\ufffd"
        if made:
            cost = here + (bits(made) if pending else _UNKNOWN)
            _leave(inside, outside, at + 1, pair[1], _Step(cost, "pair", at, made, pending=pair[1]))
    elif char and char in _ORPHANS:  # a pair that the wrong reader could not read: both its bytes are lost
        _offer(outside, at + 1, _Step(here + _UNKNOWN + 10, "pair", at, "\ufffd"))
    elif "@" <= char <= "~" and pending and (made := _char(pending, ord(char))):
        _offer(inside, at + 1, _Step(here + bits(made), "join", at, made))
    if not is_han(char or " "):
        step = _Step(here + _UNKNOWN, "lose", at, "", pending)
        _offer(inside, at, step)
        if char and char in _ORPHANS:
            _offer(inside, at + 1, step)


def _leave(inside: dict[int, _Step], outside: dict[int, _Step], at: int, low: int, step: _Step) -> None:
    """Go on out of step, or back in step where the low byte is an ASCII character of the text."""
    if low >= 0x80:
        _offer(outside, at, step)
    elif step.kind == "pair":
        cost = step.cost + (7.0 if chr(low).isalpha() else 14.0)
        _offer(inside, at, _Step(cost, "ascii", step.back, step.text + chr(low)))


def _offer(table: dict[int, _Step], at: int, step: _Step) -> None:
    if at not in table or step.cost < table[at].cost - 1e-9:
        table[at] = step


def _traced(
    start: int, end: int, inside: dict[int, _Step], outside: dict[int, _Step]
) -> list[tuple[int, _Step]]:
    path: list[tuple[int, _Step]] = []
    at, table = end, inside
    while at > start or table is outside:
        step = table[at]
        path.append((at, step))
        at = step.back
        table = inside if step.kind in ("keep", "fall") else outside
    return path[::-1]


def _printed_bits(text: str, at: int) -> float:
    """A character in step costs what it is worth; marks and letters spliced into hanzi cost more."""
    c = text[at]
    if c >= "\x80" and c != "\ufffd":
        return bits(c)
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if c in _ORPHANS:
        return 9.0 if before >= "\x80" or after >= "\x80" or "?" in (before, after) else 4.0
    if "@" <= c <= "~":
        spliced = is_han(before or " ") and is_han(after or " ")
        return (
            16.0 if spliced else 3.0 + 4.0 * (before >= "\x80" or before == "?") + 3.0 * (after >= "\x80")
        )
    return 3.0


def _pair(c: str) -> tuple[int, int] | None:
    if c < "\x80" or c == "\ufffd":
        return None
    try:
        data = _FIXED.get(c) or c.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


@cache
def _char(lead: int, trail: int) -> str | None:
    try:
        char = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None
