"""The layout that ``datasets.load_dataset(DIR, NAME)`` reads: Parquet by table, and a card that says so."""

from pathlib import Path
from typing import Any

from corpus.datasets import datasets
from corpus.exporters import parquet
from corpus.exporters.resources import Resource
from corpus.opened import Corpus


def write(corpus: Corpus, to: Path, **_: Any) -> tuple[Resource, ...]:
    """All tables under ``data/``; the card is the README that every export has."""
    return tuple(
        parquet.table(corpus, one, to, f"data/{one.name}/train-00000-of-00001.parquet")
        for one in datasets()
    )


def card(resources: tuple[Resource, ...]) -> str:
    """The head of the README: which files make which table; the documents are the default."""
    lines = ["---", "language:", "- zh", "pretty_name: 县级政府信息公开工作年度报告", "configs:"]
    for resource in resources:
        lines += [f"- config_name: {resource.name}", f"  data_files: {resource.path}"]
        lines += ["  default: true"] if resource.name == "documents" else []
    return "\n".join([*lines, "---", "", ""])
