"""The demo's judge: what the made-up portals print, held against what the corpus says."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SQL = """
SELECT figures.id, figures.value FROM documents JOIN figures USING (report_id)
WHERE documents.issuer_name = ? AND documents.year = ? AND figures.source = 'table'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Reports and table figures: how many the portals print, found, and read otherwise than printed."""

    reports: int
    found: int
    figures: int
    right: int
    wrong: int


def score(corpus: Path, truths: list[Path]) -> Score:
    """Holds the corpus against the truth files of the demo portals."""
    reports = found = figures = right = wrong = 0
    with closing(sqlite3.connect(f"file:{corpus}?mode=ro", uri=True)) as db:
        for made in _made(truths):
            read = dict(db.execute(_SQL, (made["issuer"], made["year"])).fetchall())
            known = db.execute(
                "SELECT 1 FROM documents WHERE issuer_name = ? AND year = ?", (made["issuer"], made["year"])
            ).fetchone()
            reports += 1
            found += known is not None
            figures += len(made["table"])
            right += sum(read.get(key) == value for key, value in made["table"].items())
            wrong += sum(
                value is not None and made["table"].get(key) != value for key, value in read.items()
            )
    return Score(reports=reports, found=found, figures=figures, right=right, wrong=wrong)


def _made(truths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in truths:
        told = json.loads(path.read_text(encoding="utf-8"))
        yield from told["reports"] if isinstance(told, dict) else told
