"""What earlier crawls saw at every address: the evidence by which a later crawl asks for less.

Kept in ``collections/NAME/visits.db``; deleting it costs requests, nothing else. An address is due again
after its interval, and the interval follows what was seen: twice as long after a visit that showed
nothing new, a quarter after a change, within the bounds of its role. Lists that led to reports are
looked at in every crawl; everything that hangs below an unchanged list is not.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from crawler.backlog import Row, key

Role = Literal["list", "more", "report", "other"]
# least, first and longest interval of each role, in days
BOUNDS: dict[Role, tuple[float, float, float]] = {
    "list": (0, 0, 0),
    "more": (7, 7, 90),
    "report": (7, 30, 365),
    "other": (30, 60, 365),
}
# Corrected reports come in the weeks after the first: young reports are looked at sooner.
YOUNG_DAYS, YOUNG_INTERVAL = 120, 14

_SCHEMA = """
CREATE TABLE IF NOT EXISTS visit (key INTEGER PRIMARY KEY, url TEXT NOT NULL, seed TEXT NOT NULL,
  role TEXT NOT NULL, year INTEGER, level TEXT, fingerprint TEXT NOT NULL, etag TEXT NOT NULL,
  modified TEXT NOT NULL, visited TEXT NOT NULL, changed TEXT NOT NULL, interval REAL NOT NULL);
CREATE TABLE IF NOT EXISTS leads (key INTEGER NOT NULL, to_key INTEGER NOT NULL,
  PRIMARY KEY (key, to_key)) WITHOUT ROWID;
"""
# every address that hangs below a list, however many pages the list goes on for
_BELOW = """
WITH RECURSIVE below (key) AS (SELECT to_key FROM leads WHERE key = ?
  UNION SELECT leads.to_key FROM below JOIN leads USING (key) JOIN visit USING (key)
  WHERE visit.role = 'more')
SELECT {names} FROM visit WHERE key IN (SELECT key FROM below)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The last visit to an address. Times are ISO 8601 in UTC, ``interval`` is in days.

    ``fingerprint`` is of what matters there (a report's clean text, a list's report links), so counters
    and templates change nothing. ``etag`` and ``modified`` are the server's own validators.
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
        return replace(seen, interval=first)
    if seen.fingerprint != before.fingerprint:
        return replace(seen, interval=max(least, before.interval / 4))
    age = datetime.fromisoformat(seen.visited) - datetime.fromisoformat(before.changed)
    grown = min(longest, max(least, before.interval * 2))
    young = seen.role == "report" and age.days < YOUNG_DAYS
    interval = min(grown, YOUNG_INTERVAL) if young else grown
    return replace(seen, interval=interval, changed=before.changed)


def identity(row: Row) -> int:
    """The key of a row's request."""
    return key(row.url, row.method, row.body)


class Visits:
    """The store; one process writes. ``spared`` visits are those whose address need not be asked for."""

    def __init__(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def of(self, rows: Iterable[Row]) -> dict[int, Visit]:
        """The last visits to the addresses of some rows, by key."""
        keys = [identity(row) for row in rows]
        names = ", ".join(field.name for field in fields(Visit))
        found: dict[int, Visit] = {}
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            marks = ",".join("?" * len(some))
            sql = f"SELECT {names} FROM visit WHERE key IN ({marks})"  # noqa: S608 - names of our own fields
            for cells in self._db.execute(sql, some):
                visit = Visit(**dict(zip(names.split(", "), cells, strict=True)))
                found[visit.key] = visit
        return found

    def leads_to(self, key: int, rows: Iterable[Row]) -> None:
        """Remembers what a list led to this time."""
        pairs = [(key, to) for to in {identity(row) for row in rows}]
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM leads WHERE key = ?", (key,))
        self._db.executemany("INSERT INTO leads VALUES (?, ?)", pairs)
        self._db.execute("COMMIT")

    def below(self, key: int) -> list[Visit]:
        """The visits to all that a list led to, and to all that its further pages did."""
        names = [field.name for field in fields(Visit)]
        sql = _BELOW.format(names=", ".join(names))
        return [Visit(**dict(zip(names, cells, strict=True))) for cells in self._db.execute(sql, (key,))]

    def saw(self, seen: Visit) -> Visit:
        """Keeps a visit; gives it back with its new interval."""
        names = [field.name for field in fields(Visit)]
        before = self._db.execute(
            f"SELECT {', '.join(names)} FROM visit WHERE key = ?",  # noqa: S608 - names of our own fields
            (seen.key,),
        ).fetchone()
        held = after(seen, Visit(**dict(zip(names, before, strict=True))) if before else None)
        marks = ", ".join(f":{name}" for name in names)
        sql = f"INSERT OR REPLACE INTO visit ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
        self._db.execute(sql, asdict(held))
        return held
