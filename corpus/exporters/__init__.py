"""Files for researchers: one module a format, one line a module (docs/how-to/add-an-exporter.md).

A module has ``write(corpus, to, **options)``: it writes its files into the directory ``to`` and returns
a :class:`Resource` for each. What describes them (data package, Croissant, codebook, citation, README)
is written for all formats alike. The same corpus gives the same bytes.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import CannotExport
from corpus.exporters import csv_files, huggingface, jsonl, parquet, stata, wacz
from corpus.exporters.building import building
from corpus.exporters.describing import describe
from corpus.exporters.resources import Resource
from corpus.opened import Corpus

Writer = Callable[..., tuple[Resource, ...]]

# format -> what writes it; in the order in which --help lists them.
EXPORTERS: dict[str, Writer] = {
    "parquet": parquet.write,
    "jsonl": jsonl.write,
    "csv": csv_files.write,
    "dta": stata.write,
    "hf": huggingface.write,
    "wacz": wacz.write,
}


def export(corpus: Corpus, to: Path, name: str, **options: Any) -> tuple[Resource, ...]:
    """Writes the corpus in one format into a new directory, whole or not at all.

    Raises :class:`CannotExport` where the directory exists already, cannot be written, or there is
    nothing to write.
    """
    read = bool(corpus.db.execute("select 1 from documents limit 1").fetchone())
    if not read and name != "wacz":
        raise CannotExport(f"{corpus.path} holds no report yet: crawl a portal first")
    with building(to) as place:
        written = EXPORTERS[name](corpus, place, **options)
        # Archived pages of which none was read as a report describe themselves: a WACZ has its package.
        return (*written, *(describe(corpus, place, name, written) if read else ()))


__all__ = ["EXPORTERS", "CannotExport", "Resource", "export"]
