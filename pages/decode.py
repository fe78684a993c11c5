"""Bytes to text. What a page declares is a hint, not a fact: the bytes themselves decide.

Order (CLEANING 4a): byte order mark; strict UTF-8, or UTF-8 with a few bad bytes; gb18030 against
big5hkscs and UTF-16 without a mark by the share of frequent characters; the declaration last. One bad
byte changes nothing about the choice.
"""

import codecs
import re
from itertools import islice

from pages import instep
from pages.hanzi import frequent
from reports.model import Encoding

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_LEGACY = ("gb18030", "big5hkscs")
# WHATWG's aliases: every gb* label means gb18030 (Python's gb2312 cannot even read 镕), latin-1 is cp1252.
_ALIASES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined"})  # Python's own; they refuse "replace"
_FOREIGN = re.compile("[^\x00-\x7f]+")
_PAIRS = re.compile(rb"(?:[\x81-\xfe][\x40-\xff])+")
_LETTERS = re.compile(rb"[a-z]{2}|\d{2}|</")
_WIDE_CHARS = re.compile("[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]")
_SHORT = 600
_SAMPLE = 3000
_MOST_JUDGED = 400_000
_LOW = 0.25


def decode(data: bytes, declared: str | None = None) -> tuple[str, Encoding]:
    """The text and how it was read. ``declared`` is the transport's label; the page's own is looked up.

    >>> decode("政府信息公开".encode("gbk"), "utf-8")[1].used
    'gb18030'
    """
    label = declared or _declared(data)
    for mark, codec in _BOMS:
        if data.startswith(mark) and not _nonsense(text := data[len(mark) :].decode(codec, "replace")):
            return text, _evidence(codec, label, "the file begins with this encoding's byte order mark")
    text, used, why = _by_content(data, label)
    return text.removeprefix("\ufeff"), _evidence(used, label, why)


def _evidence(used: str, label: str | None, why: str) -> Encoding:
    contrary = f", against the declared {label}" if label and _codec(label) not in (used, None) else ""
    return Encoding(used=used, declared=label, evidence=f"{why[0].upper()}{why[1:]}{contrary}.")


def _by_content(data: bytes, label: str | None) -> tuple[str, str, str]:
    if data.isascii() and b"\x00" not in data:
        return _ascii(data, label)
    if data.count(0) * 50 > len(data):
        wide = _best(data, _WIDE)
        if wide and wide[2] > _LOW:
            return wide[0], wide[1], "every other byte or so is zero, and read so the text is ordinary"
    text = _utf8(data)
    if text is not None:
        return text
    return _legacy(data, label)


def _ascii(data: bytes, label: str | None) -> tuple[str, str, str]:
    if label and label.lower().startswith("hz") and b"~{" in data:
        return data.decode("hz", "replace"), "hz", "only 7-bit bytes with the shifts of the declared HZ"
    return data.decode("ascii"), "utf-8", "only ASCII bytes"


def _utf8(data: bytes) -> tuple[str, str, str] | None:
    """UTF-8, with GBK islands and single bad bytes where the rest is beyond doubt; else ``None``."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _hopeless(data[error.start :]):
            return None
        text = data.decode("utf-8", "replace")
        bad, good = text.count("\ufffd"), len(_WIDE_CHARS.findall(text))
        if good < (3 * bad + 2 if len(data) > _SHORT else max(bad, 2)):
            return None
        text = data.decode("utf-8", "xianzhi_gb_island")
        return text, "utf-8", f"valid UTF-8 but for {bad} broken places among {good} hanzi and marks"
    if _nonsense(text):
        return None
    return text, "utf-8", "the bytes are valid UTF-8"


def _hopeless(data: bytes) -> bool:
    """Behind its first bad byte it goes on as bad: a look at the start is enough, and fast."""
    text = data[:900].decode("utf-8", "replace")
    return len(data) > 900 and len(_WIDE_CHARS.findall(text)) < text.count("\ufffd")


def _legacy(data: bytes, label: str | None) -> tuple[str, str, str]:
    best = _best(data, (*_LEGACY, *(("utf-8",) if len(data) < 3000 else ()), *_WIDE[:2]))
    codec = _codec(label)
    if best and best[2] > _LOW:
        return best[0], best[1], f"not UTF-8; {best[2]:.0%} frequent characters when read so"
    if codec and codec not in _LEGACY:
        return data.decode(codec, "replace"), codec, "the content does not tell; as declared"
    if best and (codec or best[2] > 0):
        used = best[1] if best[2] > 0 else codec or best[1]
        return _read(data, used), used, "the content hardly tells; the likeliest reading"
    return (
        data.decode("utf-8", "replace"),
        "utf-8",
        "no reading makes sense; UTF-8 with marks for lost bytes",
    )


def _best(data: bytes, codecs_: tuple[str, ...]) -> tuple[str, str, float] | None:
    """The reading with the largest share of frequent characters; two-byte ones are judged by a sample."""
    pairs = [_sample(way[:_MOST_JUDGED]) for way in _unspoilt(data)]
    head = [data[: min(_SAMPLE, len(data) // 4 * 4 or len(data))]]
    scores = [
        (max(_share(way.decode(codec, "replace")) for way in (pairs if codec in _LEGACY else head)), codec)
        for codec in codecs_
        if _possible(data, codec)
    ]
    if not scores:
        return None
    share, codec = max(scores, key=lambda s: s[0])
    return _read(data, codec), codec, share


def _read(data: bytes, codec: str) -> str:
    """The whole text; in a two-byte encoding a byte lost or spoilt costs its character and no other."""
    return instep.page(data, codec) if codec in _LEGACY else data.decode(codec, "replace")


def _sample(data: bytes) -> bytes:
    """The first two-byte stretches, as many as are judged."""
    found, size = [], 0
    for stretch in _PAIRS.finditer(data):
        found.append(stretch[0])
        size += len(stretch[0]) + 1
        if size > _SAMPLE:
            break
    return b" ".join(found)[:_SAMPLE]


def _unspoilt(data: bytes) -> list[bytes]:
    """The bytes, and where FF is among them (no byte of these encodings) also without it and with another
    in its place: one bad byte would put all that follows it out of step."""
    if b"\xff" not in data[:_MOST_JUDGED]:
        return [data]
    return [data, data.replace(b"\xff", b""), data.replace(b"\xff", b"\xa1")]


def _possible(data: bytes, codec: str) -> bool:
    """UTF-16 without a zero byte has next to no ASCII letters or tags in it."""
    if codec not in _WIDE:
        return True
    return len(data) > 3 and (0 in data or len(list(islice(_LETTERS.finditer(data[:4000]), 40))) < 40)


def _share(text: str) -> float:
    """Frequent characters in what is not ASCII, U+FFFD and the NULs of a wrong width counted against it."""
    foreign = "".join(_FOREIGN.findall(text))[:_SAMPLE]
    if not foreign:
        return 0.0 if "\x00" in text else 0.3
    good = sum(map(frequent().__contains__, foreign))
    return (good - foreign.count("\ufffd")) / (len(foreign) + text.count("\x00"))


def _nonsense(text: str) -> bool:
    """Valid by accident: nothing but Latin, Greek and Arabic pairs, as two-byte GBK reads in UTF-8."""
    foreign = "".join(_FOREIGN.findall(text[:_SAMPLE]))
    if not foreign or any("\u0800" <= c != "\ufffd" for c in foreign):
        return foreign.count("\ufffd") * 2 > len(foreign) > 0
    try:
        return _share(foreign.encode("utf-8").decode("gb18030")) > 0.6
    except UnicodeError:
        return False


def _island(error: UnicodeError) -> tuple[str, int]:
    """A stretch of GBK inside a UTF-8 page (an included footer): read as such when it is ordinary."""
    assert isinstance(error, UnicodeDecodeError)
    data, start = error.object, error.start
    end = start
    while end < len(data) and data[end] >= 0x80 and end - start < 4000:
        end += 2
    try:
        text = data[start:end].decode("gb18030")
    except UnicodeDecodeError:
        return "\ufffd", error.end
    return (text, end) if end - start >= 4 and _share(text) > 0.6 else ("\ufffd", error.end)


codecs.register_error("xianzhi_gb_island", _island)


def _declared(data: bytes) -> str | None:
    head = data[:4096]
    found = _META.search(head) or _XML.search(head)
    return found.group(1).decode("ascii") if found else None


def _codec(label: str | None) -> str | None:
    """The Python codec of a declared label, ``None`` where there is no such text encoding."""
    name = (label or "").strip().lower().replace("_", "-")
    if name.startswith(("gb", "x-gbk", "chinese", "cp936", "csgb")):
        return "gb18030"
    if name.startswith(("big5", "x-x-big5", "cn-big5")):
        return "big5hkscs"
    try:
        info = codecs.lookup(_ALIASES.get(name, name or "?"))
    except LookupError:
        return None
    readable = getattr(info, "_is_text_encoding", True) and info.name not in _NO_CHARSETS
    return info.name if readable else None
