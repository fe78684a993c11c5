"""Steps from one version of the schema to the next; a corpus is never lost to an upgrade.

A step is a function that changes tables that exist. Adding a table or a column needs no step:
``prepare`` adds what is missing. The literal in ``corpus.schema`` is what the last step leads to.
"""

from collections.abc import Callable

from sqlite_utils import Database

from corpus.errors import TooNew


def _narratives(db: Database) -> None:
    """To 2: attachments join their pages' documents; the wide table of what prose tells; counts of rows."""
    from corpus.placing import every_group, settle
    from corpus.schema.create import create, everything
    from corpus.storing import refresh
    from corpus.wide import fill

    for table in everything():
        create(db, table)
    for group in every_group(db):
        for document in sorted(settle(db, group)):
            refresh(db, document)
    fill(db)
    db.execute("delete from counts")


STEPS: tuple[Callable[[Database], None], ...] = (_narratives,)
VERSION = 1 + len(STEPS)


def migrate(db: Database) -> None:
    """Runs the steps that are missing, all or none. Raises :class:`TooNew`."""
    (found,) = db.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise TooNew(
            f"the corpus has version {found} of the tables and this program knows {VERSION}: "
            "use the newer program, or delete corpus.db and run xianzhi process --rebuild"
        )
    if found:
        for step in STEPS[found - 1 :]:
            step(db)
    db.execute(f"PRAGMA user_version = {VERSION}")
