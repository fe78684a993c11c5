"""Word's automatic numbers as text: ``一、``, ``（二）`` that no run of it holds (ECMA-376 17.9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting", "ideographDigital", "taiwaneseDigital",
})  # fmt: skip


@dataclass(slots=True)
class Level:
    """One level of a list: how its number is written and where it starts."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    tab: bool = True


@dataclass(slots=True)
class Lists:
    """The lists and their counters; ``label`` is asked for every numbered paragraph in order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    by_style: dict[tuple[str, str], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, depth: int) -> str:
        """The number to be printed before a paragraph of the list ``number`` at ``depth``; may be empty."""
        key = self.abstract.get(number, "")
        level = self.levels.get(key, {}).get(depth)
        if level is None:
            return ""
        counts = self.counters.setdefault(key, {})
        start = self.overrides.get(number, {}).pop(depth, None)
        counts[depth] = start if start is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.format in ("bullet", "none"):
            return ""
        text = re.sub(r"%(\d)", lambda m: self._number(key, int(m.group(1)) - 1), level.text)
        return f"{text} " if level.tab and text and text[-1].isascii() else text

    def _number(self, key: str, depth: int) -> str:
        level = self.levels[key].get(depth, Level())
        return written(self.counters[key].get(depth, level.start), level.format)


def written(number: int, style: str) -> str:
    """A number in one of Word's number formats; in digits where the format is not known.

    >>> written(12, "chineseCounting"), written(3, "ideographTraditional"), written(4, "lowerRoman")
    ('十二', '丙', 'iv')
    """
    if style in _CHINESE and 0 < number < 100:
        return _chinese(number)
    if style == "chineseLegalSimplified" and 0 < number < 10:
        return _LEGAL[number]
    if style == "ideographTraditional" and 0 < number <= len(_STEMS):
        return _STEMS[number - 1]
    if style == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(d)) for d in str(number))
    if style in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr((65 if style == "upperLetter" else 97) + number - 1)
    if style in ("upperRoman", "lowerRoman") and 0 < number < 40:
        roman = "X" * (number // 10) + _ROMAN[number % 10]
        return roman if style == "upperRoman" else roman.lower()
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones else "")


def lists_of(root: Any) -> Lists:
    """The lists that a numbering part declares."""
    made = Lists()
    for item in root:
        kind = local(item)
        if kind == "abstractNum":
            key = value(item, "abstractNumId")
            made.levels[key] = dict(_levels(item, key, made))
        elif kind == "num":
            number = value(item, "numId")
            for part in item:
                if local(part) == "abstractNumId":
                    made.abstract[number] = value(part, "val")
                elif local(part) == "lvlOverride":
                    _override(part, number, made)
    return made


def _levels(item: Any, key: str, made: Lists) -> Iterator[tuple[int, Level]]:
    for part in item:
        if local(part) != "lvl":
            continue
        depth, level = whole(value(part, "ilvl")), Level()
        for detail in part:
            said = value(detail, "val")
            match local(detail):
                case "start":
                    level.start = whole(said, 1)
                case "numFmt":
                    level.format = said
                case "lvlText":
                    level.text = said
                case "suff":
                    level.tab = said not in ("nothing", "space")
                case "pStyle":
                    made.by_style[key, said] = depth
        yield depth, level


def _override(part: Any, number: str, made: Lists) -> None:
    for detail in part:
        if local(detail) == "startOverride":
            depth = whole(value(part, "ilvl"))
            made.overrides.setdefault(number, {})[depth] = whole(value(detail, "val"), 1)


def local(element: Any) -> str:
    """An element's name without its namespace: the strict and the transitional one say the same."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Any, name: str) -> str:
    """An attribute by its local name, empty where there is none."""
    for key, said in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(said)
    return ""


def whole(text: str, otherwise: int = 0) -> int:
    """A whole number of an attribute."""
    return int(text) if text.isdigit() and len(text) < 8 else otherwise
