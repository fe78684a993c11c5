"""A corpus of 100,000 made reports in minutes: some are made, the rest are those moved to other counties.

The made reports of a few counties are copied, each table in one statement, to all other counties of the
country, and from then on as reports of their departments. Names, codes and addresses are the new
county's; the texts keep the old one's prose, which no timing depends on.
"""

import sqlite3
from functools import lru_cache
from pathlib import Path

from sqlite_utils import Database

from corpus import schema, search
from tests.bench import corpus_made

# Columns that name something which the copy must have of its own.
_OWN = frozenset({"report_id", "page_id", "capture_id", "record_id"})
_OF_PLACE = frozenset({"division_code", "county_id", "province", "city", "county"})
_NAMED = frozenset({"reports", "documents", "indicators"})
# Each table with the column by which its rows belong to a report or a document.
_TABLES = (
    ("pages", "id"),
    ("captures", "id"),
    ("discovery", "capture_id"),
    ("reports", "id"),
    ("sections", "report_id"),
    ("figures", "report_id"),
    ("checks", "report_id"),
    ("series", "report_id"),
    ("tables", "page_id"),
    ("removals", "page_id"),
    ("repairs", "page_id"),
    ("documents", "id"),
    ("versions", "document_id"),
    ("indicators", "document_id"),
    ("year_checks", "document_id"),
)
_BY_DOCUMENT = frozenset({"documents", "versions", "indicators", "year_checks"})
_HASH = 1 << 28
"""Bytes of the search index kept in memory before they are written."""


def write(data: Path, count: int = 100_000, made: int = 900) -> None:
    """Writes DATA/corpus.db with at least ``count`` reports."""
    corpus_made.write(data, made)
    db = sqlite3.connect(data / "corpus.db", isolation_level=None)
    for setting in (
        "foreign_keys = OFF",
        "synchronous = OFF",
        "journal_mode = OFF",
        "cache_size = -400000",
    ):
        db.execute(f"PRAGMA {setting}")
    indexes = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE name LIKE 'idx\\_%' ESCAPE '\\'"
    ).fetchall()
    for name, _ in indexes:
        db.execute(f"DROP INDEX [{name}]")
    db.execute("BEGIN")
    _moves(db, count)
    for table, key in _TABLES:
        _copy(db, table, key)
    _index(db)
    db.execute("COMMIT")
    for _, sql in indexes:
        db.execute(sql)
    _counted(db)
    db.close()


def _moves(db: sqlite3.Connection, count: int) -> None:
    """Which made county moves where in which copy, and what is copied."""
    db.execute("CREATE TEMP TABLE base AS SELECT id, document_id, county_id FROM reports ORDER BY id")
    (have,) = db.execute("SELECT count(*) FROM base").fetchone()
    codes = {code for (code,) in db.execute("SELECT DISTINCT county_id FROM base")}
    places = [county for n, county in enumerate(corpus_made.counties()) if n % corpus_made.BLOCKED]
    first = [county for county in places if county.code in codes]
    db.execute("CREATE TEMP TABLE moved (copy, prefix, turn, old, new, province, city, county, organ)")
    for copy in range(1, -(-count // have)):
        for n, old in enumerate(first):
            turn, at = divmod(copy * len(first) + n, len(places))
            new, organ = places[at], f"第{turn}局" if turn else "人民政府"
            row = (copy, f"z{copy:03x}", turn, old.code, new.code, new.province, new.city, new.name, organ)
            db.execute("INSERT INTO moved VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    db.execute("CREATE INDEX temp.by_copy ON moved (copy, old)")


def _copy(db: sqlite3.Connection, table: str, key: str) -> None:
    """Copies in the order of their names, so that every table only grows at its end."""
    by = "document_id" if table in _BY_DOCUMENT else "id"
    db.execute(
        f"CREATE TEMP TABLE x AS SELECT * FROM main.[{table}] WHERE [{key}] IN (SELECT {by} FROM base)"
    )
    db.execute(f"CREATE INDEX temp.by_key ON x ([{key}])")
    columns = [row[1] for row in db.execute(f"PRAGMA main.table_info([{table}])")]
    names, given = (
        ", ".join(f"[{one}]" for one in columns),
        ", ".join(_column(table, one) for one in columns),
    )
    db.execute(
        f"""INSERT INTO main.[{table}] ({names}) SELECT {given}
            FROM (SELECT DISTINCT copy FROM moved) AS turn CROSS JOIN base
            CROSS JOIN moved ON moved.copy = turn.copy AND moved.old = base.county_id
            CROSS JOIN x ON x.[{key}] = base.{by}"""
    )
    db.execute("DROP TABLE x")


def _column(table: str, column: str) -> str:
    if column in _OWN or (column == "id" and table in ("pages", "captures", "reports")):
        return f"moved.prefix || x.[{column}]"
    if column == "rowid":
        return "x.rowid + moved.copy * 1000000"
    if column in _OF_PLACE:
        return "moved.new" if column.endswith(("code", "_id")) else f"moved.{column}"
    if column.endswith("document_id") or (column, table) == ("id", "documents"):
        name = f"replace(x.[{column}], moved.old, moved.new)"
        return f"{name} || iif(moved.turn, '-d' || moved.turn, '')"
    if column in ("seed", "url", "target_uri"):
        return f"replace(x.[{column}], moved.old, moved.new)"
    if column == "level":
        return "iif(moved.turn, 'department', x.level)"
    if column in ("issuer_name", "title") and table in _NAMED:
        return "moved.county || moved.organ || coalesce(x.year, '')"
    return f"x.[{column}]"


def _index(db: sqlite3.Connection) -> None:
    """The search index of the copies; a text that many share is taken apart once."""
    apart = lru_cache(maxsize=8192)(search.indexed)
    db.execute("INSERT INTO reports_fts (reports_fts, rank) VALUES ('hashsize', ?)", [_HASH])
    rows = db.execute(
        """SELECT reports.rowid, reports.title, reports.issuer_name, pages.text FROM reports
           JOIN pages USING (id) WHERE substr(reports.id, 1, 1) = 'z'"""
    )
    for rowid, title, issuer, text in rows:
        texts = [search.indexed(title), search.indexed(issuer), apart(text)]
        db.execute(
            "INSERT INTO reports_fts (rowid, title, issuer, text) VALUES (?, ?, ?, ?)", [rowid, *texts]
        )
    db.execute("INSERT INTO reports_fts (reports_fts, rank) VALUES ('hashsize', 1048576)")


def _counted(db: sqlite3.Connection) -> None:
    """What the catalogue keeps of itself, and SQLite of its indexes."""
    (last,) = db.execute("SELECT max(rowid) FROM reports").fetchone()
    db.execute("INSERT OR REPLACE INTO state VALUES ('rowid', ?)", [str(last)])
    db.execute("DELETE FROM counts")
    schema.prepare(Database(db, execute_plugins=False))
    db.execute("PRAGMA analysis_limit = 400")
    db.execute("ANALYZE")
    db.execute("PRAGMA journal_mode = WAL")
