"""Rows from text with lines but no cells: a row a line, or label, unit and values a line each."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..numbers import COUNTERS
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


def _unnumbered(found: Iterator[Row]) -> Iterator[Row]:
    number = 0
    for row in found:
        last = row.values[-1].said.value
        if last == number + 1:
            number += 1
            row = replace(row, values=row.values[:-1])
        if row.values:
            yield row


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
