"""The line rules and the spam rules at work on the pieces that are still kept."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from pages.attachments import is_document
from pages.chrome import cutting
from pages.chrome.spam import spans, suspicious
from pages.draft import Piece
from pages.layout import Line

Kept = tuple[Piece, str, Line | None]
_LISTED = (".gov.cn", ".edu.cn", ".org.cn", ".mil.cn", ".政务", ".公益")


def clear(
    pieces: Sequence[Kept], *, title: Piece | None, hant: bool, home: str | None = None
) -> list[tuple[str, str]]:
    """Cut furniture and spam; returns the metadata that went with it: (``published``|``source``, value).

    Each piece comes with its simplified reading and, on a page, its line. ``home`` is the page's host.
    """
    kept = [item for item in pieces if item[0].rule is None]
    body = cutting.zones(
        [text for _, text, _ in kept], [piece.grid is not None or piece.fixed for piece, _, _ in kept]
    )
    spam = suspicious("\n".join(text for piece, text, _ in kept if piece.grid is None))
    values: list[tuple[str, str]] = []
    for n, (piece, text, line) in enumerate(kept):
        where = cutting.where_is(n, body)
        if piece.grid is not None or piece.fixed or not text:
            continue
        if where == "tail" and line is not None and _foreign(line, home):
            piece.rule = "foreign_link"
            continue
        found = cutting.cuts(text, where) if piece is not title else ()
        values += [(c.rule.keeps, c.value) for c in found if c.rule.keeps and c.value]
        piece.cuts = [(c.rule.name, c.start, c.end) for c in found]
        if spam and not found:
            other_script = hant and where == "tail" and piece.text.now == text
            piece.cuts = list(spans(text, foreign_tail=other_script))
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
