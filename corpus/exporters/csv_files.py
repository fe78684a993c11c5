"""CSV for spreadsheets: UTF-8 with a byte-order mark, CRLF, and no cell that a spreadsheet would run."""

import csv
import re
from pathlib import Path
from typing import Any

from corpus.datasets import Dataset, datasets
from corpus.exporters.resources import Resource
from corpus.opened import Corpus

# What Excel, LibreOffice and WPS take for the beginning of a formula, fullwidth forms included
# (https://owasp.org/www-community/attacks/CSV_Injection); a plain number is none.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+\-]?\d[\d,]*(\.\d+)?%?")


def write(corpus: Corpus, to: Path, **_: Any) -> tuple[Resource, ...]:
    """All tables."""
    return tuple(table(corpus, one, to) for one in datasets())


def table(corpus: Corpus, dataset: Dataset, to: Path) -> Resource:
    """One table, streamed."""
    path = f"{dataset.name}.csv"
    with (to / path).open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        lines = csv.writer(file)
        lines.writerow(column.name for column in dataset.columns)
        for row in dataset.rows(corpus.db):
            lines.writerow([_cell(value) for value in row])
    return Resource(
        name=dataset.name,
        path=path,
        format="csv",
        media_type="text/csv",
        description=dataset.description,
        dataset=dataset,
    )


def _cell(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else value


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run, and without NUL.

    >>> harmless("=1+1"), harmless("-3"), harmless("增3")
    ("'=1+1", '-3', '增3')
    """
    text = text.replace("\0", "\ufffd")
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
