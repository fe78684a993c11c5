"""What the finders share: lines with their offsets, values, units, and rows made into a table."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pages.labels import row_labels
from reports.model import Table
from reports.reading import simplified

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
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条部])")
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[）)]|\d{1,2}[.．、])"
)
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


def runs(text: str, joins: Callable[[Row, bool], bool]) -> Iterator[list[Row]]:
    """The stretches of lines that hang together: ``joins`` says it of a line and whether a run is open."""
    run: list[Row] = []
    for row in lines(text):
        if joins(row, bool(run)):
            run.append(row)
        else:
            yield run
            run = []
    yield run


def is_sentence(text: str) -> bool:
    """Prose: what stands in brackets is left out, for the form's own labels have commas there."""
    return SENTENCE.search(text) is not None and SENTENCE.search(_ASIDE.sub("", text)) is not None


def unwrapped(rows: Sequence[Row]) -> list[Row]:
    """The lines, those joined over which one of the form's labels was broken (the text keeps the break)."""
    made: list[Row] = []
    for row in rows:
        while made and _broken(made[-1].text, row.text):
            before = made.pop()
            row = Row(f"{before.text}\n{row.text}", before.start)
        made.append(row)
    return made


def _broken(above: str, below: str) -> bool:
    """A line without a value and the start of the next one are a label together."""
    if not 2 < len(above) < 60 or not below or VALUE.search(above[-1:]) or "\t" in above + below:
        return False
    start, rest = tight(above), tight(re.split(r"[ \xa0\u3000]", below.strip(), maxsplit=1)[0])
    return bool(rest) and start + rest in _official()


@cache
def _official() -> frozenset[str]:
    return frozenset(tight(label) for label in row_labels())


def tight(text: str) -> str:
    """Simplified, without white space and the ordinal before it."""
    return _ORDINAL.sub("", simplified("".join(text.split())))


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
