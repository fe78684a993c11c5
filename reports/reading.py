"""A second reading of the page's text, one character for one character.

Labels and numbers come in two scripts, two widths and many kinds of space. The parser reads a *plain*
text that has exactly as many code points as ``page.text``, so every offset found in it is an offset
into the page, and the page's own characters are what a figure prints.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x2A6E0))
_COMPATIBLE = (range(0xA0, 0x180), range(0x2000, 0x2100), range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))
_WIDE = (range(0x3000, 0x3040), range(0xFE30, 0xFE70), range(0xFF00, 0xFFF0))
# Radicals that PDF fonts hand out for whole characters and that have no compatibility mapping.
_RADICALS = dict(
    zip(
        "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻰",
        "民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐龙",
        strict=True,
    )
)
_SPACES = dict.fromkeys((0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060, 0x3000, 0xFEFF), " ")
# Minus signs and the dot of old fullwidth typesetting; the long dashes stay, they are placeholders.
_VARIANTS = {ord("覆"): "复"}  # 答覆, 反覆: OpenCC leaves them, the official labels have 复
# A raised digit is a footnote's mark, not the number's last digit; circled ones stay as they are.
_RAISED: dict[int, str] = dict.fromkeys(
    (0xB2, 0xB3, 0xB9, 0x2070, *range(0x2074, 0x207A), *range(0x2080, 0x208A)), "*"
)
_SIGNS = {0x2212: "-", 0x2010: "-", 0x2011: "-", 0x2012: "-", 0xB7: ".", 0xFF0E: ".", 0xFE63: "-"}


def _one_to_one(points: Iterable[int]) -> dict[int, str]:
    folded = ((point, unicodedata.normalize("NFKC", chr(point))) for point in points)
    return {point: to for point, to in folded if len(to) == 1 and ord(to) != point}


@cache
def _simplification() -> dict[int, str]:
    """OpenCC's t2s table taken one character at a time (a line each, so no phrase can match)."""
    han = [chr(point) for block in _HAN for point in block]
    to = OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {ord(a): b for a, b in zip(han, to, strict=True) if a != b and len(b) == 1}


@cache
def _plain_table() -> dict[int, str]:
    folds = _one_to_one(point for block in (*_COMPATIBLE, *_WIDE) for point in block)
    radicals = {ord(a): b for a, b in _RADICALS.items()}
    table: dict[int, str] = _simplification() | folds | radicals | _SPACES | _SIGNS | _VARIANTS | _RAISED
    return {point: _simplification().get(ord(to), to) for point, to in table.items()}


def simplified(text: str) -> str:
    """The text in simplified characters, character by character: the length never changes.

    >>> simplified("睢縣2016年政府信息公開")
    '睢县2016年政府信息公开'
    """
    return text.translate(_simplification())


def plain(text: str) -> str:
    """Simplified, half-width, every odd space a space; as long as ``text``.

    >>> plain("（一）主動公開　１２，３４５條")
    '(一)主动公开 12,345条'
    """
    return text.translate(_plain_table())


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without its white space; ``at[i]`` is where its i-th character stands in the original."""

    text: str
    at: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of a non-empty stretch."""
        return self.at[start], self.at[end - 1] + 1


_INK = re.compile(r"\S+")


def squeeze(text: str, start: int = 0, end: int | None = None) -> Squeezed:
    """Take the white space out of ``text[start:end]`` and remember where everything stood."""
    pieces: list[str] = []
    at: list[int] = []
    for ink in _INK.finditer(text, start, len(text) if end is None else end):
        pieces.append(ink.group())
        at.extend(range(ink.start(), ink.end()))
    return Squeezed("".join(pieces), at)


_ORDINAL = re.compile(
    r"^(?:其中[:,]?)?(?:\(?[一二三四五六七八九十]{1,3}\)?[、,.:)]|\([一二三四五六七八九十]{1,3}\)"
    r"|\(?\d{1,2}\)?[.、,)]|[㈠-㈩①-⑳])*(?:其中[:,]?)?(?:\d{1,2}[.、,])?"
)
_MARKS = re.compile(r"[\s、,.。:;()\[\]《》〈〉“”\"'‘’「」『』【】〔〕/\\—_-]+")


@lru_cache(maxsize=1 << 14)
def key(label: str) -> str:
    """A label's bare words, for matching: no spaces, punctuation or leading ordinals.

    >>> key(plain("（三）不予公开")), key(plain("其中：1．政府网站公开数"))
    ('不予公开', '政府网站公开数')
    """
    tight = "".join(label.split())
    return _MARKS.sub("", tight[_ORDINAL.match(tight).end() :])  # type: ignore[union-attr]
