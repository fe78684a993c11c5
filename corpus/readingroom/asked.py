"""What the reading room asks of the corpus: plain SQL over one connection, rows as dictionaries."""

import json
import sqlite3
from typing import Any

Row = dict[str, Any]

# The government's own report, as in the wide table; departments and townships stand apart.
GOVERNMENT = "('county', 'city', 'functional_zone', 'other')"


def rows(conn: sqlite3.Connection, sql: str, parameters: Any = ()) -> list[Row]:
    """All rows of a query."""
    cursor = conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def one(conn: sqlite3.Connection, sql: str, parameters: Any = ()) -> Row | None:
    """The first row of a query."""
    found = rows(conn, sql, parameters)
    return found[0] if found else None


def report(conn: sqlite3.Connection, report_id: str) -> Row | None:
    """Everything that stands on the page of one report, ``None`` where there is no such report."""
    head = one(conn, "SELECT * FROM reports WHERE id = ?", (report_id,))
    if head is None:
        return None
    page = one(conn, "SELECT * FROM pages WHERE id = ?", (report_id,)) or {}
    return {
        "report": head,
        "page": page | {"attachments": _list(page.get("attachments")), "issues": _list(page.get("issues"))},
        "sections": _ordered(conn, "sections", "report_id", report_id),
        "figures": _ordered(conn, "figures", "report_id", report_id),
        "checks": _ordered(conn, "checks", "report_id", report_id),
        "tables": [
            table | {"rows": _list(table["rows"])}
            for table in _ordered(conn, "tables", "page_id", report_id)
        ],
        "removals": _ordered(conn, "removals", "page_id", report_id),
        "repairs": _ordered(conn, "repairs", "page_id", report_id),
        "captures": captures(conn, report_id),
        "discovery": discovery(conn, page.get("capture_id")),
        "versions": versions(conn, head["document_id"]),
        "changes": changes(conn, head["document_id"]),
        "years": years(conn, head["county_id"]),
        "year_checks": year_checks(conn, head["document_id"], report_id),
    }


def _ordered(conn: sqlite3.Connection, table: str, key: str, value: str) -> list[Row]:
    return rows(conn, f"SELECT * FROM [{table}] WHERE [{key}] = ? ORDER BY n", (value,))


def _list(text: str | None) -> list[Any]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def captures(conn: sqlite3.Connection, page_id: str) -> list[Row]:
    """Captures that show a page, earliest first."""
    return rows(conn, "SELECT * FROM captures WHERE page_id = ? ORDER BY date, id", (page_id,))


def capture(conn: sqlite3.Connection, capture_id: str) -> Row | None:
    """One capture by its short name."""
    return one(conn, "SELECT * FROM captures WHERE id = ?", (capture_id,))


def discovery(conn: sqlite3.Connection, capture_id: str | None) -> list[Row]:
    """The pages on the way to a capture."""
    return _ordered(conn, "discovery", "capture_id", capture_id or "")


def versions(conn: sqlite3.Connection, document_id: str | None) -> list[Row]:
    """Versions of a document, latest first."""
    return rows(
        conn, "SELECT * FROM versions WHERE document_id = ? ORDER BY version DESC", (document_id or "",)
    )


def changes(conn: sqlite3.Connection, document_id: str | None) -> list[Row]:
    """What changed from version to version."""
    return rows(
        conn,
        "SELECT * FROM changes WHERE document_id = ? ORDER BY version, n LIMIT 500",
        (document_id or "",),
    )


def years(conn: sqlite3.Connection, county_id: str | None) -> list[Row]:
    """The current government reports of a county, by year."""
    return rows(
        conn,
        f"""SELECT * FROM documents WHERE county_id = ? AND county_id != '' AND level IN {GOVERNMENT}
            ORDER BY year, id""",
        (county_id or "",),
    )


_BESIDE = """
SELECT c.*, d.year, b.year AS last_year, o.id AS other, o.year AS other_year FROM year_checks AS c
JOIN documents AS d ON d.id = c.document_id JOIN documents AS b ON b.id = c.last_document_id
JOIN documents AS o ON o.id = {other} WHERE {own} = ? ORDER BY c.status = 'pass', c.n
"""


def year_checks(
    conn: sqlite3.Connection, document_id: str | None, report_id: str
) -> tuple[tuple[str, list[Row]], ...]:
    """The document's current report held against the year before, and the year after against it."""
    current = one(conn, "SELECT 1 FROM documents WHERE id = ? AND report_id = ?", (document_id, report_id))
    if current is None:
        return ()
    before = _BESIDE.format(own="c.document_id", other="c.last_document_id")
    after = _BESIDE.format(own="c.last_document_id", other="c.document_id")
    return (
        ("against_last", rows(conn, before, (document_id,))),
        ("against_next", rows(conn, after, (document_id,))),
    )


def portals(conn: sqlite3.Connection, county_id: str | None, seed: str | None) -> list[Row]:
    """Portals of a county, or the one of a seed, each with its last crawl."""
    return rows(
        conn,
        """SELECT portals.*, crawls.crawl_id, crawls.outcome, crawls.status, crawls.note, crawls.began
           FROM portals LEFT JOIN crawls ON crawls.seed = portals.seed AND crawls.crawl_id =
             (SELECT crawl_id FROM crawls AS later WHERE later.seed = portals.seed
              ORDER BY began DESC, crawl_id DESC LIMIT 1)
           WHERE portals.county_id = ? OR portals.seed = ? ORDER BY portals.seed""",
        (county_id, seed),
    )


def documents(conn: sqlite3.Connection, county_id: str | None, seed: str | None) -> list[Row]:
    """All documents of a county, or of a portal, latest year first."""
    return rows(
        conn,
        """SELECT * FROM documents WHERE county_id = ? OR seed = ?
           ORDER BY year DESC, level = 'county' DESC, level, issuer_name LIMIT 3000""",
        (county_id, seed),
    )


def series_names(conn: sqlite3.Connection, county_id: str) -> list[str]:
    """Names of the series that a county has, those of most years first."""
    found = rows(
        conn,
        f"""SELECT series.id AS id, count(DISTINCT documents.year) AS n FROM documents
            JOIN series ON series.report_id = documents.report_id
            WHERE documents.county_id = ? AND documents.level IN {GOVERNMENT}
            GROUP BY series.id ORDER BY n DESC, series.id""",
        (county_id,),
    )
    return [row["id"] for row in found]


def series(conn: sqlite3.Connection, county_id: str, name: str) -> list[Row]:
    """The values of one series of a county, by year."""
    return rows(
        conn,
        f"""SELECT documents.year, documents.report_id, documents.edition, series.value, series.comparable,
                   series.caveat
            FROM documents JOIN series ON series.report_id = documents.report_id
            WHERE documents.county_id = ? AND series.id = ? AND documents.level IN {GOVERNMENT}
            ORDER BY documents.year""",
        (county_id, name),
    )
