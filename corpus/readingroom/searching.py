"""Search with facets: one pass over what matches gives every count, twenty reports give the page.

A facet counts what would be found if it alone were let go, so that one can change one's mind.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from corpus.readingroom.asked import Row, rows
from corpus.search import INDEX, Part, highlighted, query, snippet

FACETS = ("province", "year", "level", "edition", "checks_status")
PAGE = 20
# A facet shows this many values; those chosen are always among them.
SHOWN = 40
# Beyond so many results they are not all sorted for one page.
MANY = 12_000
_AMONG_FEW = f"reports.rowid IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH ?)"
_AMONG_MANY = f"EXISTS (SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH ? AND rowid = reports.rowid)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is searched for: words, chosen facet values (one each), and the page from 1."""

    words: str = ""
    chosen: Mapping[str, str]
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a facet and how many reports have it."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report that was found, its title with the words marked, and where the words stand."""

    report: Row
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of results."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[Value, ...]]
    page: int
    pages: int


Counts = list[tuple[tuple[str, ...], int]]


def search(conn: sqlite3.Connection, asked: Asked, counted: Callable[[str], Counts] | None = None) -> Found:
    """Finds reports; ``counted`` may remember the counts of a query between pages."""
    counts = counted(asked.words) if counted else count(conn, asked.words)
    total = sum(n for _, n in _chosen(counts, asked.chosen))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, asked.page), pages)
    return Found(
        total=total,
        hits=tuple(_hits(conn, asked, page, total)) if total else (),
        facets={name: _facet(counts, asked.chosen, name) for name in FACETS},
        page=page,
        pages=pages,
    )


def count(conn: sqlite3.Connection, words: str) -> Counts:
    """How many matching reports there are for every combination of facet values."""
    columns = ", ".join(f"reports.{name}" for name in FACETS)
    source, parameters = _source(words)
    found = conn.execute(
        f"SELECT {columns}, count(*) FROM {source} GROUP BY {', '.join(map(str, range(1, 6)))}",
        parameters,
    )
    return [(tuple("" if x is None else str(x) for x in row[:5]), row[5]) for row in map(tuple, found)]


def _source(words: str) -> tuple[str, list[str]]:
    if not words.strip():
        return "reports", []
    return f"{INDEX} CROSS JOIN reports ON reports.rowid = {INDEX}.rowid WHERE {INDEX} MATCH ?", [
        query(words)
    ]


def _chosen(counts: Counts, chosen: Mapping[str, str], without: str = "") -> Counts:
    """The counts of what is chosen, one facet let go."""
    wanted = [(at, chosen[name]) for at, name in enumerate(FACETS) if name in chosen and name != without]
    return (
        [pair for pair in counts if all(pair[0][at] == value for at, value in wanted)] if wanted else counts
    )


def _facet(counts: Counts, chosen: Mapping[str, str], name: str) -> tuple[Value, ...]:
    at = FACETS.index(name)
    totals: Counter[str] = Counter()
    for values, n in _chosen(counts, chosen, name):
        totals[values[at]] += n
    ordered = sorted(totals.items(), key=_by_year if name == "year" else _by_count)
    mine = chosen.get(name)
    shown = [pair for n, pair in enumerate(ordered) if n < SHOWN or pair[0] == mine]
    return tuple(Value(value=value, count=n, chosen=value == mine) for value, n in shown)


def _by_year(pair: tuple[str, int]) -> tuple[int, str]:
    return (-int(pair[0]) if pair[0].isdigit() else 1, pair[0])


def _by_count(pair: tuple[str, int]) -> tuple[int, str]:
    return (-pair[1], pair[0])


def _hits(conn: sqlite3.Connection, asked: Asked, page: int, total: int) -> Iterable[Hit]:
    conditions = [f"coalesce(reports.{name}, '') = ?" for name in FACETS if name in asked.chosen]
    parameters = [asked.chosen[name] for name in FACETS if name in asked.chosen]
    many = total > MANY
    if asked.words.strip():
        conditions.append(_AMONG_MANY if many else _AMONG_FEW)
        parameters.append(query(asked.words))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    # Few are fetched and sorted; through many one walks backwards by year until the page is full.
    source, order = (
        ("reports INDEXED BY idx_reports_year", "reports.year DESC, reports._rowid_ DESC")
        if many
        else ("reports", "reports.year DESC, reports.division_code, reports.rowid")
    )
    found = rows(
        conn,
        f"SELECT reports.* FROM {source} {where} ORDER BY {order} LIMIT ? OFFSET ?",
        [*parameters, PAGE, (page - 1) * PAGE],
    )
    for report in found:
        text = conn.execute("SELECT text FROM pages WHERE id = ?", (report["id"],)).fetchone()
        yield Hit(
            report=report,
            title=highlighted(report["title"] or report["issuer_name"] or report["id"], asked.words),
            snippet=snippet(text[0] or "" if text else "", asked.words, 120),
        )
