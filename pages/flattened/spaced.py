"""A row a line, its values at the end behind spaces: as browsers copy tables and PDFs print them.

A head may be split over several lines, a label over two or three; a table may have a single row.
"""

import re
from collections.abc import Sequence

from pages.flattened.lines import (
    HAN,
    HEADING,
    NUMBER,
    SENTENCE,
    UNITS,
    VALUE,
    Row,
    is_sentence,
    lines,
    table,
    unwrapped,
)
from reports.model import Table

_TAIL = re.compile(
    rf"^(?P<label>.*?)(?P<values>(?:(?:^|[ \xa0\u3000\t]+){VALUE.pattern})+)[ \xa0\u3000\t]*$"
)
_MOST_BETWEEN = 6
_MOST_HEAD = 30
_SHORT = 45


def find(text: str) -> list[Table]:
    """Blocks of at least three rows with values at their ends, or one row of five numbers or more."""
    rows = unwrapped(lines(text))
    split = [_split(row.text.replace("\n", "")) for row in rows]
    found, at = [], 0
    while at < len(rows):
        if split[at] is None:
            at += 1
            continue
        end = _block(rows, split, at)
        made = _table(rows, split, at, end)
        found += [made] if made else []
        at = end
    return found


def _split(line: str) -> tuple[str, list[str]] | None:
    """(label, values) of a row, ``None`` for a line that is none."""
    if len(line) > 160 or not line or not VALUE.search(line[-8:]) or "\t" in line:
        return None
    found = _TAIL.match(line)
    if not found:
        return None
    label, values = found["label"].strip(" \xa0\u3000"), found["values"].split()
    if is_sentence(label) or label[-1:].isdigit() or (label and not HAN.search(label)):
        return None
    numbers = sum(1 for v in values if NUMBER.fullmatch(v))
    return (label, values) if label or numbers >= 2 else None


def _block(rows: Sequence[Row], split: Sequence[object], at: int) -> int:
    """Past the last row of the block: other short lines may stand between rows, few at a time."""
    end, gap = at + 1, 0
    for n in range(at + 1, len(rows)):
        text = rows[n].text.strip()
        if split[n] is not None:
            end, gap = n + 1, 0
        elif text and (len(text) > _SHORT or is_sentence(text)):
            break
        else:
            gap += 1
            if gap > _MOST_BETWEEN:
                break
    return end


def _table(
    rows: Sequence[Row], split: Sequence[tuple[str, list[str]] | None], at: int, end: int
) -> Table | None:
    valued = [s for s in split[at:end] if s is not None]
    numbers = sum(1 for _, values in valued for v in values if NUMBER.fullmatch(v))
    if not (len(valued) >= 3 and numbers >= 3) and not (
        numbers >= 5 and max(len(v) for _, v in valued) >= 5
    ):
        return None
    inked = sum(1 for row in rows[at:end] if row.text.strip())
    if len(valued) * 5 < inked * 2:
        return None
    first = _head_start(rows, at)
    body = [cells for row, s in zip(rows[at:end], split[at:end], strict=True) if (cells := _cells(row, s))]
    if all(len(cells) > 1 and not cells[0] for cells in body):
        body = [cells[1:] for cells in body]
    heads = [_tokens(row.text) for row in rows[first:at] if row.text.strip()]
    united = any(len(row) > 2 and row[1] in UNITS for row in body)
    made = [*heads, *(_aligned(row, united) for row in _relabelled(body))]
    return table(made, rows[first].start, rows[end - 1].end)


def _head_start(rows: Sequence[Row], at: int) -> int:
    """Where the head begins: short lines of labels right above the first row."""
    first = at
    while first > 0 and at - first < _MOST_HEAD:
        text = rows[first - 1].text.strip()
        if not text or HEADING.match(text) or SENTENCE.search(text) or any(c.isdigit() for c in text):
            break
        if max(map(len, text.split())) > 14 or len(text) > 120 or "：" in text or ":" in text:
            break
        first -= 1
    return first


def _cells(row: Row, split: tuple[str, list[str]] | None) -> list[str]:
    if split is None:
        return [row.text.strip()] if row.text.strip() else []
    label, values = split
    *words, last = re.split(r"[ \xa0\u3000]+", label) or [""]
    if words and last in UNITS:
        return ["".join(words), last, *values]
    return [" ".join(label.split()) if label else "", *values]


def _relabelled(body: list[list[str]]) -> list[list[str]]:
    """Rows of bare numbers given the label that was broken over the lines before them."""
    made: list[list[str]] = []
    for row in body:
        if row[0] == "" and len(row) > 2 and made:
            label = ""
            while made and len(made[-1]) == 1 and len(label) + len(made[-1][0]) < 60:
                label = made.pop()[0] + label
            row = [label, *row[1:]]
        made.append(row)
    return made


def _aligned(row: list[str], united: bool) -> list[str]:
    if united and len(row) == 2 and VALUE.fullmatch(row[1]):
        return [row[0], "", row[1]]
    return row


def _tokens(line: str) -> list[str]:
    """The words of a head; a word printed letter-spaced is one word."""
    made: list[str] = []
    single = False
    for word in line.split():
        if len(word) == 1 and single:
            made[-1] += word
        else:
            made.append(word)
        single = len(word) == 1
    return made
