"""What the finders share: lines with their offsets, values, units, and rows made into a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.model import Table

_NUMBER = r"[-+－−﹣]?[\d０-９][\d０-９,，]*(?:[.．][\d０-９]+)?[%％]?"
_PLACEHOLDER = r"[—–－-]{1,4}|/|／|无|空"
VALUE = re.compile(rf"(?:{_NUMBER}|{_PLACEHOLDER})")
NUMBER = re.compile(_NUMBER)
UNITS = frozenset("条件次篇个人场家份元户部册%期") | {
    "万元",
    "人次",
    "条次",
    "萬元",
    "亿元",
    "條",
    "個",
    "場",
    "項",
    "项",
}
SENTENCE = re.compile(r"[。；！？;]|，.*，")
HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条部])")
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the text and where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the line ends."""
        return self.start + len(self.text)


def lines(text: str) -> list[Row]:
    """The lines with their offsets."""
    found, at = [], 0
    for line in text.split("\n"):
        found.append(Row(line, at))
        at += len(line) + 1
    return found


def is_number(cell: str) -> bool:
    """A number and nothing else."""
    return NUMBER.fullmatch(cell.strip()) is not None


def head_count(rows: Sequence[Sequence[str]]) -> int:
    """Rows from the top before the first one that carries a number or a placeholder."""
    for n, row in enumerate(rows[:12]):
        if any(VALUE.fullmatch(cell.strip()) for cell in row):
            return n
    return min(1, len(rows))


def table(rows: Sequence[Sequence[str]], start: int, end: int) -> Table:
    """A table of these rows, all as long as the longest."""
    width = max(map(len, rows))
    filled = tuple(tuple(row) + ("",) * (width - len(row)) for row in rows)
    return Table(rows=filled, header_rows=head_count(filled), start=start, end=end)
