"""Pinyin that clone sites sprinkle behind the hanzi: ``政務(wù)公開`` (PORTALS G, S7).

With or without tones, with a number for the tone, a syllable or a word at a time, twice. A report explains
a rare name or a rare reading of a place's name itself, ``埇（yǒng）桥区``: that is no clone's.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pages.edits import Edit
from pages.hanzi import everyday
from reports.reading import simplified

_TONES = "\u0300\u0301\u0304\u030c"
_VOWEL = "[aeiouvüāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]"
_SYLLABLE = f"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?{_VOWEL}{{1,3}}(?:ng|n|r)?[1-5]?"
_WORD = re.compile(f"(?:{_SYLLABLE}){{1,4}}", re.I)
_PLAIN = re.compile(_SYLLABLE)
_BRACKETED = re.compile(rf"[(（\[]((?:[a-zA-Zü1-5 '’\u00c0-\u01dc{_TONES}\u0308]){{1,40}})[)）\]]")
_PLACE = re.compile("[\u4e00-\u9fff]?[县縣区區市州旗镇鎮乡鄉村]")
_FEWEST = 3


def pinyin(text: str) -> Iterator[Edit]:
    """The annotations of a text, where it is a clone's: several stand behind common characters."""
    found = list(_annotations(text)) if _BRACKETED.search(text) else []
    if sum(_sprinkled(text, start, end) for start, end in found) >= _FEWEST:
        for start, end in found:
            yield Edit(start=start, end=end, after="", kind="pinyin_annotation")


def _annotations(text: str) -> Iterator[tuple[int, int]]:
    """Where annotations stand, those that follow each other as one."""
    start = end = -1
    for found in _BRACKETED.finditer(text):
        if not _is_pinyin(found.group(1)[:1].lower() + found.group(1)[1:]):
            continue
        if found.start() == end:
            end = found.end()
            continue
        if end > start:
            yield start, end
        start, end = found.span() if text[found.start() - 1 : found.start()] > "\x7f" else (-1, -1)
    if end > start:
        yield start, end


@cache
def _is_pinyin(inside: str) -> bool:
    """Syllables; without tones only in small letters and each alone: ``LAN`` and ``Huawei`` are none."""
    reading = unicodedata.normalize("NFC", inside)
    words = re.split("[ '’]+", reading)
    toned = not reading.isascii() or reading[-1:].isdigit()
    if toned:
        return all(_WORD.fullmatch(word) for word in words)
    return len(reading) > 1 and all(_PLAIN.fullmatch(word) for word in words)


def _sprinkled(text: str, start: int, end: int) -> bool:
    """Behind a character that needs no explanation, and not within a place's name; no foreign name."""
    char = text[start - 1]
    common = char in everyday() or simplified(char) != char
    inside = text[start:end].strip("()（）[]")
    return common and _PLACE.match(text, end) is None and not (inside.isascii() and inside[0].isupper())
