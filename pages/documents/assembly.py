"""What every format hands over, and the clean page that is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pages.cleaning import is_traditional
from pages.draft import Grid, Piece, Text, compose
from pages.edits import moved
from pages.flattened import find
from pages.flattened.lines import head_count
from pages.kind import kind_of
from pages.pieces import trimmed, without_invisible
from pages.repairs import mend
from reports.model import CleanPage, Encoding, Table
from reports.reading import simplified

Rows = Sequence[Sequence[str]]


@dataclass(slots=True)
class Content:
    """A document's paragraphs and tables in order, what was left out of it, and what to say about it."""

    pieces: list[Piece] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    ocr: bool = False
    evidence: str = ""
    title: str | None = None

    def add_text(self, text: str, rule: str | None = None) -> None:
        """A paragraph; with ``rule`` one that is signed away."""
        for line in text.split("\n"):
            if line.strip():
                self.pieces.append(_mended(line.strip(), rule))

    def add_table(self, rows: Rows, printed: Rows | None = None, header_rows: int | None = None) -> None:
        """A table: rows with spans filled, and as printed (a spanned cell once, else empty)."""
        width = max(map(len, rows), default=0)
        if not width:
            return
        full = [[_cell(c).now for c in row] + [""] * (width - len(row)) for row in rows]
        texts = [[_cell(c) for c in row] + [Text("", "")] * (width - len(row)) for row in printed or rows]
        heads = head_count(full) if header_rows is None else header_rows
        self.pieces.append(Piece(Text("", ""), grid=trimmed(Grid(full, texts, heads))))


def _cell(cell: str) -> Text:
    """A cell's text on one line, repaired; numbers and plain words need no look."""
    bare = " ".join(cell.split())
    return Text(bare, bare) if bare.isascii() and "&" not in bare and "<" not in bare else _line(bare)


def _line(line: str) -> Text:
    bare, _ = without_invisible(line)
    made = mend(bare)
    return Text(made.text, bare, [moved(r, 0) for r in made.repairs])


def _mended(line: str, rule: str | None) -> Piece:
    return Piece(_line(line), rule=rule)


def assemble(content: Content, name: str, url: str | None) -> CleanPage:
    """The clean page of a document's content; tables that came as text are recognised there too."""
    composed = compose(content.pieces)
    hant = is_traditional(composed.text)
    plain = simplified(composed.text) if hant else composed.text
    title = content.title or _title(content.pieces)
    used = "ocr" if content.ocr else name
    return CleanPage(
        text=composed.text,
        url=url,
        title=title,
        script="hant" if hant else "hans",
        simplified=plain if hant else None,
        encoding=Encoding(used=used, evidence=content.evidence or f"Read as {name}."),
        tables=_tables(composed.text, composed.tables),
        removals=composed.removals,
        repairs=composed.repairs,
        kind=kind_of(simplified(title or ""), plain, None, ()),
        issues=tuple(content.issues),
    )


def _tables(text: str, found: Sequence[Table]) -> tuple[Table, ...]:
    flat = [t for t in find(text) if not any(t.start < f.end and f.start < t.end for f in found)]
    return tuple(sorted([*found, *flat], key=lambda t: t.start))


def _title(pieces: Sequence[Piece]) -> str | None:
    """The line that names a report, with the line before it where a title is set over two lines."""
    lines = [p.text.now.strip() for p in pieces[:8] if p.grid is None and p.rule is None]
    for n, line in enumerate(lines):
        if "报告" in simplified(line) or "年报" in line:
            before = lines[n - 1] if n else ""
            split = "政府" in before and len(before) < 30 and len(line) < 40 and "号" not in before
            return before + line if split else line if len(line) < 80 else None
    return next((line for line in lines[:1] if len(line) < 60), None)
