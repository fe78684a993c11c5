"""Damage as it happens to real pages, made forwards: bytes cut without regard to characters."""

from __future__ import annotations

from functools import cache
from typing import Any

MARKS = (b"\xa1\xa3", b"\xa3\xa1", b"\xa3\xbf")
PUA_GAPS = {b"\xa8\xbc": "\ue7c7", b"\xa9\x8f": "\ue7ed"}


def traditional(text: str) -> str:
    """Simplified to traditional as clones do it: character by character, kept where GBK has none."""
    return "".join(_traditional(character) for character in text)


@cache
def _traditional(character: str) -> str:
    turned = _converter().convert(character)
    return turned if len(turned) == 1 and _in_gbk(turned) else character


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


def _in_gbk(character: str) -> bool:
    return len(character.encode("gbk", "ignore")) > 0


def slipped(text: str) -> str:
    """What a reader sees after a tool searched the GBK bytes for 。！？ and cut the stream before each hit.

    Where a mark straddles two characters the first loses its lead byte (shown as ``?``) and all that
    follows is read one byte late, until the reader meets a single byte again.
    """
    data = text.replace("\xa0", " ").encode("gbk", "replace")
    cuts, starts = [], _starts(data)
    for at in range(1, len(data) - 1):
        if at not in starts and data[at : at + 2] in MARKS:
            cuts.append(at)
    out, at = [], 0
    for cut in cuts:
        if cut - 1 < at:
            continue
        out.append(_read(data[at : cut - 1]) + "?")
        at = cut
    return "".join([*out, _read(data[at:])])


def _starts(data: bytes) -> set[int]:
    """Where characters begin in undamaged GBK."""
    found, at = set(), 0
    while at < len(data):
        found.add(at)
        at += 2 if data[at] >= 0x81 else 1
    return found


def _read(data: bytes) -> str:
    """Bytes as a cp936 reader shows them: user-defined codes as private use, a bad pair as ``?``."""
    out, at = [], 0
    while at < len(data):
        if data[at] < 0x80:
            out.append(chr(data[at]))
            at += 1
            continue
        out.append(_pair(data[at : at + 2]))
        at += 2
    return "".join(out)


def _pair(pair: bytes) -> str:
    if pair in PUA_GAPS:
        return PUA_GAPS[pair]
    if len(pair) == 2 and (private := _private(*pair)) is not None:
        return chr(private)
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        return "?"


def _private(lead: int, trail: int) -> int | None:
    """The user-defined areas of cp936, in the order in which Windows maps them to private use."""
    if 0xAA <= lead <= 0xAF and trail >= 0xA1:
        return 0xE000 + (lead - 0xAA) * 94 + trail - 0xA1
    if 0xF8 <= lead <= 0xFE and trail >= 0xA1:
        return 0xE234 + (lead - 0xF8) * 94 + trail - 0xA1
    if 0xA1 <= lead <= 0xA7 and 0x40 <= trail <= 0xA0 and trail != 0x7F:
        return 0xE4C6 + (lead - 0xA1) * 96 + trail - 0x40 - (trail > 0x7F)
    return None
