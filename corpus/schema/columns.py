"""The tables of the corpus, each with a description on every column; the codebook is made from this.

A column is one line: ``name TYPE [-> table.column]: description``. The type ``ANY`` keeps a number just
as it was read (``5`` stays an integer, ``5.0`` a float). Codes are text. Offsets are code points.
"""

import re
from dataclasses import dataclass

_LINE = re.compile(r"(?P<name>\w+) (?P<type>TEXT|INTEGER|ANY)(?: -> (?P<to>\w+\.\w+))?: (?P<says>.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``references`` is ``table.column`` and ``unit`` is set for indicators only."""

    name: str
    type: str
    description: str
    references: str | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; ``clustered`` tables lie in the order of their key (WITHOUT ROWID)."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    clustered: bool = False


def parse_columns(lines: str) -> tuple[Column, ...]:
    """Columns from their lines.

    >>> parse_columns("code TEXT: Six digits.")[0].description
    'Six digits.'
    """
    return tuple(_column(line.strip()) for line in lines.strip().splitlines())


def _column(line: str) -> Column:
    found = _LINE.fullmatch(line)
    if not found:
        raise ValueError(f"not a column: {line}")
    return Column(name=found["name"], type=found["type"], description=found["says"], references=found["to"])


def table(
    name: str,
    description: str,
    lines: str,
    *,
    key: str,
    indexes: tuple[str, ...] = (),
    clustered: bool = False,
) -> Table:
    """A table from its columns' lines; key and indexes are names separated by spaces."""
    return Table(
        name=name,
        description=description,
        columns=parse_columns(lines),
        key=tuple(key.split()),
        indexes=tuple(tuple(index.split()) for index in indexes),
        clustered=clustered,
    )
