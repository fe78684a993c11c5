"""What official labels look like after a byte slip, once somebody has stripped the private-use characters.

Such a run cannot be read back (its bytes are gone), but a label's damage is always the same: simulate it
forward, strip it, and the run is found again (PORTALS H.2; the same model restores unstripped runs).
"""

import re
from functools import cache

from opencc import OpenCC

from pages.labels import labels

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SHORTEST = 5


def damaged(text: str) -> str:
    """The text as a reader one byte late prints it: cut after the first byte, until it is in step again.

    An invalid pair becomes one ``?`` and swallows its second byte, as cp936 decoders do.
    """
    data, at = text.encode("gb18030")[1:], 0
    out: list[str] = []
    while at < len(data):
        if data[at] < 0x80:
            return "".join(out) + data[at:].decode("gb18030", "replace")
        pair = data[at : at + 2]
        try:
            out.append(pair.decode("gb18030"))
        except UnicodeDecodeError:
            out.append("?")
        at += 2
    return "".join(out)


@cache
def _table() -> dict[str, str]:
    """Stripped damage -> the label behind its ideographic space; only where stripping took something."""
    to = OpenCC("s2t").convert
    parts = [
        part for label in labels() if label[0] == "（" for part in (label, *re.split("(?=（不)", label))
    ]
    wanted = [text for part in parts if part for text in (part, to(part))]
    table: dict[str, str] = {}
    for label in wanted:
        form = damaged("\u3000" + label)
        run = re.match("[^\x00-\x7f]+", form)
        if run and _PRIVATE.search(run.group()):
            restored, rest = _aligned(label, form[run.end() :])
            table[_PRIVATE.sub("", run.group()) + rest] = restored
    return {sign: label for sign, label in table.items() if len(sign) >= _SHORTEST}


def _aligned(label: str, rest: str) -> tuple[str, str]:
    """The restored start of the label, and the ASCII byte that put the reader in step (or nothing)."""
    if not rest or rest[0] == "?":
        return "\u3000" + label, ""
    return "\u3000" + label[: len(label) - len(rest) + 1], rest[0]


def match(text: str, at: int) -> tuple[str, int] | None:
    """The label whose stripped damage stands at ``at``, and where that ends."""
    if text[at : at + 1] != "。":
        return None
    window = text[at : at + 40]
    if _PRIVATE.search(window):
        return None
    found = max((sign for sign in _table() if window.startswith(sign)), key=len, default=None)
    return (_table()[found], at + len(found)) if found else None
