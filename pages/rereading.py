"""Text that was read in the wrong encoding and kept: read it back, read it right.

UTF-8 read as GBK (``鏀垮簻`` for 政府), and GBK or UTF-8 read as latin-1 or cp1252 (``Õþ¸®`` and
``æ”¿åºœ``). A run is accepted only where it becomes plain prose. Bytes that the wrong reader lost stay
lost: one U+FFFD a character, unless the official labels know it. ftfy mends only the UTF-8-as-latin part
and alters GBK damage further (CLEANING 4b), so all is done here.
"""

import re
from collections.abc import Callable, Iterator

from pages.edits import Edit
from pages.hanzi import everyday, frequent, is_han, odd_count, strangeness
from pages.labels import completion

Bytes = list[int | None]
"""Bytes of a run; ``None`` is one that the wrong reader lost."""

_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_CP1252 = {bytes((n,)).decode("cp1252"): n for n in range(0x80, 0xA0) if n not in _UNDEFINED}
_HIGH = "\u0080-\u00ff" + re.escape("".join(_CP1252))
_LATIN = re.compile(f"[{_HIGH}](?:[{_HIGH}\ufffd]+|(?<=[\u00a1-\u00ff]))")
_LATIN_SIGN = re.compile(f"[\u00a1-\u00a6\u00a8-\u00ae\u00b5-\u00d6\u00d8-\u00ff][{_HIGH}\ufffd]")


def _first_pairs() -> str:
    """Characters whose GBK bytes are the first two of a hanzi (or a fullwidth mark) in UTF-8."""
    leads = (0xE2, 0xE3, *range(0xE4, 0xEA), 0xEF)
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x80, 0xC0))
    return "".join(p.decode("gb18030", "ignore") for p in pairs)


_PAIR = re.compile(f"[{_first_pairs()}]")
_RUN = re.compile("[^\x00-\x7f]+(?:\\?[^\x00-\x7f]+)*\\??")
_TAG = re.compile(r"/?(?:td|tr|th|p|br|div|span|li|table|font|strong|b|a|h[1-6]) */?>", re.I)


def as_gbk(text: str) -> Iterator[Edit]:
    """Runs of UTF-8 that were read as GBK. ``€`` is the byte 80, which cp936 reads so."""
    if _PAIR.search(text) is None or (len(_PAIR.findall(text)) < 2 and "锟" not in text):
        return
    for run in _RUN.finditer(text):
        if _PAIR.search(run.group()) and (edit := _from_gbk(text, run)):
            yield edit


def _from_gbk(text: str, run: re.Match[str]) -> Edit | None:
    wrong, end = run.group(), run.end()
    if "锟斤拷" in wrong and (lost := re.search("(?:锟斤拷)+(?:锟斤?)?", wrong)):
        start, count = run.start() + lost.start(), (len(lost.group()) * 2 + 1) // 3
        return Edit(start=start, end=run.start() + lost.end(), after="\ufffd" * count, kind="lost_mark")
    made = _utf8([b for c in wrong for b in _gbk_bytes(c)])
    if not _plain("".join(c for c, _ in made), wrong):
        return None
    if (tag := _TAG.match(text, end)) and wrong.endswith("?"):
        end = tag.end()
    return _edit("utf8_as_gbk", run.start(), end, made, text[end : end + 8])


def _gbk_bytes(c: str) -> Bytes:
    if c == "€":
        return [0x80]
    if c in "?\ufffd":
        return [None]
    try:
        return list(c.encode("gb18030"))
    except UnicodeEncodeError:
        return [None, None]


Read = list[tuple[str, Callable[[str], bool]]]
"""Characters read, each with a judge of candidates by the bytes that are left of it."""


def _utf8(data: Bytes) -> Read:
    """Read UTF-8 with lost bytes: one U+FFFD a character that cannot be read."""
    made: Read = []
    at = 0
    while at < len(data):
        lead = data[at]
        size = 1 if lead is None or lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        made.append(_one(data[at : at + size]))
        at += size
        if made[-1][0] == "\ufffd":  # in step again at the next lead byte
            at -= size - 1
            while at < len(data) and ((b := data[at]) is None or 0x80 <= b < 0xC0):
                at += 1
    return made


def _one(piece: Bytes) -> tuple[str, Callable[[str], bool]]:
    def fits(candidate: str) -> bool:
        spelled = candidate.encode("utf-8")
        return all(b is None or b == s for b, s in zip(piece, spelled, strict=False))

    try:
        return bytes(piece).decode("utf-8"), fits  # type: ignore[arg-type]
    except (UnicodeDecodeError, TypeError):
        return "\ufffd", fits


def _edit(kind: str, start: int, end: int, made: Read, following: str) -> Edit:
    """The edit, each lost character filled in that the official labels know."""
    text = "".join(c for c, _ in made)
    filled = ""
    for at, (char, fits) in enumerate(made):
        if char == "\ufffd":
            rest = re.split(r"[\s<\ufffd]", text[at + 1 :] + following, maxsplit=1)[0]
            fill = completion(filled.rpartition("\ufffd")[2], rest, fits)
            char = fill if fill and len(fill) == 1 else char
        filled += char
    kind = kind if filled == text else f"{kind}+label"
    return Edit(start=start, end=end, after=filled, kind=kind, certain="\ufffd" not in text)


def _plain(made: str, wrong: str) -> bool:
    """The reading is prose: frequent characters rule, nothing odd, and it is less strange than before."""
    kept = [c for c in made if c > "\x7f" and c != "\ufffd"]
    if not kept or odd_count("".join(kept)) or made.count("\ufffd") > len(kept) + 1:
        return False
    good = sum(c in frequent() or (c in everyday() and not is_han(c)) for c in kept)
    strange = strangeness(wrong.replace("?", "").replace("\ufffd", ""))
    return good * 2 >= len(kept) and strangeness("".join(kept)) < strange


def as_latin(text: str) -> Iterator[Edit]:
    """Runs of GBK, Big5 or UTF-8 that were read as latin-1 or cp1252, once or twice."""
    if _LATIN_SIGN.search(text) is None or len(_LATIN_SIGN.findall(text)) < 2:
        return
    for run in _LATIN.finditer(text):
        if made := _from_latin(run.group()):
            yield _edit("read_as_latin", run.start(), run.end(), made, text[run.end() : run.end() + 8])


def _from_latin(wrong: str) -> Read | None:
    data: Bytes = [None if c == "\ufffd" else _CP1252.get(c, ord(c) & 0xFF) for c in wrong]
    made = _utf8(data)
    text = "".join(c for c, _ in made)
    if len(text) < len(wrong) and _LATIN.fullmatch(text):
        return _from_latin(text)
    if _plain(text, wrong):
        return made
    for codec in ("gb18030", "big5hkscs"):
        text = _pairs(data, codec)
        if _plain(text, wrong):
            return [(c, lambda _: True) for c in text]
    return None


def _pairs(data: Bytes, codec: str) -> str:
    """Read a two-byte encoding; a pair with a lost byte is one U+FFFD."""
    return bytes(0xFF if b is None else b for b in data).decode(codec, "replace")
