"""The citation and the README of an export."""

import json

from corpus.exporters.about import NAME, About
from corpus.exporters.huggingface import card
from corpus.exporters.resources import Resource


def citation(said: About) -> str:
    """``CITATION.cff`` (https://citation-file-format.github.io, 1.2.0). Strings as JSON, which is YAML."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        "cff-version: 1.2.0",
        "type: dataset",
        f"message: {quoted('Cite the archived page of a report beside this data set.')}",
        f"title: {quoted(said.title)}",
        f"abstract: {quoted(said.description)}",
        f"authors:\n  - name: {quoted(f'{NAME}, built from archived pages of county governments')}",
        f"version: {quoted(said.version)}",
        f"date-released: {quoted(said.date)}",
    ]
    return "\n".join(lines) + "\n"


_RULES = """
Every figure stands on an archived page: `printed` is the text it was read from, `start` and `end` its
place in the report's text, `warc_file`, `warc_offset`, `warc_length` and `payload_digest` the record. A
value that could not be read with certainty is empty. Checks report contradictions and correct nothing.

* `division_code` is the code of that year, `county_id` the code of today: a county that was renamed or
  raised is one series. Codes are text; keep them so.
* `edition` is the form of the report. Columns of `indicators` named `x_…` run across the editions; what
  differs between them is said in the codebook and must be read before comparing.
* `documents` has the current version of each report; what changed between versions is in `changes`.
* `coverage` says why a report is not here: `missing` is not `blocked`.
* The reports are documents of government organs. No licence is granted or claimed here; who publishes
  this data sets one.
"""

_READING = {
    "csv": 'pandas.read_csv("indicators.csv", dtype={"county_id": str, "division_code": str})',
    "parquet": 'polars.read_parquet("indicators.parquet")',
    "hf": 'datasets.load_dataset(".", "indicators")',
    "jsonl": 'for line in open("reports.jsonl"): report = json.loads(line)',
    "dta": 'pandas.read_stata("indicators.dta")    // or in Stata: use indicators',
    "wacz": "open the file at https://replayweb.page, or with xianzhi import and xianzhi serve",
}
_IN_CSV = """
A cell that a spreadsheet would run as a formula has an apostrophe before it.
"""


def readme(said: About, name: str, resources: tuple[Resource, ...]) -> str:
    """``README.md``; for the Hugging Face layout with its card."""
    head = card(resources) if name == "hf" else ""
    files = "\n".join(f"| `{one.path}` | {one.description} |" for one in resources)
    notes = _RULES + (_IN_CSV if name == "csv" else "")
    return (
        f"{head}# {said.title}\n\n{said.description}\n\n| file | what it is |\n| --- | --- |\n{files}\n"
        f"{notes}\n```\n{_READING[name]}\n```\n"
    )
