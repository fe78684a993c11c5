"""Which years of a county's own reports the corpus holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

_SQL = "SELECT DISTINCT year FROM documents WHERE county_id = ? AND level = 'county' AND year IS NOT NULL"


def known_years(data: Path, code: str) -> frozenset[int]:
    """The years, none where there is no corpus yet."""
    path = data / "corpus.db"
    if not path.exists():
        return frozenset()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return frozenset(int(year) for (year,) in db.execute(_SQL, (code,)))
