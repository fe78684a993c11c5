"""Alarms on their way: kept until they are sent, so that a mail server that refuses loses none.

In ``operations.db``. A turn first tries what is left from earlier turns; a way that fails once is left
alone until the next turn, so a dead server costs one wait and not one a portal. Of one portal only the
newest letter is kept: a state that is over is not news.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler import alarms, journal
from crawler.alarms import Letter

_UNKNOWN = ""  # the way of letters that came while alarms.toml could not be read


def _letter(row: dict[str, Any]) -> Letter:
    return Letter(about=row["about"], text=row["text"], told=json.loads(row["told"]))


class Outbox:
    """The letters that are not sent yet, by way and by what they are about."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._db = Database(data / "operations.db")
        self._table = self._db.table("outbox")
        columns = {"way": str, "about": str, "text": str, "told": str}
        self._table.create(columns, pk=("way", "about"), if_not_exists=True)

    def close(self) -> None:
        """Closes the database."""
        self._db.close()

    def send(self, letters: list[Letter], stopping: Callable[[], bool] = lambda: False) -> list[str]:
        """Puts letters in and sends all that can be sent; a sentence for each way that failed.

        Where ``stopping`` becomes true the rest is left for the next turn.

        Raises ``ValueError`` where ``alarms.toml`` is unusable; the letters are kept then too.
        """
        try:
            ways = alarms.names(alarms.configured(self._data))
        except ValueError as error:
            self._put([_UNKNOWN], letters)
            return [str(error)]
        held = [_letter(row) for row in self._table.rows_where("way = ?", [_UNKNOWN])]
        self._put(list(ways), [*held, *letters])
        self._forget(set(ways))
        failures = (self._empty(name, way, stopping) for name, way in ways.items())
        return [failure for failure in failures if failure]

    def _put(self, ways: list[str], letters: list[Letter]) -> None:
        rows = [
            {"way": way, "about": one.about, "text": one.text, "told": json.dumps(one.told)}
            for way in ways
            for one in letters
        ]
        with self._db.conn:
            self._table.upsert_all(rows, pk=("way", "about"))

    def _forget(self, ways: set[str]) -> None:
        """Letters for a way that is no longer in the file."""
        for gone in {row["way"] for row in self._table.rows} - ways:
            with self._db.conn:
                self._table.delete_where("way = ?", [gone])

    def _empty(self, name: str, way: alarms.Way, stopping: Callable[[], bool]) -> str | None:
        """Sends what waits for one way, up to the first failure."""
        for row in list(self._table.rows_where("way = ?", [name], order_by="rowid")):
            if stopping():
                break
            letter = _letter(row)
            failure = alarms.tried(name, way, letter, stopping)
            journal.note(self._data, "alarm", about=letter.about, text=letter.text, failed=failure)
            if failure:
                waiting = self._table.count_where("way = ?", [name])
                return f"{failure}; {waiting} kept for the next turn"
            with self._db.conn:
                self._table.delete((name, letter.about))
        return None
