"""The words of a PDF page as lines, and lines as paragraphs: a line that was only wrapped goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Word = dict[str, Any]


@dataclass(slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    size: float


def paragraphs(words: Sequence[Word], width: float, breaks: Sequence[float]) -> Iterator[tuple[float, str]]:
    """(top, text) of each paragraph; ``breaks`` are heights across which none goes on (tables)."""
    lines = _lines(words)
    if not lines:
        return
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    top, text, last = lines[0].top, lines[0].text, lines[0]
    for line in lines[1:]:
        if _goes_on(last, line, left, right) and not any(last.top < b < line.top for b in breaks):
            text += line.text
        else:
            yield top, text
            top, text = line.top, line.text
        last = line
    yield top, text


def _goes_on(last: _Line, line: _Line, left: float, right: float) -> bool:
    """The line before reaches the right margin, this one begins at the left one, and they lie close."""
    full = last.right > right - 2.2 * last.size
    flush = line.left < left + 1.2 * line.size
    return full and flush and abs(line.size - last.size) < 2 and line.top - last.top < 3 * last.size


def _lines(words: Sequence[Word]) -> list[_Line]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w["top"], w["x0"])):
        last = rows[-1][0] if rows else None
        if last and word["top"] < (last["top"] + last["bottom"]) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda w: float(w["x0"]))) for row in rows]


def _line(row: list[Word]) -> _Line:
    size = max(float(w["bottom"] - w["top"]) for w in row)
    text = str(row[0]["text"])
    for before, word in pairwise(row):
        gap = float(word["x0"] - before["x1"])
        wide = gap > 0.8 * size
        ascii_pair = text[-1:].isascii() and str(word["text"])[:1].isascii()
        text += ("  " if wide else " " if ascii_pair or gap > 0.4 * size else "") + str(word["text"])
    return _Line(text, float(row[0]["x0"]), float(row[-1]["x1"]), float(row[0]["top"]), size)
