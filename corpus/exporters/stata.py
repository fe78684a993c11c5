"""Stata 14 and later (format 118, UTF-8), long text as strL, descriptions as labels."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.datasets import Dataset, datasets
from corpus.exporters.resources import Resource, batches
from corpus.frames import columns
from corpus.opened import Corpus
from corpus.schema.columns import Column

if TYPE_CHECKING:
    import pandas

# dta 118 has a time of writing in its header; the same corpus must give the same bytes.
_NO_TIME = datetime(1960, 1, 1)  # noqa: DTZ001  Stata's own epoch, which has no zone
_MOST_ROWS = 500_000
_LONGEST_NAME = 32
_LONGEST_LABEL = 80
_LONGEST_FIXED = 244
_LARGEST_LONG = 2_147_483_620
_LARGEST_DOUBLE = 8.988e307
_RESERVED = frozenset({"end", "new", "version", "class", "if", "in", "int", "long", "using", "with"})


def write(corpus: Corpus, to: Path, *, rows: int = _MOST_ROWS, **_: Any) -> tuple[Resource, ...]:
    """All tables; one of more than ``rows`` rows in numbered files, to be put together by ``append``."""
    return tuple(one for dataset in datasets() for one in _table(corpus, dataset, to, rows))


def _table(corpus: Corpus, dataset: Dataset, to: Path, most: int) -> Iterator[Resource]:
    """The files of one table: a file is made in memory, so a large table is made of several."""
    parts = batches(dataset.rows(corpus.db), most)
    first, second = next(parts, []), next(parts, None)
    if second is None:
        yield _file(dataset, first, to, dataset.name)
        return
    for number, part in enumerate(chain((first, second), parts), start=1):
        yield _file(dataset, part, to, f"{dataset.name}-{number}")


def _file(dataset: Dataset, rows: list[tuple[Any, ...]], to: Path, name: str) -> Resource:
    names = {column.name: stata_name(column.name) for column in dataset.columns}
    frame = _frame(dataset, rows).rename(columns=names)
    frame.to_stata(
        to / f"{name}.dta",
        write_index=False,
        version=118,
        time_stamp=_NO_TIME,
        data_label=dataset.description[:_LONGEST_LABEL],
        variable_labels={names[column.name]: _label(column) for column in dataset.columns},
        convert_strl=[name for name in frame if _is_long(frame[name])],
    )
    return Resource(
        name=name,
        path=f"{name}.dta",
        format="dta",
        media_type="application/x-stata-dta",
        description=dataset.description,
        dataset=dataset,
    )


def stata_name(name: str) -> str:
    """A name of at most 32 characters that Stata takes; what is cut is told apart by a digest.

    >>> stata_name("denied_enforcement_file__org_legal_service")
    'denied_enforcement_file__or_3f58'
    """
    if name in _RESERVED:
        return name + "_"
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 5]}_{hashlib.sha256(name.encode()).hexdigest()[:4]}"


def _label(column: Column) -> str:
    """The indicator's name where Stata's is cut, else what it is."""
    said = column.description if stata_name(column.name) == column.name else column.name
    return said[:_LONGEST_LABEL]


def _frame(dataset: Dataset, rows: list[tuple[Any, ...]]) -> "pandas.DataFrame":
    """Text without nulls (Stata has none), whole numbers as long where they fit and all are there."""
    import pandas

    held = columns(dataset, rows)
    return pandas.DataFrame({column.name: _series(column, held[column.name]) for column in dataset.columns})


def _series(column: Column, values: list[Any]) -> "pandas.Series[Any]":
    import pandas

    if column.type == "TEXT":
        texts = [(value or "").replace("\0", "\ufffd") for value in values]
        return pandas.Series(texts, dtype=object)
    whole = column.type == "INTEGER" and all(
        value is not None and value <= _LARGEST_LONG for value in values
    )
    if whole:
        return pandas.Series(values, dtype="int32")
    kept = [value if value is None or abs(value) < _LARGEST_DOUBLE else None for value in values]
    return pandas.Series(kept, dtype="float64")


def _is_long(series: "pandas.Series[Any]") -> bool:
    return series.dtype == object and any(len(text.encode()) > _LONGEST_FIXED for text in series)
