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
    turned = list(zip(*rows, strict=True)) or [()] * len(dataset.columns)
    return {
        column.name: list(map(_number, values)) if column.type == "ANY" else list(values)
        for column, values in zip(dataset.columns, turned, strict=True)
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
