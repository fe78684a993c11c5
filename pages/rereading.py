"""Text that was read in the wrong encoding and kept: read it back, read it right.

UTF-8 read as GBK (``鏀垮簻`` for 政府), and GBK, Big5 or UTF-8 read as latin-1 or cp1252 (``Õþ¸®`` and
``æ”¿åºœ``). A run is accepted only where it becomes plain prose. Bytes that the wrong reader lost stay
lost: one U+FFFD a character, unless the official labels know it. ftfy mends only the UTF-8-as-latin part
and alters GBK damage further (CLEANING 4b), so all is done here.
"""

import re
from collections.abc import Callable, Iterator

from pages import instep
from pages.edits import Edit
from pages.hanzi import bits, odd_count
from pages.labels import completion

Bytes = list[int | None]
"""Bytes of a run; ``None`` is one that the wrong reader lost."""

_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_CP1252 = {bytes((n,)).decode("cp1252"): n for n in range(0x80, 0xA0) if n not in _UNDEFINED}
_HIGH = "\u0080-\u00ff" + re.escape("".join(_CP1252))
_LATIN = re.compile(f"[{_HIGH}][ -~{_HIGH}\ufffd]*[{_HIGH}\ufffd][@-~]?")
"""With what lies between: the second byte of a traditional character may be an ASCII one."""
_ALL_HIGH = re.compile(f"[{_HIGH}\ufffd]+")
_LATIN_SIGN = re.compile(f"[\u00a1-\u00a6\u00a8-\u00ae\u00b5-\u00d6\u00d8-\u00ff][{_HIGH}\ufffd]")


def _first_pairs() -> str:
    """Characters whose GBK bytes are the first two of a hanzi (or a fullwidth mark) in UTF-8."""
    leads = (0xE2, 0xE3, *range(0xE4, 0xEA), 0xEF)
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x80, 0xC0))
    return "".join(p.decode("gb18030", "ignore") for p in pairs)


_PAIR = re.compile(f"[{_first_pairs()}]")
_RUN = re.compile("[^\x00-\x7f]+(?:\\?{1,2}[^\x00-\x7f]+)*\\?{0,2}")
_TAG = re.compile(r"/?(?:td|tr|th|p|br|div|span|li|table|font|strong|b|a|h[1-6]) */?>", re.I)
_RARE = 17.0
"""Bits of a character that may come of bytes that do not belong together."""
_SPLICED = re.compile("[㐀-鿿][@-~]")
_LOST = re.compile("(?:锟斤拷)+(?:锟斤?)?")


def as_gbk(text: str) -> Iterator[Edit]:
    """Runs of UTF-8 that were read as GBK."""
    if _PAIR.search(text) is None or (len(_PAIR.findall(text)) < 2 and "锟" not in text):
        return
    for lost in _LOST.finditer(text) if "锟斤拷" in text else ():
        count = (len(lost.group()) * 2 + 1) // 3
        yield Edit(start=lost.start(), end=lost.end(), after="\ufffd" * count, kind="lost_mark")
    at = 0
    for line in text.split("\n"):
        if _PAIR.search(line) and "锟斤拷" not in line:
            yield from _gbk_line(text, at, at + len(line))
        at += len(line) + 1


def _gbk_line(text: str, start: int, end: int) -> Iterator[Edit]:
    """The runs of a line; short ones between digits, which prove nothing alone, go with the others."""
    found = [(run, _from_gbk(run.group())) for run in _RUN.finditer(text, start, end)]
    plain = [_plain("".join(c for c, _ in made), run.group()) for run, made in found]
    for (run, made), alone in zip(found, plain, strict=True):
        if alone or (any(plain) and _fits(run.group(), made)):
            stop = run.end()
            if (tag := _TAG.match(text, stop)) and run.group().endswith("?"):
                stop = tag.end()
            yield _edit("utf8_as_gbk", run.start(), stop, made, text[stop : stop + 8])


def _fits(wrong: str, made: "Read") -> bool:
    """Beside runs that are certain: one whose bytes are UTF-8 all through, but for the lost ones."""
    after = "".join(c for c, _ in made)
    whole = after.replace("\ufffd", "")
    begun = _PAIR.match(wrong) is not None or wrong[0] in "?\ufffd"
    return begun and whole != wrong and (not whole or cost(whole) < 16 * len(whole))


def _from_gbk(wrong: str) -> "Read":
    """The cheaper reading: ``€`` is one byte to cp936 and two to gb18030."""
    euros: tuple[Bytes, ...] = ([0x80], [0xA2, 0xE3]) if "€" in wrong else ([0x80],)
    ways = [_utf8([b for c in wrong for b in _gbk_bytes(c, euro)]) for euro in euros]
    return min(ways, key=lambda made: cost("".join(c for c, _ in made)))


def _gbk_bytes(c: str, euro: Bytes) -> Bytes:
    if c == "€":
        return euro
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
    certain = "\ufffd" not in text and (kind != "read_as_latin" or _whole(text))
    return Edit(start=start, end=end, after=filled, kind=kind, certain=certain)


def _whole(text: str) -> bool:
    """Nothing in it looks as if control characters had been taken out of the wrong reading before."""
    return all(bits(c) < _RARE for c in text) and _SPLICED.search(text) is None


def cost(text: str) -> float:
    """The bits of a text's characters beyond ASCII."""
    return sum(bits(c) for c in text if c > "\x7f")


def _plain(made: str, wrong: str) -> bool:
    """The reading is prose: nothing odd, common characters, and much less strange than before."""
    kept = [c for c in made if c > "\x7f" and c != "\ufffd"]
    if not kept or odd_count("".join(kept)) or made.count("\ufffd") > len(kept) + 1:
        return False
    before = [c for c in wrong if c > "\x7f" and c != "\ufffd"]
    each = cost("".join(kept)) / len(kept)
    return each < 13 and each * len(kept) + 12 < cost("".join(before)) and each + 2 < _each(before)


def _each(chars: list[str]) -> float:
    return sum(map(bits, chars)) / max(len(chars), 1)


def as_latin(text: str) -> Iterator[Edit]:
    """Runs of GBK, Big5 or UTF-8 that were read as latin-1 or cp1252, once or twice."""
    if _LATIN_SIGN.search(text) is None or len(_LATIN_SIGN.findall(text)) < 2:
        return
    for run in _LATIN.finditer(text):
        whole = _from_latin(run.group())
        if whole:
            yield _edit("read_as_latin", run.start(), run.end(), whole, text[run.end() : run.end() + 8])
            continue
        for part in _ALL_HIGH.finditer(text, run.start(), run.end()):
            if made := _from_latin(part.group()):
                yield _edit(
                    "read_as_latin", part.start(), part.end(), made, text[part.end() : part.end() + 8]
                )


def _from_latin(wrong: str) -> Read | None:
    """The best reading of the bytes that latin-1 letters stand for; ``None`` where none is prose."""
    data: Bytes = [None if c == "\ufffd" else _CP1252.get(c, ord(c) & 0xFF) for c in wrong]
    made = _utf8(data)
    text = "".join(c for c, _ in made)
    if len(text) < len(wrong) and "\ufffd" not in text and (again := _LATIN.fullmatch(text.rstrip())):
        return _from_latin(again.string)
    if _plain(text, wrong):
        return made
    ways = [
        way
        for way in (instep.read(data, codec) for codec in ("gb18030", "big5hkscs"))
        if _plain(way, wrong)
    ]
    best = min(ways, key=cost, default=None)
    return None if best is None else [(c, lambda _: True) for c in best]
