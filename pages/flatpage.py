"""A raw text in, a clean page out: decoded, repaired, its furniture cut, its flattened tables recognised.

The text keeps its printed layout, empty lines and indents included, but where a table came a cell a line
behind tabs: then its rows are lines and its cells joined by tabs (only white space differs from print).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pages import decode, furniture, metadata
from pages.cleaning import is_traditional
from pages.draft import Composed, Piece, Text, compose
from pages.edits import Mended
from pages.flattened import find, tika
from pages.kind import kind_of
from pages.pieces import without_invisible
from pages.repairs import mend_on
from reports.model import CleanPage, Encoding, Repair
from reports.reading import simplified

_TITLE = re.compile(r"(?:19|20)\d\d年?.{0,30}(?:报告|年报|总结)|(?:报告|年报|总结).{0,12}(?:19|20)\d\d")
_NOT_TITLE = re.compile(
    r"[。；]|^\W*(?:来源|发布|索引|当前位置|附件|#)|^.{0,12}〔\d{4}〕.{0,8}号$|[:：]\s*\d"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_HEAD = 12
_ROUNDS = 6


def clean_text(data: bytes | str, *, url: str | None = None, declared: str | None = None) -> CleanPage:
    """Clean a raw text, bytes in any encoding or already decoded.

    A cut can bring lines together that are then furniture or damage themselves, so it is done until
    nothing changes; receipts gather.
    """
    text, encoding = _decoded(data, declared)
    text, receipts = without_invisible(text)
    mended, told = Mended(text, []), []
    for _ in range(_ROUNDS):
        before = mended.text
        composed, found, title, hant = _once(mended)
        if composed.text != before:  # places in the text before are none in this one
            receipts = [replace(one, start=None) for one in receipts]
        receipts += composed.removals
        told += found
        if composed.text == mended.text:
            break
        mended = Mended(composed.text, list(composed.repairs))
    return _page(replace(composed, removals=tuple(receipts)), encoding, url, title, hant, told)


def _once(mended: Mended) -> tuple[Composed, list[tuple[str, str]], str | None, bool]:
    """One round: mend, join, cut; with the metadata that went, the title, and the script."""
    mend_on(mended)
    text, repairs = tika.joined(mended.text, mended.repairs)
    hant = is_traditional(text)
    plain = (simplified(text) if hant else text).split("\n")
    pieces = _pieces(text, repairs)
    title = _title(plain)
    told = furniture.clear(
        [(piece, line, None) for piece, line in zip(pieces, plain, strict=True)],
        title=None if title is None else pieces[title],
        hant=hant,
    )
    return (
        compose(pieces, layout=True),
        told,
        None if title is None else pieces[title].text.now.strip(),
        hant,
    )


def _decoded(data: bytes | str, declared: str | None) -> tuple[str, Encoding]:
    if isinstance(data, str):
        text, encoding = data, Encoding(used="unicode", evidence="Given as text.")
    else:
        text, encoding = decode.decode(data, declared)
    text = _SURROGATE.sub("\ufffd", text.removeprefix("\ufeff"))
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _pieces(text: str, repairs: list[Repair]) -> list[Piece]:
    """A piece a line; those of tables are fixed, no line rule touches them."""
    spans = [(t.start, t.end) for t in find(text)]
    whole, at, made = Text(text, "", repairs), 0, []
    for line in text.split("\n"):
        end = at + len(line)
        fixed = any(start < end and at < stop for start, stop in spans)
        made.append(Piece(whole.part(at, end), fixed=fixed))
        at = end + 1
    return made


def _title(plain: Sequence[str]) -> int | None:
    """The line that is the title: among the first, one named a report of a year, else the very first."""
    head = [(n, line.strip()) for n, line in enumerate(plain[:60]) if line.strip()][:_HEAD]
    fit = [(n, line) for n, line in head if 4 <= len(line) <= 60 and not _NOT_TITLE.search(line)]
    named = next((n for n, line in fit if _TITLE.search(line)), None)
    return named if named is not None else next((n for n, _ in fit[:1] if n == head[0][0]), None)


def _page(
    composed: Composed,
    encoding: Encoding,
    url: str | None,
    title: str | None,
    hant: bool,
    told: Sequence[tuple[str, str]],
) -> CleanPage:
    plain = simplified(composed.text) if hant else composed.text
    days = [day for key, value in told if key == "published" and (day := metadata.date(value))]
    return CleanPage(
        text=composed.text,
        url=url,
        title=title,
        published=days[0] if days else None,
        source=next((_as_printed(value, composed) for key, value in told if key == "source"), None),
        script="hant" if hant else "hans",
        simplified=plain if hant else None,
        encoding=encoding,
        tables=find(composed.text),
        removals=composed.removals,
        repairs=composed.repairs,
        kind=kind_of(simplified(title or ""), plain, None, ()),
        site_id_code=metadata.site_id_code({}, "\n".join(r.text for r in composed.removals)),
    )


def _as_printed(value: str, composed: Composed) -> str:
    """A source found on the simplified reading, as the removal prints it."""
    for removal in composed.removals:
        at = simplified(removal.text).find(value)
        if at >= 0:
            return removal.text[at : at + len(value)]
    return value
