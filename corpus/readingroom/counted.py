"""Datasette's database, of which whole tables are not counted again: the corpus keeps their counts."""

import re
from typing import Any

from datasette.database import Database, Results

COUNTING = 100
"""Milliseconds that counting the rows of a filter may take; beyond them a page says no number."""

_COUNT = re.compile(r"select count\(\*\) from (?:\[(\w+)\]|(\w+)) (where .*)?", re.S)
_KEPT = "select [rows] from counts where table_name = ?"


class Counted(Database):  # type: ignore[misc]  # Datasette is not typed
    """A corpus as Datasette opens it."""

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """The rows of every table; ``None`` for those that the catalogue keeps for itself."""
        kept = {row[0]: row[1] for row in (await super().execute("select * from counts")).rows}
        return {name: kept.get(name) for name in await self.table_names()}

    async def execute(self, sql: str, params: Any = None, *more: Any, **options: Any) -> Results:
        """As Datasette's own, but a table is counted by looking up and a filter for a moment only."""
        counted = _COUNT.fullmatch(sql)
        if counted is None:
            return await super().execute(sql, params, *more, **options)
        if counted[3]:
            return await super().execute(sql, params, *more, **options | {"custom_time_limit": COUNTING})
        kept = await super().execute(_KEPT, [counted[1] or counted[2]])
        return kept if kept.rows else await super().execute(sql, params, *more, **options)
