"""Every figure that became another one between two versions of a report, the newest first."""

import sqlite3

from corpus.readingroom.asked import Row, rows
from corpus.readingroom.seriesnames import label

PAGE = 100

# earlier and later: the captures to hold side by side, the last of one version, the first of the other
_CHANGES = """
SELECT changes.kind, changes.figure, changes.old, changes.new, changes.old_printed, changes.new_printed,
  changes.old_date, changes.new_date, documents.county_id, documents.county, documents.issuer_name,
  documents.year, versions.report_id,
  (SELECT captures.id FROM versions AS replaced JOIN captures ON captures.page_id = replaced.report_id
   WHERE replaced.document_id = changes.document_id AND replaced.version = versions.previous
   ORDER BY captures.date DESC, captures.id LIMIT 1) AS earlier,
  (SELECT id FROM captures WHERE page_id = versions.report_id ORDER BY date, id LIMIT 1) AS later
FROM changes JOIN documents ON documents.id = changes.document_id
  JOIN versions ON versions.document_id = changes.document_id AND versions.version = changes.version
WHERE :county IS NULL OR documents.county_id = :county
ORDER BY changes.new_date DESC, changes.document_id, changes.n LIMIT :most OFFSET :from
"""


def changed(conn: sqlite3.Connection, county: str | None, start: int) -> tuple[list[Row], int | None]:
    """Changes from ``start`` on, of one county or of all, and where the next ones begin, if any."""
    asked = {"county": county or None, "most": PAGE + 1, "from": start}
    found = [row | {"label": label(row["figure"])} for row in rows(conn, _CHANGES, asked)]
    return found[:PAGE], start + PAGE if len(found) > PAGE else None
