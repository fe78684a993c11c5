"""The schema of the corpus: every table and column, described; created, migrated and written down.

``TABLES`` is the literal; ``prepare`` brings any corpus, empty or old, to it; the codebook and the
documentation are made from it. ``PRAGMA user_version`` is the number of the last migration.
"""

from corpus.schema import contents, derived, provenance
from corpus.schema.columns import Column, Table, table
from corpus.schema.create import codebook_rows, create, prepare
from corpus.schema.indicators import indicator_columns, indicators
from corpus.schema.migrations import VERSION

TABLES: tuple[Table, ...] = (*provenance.TABLES, *contents.TABLES, *derived.TABLES)

__all__ = [
    "TABLES",
    "VERSION",
    "Column",
    "Table",
    "codebook_rows",
    "create",
    "indicator_columns",
    "indicators",
    "prepare",
    "table",
]
