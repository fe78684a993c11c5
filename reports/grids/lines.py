"""Rows from text with lines but no cells: a row a line, or label, unit and values a line each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..numbers import COUNTERS, Number
from .cells import Cell, Row

_VALUE = r"(?:[+-]?\d[\d,]*(?:\.\d+)?|(?<!\S)[/—–―-]{1,4}|(?<=[^\W\d])[—–―]{2,4})"
_LINE = re.compile(
    rf"(?P<label>[^\n]*?\S)??[^\S\n]*(?P<unit>(?<![^\s)])(?:{COUNTERS})(?=[\s\d—–―]))?[^\S\n]*"
    rf"(?P<values>{_VALUE}(?:[^\S\n]+{_VALUE})*)[^\S\n]*"
)
_ONE = re.compile(_VALUE)
_ONLY_UNIT = re.compile(rf"(?:{COUNTERS})")


def rows(plain: str, start: int, end: int) -> Iterator[Row]:
    """Rows in ``plain[start:end]``: the label (and unit), then the values at the end of the line.

    Lines without a value are the label's beginning: ``label``, ``unit``, ``value`` on three lines make
    one row, and so do the values of several columns on lines of their own. Where the head has a column
    of row numbers, the next row's number is not this row's value.
    """
    found = _rows(plain, start, end)
    return _unnumbered(found) if "序号" in plain[max(0, start - 8) : start + 60] else found


_GAP = 8  # rows whose numbers may be lost between two that are not


def _unnumbered(found: Iterator[Row]) -> Iterator[Row]:
    """Without the next row's number behind each row's values, where enough rows end with one.

    A row that then has one value only has lost its own or the number: it tells nothing, but for the last.
    """
    rows = list(found)
    numbered = list(_numbered(rows))
    if sum(numbered) < max(3, len(rows) // 5):
        yield from rows
        return
    for row, ends_with_one in zip(rows, numbered, strict=True):
        values = row.values[:-1] if ends_with_one else row.values if row is rows[-1] else ()
        if values:
            yield replace(row, values=values)


def _numbered(rows: Sequence[Row]) -> Iterator[bool]:
    """Whether a number of a rising chain stands behind each row's values."""
    seen: Number = 0
    for row in rows:
        last = row.values[-1].said.value or 0
        rising = seen < last <= seen + _GAP
        seen = last if rising else seen
        yield rising and len(row.values) > 1


def _rows(plain: str, start: int, end: int) -> Iterator[Row]:
    waiting: list[str] = []
    values: list[Cell] = []
    for line, at in _lines(plain, start, end):
        found = _LINE.fullmatch(line)
        label = (found["label"] or "") if found else line.strip()
        if label and values:
            yield _row(waiting, values)
            waiting, values = [], []
        if label:
            waiting.append(label)
        if found:
            values += [
                Cell(v.group(), at + v.start(), at + v.end())
                for v in _ONE.finditer(line, found.start("values"))
            ]
    if values:
        yield _row(waiting, values)


def _row(waiting: list[str], values: list[Cell]) -> Row:
    labels = [text for text in waiting[-4:] if not _ONLY_UNIT.fullmatch(text)]
    return Row((*labels[:-1], "".join(labels[-1:])), tuple(values), len(labels))


def _lines(plain: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for line in plain[start:end].split("\n"):
        if line.strip():
            yield line, start
        start += len(line) + 1
