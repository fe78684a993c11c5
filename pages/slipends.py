"""What a byte slip loses at a run's two ends: its first character's lead byte and its last one's trail.

The first is told by its second byte and by what stands around it, or it is marked; nothing is guessed
where two characters would do. The last is what the official labels complete it to, or marked.
"""

import re

from pages.hanzi import is_han
from pages.labels import completion
from reports.reading import simplified

ORPHAN = re.compile("[?？\ufffd]?(?=。)")
"""What stands before a label whose damage is known by its signature."""

_TAG = re.compile(r"/?(?:td|tr|th|p|br|div|span|li|table|font|strong|b|a|h[1-6]) */?>", re.I)
_ORDINAL = re.compile(r"（[一二三四五六七八九十\d]{1,3}）")
# Second byte of the lost character -> the character -> what stands before it where nothing else can.
_HINTS = {
    0xA1: {
        "省": "各我该两外跨", "取": "争采领收听录提获支索", "选": "评当推", "病": "疾看治", "住": "居入",
        "健": "保稳", "印": "复打", "小": "大缩", "场": "市现广农", "础": "基",
    },
    0xA3: {"保": "环确医社担低", "校": "学高三院", "罚": "处惩奖", "常": "经非日", "海": "沿", "裕": "富"},
}  # fmt: skip
_SURE = frozenset("环環非惩懲三")
"""Of those, what never ends a sentence, so that no 。 can be what was lost."""
_WORDS = frozenset(
    "日正经非通平异反照负承分处惩奖刑受幸造祝上沿大北南东渤黄四出临环确医社担低劳自安参暂不学高院三党军母"
    "在农扶规事足庆富充宽奶肉崩调居就投"
)
"""What makes a word with a character whose second byte is that of 。: behind these the two look alike."""
_CLOSERS = {"）": "（", "”": "“", "》": "《", "】": "【", "〉": "〈", "’": "‘", "〕": "〔"}


def first(text: str, start: int, second: int, rest: str, mark: str) -> tuple[str, bool]:
    """The character whose lead byte is gone, and whether that is beyond doubt (PORTALS H.2, step 4).

    ``second`` is its other byte, ``rest`` the restored run behind it, ``mark`` what the run is printed
    with first.
    """
    before = text[max(0, start - 60) : start]
    if second == 0xA1 and (not before[-1:].strip() or before[-1:] in "。：；>"):
        return _indent(before[-1:], rest, mark)
    if hint := _hinted(before, second, rest):
        return hint, False
    if second == 0xA8 and re.match(r"[一二三四五六七八九十\d]{1,2}）", rest):
        return "（", True
    if second == 0xA3 and mark in "？?！" and is_han(before[-1:] or " ") and _begins(rest[:1]):
        return ("\ufffd" if simplified(before[-1:]) in _WORDS else "。"), False
    return _bracket(before, second, rest), False


def _indent(previous: str, rest: str, mark: str) -> tuple[str, bool]:
    """An ideographic space where a paragraph begins; behind a sentence only before an ordinal."""
    ordinal = _ORDINAL.match(rest) is not None
    if mark != "。" or (previous.strip() and previous != ">"):
        return ("\u3000" if ordinal else "\ufffd"), False
    return ("\u3000", True) if ordinal or previous == "\u3000" else ("\u3000", False)


def _begins(c: str) -> bool:
    return c == "\u3000" or is_han(c or " ")


def _hinted(before: str, second: int, rest: str) -> str | None:
    """The character that its neighbours tell, where no 。 can be the one that is lost."""
    found = _any_hint(before, second)
    sure = second == 0xA1 or before[-1:] in _SURE or rest[:1] in "，、；：）》"
    return found if sure else None


def _any_hint(before: str, second: int) -> str | None:
    previous = simplified(before[-1:])
    traditional = simplified(before) != before
    for char, neighbours in _HINTS.get(second, {}).items():
        if previous and previous in neighbours and not (traditional and char in "选场础罚"):
            return char
    return None


def _bracket(before: str, second: int, rest: str) -> str:
    """A bracket or quotation mark that is missing its other half, else U+FFFD."""
    for lead in (0xA1, 0xA3):
        char = bytes((lead, second)).decode("gb18030", "ignore")
        opener = _CLOSERS.get(char)
        if opener and before.count(opener) > before.count(char):
            return char
        closer = next((c for c, o in _CLOSERS.items() if o == char), None)
        if closer and closer in rest and char not in rest:
            return char
    return "\ufffd"


def last(text: str, after: str, lead: int, at: int) -> tuple[str, int, bool]:
    """The restored run with its last character, where it ends, and whether the labels completed it.

    Else U+FFFD, and another one for the ASCII character that a ``?`` within a line swallowed; a tag's
    remnant goes.
    """
    end = remnant(text, at)
    following = re.split(r"[\s<]", text[end : end + 12], maxsplit=1)[0]
    fill = completion(after, following, lambda c: c.encode("gb18030")[0] == lead)
    swallowed = end == at + 1 and text[at] != "\ufffd" and text[end : end + 1] not in "\r\n。！？"
    return after + (fill or "\ufffd" * (1 + swallowed)), end, fill is not None


def remnant(text: str, end: int) -> int:
    """Past the ``?`` that swallowed an ASCII byte, and past the rest of a tag whose ``<`` that was."""
    if end < len(text) and text[end] in "?？\ufffd":
        end += 1
        if tag := _TAG.match(text, end):
            end = tag.end()
    return end
