"""The one-byte slip: GBK text cut inside a character and read on one byte out of step (PORTALS H.2).

A tool searched the bytes for 。(A1A3), ！(A3A1) or ？(A3BF) without minding where characters begin and cut
there. The lead byte before the cut is orphaned (printed ``?`` or lost) and what follows is read one byte
late, until an ASCII byte puts the reader in step again. The bytes are all still there: encode the run,
put a lead byte before it, pair anew. Only the first character (its lead byte) and the last one (a trail
byte swallowed with an ASCII byte) may be lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pages import signatures
from pages.edits import Edit
from pages.hanzi import ODD, everyday, frequent, is_han, odd_count, strangeness
from pages.labels import completion

_ORPHAN = "?？\ufffd"
_ANCHOR = re.compile(
    rf"[?？\ufffd][。！？?!]?(?=[^\x00-\x7f])|[。！？](?=[{ODD}])|[?？\ufffd][?？!！](?=[@-~][㐀-鿿])"
)
_TAG = re.compile(r"/?(?:td|tr|th|p|br|div|span|li|table|font|strong|b|a|h[1-6]) */?>", re.I)
# What Python's gb18030 would write in four bytes though cp936 reads them from two (PORTALS H.2, step 3).
_FIXED = {chr(0xE7E7 + n): bytes((0xA9, 0x89 + n)) for n in range(13)} | {
    "\ue7c7": b"\xa8\xbc",
    "\ue7c8": b"\xa8\xbf",
    "€": b"\x80",
}
_FOLDED = {"?": "？", "!": "！"}
# A character whose lead byte is gone, told by its neighbour: second byte -> the char -> what stands before.
_HINTS = {
    0xA1: {
        "省": "各全我本外跨该两", "取": "争采领收听录提获", "选": "评当推", "病": "疾防",
        "住": "居", "健": "保稳", "印": "复打刻", "小": "大缩",
    },
    0xA3: {"保": "确环社医担低確環醫擔", "校": "学高三院党學黨", "停": "暂暫", "裕": "富"},
}  # fmt: skip
_CLOSERS = {"）": "（", "”": "“", "》": "《", "】": "【", "〉": "〈", "’": "‘", "〕": "〔"}


@dataclass(slots=True)
class _Run:
    """A run read back in step: ``chars`` without the first, whose second byte is ``second``."""

    chars: list[str]
    second: int
    pending: int | None
    end: int


def edits(text: str) -> Iterator[Edit]:
    """The slipped runs of a text, each as one edit."""
    at = 0
    while found := _ANCHOR.search(text, at):
        edit = _repair(text, found.start())
        at = edit.end if edit else found.start() + 1
        if edit:
            yield edit


def _repair(text: str, start: int) -> Edit | None:
    orphan = text[start] in _ORPHAN
    if signed := signatures.match(text, start + 1 if orphan else start):
        end = _remnant(text, signed[1])
        return Edit(start=start, end=end, after=signed[0], kind="byte_slip+label", certain=False)
    run = _undo(text, start + 1 if orphan else start)
    if run is None or not run.chars:
        return None
    first, certain = _first(text, start, run)
    after, end, kind = first + "".join(run.chars), run.end, "byte_slip"
    if run.pending is not None:
        after, end, completed = _last(text, after, run)
        certain, kind = False, "byte_slip+label" if completed else kind
    if not _better(text, start, end, after):
        return None
    return Edit(start=start, end=end, after=after, kind=kind, certain=certain)


def _undo(text: str, at: int) -> _Run | None:
    """Read the run from ``at`` in step again; ``None`` where its bytes are no such run."""
    chars: list[str] = []
    second = pending = None
    begin = at
    while at < len(text):
        pair = _pair(text[at], at == begin)
        if pair is None:
            break
        high, low = pair
        if pending is None:
            second = high
        elif (char := _char(pending, high)) is None:
            return None
        else:
            chars.append(char)
        at += 1
        if low < 0x80:  # an ASCII character that the slipped reader had taken for a trail byte
            return _Run([*chars, chr(low)], second or 0, None, at)
        pending = low
    return None if pending is None or second is None else _terminated(text, at, chars, second, pending)


def _terminated(text: str, at: int, chars: list[str], second: int, pending: int) -> _Run:
    """The run met an ASCII byte (or the end): its trail byte, or the end of a character that is lost."""
    if at < len(text) and "@" <= text[at] <= "~" and (char := _char(pending, ord(text[at]))):
        return _Run([*chars, char], second, None, at + 1)
    return _Run(chars, second, pending, at)


def _pair(c: str, first: bool) -> tuple[int, int] | None:
    if first:
        c = _FOLDED.get(c, c)
    if c < "\x80" or c == "\ufffd":
        return None
    try:
        data = _FIXED.get(c) or c.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


def _char(lead: int, trail: int) -> str | None:
    try:
        char = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None


def _first(text: str, start: int, run: _Run) -> tuple[str, bool]:
    """The character whose lead byte is gone, and whether that is beyond doubt (PORTALS H.2, step 4)."""
    before = text[max(0, start - 60) : start]
    previous = before[-1:]
    opening = not previous.strip() or previous in "。：；>"
    if run.second == 0xA1 and opening:
        return "\u3000", True
    for char, neighbours in _HINTS.get(run.second, {}).items():
        if previous and previous in neighbours:
            return char, False
    rest = "".join(run.chars)
    if run.second == 0xA8 and re.match(r"[一二三四五六七八九十\d]{1,2}）", rest):
        return "（", True
    return _punctuation(before, run.second, rest), False


def _punctuation(before: str, second: int, rest: str) -> str:
    if second == 0xA3 and is_han(before[-1:] or " ") and is_han(rest[:1]):
        return "。"
    for lead in (0xA1, 0xA3):
        char = _char(lead, second) or ""
        opener = _CLOSERS.get(char)
        if opener and before.count(opener) > before.count(char):
            return char
        closer = next((c for c, o in _CLOSERS.items() if o == char), None)
        if closer and closer in rest and char not in rest:
            return char
    return "\ufffd"


def _last(text: str, after: str, run: _Run) -> tuple[str, int, bool]:
    """The last character is lost: what the labels complete it to, else U+FFFD, and another one for the
    ASCII character that a ``?`` swallowed; a tag's remnant goes."""
    end = _remnant(text, run.end)
    following = re.split(r"[\s<]", text[end : end + 12], maxsplit=1)[0]
    lead = run.pending or 0
    fill = completion(after, following, lambda c: _lead(c) == lead)
    swallowed = end == run.end + 1 and text[run.end] != "\ufffd"  # an ASCII character, maybe a digit
    return after + (fill or "\ufffd" * (1 + swallowed)), end, fill is not None


def _remnant(text: str, end: int) -> int:
    """Past the ``?`` that swallowed an ASCII byte, and past the rest of a tag whose ``<`` that was."""
    if end < len(text) and text[end] in _ORPHAN:
        end += 1
        if tag := _TAG.match(text, end):
            end = tag.end()
    return end


def _lead(c: str) -> int:
    return c.encode("gb18030")[0]


def _better(text: str, start: int, end: int, after: str) -> bool:
    """Accept only what is plainly prose again: nothing odd left, and the strangeness gone (step 5)."""
    before, made = text[start:end], after.replace("\ufffd", "").replace("\u3000", "")
    if not made or odd_count(made) or not all(c < "\x80" or c in everyday() or is_han(c) for c in made):
        return False
    gain = strangeness(before.rstrip("td/>?").replace("\ufffd", "")) - strangeness(made)
    if odd_count(before):
        return gain >= 3
    spliced = len(before) == 3 and all(c in frequent() or c == "。" for c in made)
    return (spliced and is_han(text[start - 1 : start] or " ")) or (
        gain >= 5 and strangeness(before.replace("\ufffd", "")) > 0
    )
