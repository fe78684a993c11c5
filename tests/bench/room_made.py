"""A corpus of 100,000 made reports in minutes: some are made, the rest are those moved to other counties.

Made reports of a few counties are copied, table by table in SQL, to all other counties of the country,
and once more as reports of a department of each. Names, codes and addresses are the new county's; the
texts keep the old one's prose, which no timing depends on.
"""

import sqlite3
from functools import lru_cache
from pathlib import Path

from corpus import search
from tests.bench import corpus_made

# Columns that name something which the copy must have of its own.
_OWN = frozenset({"report_id", "page_id", "capture_id", "record_id"})
_OF_PLACE = frozenset({"division_code", "county_id", "province", "city", "county"})
_NAMED = frozenset({"reports", "documents", "indicators"})
_TABLES = (
    ("pages", "id"),
    ("captures", "page_id"),
    ("discovery", "capture_id"),
    ("reports", "id"),
    ("sections", "report_id"),
    ("figures", "report_id"),
    ("checks", "report_id"),
    ("series", "report_id"),
    ("tables", "page_id"),
    ("removals", "page_id"),
    ("repairs", "page_id"),
    ("documents", "report_id"),
    ("versions", "report_id"),
    ("indicators", "report_id"),
)


def write(data: Path, count: int = 100_000, made: int = 2700) -> None:
    """Writes DATA/corpus.db with at least ``count`` reports."""
    corpus_made.write(data, made)
    db = sqlite3.connect(data / "corpus.db", isolation_level=None)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA synchronous = OFF")
    places = [county for n, county in enumerate(corpus_made.counties()) if n % 17]
    first = db.execute("SELECT DISTINCT county_id FROM documents ORDER BY county_id").fetchall()
    base = [county for county in places if (county.code,) in first]
    have = db.execute("SELECT count(*) FROM reports").fetchone()[0]
    turns, copy = -(-count // have), 1
    db.execute("CREATE TEMP TABLE moved (old, new, province, city, county)")
    while copy < turns:
        _copy(db, copy, base, places)
        copy += 1
    _index(db)
    db.execute("ANALYZE")
    db.close()


def _copy(db: sqlite3.Connection, copy: int, base: list, places: list) -> None:
    round_, part = divmod(copy * len(base), len(places))
    db.execute("DELETE FROM moved")
    for n, old in enumerate(base):
        new = places[(part + n) % len(places)]
        db.execute(
            "INSERT INTO moved VALUES (?, ?, ?, ?, ?)",
            (old.code, new.code, new.province, new.city, new.name),
        )
    db.execute("BEGIN")
    for table, key in _TABLES:
        _copy_table(db, table, key, copy, department=round_ > 0)
    db.execute("COMMIT")


def _copy_table(db: sqlite3.Connection, table: str, key: str, copy: int, *, department: bool) -> None:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info([{table}])")]
    given = [_column(table, column, copy, department) for column in columns]
    names = ", ".join(f"[{column}]" for column in columns)
    db.execute(
        f"""INSERT OR IGNORE INTO [{table}] ({names}) SELECT {", ".join(given)} FROM [{table}] AS x
            JOIN reports ON reports.id = {_report(table, key)} JOIN moved ON moved.old = reports.county_id
            WHERE substr(reports.id, 1, 1) != 'z'"""
    )


def _report(table: str, key: str) -> str:
    return (
        "(SELECT page_id FROM captures WHERE id = x.capture_id)" if table == "discovery" else f"x.[{key}]"
    )


def _column(table: str, column: str, copy: int, department: bool) -> str:
    if column in _OWN or (column == "id" and table in ("pages", "captures", "reports")):
        return f"'z{copy:02x}' || x.[{column}]"
    if column == "rowid":
        return f"x.rowid + {copy * 1_000_000}"
    if column in _OF_PLACE:
        return "moved.new" if column.endswith(("code", "_id")) else f"moved.{column}"
    if column == "document_id" or (column, table) == ("id", "documents"):
        return f"replace(x.[{column}], moved.old, moved.new) || '{f'-d{copy}' if department else ''}'"
    if column in ("seed", "url", "target_uri"):
        return f"replace(x.[{column}], moved.old, moved.new)"
    if column == "level" and department:
        return "'department'"
    if column in ("issuer_name", "title"):
        organ = f"第{copy}局" if department else "人民政府"
        return f"moved.county || '{organ}' || coalesce(x.year, '')" if table in _NAMED else f"x.[{column}]"
    return f"x.[{column}]"


def _index(db: sqlite3.Connection) -> None:
    """The search index of the copies; a text that many share is taken apart once."""
    apart = lru_cache(maxsize=8192)(search.indexed)
    db.execute("BEGIN")
    rows = db.execute(
        """SELECT reports.rowid, reports.title, reports.issuer_name, pages.text FROM reports
           JOIN pages USING (id) WHERE substr(reports.id, 1, 1) = 'z'"""
    )
    for rowid, title, issuer, text in rows:
        texts = [search.indexed(title), search.indexed(issuer), apart(text)]
        db.execute(
            "INSERT INTO reports_fts (rowid, title, issuer, text) VALUES (?, ?, ?, ?)", [rowid, *texts]
        )
    db.execute("COMMIT")
