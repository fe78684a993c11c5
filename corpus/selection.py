"""What a researcher asked for: an iterable of typed objects, or the same as a frame."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlite_utils import Database

from corpus.datasets import Dataset
from reports.model import Figure

if TYPE_CHECKING:
    import pandas
    import polars

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRead:
    """A figure with who reported it, for which year, and the record it was read from."""

    document_id: str
    report_id: str
    county_id: str | None
    division_code: str | None
    issuer_name: str | None
    level: str | None
    year: int | None
    edition: str
    figure: Figure
    url: str
    captured: str
    warc_file: str
    warc_offset: int
    payload_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyYear:
    """What a government reported for a year; ``values`` holds the indicators that have one."""

    document_id: str
    report_id: str
    county_id: str | None
    division_code: str | None
    province: str | None
    city: str | None
    county: str | None
    issuer_name: str | None
    level: str | None
    year: int | None
    edition: str
    checks_status: str
    values: dict[str, int | float]


def figure_read(row: dict[str, Any]) -> FigureRead:
    """The object of a row of ``figures``."""
    of_figure = ("qualifier", "unit", "source", "printed", "start", "end", "note")
    figure = Figure(
        id=row["indicator"], value=number(row["value"]), **{name: row[name] for name in of_figure}
    )
    named = set(FigureRead.__dataclass_fields__) - {"figure"}
    return FigureRead(figure=figure, **{name: row[name] for name in named})


def county_year(row: dict[str, Any]) -> CountyYear:
    """The object of a row of ``indicators``."""
    named = set(CountyYear.__dataclass_fields__) - {"values"}
    values = {name: number(value) for name, value in row.items() if name not in named and value is not None}
    return CountyYear(values=values, **{name: row[name] for name in named})


def number(value: Any) -> Any:
    """A number as it was read: integers beyond 64 bits are kept as text."""
    return int(value) if isinstance(value, str) else value


class Selection(Generic[T]):
    """Lazy: nothing is read until it is iterated, counted or made a frame, and then each time anew."""

    def __init__(
        self,
        db: Database,
        dataset: Dataset,
        where: str,
        values: tuple[Any, ...],
        make: Callable[[dict[str, Any]], T],
    ) -> None:
        self._db, self._dataset, self._make = db, dataset, make
        self._where, self._values = where, values

    def __iter__(self) -> Iterator[T]:
        names = [column.name for column in self._dataset.columns]
        for row in self._rows():
            yield self._make(dict(zip(names, row, strict=True)))

    def __len__(self) -> int:
        return sum(1 for _ in self._rows())

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        return self._dataset.rows(self._db, self._where, self._values)

    def polars(self) -> "polars.DataFrame":
        """A polars frame; codes are strings, figures floats, what is not there null."""
        import polars

        from corpus.frames import SCHEMA, columns

        schema = {column.name: SCHEMA[column.type] for column in self._dataset.columns}
        return polars.DataFrame(columns(self._dataset, self._rows()), schema=schema)

    def pandas(self) -> "pandas.DataFrame":
        """A pandas frame; codes are strings, figures floats, whole numbers Int64 with NA."""
        import pandas

        from corpus.frames import DTYPES, columns

        held = columns(self._dataset, self._rows())
        typed = {column.name: DTYPES[column.type] for column in self._dataset.columns}
        return pandas.DataFrame(
            {name: pandas.array(values, dtype=typed[name]) for name, values in held.items()}
        )
