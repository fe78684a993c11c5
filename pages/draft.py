"""A page in pieces, in printed order, each kept or signed away; and the clean text that they make.

A piece is a line or a table. Every visible character of the page is in exactly one piece, every piece is
kept or has a rule's name: so kept text and removals together are the visible text, whatever was decided.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pages.edits import moved
from reports.model import Removal, Repair, Table

INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f\ufff9-\ufffb]+")
SPACE = " \t\r\n\f\x0b\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


@dataclass(slots=True, eq=False)
class Text:
    """A stretch of text: as it is now, as it was printed, and the repairs (offsets into ``now``)."""

    now: str
    printed: str
    repairs: Sequence[Repair] = ()

    def stripped(self) -> "Text":
        """Without white space at the ends, but for what a repair put there."""
        start = len(self.now) - len(self.now.lstrip(SPACE))
        end = len(self.now.rstrip(SPACE))
        if self.repairs:
            start = min(start, self.repairs[0].start)
            last = self.repairs[-1]
            end = max(end, last.start + len(last.after))
        if (start, end) == (0, len(self.now)):
            return self
        return Text(
            self.now[start:end], self.printed.strip(SPACE), [moved(r, -start) for r in self.repairs]
        )

    def part(self, start: int, end: int, *, last: bool = True) -> "Text":
        """A stretch of it; a repair goes with the part in which it begins, one that left nothing at the
        end of a stretch with the next stretch, unless this is the ``last``."""
        if not self.repairs:
            return Text(self.now[start:end], self.now[start:end])
        mine = [
            moved(r, -start)
            for r in self.repairs
            if start <= r.start and r.start + len(r.after) <= end and (last or r.start < end)
        ]
        text = self.now[start:end]
        return Text(text, _unrepaired(text, mine), mine)


def joined(parts: Sequence[Text]) -> Text:
    """The parts as one stretch."""
    repairs: list[Repair] = []
    at = 0
    for part in parts:
        repairs += [moved(r, at) for r in part.repairs]
        at += len(part.now)
    return Text("".join([p.now for p in parts]), "".join([p.printed for p in parts]), repairs)


def _unrepaired(text: str, repairs: Sequence[Repair]) -> str:
    for repair in reversed(repairs):
        text = text[: repair.start] + repair.before + text[repair.start + len(repair.after) :]
    return text


@dataclass(slots=True)
class Grid:
    """A table: rows with spans filled, the rows as printed (a spanned cell once), the head's height."""

    rows: list[list[str]]
    printed: list[list[Text]]
    header_rows: int


@dataclass(slots=True, eq=False)
class Piece:
    """A line or a table. ``rule`` is the name of the rule that cut it; ``cuts`` are (rule, start, end)
    of stretches that went from a kept line."""

    text: Text
    rule: str | None = None
    grid: Grid | None = None
    cuts: list[tuple[str, int, int]] = field(default_factory=list)
    fixed: bool = False

    def cut(self, cuts: Sequence[tuple[str, int, int]]) -> None:
        """Cut these stretches, in order; a repair that a cut meets goes with it whole."""
        self.cuts = []
        at = 0
        for rule, start, end in cuts:
            for repair in self.text.repairs:
                stop = repair.start + len(repair.after)
                if repair.start < end and start < stop:
                    start, end = min(start, repair.start), max(end, stop)
            start = max(start, at)
            if start < end:
                self.cuts.append((rule, start, end))
                at = end

    def left(self, reading: str) -> str:
        """What the cuts leave of a reading of the line, character for character."""
        if not self.cuts:
            return reading
        starts = [0, *(end for _, _, end in self.cuts)]
        ends = [*(start for _, start, _ in self.cuts), len(reading)]
        return "".join([reading[start:end] for start, end in zip(starts, ends, strict=True)])

    def parted(self) -> "tuple[list[Piece], Text]":
        """What the cuts take as pieces of their own, and what they leave."""
        taken: list[Piece] = []
        kept: list[Text] = []
        at = 0
        for rule, start, end in self.cuts:
            kept.append(self.text.part(at, start, last=False))
            taken.append(Piece(_stretch(self.text, start, end), rule=rule))
            at = end
        if at < len(self.text.now):
            kept.append(self.text.part(at, len(self.text.now)))
        return taken, joined(kept)

    def cut_more(self, cuts: Sequence[tuple[str, int, int]]) -> None:
        """Cut these stretches of what is left, in order."""
        if not self.cuts:
            self.cut(cuts)
            return
        whole = [(rule, start, end) for rule, start, end in self.cuts]
        gone = {at for _, start, end in whole for at in range(start, end)}
        places = [at for at in range(len(self.text.now)) if at not in gone]
        for rule, start, end in cuts:
            at = places[start]
            for place, following in zip(places[start:end], [*places[start + 1 : end], -1], strict=True):
                if following != place + 1:
                    whole.append((rule, at, place + 1))
                    at = following
        self.cut(sorted(whole, key=lambda cut: cut[1]))

    def empty(self) -> bool:
        """Nothing to read and nothing repaired away."""
        return self.grid is None and not self.text.now and not self.text.repairs

    def covered(self) -> bool:
        """Whether the cuts take the whole line."""
        return (
            bool(self.cuts)
            and not self.text.now[: self.cuts[0][1]]
            and all(
                end == (self.cuts[n + 1][1] if n + 1 < len(self.cuts) else len(self.text.now))
                for n, (_, _, end) in enumerate(self.cuts)
            )
        )

    def printed(self) -> str:
        """What stood on the page."""
        if self.grid is None:
            return self.text.printed
        return "\n".join("\t".join(c.printed for c in row) for row in self.grid.printed)


@dataclass(slots=True)
class Composed:
    """The clean text with everything that is told by offsets into it, and the removals."""

    text: str
    tables: tuple[Table, ...]
    repairs: tuple[Repair, ...]
    removals: tuple[Removal, ...]


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    repairs: list[Repair] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    removals: list[tuple[str, list[str], int]] = field(default_factory=list)

    def add(self, text: str, repairs: Sequence[Repair] = ()) -> None:
        if repairs:
            self.repairs += [moved(r, self.length) for r in repairs]
        self.parts.append(text)
        self.length += len(text)


def compose(pieces: list[Piece], *, layout: bool = False) -> Composed:
    """Write the kept pieces, a line each, and sign for the rest. Adjacent cuts of one rule are one removal.

    With ``layout`` empty lines are kept as they are printed.
    """
    writer = _Writer()
    previous: str | None = None
    begun = False
    for piece in pieces:
        if piece.empty() and not layout:
            continue
        if piece.rule is not None:
            _remove(writer, piece.rule, piece.printed(), join=previous == piece.rule)
        elif piece.covered():
            for rule, start, end in piece.cuts:
                _remove(writer, rule, _stretch(piece.text, start, end).printed, join=False)
        else:
            if begun:
                writer.add("\n")
            begun = True
            _keep(writer, piece)
        previous = piece.rule
    text = "".join(writer.parts)
    removals = tuple(
        Removal(rule=rule, text="\n".join(texts), start=start) for rule, texts, start in writer.removals
    )
    return Composed(text, tuple(writer.tables), tuple(writer.repairs), removals)


def _remove(writer: _Writer, rule: str, text: str, *, join: bool) -> None:
    text = text.strip(SPACE)
    if not text:
        return
    if join and writer.removals:
        writer.removals[-1][1].append(text)
    else:
        writer.removals.append((rule, [text], writer.length))


def _keep(writer: _Writer, piece: Piece) -> None:
    if piece.grid is not None:
        _table(writer, piece.grid)
        return
    at, text = 0, piece.text
    for rule, start, end in piece.cuts:
        _part(writer, text.part(at, start, last=False))
        _remove(writer, rule, _stretch(text, start, end).printed, join=False)
        at = end
    if not at or at < len(text.now):
        _part(writer, text.part(at, len(text.now)) if at else text)


def _stretch(text: Text, start: int, end: int) -> Text:
    """What a cut takes."""
    return text.part(start, end, last=end == len(text.now))


def _part(writer: _Writer, text: Text) -> None:
    writer.add(text.now, text.repairs)


def _table(writer: _Writer, grid: Grid) -> None:
    start = writer.length
    for y, row in enumerate(grid.printed):
        if y:
            writer.add("\n")
        if not any(cell.repairs for cell in row):
            writer.add("\t".join([cell.now for cell in row]))
            continue
        for x, cell in enumerate(row):
            if x:
                writer.add("\t")
            _part(writer, cell)
    rows = tuple(tuple(row) for row in grid.rows)
    writer.tables.append(Table(rows=rows, header_rows=grid.header_rows, start=start, end=writer.length))
