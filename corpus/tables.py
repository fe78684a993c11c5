"""Rows in and out of the tables, each change counted, so that nobody counts 15 million rows for a page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from sqlite_utils import Database

from corpus.schema.create import everything


@cache
def _insertion(table: str) -> tuple[str, tuple[str, ...]]:
    names = tuple(c.name for one in everything() if one.name == table for c in one.columns)
    marks = ", ".join("?" for _ in names)
    return f"insert into [{table}] ({', '.join(f'[{n}]' for n in names)}) values ({marks})", names


def insert(db: Database, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Inserts rows; a column that a row does not name is empty."""
    statement, names = _insertion(table)
    values = [[row.get(name) for name in names] for row in rows]
    before = db.conn.total_changes
    try:
        db.conn.executemany(statement, values)
    except UnicodeEncodeError:
        left = values[db.conn.total_changes - before :]
        db.conn.executemany(statement, [[storable(value) for value in row] for row in left])
    _counted(db, table, len(values))


def delete(db: Database, table: str, where: str, values: Sequence[object] = ()) -> None:
    """Deletes the rows of a condition."""
    gone = db.conn.execute(f"delete from [{table}] where {where}", values).rowcount
    _counted(db, table, -gone)


def _counted(db: Database, table: str, more: int) -> None:
    if more:
        db.conn.execute("update counts set [rows] = [rows] + ? where table_name = ?", [more, table])


def insert_state(db: Database, key: str, value: str) -> None:
    """Remembers one thing of the catalogue itself."""
    db.execute("insert or replace into state (key, value) values (?, ?)", [key, value])


_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(value: object) -> object:
    """A lone surrogate is no character and cannot be kept; it becomes U+FFFD, as a decoder would say."""
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
