"""What a printed number says: table cells, and numbers with their words in prose (REPORTS B.7, D.1).

All functions take *plain* text (:func:`reports.reading.plain`). Nothing here guesses: what is not a
number by its whole text is text.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import cn2an

from .model import Qualifier

Number = int | float
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
CHINESE = r"[〇零一二两三四五六七八九十百千万亿]+"
COUNTERS = "条次|人次|件次|万元|元|条|件|项|个|份|篇|次|期|场|人|名|家|宗|起|部|处|册|批|%"
_UNIT = rf"(?P<unit>{COUNTERS})?"
_PLAIN = re.compile(rf"(?P<sign>[+-])?\s*(?P<number>{DIGITS})\s*{_UNIT}")
_CHANGE = re.compile(rf"(?P<word>新增|增加|增|减少|减|下降|↑|↓)\s*(?P<number>{DIGITS})\s*(?:{COUNTERS})?")
_HAN = re.compile(rf"(?P<number>{CHINESE})\s*{_UNIT}")
_PLACEHOLDER = re.compile(r"[/\\—–―_.*·-]{1,6}|空|无|不适用|未填|N/?A|n/?a")
_FOOTNOTE = re.compile(r"(?<=\d)[条件次项个]?\s*(?:\*{1,3}|[①-⑳]|\[注?\d{0,2}\]|\(?注\d{0,2}\)?)\s*$")
_LESS = {"减少", "减", "下降", "↓"}
_SCALE = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


class Cell(NamedTuple):
    """What a table cell says: ``kind`` tells a number from a blank, a placeholder and other text."""

    kind: str  # "number" | "blank" | "placeholder" | "text"
    value: Number | None = None
    unit: str = ""
    note: str = ""


BLANK, PLACEHOLDER, TEXT = Cell("blank"), Cell("placeholder"), Cell("text")
_SMALL = {str(n): Cell("number", n) for n in range(1000)} | {"": BLANK}


def number(printed: str) -> Number:
    """Digits with optional thousands commas and decimals -> the number; whole numbers are ``int``."""
    digits = printed.replace(",", "")
    if "." not in digits:
        return int(digits)
    value = float(digits)
    return int(value) if value.is_integer() else value


def chinese(printed: str) -> int | None:
    """A Chinese numeral -> the number, ``None`` where the signs make no number.

    >>> chinese("两"), chinese("三千"), chinese("二十五"), chinese("万千")
    (2, 3000, 25, None)
    """
    numeral = printed.replace("〇", "零")
    try:
        value = cn2an.cn2an(numeral, "smart")
    except (ValueError, KeyError, IndexError):
        return None
    return int(value)


@lru_cache(maxsize=1 << 15)
def cell(text: str) -> Cell:
    """Classify a table cell by its whole text.

    >>> cell("14,205").value, cell("+1").value, cell("减3").value, cell("5件").value, cell("/").kind
    (14205, 1, -3, 5, 'placeholder')
    """
    known = _SMALL.get(text)
    if known is not None:
        return known
    text = _FOOTNOTE.sub("", text)
    tight = "".join(text.split()) if not _SPACED.search(text) else text.strip()
    if len(tight) > 24:
        return TEXT
    return _SMALL.get(tight) or _marked(tight)


_SPACED = re.compile(r"\d\s+\d")


def _marked(tight: str) -> Cell:
    if found := _PLAIN.fullmatch(tight):
        value = _finite(found["number"])
        signed = -value if value is not None and found["sign"] == "-" else value
        return Cell("number", signed, found["unit"] or "") if value is not None else TEXT
    if _PLACEHOLDER.fullmatch(tight):
        return PLACEHOLDER
    return _changed(tight) or _numeral(tight) or TEXT


def _finite(digits: str) -> Number | None:
    return number(digits) if len(digits) <= 16 else None


def _changed(tight: str) -> Cell | None:
    """增1, 减3, and 增1减3 or 增1/减3: the balance of what is printed."""
    parts = [part for part in re.split(r"[/、,;]", tight) if part]
    found = [match for part in parts for match in _CHANGE.finditer(part)]
    if not found or "".join(match.group() for match in found) != "".join(parts):
        return None
    values = [-number(m["number"]) if m["word"] in _LESS else number(m["number"]) for m in found]
    note = f"the balance of {tight}" if len(values) > 1 else ""
    return Cell("number", sum(values), "", note)


def _numeral(tight: str) -> Cell | None:
    found = _HAN.fullmatch(tight)
    value = chinese(found["number"]) if found else None
    return Cell("number", value, found["unit"] or "") if found and value is not None else None


# Prose -----------------------------------------------------------------------------------------

BEFORE = (
    r"(?P<before>不少于|不足|将近|接近|超过|突破|大约|达到|近|约|超|逾|共计|累计|总计|合计|共|达|为|是|有)*"
)
QUANTITY = (
    rf"{BEFORE}(?P<number>{DIGITS}|{CHINESE})(?P<scale>[十百千万亿])?"
    r"(?P<about>余|多|来)?(?P<scale2>[十百千万亿])?(?P<about2>余|多)?"
)
AFTER = r"(?P<after>以上|左右|上下)?"
_AT_LEAST = ("不少于", "超过", "突破", "超", "逾", "余", "多", "以上")
_BELOW = ("不足", "将近", "接近", "近")
_AROUND = ("大约", "约", "来", "左右", "上下")


def quantity(found: re.Match[str]) -> tuple[Number, Qualifier] | None:
    """The value and qualifier of a :data:`QUANTITY` match; ``None`` where the numeral is none."""
    digits = found["number"]
    if len(digits) > 16:
        return None
    value = number(digits) if digits[0].isdigit() else chinese(digits)
    if value is None:
        return None
    for name in ("scale", "scale2"):
        value = _scaled(value, found[name]) if found[name] else value
    return value, _qualifier(found)


def _scaled(value: Number, scale: str) -> Number:
    product = round(value * _SCALE[scale], 6)
    return int(product) if product == int(product) else product


def _qualifier(found: re.Match[str]) -> Qualifier:
    words = [found[name] for name in ("before", "about", "about2", "after") if found[name]]
    for marks, qualifier in ((_AT_LEAST, "ge"), (_BELOW, "lt"), (_AROUND, "approx")):
        if any(word in marks for word in words):
            return qualifier  # type: ignore[return-value]
    return "exact"
