"""Parquet: one file a table, typed, with the description of every column in its metadata."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.datasets import Dataset, datasets
from corpus.exporters.resources import Resource, batches
from corpus.frames import columns
from corpus.opened import Corpus

if TYPE_CHECKING:
    import pyarrow

MEDIA_TYPE = "application/vnd.apache.parquet"
_CELLS = 200_000
"""Cells of a row group: a table of texts or of 500 columns is written in fewer rows at a time."""


def write(corpus: Corpus, to: Path, **_: Any) -> tuple[Resource, ...]:
    """All tables."""
    return tuple(table(corpus, one, to, f"{one.name}.parquet") for one in datasets())


def table(corpus: Corpus, dataset: Dataset, to: Path, path: str) -> Resource:
    """One table, streamed in row groups. The file carries no time of writing."""
    import pyarrow
    from pyarrow import parquet

    form = schema(dataset)
    (to / path).parent.mkdir(parents=True, exist_ok=True)
    with parquet.ParquetWriter(to / path, form, compression="zstd") as writer:
        for rows in batches(dataset.rows(corpus.db), max(1000, _CELLS // len(dataset.columns))):
            writer.write_table(pyarrow.table(columns(dataset, rows), schema=form))
    return Resource(
        name=dataset.name,
        path=path,
        format="parquet",
        media_type=MEDIA_TYPE,
        description=dataset.description,
        dataset=dataset,
    )


def schema(dataset: Dataset) -> "pyarrow.Schema":
    """Text as string, counts and offsets as int64, figures as double."""
    import pyarrow

    types = {"TEXT": pyarrow.string(), "INTEGER": pyarrow.int64(), "ANY": pyarrow.float64()}
    fields = [
        pyarrow.field(
            column.name,
            types[column.type],
            metadata={"description": column.description, "unit": column.unit},
        )
        for column in dataset.columns
    ]
    return pyarrow.schema(fields, metadata={"description": dataset.description})
