"""The line rules and the spam rules at work on the pieces that are still kept."""

from collections.abc import Container, Sequence
from urllib.parse import urlsplit

from pages.attachments import is_document
from pages.beside import belongs, heads
from pages.boxes import Line
from pages.chrome import cutting
from pages.chrome.edges import ABOVE, BEHIND, ECHO, after, echoes, edge
from pages.chrome.following import goes_on
from pages.chrome.rules import Where
from pages.chrome.spam import spans, suspicious
from pages.draft import Piece

Kept = tuple[Piece, str, Line | None]
_DATED = ("时间", "日期", "来源")
_ROUNDS = 5
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
    ``beside`` the pieces that stand beside the article's core. What a cut leaves of a line, and the lines
    around a body that it shortened, are looked at again: a second cleaning would find them.
    """
    values = _outside(pieces)
    for _ in range(_ROUNDS):
        kept = [(p, p.left(text), line) for p, text, line in pieces if p.rule is None and not p.covered()]
        sweep = _Sweep(kept, title, hant, home, beside)
        values += sweep.over()
        if not sweep.again:
            break
    return values


class _Sweep:
    """One round over the pieces that are still kept."""

    def __init__(
        self, kept: list[Kept], title: Piece | None, hant: bool, home: str | None, beside: Container[Piece]
    ) -> None:
        self.kept, self.title, self.hant, self.home, self.beside = kept, title, hant, home, beside
        self.lines = [(text, line) for _, text, line in kept]
        fixed = [p.grid is not None or p.fixed for p, _, _ in kept]
        self.body = cutting.zones([text for text, _ in self.lines], fixed)
        self.edged = self.body[0] < self.body[1]
        self.linked = _all_links(self.lines)
        self.spam = suspicious("\n".join(text for piece, text, _ in kept if piece.grid is None))
        at = next((n for n, (piece, _, _) in enumerate(kept) if piece is title), 0)
        self.titled = kept[at][1].strip() if kept and title is not None else ""
        self.top = at if at <= self.body[0] < self.body[1] else 0
        self.before: tuple[str, str] | None = None
        self.behind = self.again = False

    def over(self) -> list[tuple[str, str]]:
        """Cut what is found; the metadata that went."""
        values: list[tuple[str, str]] = []
        for n, (piece, text, _) in enumerate(self.kept):
            if piece.grid is None and not piece.fixed and text:
                values += self._line(n)
        return values

    def _line(self, n: int) -> list[tuple[str, str]]:
        piece, text, line = self.kept[n]
        where = cutting.where_is(n, self.body)
        titled = piece is self.title
        if where == "tail" and line is not None and not titled and _foreign(line, self.home):
            piece.rule, self.before = "foreign_link", None
            return []
        found = cutting.cuts(text, where)
        cuts = [(c.rule.name, c.start, c.end) for c in found] or self._more(n, where)
        piece.cut_more(cuts)
        if piece in self.beside and not titled and not piece.covered() and not belongs(self.lines, n):
            piece.rule, piece.cuts = "beside_article", []
        gone = piece.rule is not None or piece.covered()
        self.again = self.again or (bool(cuts) and not gone) or (gone and cutting.is_body(text))
        self.before = (cuts[-1][0], text) if cuts and gone else None
        self.behind = self.behind or (where == "tail" and gone and line is not None)
        if where == "head" and cuts and not found:
            return cutting.told(text)
        return [(c.rule.keeps, c.value) for c in found if c.rule.keeps and c.value]

    def _more(self, n: int, where: Where) -> list[tuple[str, int, int]]:
        """Spam, and what goes on from the line before or stands at the edges."""
        piece, text, _ = self.kept[n]
        if self.spam:
            other_script = self.hant and where == "tail" and piece.text.now == text
            if found := list(spans(text, foreign_tail=other_script)):
                return found
        if where != "anywhere" and (rule := self._edge(n, where)):
            return [(rule, 0, len(text))]
        return []

    def _edge(self, n: int, where: Where) -> str | None:
        """The rule that takes a line whole for where it stands."""
        piece, text, line = self.kept[n]
        titled = piece is self.title
        if self.before and not titled and goes_on(*self.before, text, where):
            return self.before[0]
        if not self.edged:
            return None
        if rule := edge(text, where, None if self.linked else line):
            return rule
        if titled or line is None:
            return None
        if where == "head" and self.titled and echoes(text, self.titled):
            return ECHO.name
        if belongs(self.lines, n):
            return None
        if n < self.top and not heads(text):
            return ABOVE.name
        return BEHIND.name if where == "tail" and self.behind and after(text) else None


def _all_links(lines: Sequence[tuple[str, Line | None]]) -> bool:
    """Whether most of a text is links: a list, or an article in a link that nobody closed."""
    linked = sum(line.linked for _, line in lines if line is not None)
    return linked * 2 > sum(len(text) for text, line in lines if line is not None)


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
