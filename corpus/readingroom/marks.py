"""The clean text as HTML: figures and repairs marked where they stand, tables as tables.

Everything that comes from a page is escaped here, once. Offsets are code points of the page's text;
a mark that lies across another is split, and only its first piece carries its ``id``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from corpus.readingroom.cuts import Cut, Cuts
from corpus.readingroom.grids import Cell, Grid, grid

_CELL = Markup("<td{}{}>{}</td>")
_HEAD_CELL = Markup("<th{}{}>{}</th>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text: ``key`` names it in the page (``f-3``), ``before`` is a repair's original."""

    start: int
    end: int
    key: str
    kind: str
    title: str = ""
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line that begins a section."""

    start: int
    key: str


class Marked:
    """A text with its marks, rendered piece by piece."""

    def __init__(
        self,
        text: str,
        marks: Iterable[Mark],
        headings: Iterable[Heading] = (),
        cuts: Iterable[Cut] = (),
    ) -> None:
        self.text = text
        self.cuts = Cuts(text, cuts)
        self.marks = sorted(_within(marks, len(text)), key=lambda mark: (mark.start, -mark.end))
        self.headings = {self._line_start(heading.start): heading for heading in headings}
        self._begun: set[str] = set()

    def _line_start(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in " \t\n\u3000":
            at += 1
        return self.text.rfind("\n", 0, at) + 1

    def html(self, tables: Sequence[tuple[int, int, Sequence[Sequence[str]], int]] = ()) -> Markup:
        """The whole text; ``tables`` are (start, end, rows, header rows)."""
        pieces: list[Markup] = []
        at = 0
        for start, end, rows, header_rows in sorted(tables):
            if at <= start < end <= len(self.text):
                pieces += self._lines(at, start)
                pieces += self.cuts.upto(start)
                pieces.append(self._table(grid(self.text, start, end, rows), header_rows))
                at = end
        pieces += self._lines(at, len(self.text))
        pieces += self.cuts.upto(len(self.text))
        return Markup("\n").join(pieces)

    def _lines(self, start: int, end: int) -> Iterator[Markup]:
        at = start
        for line in self.text[start:end].split("\n"):
            yield from self.cuts.upto(at)
            if line.strip():
                yield self._line(at, at + len(line))
            at += len(line) + 1

    def _line(self, start: int, end: int) -> Markup:
        heading = self.headings.get(start)
        inside = self.inline(start, end)
        if heading:
            return Markup('<h3 id="{}">{}</h3>').format(heading.key, inside)
        return Markup("<p>{}</p>").format(inside)

    def _table(self, made: Grid, header_rows: int) -> Markup:
        rows = []
        for n, cells in enumerate(made):
            shape = _HEAD_CELL if n < header_rows else _CELL
            row = Markup("").join(self._cell(cell, shape) for cell in cells)
            rows.append(Markup("<tr>{}</tr>").format(row))
        return Markup('<div class="wide" tabindex="0"><table class="printed">{}</table></div>').format(
            Markup("").join(rows)
        )

    def _cell(self, cell: Cell, shape: Markup) -> Markup:
        spans = (_span("rowspan", cell.rows), _span("colspan", cell.columns))
        return shape.format(*spans, self.inline(cell.start, cell.end))

    def inline(self, start: int, end: int) -> Markup:
        """The text between two offsets with its marks."""
        here = [mark for mark in self.marks if mark.start < end and mark.end > start]
        places = {place for place in self.cuts.within if start <= place <= end}
        if not here and not places:
            return escape(self.text[start:end])
        edges = {start, end, *places}
        for mark in here:
            edges |= {max(mark.start, start), min(mark.end, end)}
        cuts = sorted(edges)
        return Markup("").join(self._atom(a, b, here) for a, b in pairwise(cuts)) + self.cuts.before(end)

    def _atom(self, start: int, end: int, here: list[Mark]) -> Markup:
        inside = escape(self.text[start:end])
        for mark in reversed([mark for mark in here if mark.start <= start and mark.end >= end]):
            inside = self._wrap(mark, inside)
        return self.cuts.before(start) + inside

    def _wrap(self, mark: Mark, inside: Markup) -> Markup:
        first = mark.key not in self._begun
        self._begun.add(mark.key)
        named = Markup(' id="{}"').format(mark.key) if first else Markup(' data-of="{}"').format(mark.key)
        if mark.before is not None:
            was = Markup("<del>{}</del>").format(mark.before) if first and mark.before else Markup("")
            return Markup('<span class="repair {}"{} title="{}">{}<ins>{}</ins></span>').format(
                mark.kind, named, mark.title, was, inside
            )
        return Markup('<mark class="{}"{} title="{}">{}</mark>').format(
            mark.kind, named, mark.title, inside
        )


def _span(name: str, count: int) -> Markup:
    return Markup(' {}="{}"').format(name, count) if count > 1 else Markup("")


def _within(marks: Iterable[Mark], length: int) -> Iterator[Mark]:
    """Marks that lie in the text; a repair that left nothing stands on the character after it."""
    for mark in marks:
        if 0 <= mark.start < mark.end <= length:
            yield mark
        elif mark.start == mark.end < length and mark.before is not None:
            yield Mark(
                start=mark.start,
                end=mark.start + 1,
                key=mark.key,
                kind=mark.kind,
                title=mark.title,
                before=mark.before,
            )
