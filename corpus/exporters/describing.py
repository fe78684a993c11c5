"""What stands beside every export: data package, Croissant, codebook, citation, README."""

import csv
import json
from pathlib import Path
from typing import Any

from corpus.exporters import croissant, datapackage
from corpus.exporters.about import About, about
from corpus.exporters.resources import Resource
from corpus.exporters.stata import stata_name
from corpus.exporters.texts import citation, readme
from corpus.opened import Corpus


def describe(corpus: Corpus, to: Path, name: str, written: tuple[Resource, ...]) -> tuple[Resource, ...]:
    """Writes the descriptions and returns their resources."""
    said = about(corpus)
    codebook = _codebook(to, written)
    described = (*written, *codebook)
    _json(to / "datapackage.json", datapackage.package(to, said, described))
    _json(to / "croissant.json", croissant.metadata(to, said, written))
    (to / "CITATION.cff").write_text(citation(said), encoding="utf-8")
    (to / "README.md").write_text(readme(said, name, written), encoding="utf-8")
    return (*codebook, *(_plain(one) for one in _BESIDE))


_BESIDE = (
    ("datapackage.json", "application/json", "Frictionless data package."),
    ("croissant.json", "application/ld+json", "Croissant metadata."),
    ("CITATION.cff", "text/x-yaml", "How to cite this export."),
    ("README.md", "text/markdown", "What is here."),
)


def _plain(beside: tuple[str, str, str]) -> Resource:
    path, media_type, says = beside
    return Resource(
        name=path.lower(), path=path, format=path.rsplit(".")[-1], media_type=media_type, description=says
    )


def _json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _codebook(to: Path, written: tuple[Resource, ...]) -> tuple[Resource, ...]:
    """A line a column of every table that was written."""
    tables = list(dict.fromkeys(resource.dataset for resource in written if resource.dataset))
    if not tables:
        return ()
    with (to / "codebook.csv").open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("table", "column", "stata_name", "type", "unit", "description"))
        for table in tables:
            for column in table.columns:
                kind = datapackage.TYPES[column.type]
                row = (table.name, column.name, stata_name(column.name), kind, column.unit)
                lines.writerow((*row, column.description))
    return (
        Resource(
            name="codebook",
            path="codebook.csv",
            format="csv",
            media_type="text/csv",
            description="Every column of every table: type, unit, meaning.",
        ),
    )


__all__ = ["About", "describe"]
