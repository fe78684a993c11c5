"""The line rules and the spam rules at work on the pieces that are still kept."""

from collections.abc import Container, Sequence
from urllib.parse import urlsplit

from pages.attachments import is_document
from pages.beside import belongs
from pages.boxes import Line
from pages.chrome import cutting
from pages.chrome.spam import spans, suspicious
from pages.draft import Piece

Kept = tuple[Piece, str, Line | None]
_DATED = ("时间", "日期", "来源")
_LISTED = (".gov.cn", ".edu.cn", ".org.cn", ".mil.cn", ".政务", ".公益")


def clear(
    pieces: Sequence[Kept],
    *,
    title: Piece | None,
    hant: bool,
    home: str | None = None,
    beside: Container[Piece] = (),
) -> list[tuple[str, str]]:
    """Cut furniture and spam; returns the metadata that went with it: (``published``|``source``, value).

    Each piece comes with its simplified reading and, on a page, its line. ``home`` is the page's host,
    ``beside`` the pieces that stand beside the article's core.
    """
    values = _outside(pieces)
    kept = [item for item in pieces if item[0].rule is None]
    body = cutting.zones([t for _, t, _ in kept], [p.grid is not None or p.fixed for p, _, _ in kept])
    spam = suspicious("\n".join(text for piece, text, _ in kept if piece.grid is None))
    lines = [(text, line) for _, text, line in kept]
    for n, (piece, text, line) in enumerate(kept):
        where = cutting.where_is(n, body)
        if piece.grid is not None or piece.fixed or not text:
            continue
        if where == "tail" and line is not None and piece is not title and _foreign(line, home):
            piece.rule = "foreign_link"
            continue
        found = cutting.cuts(text, where)
        values += [(c.rule.keeps, c.value) for c in found if c.rule.keeps and c.value]
        piece.cut([(c.rule.name, c.start, c.end) for c in found])
        if spam and not found:
            other_script = hant and where == "tail" and piece.text.now == text
            piece.cut(list(spans(text, foreign_tail=other_script)))
        if piece in beside and piece is not title and not piece.covered() and not belongs(lines, n):
            piece.rule, piece.cuts = "beside_article", []
    return values


def _outside(pieces: Sequence[Kept]) -> list[tuple[str, str]]:
    """Date and source lines that went with their box are metadata none the less."""
    values: list[tuple[str, str]] = []
    for piece, text, _ in pieces:
        if piece.rule is None or piece.rule.startswith(("hidden", "duplicate")) or len(text) > 150:
            continue
        if any(word in text for word in _DATED):
            found = cutting.cuts(text, "head")
            values += [(c.rule.keeps, c.value) for c in found if c.rule.keeps and c.value]
    return values


def _foreign(line: Line, home: str | None) -> bool:
    """A line that is nothing but a link to a host that is not the portal's."""
    if not line.links or line.linked < 0.9 * len(line.now) or len(line.now) > 40:
        return False
    return all(_elsewhere(href, home) for href, _ in line.links)


def _elsewhere(href: str, home: str | None) -> bool:
    try:
        host = (urlsplit(href).hostname or "").lower()
    except ValueError:
        return True
    if not host or is_document(href) or host.endswith(_LISTED):
        return False
    return home is None or host.split(".")[-3:] != home.split(".")[-3:]
