"""Coverage, health and the next crawl of every portal that was ever visited, for ``status``."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from corpus.coverage import coverage
from corpus.schema.migrations import VERSION
from crawler.backlog import site
from crawler.runs import Runs
from crawler.schedule import Due
from crawler.scheduler import Office, upcoming


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One portal: ``years`` maps a year to found, failed_checks, missing, blocked, failed, unfinished.

    ``state`` is the schedule's (``None`` before its first turn there); ``due`` the next scheduled crawl.
    """

    code: str
    seed: str
    place: str
    years: dict[int, str]
    state: str | None = None
    since: str | None = None
    findings: tuple[str, ...] = ()
    due: str | None = None
    why: str | None = None


def standings(data: Path, now: datetime) -> list[Standing]:
    """Every visited portal, by code. Empty where nothing was crawled yet."""
    states = _states(data)
    next_crawls = {one.portal.code: one for one in upcoming(Office(data=data), now)}
    found, issuers = [], _issuers(data)
    for seed, cells in _covered(data):
        years = {int(cell["year"]): str(cell["status"]) for cell in cells}
        code = str(cells[0]["division_code"] or "")
        if code in states or set(years.values()) != {"unvisited"}:
            names = (cells[0][k] for k in ("province", "city", "county"))
            place = "/".join(dict.fromkeys(filter(None, names))) or issuers.get(seed) or site(seed)
            found.append(_standing(code, seed, place, years, states.get(code), next_crawls.get(code)))
    return found


def _standing(
    code: str, seed: str, place: str, years: dict[int, str], state: dict[str, Any] | None, due: Due | None
) -> Standing:
    return Standing(
        code=code,
        seed=seed,
        place=place,
        years=years,
        state=state["state"] if state else None,
        since=state["since"] if state else None,
        findings=tuple(f["sentence"] for f in state["findings"]) if state else (),
        due=due.at.isoformat() if due else None,
        why=due.why if due else None,
    )


def _states(data: Path) -> dict[str, dict[str, Any]]:
    if not (data / "operations.db").exists():
        return {}
    runs = Runs(data)
    try:
        return runs.states()
    finally:
        runs.close()


def _issuers(data: Path) -> dict[str, str]:
    """Who reports most at a portal, as the place of one that is not in the registry."""
    with _corpus(data) as connection:
        if connection is None:
            return {}
        return dict(
            connection.execute(
                "select seed, issuer_name from documents where issuer_name is not null"
                " group by seed, issuer_name order by level = 'county', count(*)"
            )
        )


def _covered(data: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    cells: dict[str, list[dict[str, Any]]] = {}
    with _corpus(data) as connection:
        for cell in coverage(Database(connection)) if connection else ():
            cells.setdefault(str(cell["seed"]), []).append(cell)
    yield from cells.items()


@contextmanager
def _corpus(data: Path) -> Iterator[sqlite3.Connection | None]:
    """The corpus to read from, if there is one. Raises ``ValueError`` for a later version's."""
    path = data / "corpus.db"
    if not path.exists():
        yield None
        return
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] > VERSION:
            raise ValueError(f"{path} was written by a later version of this program: use that one")
        yield connection
