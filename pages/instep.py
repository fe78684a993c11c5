"""Two-byte text of which bytes are lost or spoilt, read in step again: the least strange reading of all.

A byte too few or too many puts a reader of GBK or Big5 out of step until an ASCII byte, and what it reads
meanwhile is wrong and looks like text. So every way to pair the bytes is weighed (``hanzi.bits``; a byte
that stands for nothing costs extra), and a character that another way would pair otherwise for a few bits
more is not told: U+FFFD stands for it.
"""

import re
from collections.abc import Sequence
from functools import cache

from pages.hanzi import bits, everyday

Bytes = Sequence[int | None]
"""``None`` is a byte that is known to be lost."""
_Edge = tuple[float, int, str]
"""What it costs, how many bytes it takes, what it reads."""
_LOST = 15.0
_MARGIN = 4.0
"""Bits by which the next best way must be worse for a character to be told."""
_MOST = 40_000
"""Bytes of a page that are weighed; with more broken it is no text."""
_OTHER = "\u00c0-\u04ff\u3041-\u312f"
"""Scripts of names, which are no sign of anything."""
_STRETCH = re.compile(rb"[\x30-\x39\x40-\xff]{1,4000}|[\x00-\x2f\x3a-\x3f]+")
_BETTER = 20.0
"""Bits by which a reading with lost bytes must be less strange than the plain one to be believed."""
_ASCII = 4.0
_SPLICED = 10.0
"""A letter right behind a lost character is rather its second byte."""


def read(data: Bytes, codec: str) -> str:
    """The bytes in ``gb18030`` or ``big5hkscs``; U+FFFD for a character that is lost or cannot be told.

    >>> broken = "主动公开政府信息".encode("gbk")[:5] + "府信息".encode("gbk")
    >>> read(broken, "gb18030")
    '主动�府信息'
    """
    edges = [_edges(data, at, codec) for at in range(len(data))]
    begun, left = _forward(edges), _backward(edges)
    if (straight := _straight(data, codec)) and _cost(straight) < left[0] + _BETTER:
        return straight
    made, at = [], 0
    while at < len(data):
        _, size, text = min(edges[at], key=lambda edge: edge[0] + left[at + edge[1]])
        other = begun[at + 1] + left[at + 1] - left[0]
        made.append(text if size == 1 or other >= _MARGIN else "\ufffd")
        at += size
    return "".join(made)


def page(data: bytes, codec: str) -> str:
    """A whole page. Where some of it cannot be read at all, the stretches that cannot, and those that read
    strangely, are weighed, up to a limit; a page that can be read is what it is."""
    whole = _straight(data, codec)
    if whole is not None:
        return whole
    made, left = [], _MOST
    for stretch in _STRETCH.findall(data):
        straight = _straight(stretch, codec)
        if left > 0 and (straight is None or _suspect().search(straight)):
            left -= len(stretch)
            straight = read(list(stretch), codec)
        made.append(stretch.decode(codec, "replace") if straight is None else straight)
    return "".join(made)


@cache
def _suspect() -> re.Pattern[str]:
    """What a reader out of step prints: private use, rare characters in a row, letters within words."""
    common = re.escape("".join(sorted(everyday())))
    return re.compile(rf"[\ue000-\uf8ff]|[^\x00-\x7f{common}{_OTHER}]{{2}}|[㐀-鿿][@-~][㐀-鿿]")


def _straight(data: Bytes, codec: str) -> str | None:
    """The plain reading, where there is one."""
    known = data if isinstance(data, bytes) else bytes(b for b in data if b is not None)
    try:
        return known.decode(codec) if len(known) == len(data) else None
    except UnicodeDecodeError:
        return None


def _cost(text: str) -> float:
    return sum(_ASCII if c < "\x80" else bits(c) for c in text)


def _forward(edges: Sequence[Sequence[_Edge]]) -> list[float]:
    """What it costs to come to each place."""
    costs = [0.0] + [float("inf")] * len(edges)
    for at, ways in enumerate(edges):
        for cost, size, _ in ways:
            costs[at + size] = min(costs[at + size], costs[at] + cost)
    return costs


def _backward(edges: Sequence[Sequence[_Edge]]) -> list[float]:
    """What it costs from each place to the end."""
    costs = [0.0] * (len(edges) + 1)
    for at in range(len(edges) - 1, -1, -1):
        costs[at] = min(cost + costs[at + size] for cost, size, _ in edges[at])
    return costs


def _edges(data: Bytes, at: int, codec: str) -> list[_Edge]:
    """The ways to read on from a place."""
    lead = data[at]
    if lead is not None and lead < 0x80:
        return [(_ASCII, 1, chr(lead))]
    trail = data[at + 1] if at + 1 < len(data) else 0
    letter = trail is not None and 0x40 <= trail < 0x7F
    ways: list[_Edge] = [(_LOST + _SPLICED * letter, 1, "\ufffd")]
    if lead is None or trail is None:
        return [*ways, (_LOST, 2, "\ufffd")] if at + 1 < len(data) and trail != 0 else ways
    if char := _char(bytes((lead, trail)), codec):
        ways.append((bits(char), 2, char))
    elif trail >= 0x80 or (letter and not _is_letter(data, at + 2)):
        ways.append((_LOST, 2, "\ufffd"))
    if codec == "gb18030" and 0x30 <= trail <= 0x39 and None not in (four := data[at : at + 4]):
        char = _char(bytes(b for b in four if b is not None), codec)
        ways += [(bits(char), 4, char)] if char else []
    return ways


def _is_letter(data: Bytes, at: int) -> bool:
    byte = data[at] if at < len(data) else 0
    return byte is not None and 0x40 <= byte < 0x7F


@cache
def _char(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None
