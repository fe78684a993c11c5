"""JSON lines: every report in every version, whole, as ``xianzhi parse`` prints it."""

import json
from pathlib import Path
from typing import Any

import reports
from corpus import nouns
from corpus.datasets import dataset
from corpus.exporters import csv_files
from corpus.exporters.resources import Resource
from corpus.opened import Corpus

_ALL = "select id from reports order by document_id, version, id"


def write(corpus: Corpus, to: Path, **_: Any) -> tuple[Resource, ...]:
    """``reports.jsonl``, its JSON Schema, and the coverage."""
    with (to / "reports.jsonl").open("w", encoding="utf-8", newline="\n") as lines:
        for (name,) in corpus.db.execute(_ALL).fetchall():
            said = reports.to_json(nouns.report(corpus.db, name))
            lines.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n")
    form = json.dumps(reports.schema("report"), ensure_ascii=False, indent=1, sort_keys=True)
    (to / "report.schema.json").write_text(form + "\n", encoding="utf-8")
    return (
        Resource(
            name="reports",
            path="reports.jsonl",
            format="jsonl",
            media_type="application/jsonl",
            description="Every report in every version, one a line: page, text, tables, figures, checks.",
        ),
        Resource(
            name="report-schema",
            path="report.schema.json",
            format="json",
            media_type="application/schema+json",
            description="JSON Schema of a line of reports.jsonl.",
        ),
        csv_files.table(corpus, dataset("coverage"), to),
    )
