"""What was run and how it ended: ``DATA/operations.db``, written by the schedule alone.

It holds the runs of every portal, its state with the day it began, and the alarms that went out. It is
small, survives a kill at any moment (SQLite, WAL), and losing it loses no capture: portals then count as
never crawled and are crawled again.
"""

import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from crawler.health import LESS, Finding, Judgement, Outcome, State, state_of
from crawler.registry import Portal

VERSION = 1  # of the tables; a later one is refused
MOST_TRIES = 3  # of one batch; then it is begun anew
_MEASURE = """
SELECT outcome FROM runs WHERE code = ? AND json_extract(outcome, '$.status') IN ('ok', 'limit')
  AND json_extract(outcome, '$.reports') > 0 AND NOT coalesce(json_extract(outcome, '$.short'), 0)
ORDER BY began DESC LIMIT 1
"""
_OPEN = "id = (SELECT max(id) FROM batches WHERE ended = 0)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """A portal's last run: when it began, the state it was judged to be in, how many times in a row."""

    began: datetime
    state: State
    in_row: int


class Runs:
    """The store. Times are ISO 8601 in UTC."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._db = Database(data / "operations.db")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            self._db.close()
            raise ValueError(
                f"{data / 'operations.db'} was written by a later version of this program: use that one, or"
                " put the file aside and every portal counts as new"
            )
        self._db.enable_wal()
        if version < VERSION:
            self._db.execute(f"PRAGMA user_version = {VERSION}")
        self._runs = self._table(
            "runs", {"code": str, "began": str, "outcome": str, "state": str, "findings": str}
        )
        self._due = self._table("due", {"code": str, "at": str, "why": str}, pk="code")
        self._batches = self._table(
            "batches", {"id": int, "codes": str, "began": str, "ended": int, "tries": int}, pk="id"
        )
        if "tries" not in self._batches.columns_dict:  # a store of the first layout
            self._batches.add_column("tries", int)
        self._states = self._table(
            "states", {"code": str, "state": str, "since": str, "findings": str}, pk="code"
        )

    def _table(
        self, name: str, columns: dict[str, type], pk: str | tuple[str, ...] = ("code", "began")
    ) -> Any:
        table: Any = self._db[name]
        table.create(columns, pk=pk, if_not_exists=True)
        return table

    def comes_next(self, rows: Iterable[dict[str, str]]) -> None:
        """Keeps what comes next for those who look: code, at, why."""
        with self._db.conn:
            self._due.upsert_all(rows, pk="code")

    def open_batch(self) -> list[str] | None:
        """The codes of a batch that was begun and not ended, in order; ``None`` where there is none."""
        rows = list(self._batches.rows_where("ended = 0", order_by="id desc", limit=1))
        return json.loads(rows[0]["codes"]) if rows else None

    def begin_batch(self, codes: list[str], at: str) -> None:
        """Writes down what is about to be crawled, so that a killed turn can be gone on with."""
        with self._db.conn:
            self._batches.insert({"codes": json.dumps(codes), "began": at, "ended": 0, "tries": 0})

    def tried_again(self) -> bool:
        """Counts a resumption of the open batch; false where it was resumed often enough, or where the
        crawl that ``--resume`` finds may be that of another open batch.
        """
        with self._db.conn:
            self._db.execute(f"UPDATE batches SET tries = coalesce(tries, 0) + 1 WHERE {_OPEN}")  # noqa: S608
        open_ = list(self._batches.rows_where("ended = 0"))
        return len(open_) == 1 and open_[0]["tries"] <= MOST_TRIES

    def end_batch(self) -> None:
        """The open batch is done, the last where several are."""
        with self._db.conn:
            self._db.execute(f"UPDATE batches SET ended = 1 WHERE {_OPEN}")  # noqa: S608

    def close(self) -> None:
        """Closes the database."""
        self._db.close()

    def past(self, code: str, most: int = 20) -> tuple[Outcome, ...]:
        """The last runs of a portal, newest last."""
        rows = self._runs.rows_where("code = ?", [code], order_by="began desc", limit=most)
        return tuple(_outcome(row) for row in reversed(list(rows)))

    def last(self, code: str) -> Last | None:
        """The last run of a portal."""
        rows = list(self._runs.rows_where("code = ?", [code], order_by="began desc", limit=10))
        if not rows:
            return None
        state = rows[0]["state"]
        same = list(takewhile(lambda row: row["state"] == state, rows))
        return Last(began=datetime.fromisoformat(rows[0]["began"]), state=state, in_row=len(same))

    def measure(self, code: str) -> Outcome | None:
        """The run that later ones are held against: the last that found all that was known."""
        found = next(self._db.query(_MEASURE, [code]), None)
        return _outcome(found) if found else None

    def accept(self, code: str) -> State | None:
        """Takes what the last run found for all there is; gives the state that is left, if it ever ran."""
        rows = list(self._runs.rows_where("code = ?", [code], order_by="began desc", limit=1))
        if not rows:
            return None
        outcome = replace(_outcome(rows[0]), short=False)
        left = [Finding(**cells) for cells in json.loads(rows[0]["findings"])]
        left = [finding for finding in left if finding.kind not in LESS]
        self.keep(outcome, Judgement(state=state_of(left), findings=tuple(left)))
        return state_of(left)

    def state(self, code: str) -> State | None:
        """The state a portal is in, ``None`` before its first run."""
        found: list[State] = [row["state"] for row in self._states.rows_where("code = ?", [code])]
        return found[0] if found else None

    def states(self) -> dict[str, dict[str, Any]]:
        """Every portal's state by code: state, since, findings."""
        return {row["code"]: row | {"findings": json.loads(row["findings"])} for row in self._states.rows}

    def history(self, code: str) -> list[dict[str, Any]]:
        """Every run of a portal with its state and findings, newest first."""
        rows = self._runs.rows_where("code = ?", [code], order_by="began desc")
        return [
            row | {"outcome": json.loads(row["outcome"]), "findings": json.loads(row["findings"])}
            for row in rows
        ]

    def keep(self, run: Outcome, judged: Judgement) -> State | None:
        """Stores a run and the state after it, in one transaction; gives the state before it."""
        before = self.state(run.code)
        findings = json.dumps([asdict(f) for f in judged.findings], ensure_ascii=False)
        run = replace(run, short=any(finding.kind in LESS for finding in judged.findings))
        row = {"code": run.code, "began": run.began, "outcome": json.dumps(asdict(run), ensure_ascii=False)}
        with self._db.conn:
            self._runs.upsert(row | {"state": judged.state, "findings": findings}, pk=("code", "began"))
            since = run.began if judged.state != before else self._since(run.code)
            state = {"code": run.code, "state": judged.state, "since": since, "findings": findings}
            self._states.upsert(state, pk="code")
        return before

    def _since(self, code: str) -> str:
        return str(next(self._states.rows_where("code = ?", [code]))["since"])


def _outcome(row: dict[str, Any]) -> Outcome:
    cells = json.loads(row["outcome"])
    return Outcome(**cells | {"years": tuple(cells["years"])})


def hosts(portal: Portal) -> tuple[str, ...]:
    """Every host a portal lives on, with its port where one is named."""
    addresses = (portal.homepage, *portal.other_hosts.split())
    return tuple(sorted({urlsplit(a if "//" in a else "//" + a).netloc for a in addresses}))


@contextmanager
def held(data: Path, portal: Portal) -> Iterator[bool]:
    """Holds all hosts of a portal while it is crawled; false where another run holds one of them.

    The locks are the kernel's (flock): a killed run holds nothing.
    """
    folder = data / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    files = [(folder / f"{host.replace(':', '_')}.lock").open("w") for host in hosts(portal)]
    try:
        yield all(_try_lock(file) for file in files)
    finally:
        for file in files:
            file.close()


@contextmanager
def turning(data: Path) -> Iterator[bool]:
    """Holds the data folder for one turn of the schedule; false where another turn is under way.

    The file is touched by the turn that holds it: its time says since when one is under way.
    """
    path = turn_lock(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        ours = _try_lock(file)
        if ours:
            path.touch()
        yield ours


def turn_lock(data: Path) -> Path:
    """The file that a turn holds."""
    return data / "locks" / "turn.lock"


def _try_lock(file: Any) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
