"""A cell a line without tabs: labels, and below each its values, a line each."""

from pages.flattened.lines import HEADING, UNITS, VALUE, Row, is_number, is_sentence, lines, table
from pages.labels import protected
from reports.model import Table
from reports.reading import simplified

_SHORT = 60
_FEWEST = 6


def find(text: str) -> list[Table]:
    """Runs of short lines of which at least six and a third are bare numbers."""
    found: list[Table] = []
    run: list[Row] = []
    for row in [*lines(text), Row("。", len(text))]:
        if row.text.strip() and (len(row.text) > _SHORT or is_sentence(row.text) or "\t" in row.text):
            found += _table(run)
            run = []
        elif row.text.strip():
            run.append(row)
    return found


def _table(run: list[Row]) -> list[Table]:
    numbers = [n for n, row in enumerate(run) if is_number(row.text)]
    if len(numbers) < _FEWEST:
        return []
    first = numbers[0]
    while first > 0 and not (HEADING.match(run[first - 1].text) and not _form(run[first - 1].text)):
        first -= 1
    part = run[first : numbers[-1] + 1]
    values = sum(1 for row in part if _is_value(row.text.strip()))
    if values * 3 < len(part) or not any(_form(row.text) for row in part):
        return []
    return [table(_rows(part), part[0].start, part[-1].end)]


def _is_value(cell: str) -> bool:
    return cell in UNITS or VALUE.fullmatch(cell) is not None


def _form(text: str) -> bool:
    return protected(simplified(text))


def _rows(part: list[Row]) -> list[list[str]]:
    """A row begins at a label behind a number; of several labels in a row the last is the row's own."""
    rows: list[list[str]] = []
    labels: list[str] = []
    for row in part:
        cell = row.text.strip()
        if _is_value(cell) and (labels or rows):
            if labels:
                rows += [[label] for label in labels[:-1]]
                rows.append([labels[-1]])
                labels = []
            rows[-1].append(cell) if rows else rows.append([cell])
        else:
            labels.append(cell)
    return rows
