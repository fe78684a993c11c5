"""Columns for frames and files: text stays text, numbers become floats, absence stays absence."""

from collections.abc import Iterable
from typing import Any

import polars

from corpus.datasets import Dataset

SCHEMA: dict[str, type[polars.DataType]] = {
    "TEXT": polars.String,
    "INTEGER": polars.Int64,
    "ANY": polars.Float64,
}
DTYPES: dict[str, Any] = {"TEXT": "str", "INTEGER": "Int64", "ANY": "Float64"}


def columns(dataset: Dataset, rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """The rows turned into columns."""
    held: list[list[Any]] = [[] for _ in dataset.columns]
    for row in rows:
        for values, value in zip(held, row, strict=True):
            values.append(value)
    return {
        column.name: [None if value is None else float(value) for value in values]
        if column.type == "ANY"
        else values
        for column, values in zip(dataset.columns, held, strict=True)
    }
