"""From the literal to the database: creates what is missing, migrates what is old, writes the codebook."""

from collections.abc import Iterator

from sqlite_utils import Database

from corpus.schema import contents, derived, provenance
from corpus.schema.columns import Column, Table
from corpus.schema.indicators import indicators, narratives
from corpus.schema.migrations import migrate

# ``ANY`` has no affinity in SQLite only where no type is named at all (datatype3, section 3.1).
_NO_AFFINITY = ""

UNCOUNTED = frozenset({"counts", "state"})
"""Tables of a few rows that the catalogue keeps for itself."""


def prepare(db: Database) -> None:
    """Brings the corpus to the schema of this program, in one transaction; nothing is lost."""
    with db.atomic():
        migrate(db)
        for table in everything():
            create(db, table)
        _write_codebook(db)
        _count(db)


def everything() -> Iterator[Table]:
    """All tables, the wide ones last."""
    yield from (*provenance.TABLES, *contents.TABLES, *derived.TABLES, indicators(), narratives())


def create(db: Database, table: Table) -> None:
    """Creates the table, or adds the columns and indexes that it lacks."""
    if not db[table.name].exists():
        db.execute(ddl(table))
    known = {column.name for column in db[table.name].columns}
    for column in table.columns:
        if column.name not in known:
            db.execute(f"ALTER TABLE [{table.name}] ADD COLUMN {_declared(column)}")
    for index in table.indexes:
        names = ", ".join(f"[{name}]" for name in index)
        db.execute(
            f"CREATE INDEX IF NOT EXISTS [idx_{table.name}_{'_'.join(index)}] ON [{table.name}] ({names})"
        )


def ddl(table: Table) -> str:
    """The CREATE TABLE of a table. Foreign keys are held at the end of a transaction."""
    lines = [_declared(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(f'[{name}]' for name in table.key)})")
    ending = " WITHOUT ROWID" if table.clustered else ""
    return f"CREATE TABLE [{table.name}] (\n  " + ",\n  ".join(lines) + f"\n){ending}"


def _declared(column: Column) -> str:
    kind = _NO_AFFINITY if column.type == "ANY" else f" {column.type}"
    if column.references is None:
        return f"[{column.name}]{kind}"
    table, name = column.references.split(".")
    return f"[{column.name}]{kind} REFERENCES [{table}]([{name}]) DEFERRABLE INITIALLY DEFERRED"


def codebook_rows() -> Iterator[dict[str, str]]:
    """The codebook: a row for each table, then one for each of its columns."""
    for table in everything():
        yield _said(table.name, "", "", "", table.description)
        for column in table.columns:
            yield _said(table.name, column.name, column.type, column.unit, column.description)


def _said(table: str, column: str, kind: str, unit: str, says: str) -> dict[str, str]:
    return {
        "table_name": table,
        "column_name": column,
        "type": kind,
        "unit": unit,
        "description": says,
    }


def _write_codebook(db: Database) -> None:
    db.table("codebook").delete_where()
    db.table("codebook").insert_all(codebook_rows())


def _count(db: Database) -> None:
    """Counts the tables that were not counted yet, and the codebook, which was just written."""
    db.execute("delete from counts where table_name = 'codebook'")
    known = {name for (name,) in db.execute("select table_name from counts")}
    for name in (table.name for table in everything()):
        if name not in known and name not in UNCOUNTED:
            db.execute(f"insert into counts values (?, (select count(*) from [{name}]))", [name])
