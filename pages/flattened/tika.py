"""A cell a line behind a tab, an empty line a row: brought into rows whose cells are joined by tabs.

So Tika prints Word tables (REPORTS B.7). Only tabs and line breaks change. A merged-away position is an
empty cell.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from pages.edits import moved
from pages.flattened.lines import Row, lines
from reports.model import Repair

_LONG_CELL = 120
_WRAPPED = 30
_Cell = list[Row]
"""A cell is the lines it was wrapped over, each without its tab."""


@dataclass(slots=True)
class _Made:
    """The new text in stretches copied from the old one, and where each came from."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    olds: list[int] = field(default_factory=list)
    news: list[int] = field(default_factory=list)

    def copy(self, row: Row) -> None:
        self.olds.append(row.start)
        self.news.append(self.length)
        self.add(row.text)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def joined(text: str, repairs: list[Repair]) -> tuple[str, list[Repair]]:
    """The text with such tables' rows joined, and the repairs at their new places."""
    if "\n\t" not in text and not text.startswith("\t"):
        return text, repairs
    source, made, at = lines(text), _Made(), 0
    while at < len(source):
        rows, end = _region(source, at) if _is_cell(source[at]) else ([], at)
        if at:
            made.add("\n")
        if not _is_table(rows):
            end = at + 1
        if _is_table(rows) and not _among_rows(source, at, end):
            _print(rows, made)
        else:
            _copy(source[at:end], made)
        at = end
    places = [bisect_right(made.olds, repair.start) - 1 for repair in repairs]
    carried = [moved(r, made.news[n] - made.olds[n]) for r, n in zip(repairs, places, strict=True)]
    return "".join(made.parts), carried


def _is_cell(row: Row) -> bool:
    return row.text.startswith("\t") and "\t" not in row.text[1:]


def _among_rows(source: list[Row], at: int, end: int) -> bool:
    """Right above or below stands a row whose cells a tab joins: these are rows too, first cell empty."""
    return any("\t" in row.text.strip() for row in (*source[max(at - 1, 0) : at], *source[end : end + 1]))


def _region(source: list[Row], at: int) -> tuple[list[list[_Cell]], int]:
    """The rows of cells from here on, and the line behind them."""
    rows: list[list[_Cell]] = [[]]
    while at < len(source):
        line = source[at]
        if _is_cell(line):
            rows[-1].append([Row(line.text[1:], line.start + 1)])
        elif line.text.strip() and rows[-1] and _wraps(source, at):
            rows[-1][-1].append(line)
        elif not line.text and (after := _next_cell(source, at)) is not None:
            rows.append([])
            at = after
            continue
        else:
            break
        at += 1
    return [row for row in rows if any(part.text for cell in row for part in cell)], at


def _wraps(source: list[Row], at: int) -> bool:
    """A line without a tab goes on with the cell above it where the table goes on behind it."""
    if "\t" in source[at].text or len(source[at].text) > _WRAPPED:
        return False
    following = source[at + 1 : at + 3]
    if following and _is_cell(following[0]):
        return True
    return len(following) > 1 and not following[0].text and _is_cell(following[1])


def _next_cell(source: list[Row], at: int) -> int | None:
    """Where the next row begins, at most two empty lines on."""
    for ahead in range(at, min(at + 3, len(source))):
        if _is_cell(source[ahead]):
            return ahead
        if source[ahead].text:
            return None
    return None


def _is_table(rows: list[list[_Cell]]) -> bool:
    """Rows of several short cells; paragraphs that begin with a tab are none."""
    sizes = [sum(len(part.text) for part in cell) for row in rows for cell in row]
    if len(sizes) < 3 or max(map(len, rows)) < 2:
        return False
    prose = any("。" in part.text and len(part.text) > 15 for row in rows for cell in row for part in cell)
    return not prose and max(sizes) <= _LONG_CELL and sum(sizes) <= 40 * len(sizes)


def _copy(rows: list[Row], made: _Made) -> None:
    for n, row in enumerate(rows):
        if n:
            made.add("\n")
        made.copy(row)


def _print(rows: list[list[_Cell]], made: _Made) -> None:
    width = max(map(len, rows))
    first = next(x for x in range(width) if any(x < len(r) and any(p.text for p in r[x]) for r in rows))
    for y, row in enumerate(rows):
        if y:
            made.add("\n")
        for x in range(first, width):
            if x > first:
                made.add("\t")
            for part in row[x] if x < len(row) else ():
                made.copy(part)
