"""A cell a line behind a tab, an empty line a row: brought into rows whose cells are joined by tabs.

So Tika prints Word tables (REPORTS B.7). Only white space changes. A merged-away position is an empty cell.
"""

from dataclasses import dataclass

from pages.edits import moved
from reports.model import Repair

_LONG_CELL = 120
_WRAPPED = 30


@dataclass(slots=True)
class _Region:
    rows: list[list[str]]
    end: int


def joined(text: str, repairs: list[Repair]) -> tuple[str, list[Repair]]:
    """The text with such tables' rows joined, and the repairs at their new places."""
    if "\n\t" not in text and not text.startswith("\t"):
        return text, repairs
    source = text.split("\n")
    out: list[str] = []
    at = 0
    while at < len(source):
        region = _region(source, at) if _cell(source[at]) else None
        if region is not None and _is_table(region.rows):
            out += _printed(region.rows)
            at = region.end
        else:
            out.append(source[at])
            at += 1
    made = "\n".join(out)
    return made, _carried(text, made, repairs)


def _cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:]


def _region(source: list[str], at: int) -> _Region:
    rows: list[list[str]] = [[]]
    while at < len(source):
        line = source[at]
        if _cell(line):
            rows[-1].append(line[1:])
        elif line.strip() and rows[-1] and _wraps(source, at):
            rows[-1][-1] += line
        elif not line.strip() and (after := _next_cell(source, at)) is not None:
            rows.append([])
            at = after
            continue
        else:
            break
        at += 1
    return _Region([row for row in rows if any(cell.strip() for cell in row)], at)


def _wraps(source: list[str], at: int) -> bool:
    """A line without a tab goes on with the cell above it where the table goes on behind it."""
    if "\t" in source[at] or len(source[at]) > _WRAPPED:
        return False
    following = source[at + 1 : at + 4]
    return any(_cell(line) for line in following[:1]) or (
        len(following) > 1 and not following[0].strip() and _cell(following[1])
    )


def _next_cell(source: list[str], at: int) -> int | None:
    """Where the next row begins, at most two empty lines on."""
    for ahead in range(at, min(at + 3, len(source))):
        if _cell(source[ahead]):
            return ahead
        if source[ahead].strip():
            return None
    return None


def _is_table(rows: list[list[str]]) -> bool:
    """Rows of several short cells; paragraphs that begin with a tab are none."""
    cells = [cell for row in rows for cell in row]
    if not cells or max(map(len, rows)) < 2:
        return False
    return max(map(len, cells)) <= _LONG_CELL and sum(map(len, cells)) <= 40 * len(cells)


def _printed(rows: list[list[str]]) -> list[str]:
    clean = [["".join(cell.split("\n")).strip() for cell in row] for row in rows]
    width = max(map(len, clean))
    filled = [row + [""] * (width - len(row)) for row in clean]
    while filled and width > 1 and not any(row[0] for row in filled):
        filled, width = [row[1:] for row in filled], width - 1
    return ["\t".join(row) for row in filled]


def _carried(before: str, after: str, repairs: list[Repair]) -> list[Repair]:
    """Each repair at its place in the new text: the same number of visible characters stand before it."""
    if not repairs:
        return []
    places = [n for n, c in enumerate(after) if not c.isspace()]
    result, seen, at = [], 0, 0
    for repair in repairs:
        lead = len(repair.after) - len(repair.after.lstrip())
        seen += sum(not c.isspace() for c in before[at : repair.start + lead])
        at = repair.start + lead
        place = (places[seen] if seen < len(places) else len(after)) - lead
        kept = after[max(place, 0) : max(place, 0) + len(repair.after)] == repair.after
        result.append(
            moved(repair, max(place, 0) - repair.start) if kept else _refitted(repair, place + lead, after)
        )
    return result


def _refitted(repair: Repair, place: int, after: str) -> Repair:
    """A repair whose white space at the ends was trimmed with its cell."""
    bare = repair.after.strip()
    start = place if after[place : place + len(bare)] == bare else max(after.find(bare), 0)
    return Repair(kind=repair.kind, before=repair.before, after=bare, certain=repair.certain, start=start)
