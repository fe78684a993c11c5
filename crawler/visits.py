"""What earlier crawls saw at every address: the evidence by which a later crawl asks for less.

Kept in ``collections/NAME/visits.db``; deleting it costs requests, nothing else. An address is due again
after its interval, and the interval follows what was seen: twice as long after a visit that showed
nothing new, a quarter after a change, within the bounds of its role. A page that is not due is taken
as it was: where it led is kept beside it (``leads``), so that what hangs below is not lost sight of.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from crawler.backlog import Row, key

Role = Literal["home", "list", "more", "report", "probe", "other"]
# least, first and longest interval of each role, in days
BOUNDS: dict[Role, tuple[float, float, float]] = {
    "home": (0, 0, 0),
    "list": (7, 14, 28),
    "more": (7, 7, 90),
    "report": (7, 30, 365),
    "probe": (30, 30, 30),
    "other": (30, 60, 365),
}
# Corrected reports come in the weeks after the first: young reports are looked at sooner.
YOUNG_DAYS, YOUNG_INTERVAL = 120, 14
# Reports of years long past change seldom, and not all of them are looked at on one day.
OLD_YEARS, OLD_FIRST, OLD_SPREAD = 2, 90, 60

_VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS visit (key INTEGER PRIMARY KEY, url TEXT NOT NULL, seed TEXT NOT NULL,
  role TEXT NOT NULL, year INTEGER, level TEXT, fingerprint TEXT NOT NULL, etag TEXT NOT NULL,
  modified TEXT NOT NULL, visited TEXT NOT NULL, changed TEXT NOT NULL, interval REAL NOT NULL,
  checks INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS leads (key INTEGER PRIMARY KEY, rows TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The last visit to an address. Times are ISO 8601 in UTC, ``interval`` is in days.

    ``fingerprint`` is of what matters there (a report's clean text, a list's report links), so counters
    and templates change nothing. ``etag`` and ``modified`` are the server's own validators. ``level`` is
    the issuer's (empty: not known), ``unreadable``, or ``None`` for a page that is no report; ``checks``
    is how many checks failed on the report.
    """

    key: int
    url: str
    seed: str
    role: Role
    fingerprint: str
    visited: str
    changed: str
    interval: float
    etag: str = ""
    modified: str = ""
    year: int | None = None
    level: str | None = None
    checks: int = 0

    def due(self, now: datetime) -> bool:
        """Whether it is to be asked for again."""
        return (now - datetime.fromisoformat(self.visited)).total_seconds() >= self.interval * 86400

    def conditions(self) -> list[list[str]]:
        """Headers of a conditional request (RFC 9110 §13.1), none where the server named no validator."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return [[name, value] for name, value in pairs if value]


def after(seen: Visit, before: Visit | None) -> Visit:
    """``seen`` with the interval and the date of change that follow from the visit before it."""
    least, first, longest = BOUNDS[seen.role]
    if before is None or before.role != seen.role:
        return replace(seen, interval=_first(seen, first))
    if seen.fingerprint != before.fingerprint:
        return replace(seen, interval=max(least, min(first, before.interval / 4)))
    grown = min(longest, max(least, before.interval * 2))
    interval = min(grown, YOUNG_INTERVAL) if _young(seen, before) else grown
    return replace(seen, interval=interval, changed=before.changed)


def _first(seen: Visit, first: float) -> float:
    """A report's first interval, by the age of its year; each has its own place in the spread."""
    if seen.role != "report" or not _is_old(seen):
        return first
    return OLD_FIRST + seen.key % OLD_SPREAD


def _young(seen: Visit, before: Visit) -> bool:
    age = datetime.fromisoformat(seen.visited) - datetime.fromisoformat(before.changed)
    return seen.role == "report" and not _is_old(seen) and age.days < YOUNG_DAYS


def _is_old(seen: Visit) -> bool:
    return seen.year is not None and seen.year < datetime.fromisoformat(seen.visited).year - OLD_YEARS


def identity(row: Row) -> int:
    """The key of a row's request."""
    return key(row.url, row.method, row.body)


_NAMES = tuple(field.name for field in fields(Visit))
_cells = attrgetter(*_NAMES)
_SELECT = f"SELECT {', '.join(_NAMES)} FROM visit WHERE key = ?"  # noqa: S608 - names of our own fields
_INSERT = f"INSERT OR REPLACE INTO visit ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"  # noqa: S608


def _visit(cells: tuple[Any, ...]) -> Visit:
    return Visit(**dict(zip(_NAMES, cells, strict=True)))


class Visits:
    """The last visit to every address, and where it led; one process writes."""

    def __init__(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        if self._db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:  # it is evidence, no truth
            self._db.executescript("DROP TABLE IF EXISTS visit; DROP TABLE IF EXISTS leads")
            self._db.execute(f"PRAGMA user_version = {_VERSION}")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def of(self, rows: Iterable[Row]) -> dict[int, Visit]:
        """The last visits to the addresses of some rows, by key."""
        held = (self._db.execute(_SELECT, (key,)).fetchone() for key in {identity(row) for row in rows})
        return {visit.key: visit for visit in map(_visit, filter(None, held))}

    def leads_to(self, key: int, rows: Iterable[Row]) -> None:
        """Remembers where a page led this time: what a later crawl takes for it while it is not due."""
        told = [[r.url, r.priority, r.method, r.body.decode("latin-1"), r.meta] for r in rows]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        self._db.execute("INSERT OR REPLACE INTO leads VALUES (?, ?)", (key, text))

    def leads(self, key: int) -> list[tuple[str, int, str, bytes, dict[str, Any]]]:
        """Where a page led: address, priority, method, body and meta of each request."""
        held = self._db.execute("SELECT rows FROM leads WHERE key = ?", (key,)).fetchone()
        told = json.loads(held[0]) if held else []
        return [(url, n, method, body.encode("latin-1"), meta) for url, n, method, body, meta in told]

    def saw(self, seen: Visit) -> Visit:
        """Keeps a visit; gives it back with its new interval."""
        before = self._db.execute(_SELECT, (seen.key,)).fetchone()
        held = after(seen, _visit(before) if before else None)
        self.keep(held)
        return held

    def keep(self, visit: Visit) -> None:
        """Keeps a visit as it is: more is known of one that was seen before."""
        self._db.execute(_INSERT, _cells(visit))  # asdict copies, at every page
