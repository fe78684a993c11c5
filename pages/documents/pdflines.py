"""The words of a PDF page as lines, and lines as paragraphs: a line that was only wrapped goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Word = dict[str, Any]


@dataclass(slots=True)
class Line:
    """A line of words: its text, where it lies, how high its letters are, whether gaps part its words."""

    words: list[Word]
    text: str
    left: float
    right: float
    top: float
    size: float
    parted: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph; ``open_`` where its last line is full, ``flush`` where its first one has no indent."""

    text: str
    top: float
    flush: bool
    open_: bool


def paragraphs(lines: Sequence[Line], breaks: Sequence[float]) -> Iterator[Paragraph]:
    """The paragraphs of lines; ``breaks`` are heights across which none goes on (tables)."""
    if not lines:
        return
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    made, last = _begun(lines[0], left), lines[0]
    for line in lines[1:]:
        if _goes_on(last, line, left, right) and not any(last.top < b < line.top for b in breaks):
            made.text += line.text
        else:
            made.open_ = _full(last, right)
            yield made
            made = _begun(line, left)
        last = line
    made.open_ = _full(last, right)
    yield made


def _begun(line: Line, left: float) -> Paragraph:
    return Paragraph(line.text, line.top, line.left < left + 1.2 * line.size, False)


def _full(line: Line, right: float) -> bool:
    return line.right > right - 2.2 * line.size and not line.parted


def _goes_on(last: Line, line: Line, left: float, right: float) -> bool:
    """The line before reaches the right margin, this one begins at the left one, and they lie close."""
    flush = line.left < left + 1.2 * line.size and not line.parted
    near = abs(line.size - last.size) < 2 and line.top - last.top < 3 * last.size
    return _full(last, right) and flush and near


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Words grouped into lines, top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w["top"], w["x0"])):
        last = rows[-1][0] if rows else None
        if last and word["top"] < (last["top"] + last["bottom"]) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [line_of(sorted(row, key=lambda w: float(w["x0"]))) for row in rows]


def line_of(row: list[Word]) -> Line:
    """Words that lie side by side, as one line; a wide gap is two spaces."""
    size = max(float(w["bottom"] - w["top"]) for w in row)
    text, parted = str(row[0]["text"]), False
    for before, word in pairwise(row):
        gap = float(word["x0"] - before["x1"])
        wide = gap > 0.8 * size
        parted = parted or gap > 1.5 * size
        ascii_pair = text[-1:].isascii() and str(word["text"])[:1].isascii()
        text += ("  " if wide else " " if ascii_pair or gap > 0.4 * size else "") + str(word["text"])
    top = float(min(w["top"] for w in row))
    return Line(row, text, float(row[0]["x0"]), float(row[-1]["x1"]), top, size, parted)
