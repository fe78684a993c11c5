"""How the portals are: their states, the runs behind them and what comes next, as the schedule left them.

Read from ``operations.db`` beside the corpus (crawler.runs writes it); without it nothing is scheduled.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus.readingroom.asked import Row, rows

HISTORY = 12  # runs shown of each portal
# worst first, as the page lists them
ORDER = ("broken", "blocked_here", "attention", "quiet", "ok")

_STATES = "SELECT code, state, since, findings FROM states"
_RUNS = """
SELECT code, began, state, outcome FROM (
  SELECT *, row_number() OVER (PARTITION BY code ORDER BY began DESC) AS n FROM runs) WHERE n <= ?
ORDER BY code, began
"""
_DUE = "SELECT code, at, why FROM due"
_NAMES = "SELECT division_code AS code, province, city, county, seed FROM portals"


def standing(conn: sqlite3.Connection, corpus: Path, codes: set[str]) -> list[Row]:
    """The rows of some portals."""
    return [row for row in health(conn, corpus) if row["code"] in codes]


def health(conn: sqlite3.Connection, corpus: Path) -> list[Row]:
    """A row a portal that was ever in a turn of the schedule, the worst first."""
    path = corpus.with_name("operations.db")
    if not path.is_file():
        return []
    names = {row["code"]: row for row in rows(conn, _NAMES)}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as operations:
        states = rows(operations, _STATES)
        runs = _by_code(rows(operations, _RUNS, (HISTORY,)))
        due = {row["code"]: row for row in rows(operations, _DUE)}
    found = [_standing(row, names, runs, due) for row in states]
    return sorted(found, key=lambda row: (ORDER.index(row["state"]), row["code"]))


def _by_code(found: list[Row]) -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = {}
    for row in found:
        out.setdefault(row["code"], []).append(row | {"outcome": json.loads(row["outcome"])})
    return out


def _standing(row: Row, names: dict[Any, Row], runs: dict[str, list[Row]], due: dict[str, Row]) -> Row:
    code = row["code"]
    history = runs.get(code, [])
    return {
        **names.get(code, {"province": "", "city": "", "county": code, "seed": ""}),
        **row,
        "findings": [finding["sentence"] for finding in json.loads(row["findings"])],
        "history": history,
        "last": history[-1] if history else None,
        "due": due.get(code),
    }
