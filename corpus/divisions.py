"""County divisions with their changes: which county a code meant in a year, and what it is today.

The data lie beside this module: one row for each code and name, with the years between which they held
(empty: before the table begins, or still). A county that was ``raised`` (to a district or city),
``renamed`` or ``moved`` (to another prefecture) keeps one series, named by its code of today; one that
was ``merged`` into another ends there. Years are those of the decision.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("divisions.tsv")
_SAME_COUNTY = ("raised", "renamed", "moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A code and name for the years from ``valid_from`` to before ``valid_to`` (``YYYY`` or empty)."""

    code: str
    name: str
    province: str
    city: str
    valid_from: str
    valid_to: str
    change: str
    successor: str


@cache
def divisions() -> tuple[Division, ...]:
    """All rows, by code and time."""
    with _DATA.open(encoding="utf-8", newline="") as lines:
        return tuple(Division(**row) for row in csv.DictReader(lines, delimiter="\t"))


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    found: dict[str, tuple[Division, ...]] = {}
    for row in divisions():
        found[row.code] = (*found.get(row.code, ()), row)
    return found


def division(code: str | None, year: int | None = None) -> Division | None:
    """What the code meant in that year; the latest meaning where no year is given.

    A county reports on the year of its change under either code, so the year itself still counts.

    >>> division("500110", 2009).name, division("500110", 2020).name
    ('万盛区', '綦江区')
    """
    rows = _by_code().get(code or "", ())
    fitting = [row for row in rows if year is None or not row.valid_to or year <= int(row.valid_to)]
    if not fitting:
        return None
    return fitting[-1] if year is None else fitting[0]


def today(row: Division) -> Division:
    """The same county as it is now.

    >>> today(division("430122")).name
    '望城区'
    """
    seen = {(row.code, row.name)}
    while row.change in _SAME_COUNTY and (after := _next(row)) and (after.code, after.name) not in seen:
        seen.add((after.code, after.name))
        row = after
    return row


def _next(row: Division) -> Division | None:
    """The row that took over: of the rows with that code, the first that outlives this one."""
    rows = _by_code().get(row.successor, ())
    later = [other for other in rows if not other.valid_to or other.valid_to > row.valid_to]
    return later[0] if later else None


def county_of(code: str | None, year: int | None = None) -> Division | None:
    """The county of today behind a code, or ``None`` for a code the table does not know.

    >>> county_of("430122", 2008).code
    '430112'
    """
    row = division(code, year)
    return today(row) if row else None


def county_id(row: Division) -> str:
    """The name of the county's series: its code of today, marked where the code was given away since.

    >>> county_id(division("500110", 2009)), county_id(division("500110", 2020))
    ('500110~2011', '500110')
    """
    last = today(row)
    return last.code if last == division(last.code) else f"{last.code}~{last.valid_to}"


def division_rows() -> Iterator[dict[str, str]]:
    """Rows of the table ``divisions``."""
    for row in divisions():
        yield {
            "code": row.code,
            "name": row.name,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "change": row.change,
            "successor": row.successor,
            "county_id": county_id(row),
            "province": row.province,
            "city": row.city,
        }
