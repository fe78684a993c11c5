"""Steps from one version of the schema to the next; a corpus is never lost to an upgrade.

A step is a function that changes tables that exist. Adding a table or a column needs no step:
``prepare`` adds what is missing. The literal in ``corpus.schema`` is what the last step leads to.
"""

from collections.abc import Callable

from sqlite_utils import Database

from corpus.errors import TooNew

STEPS: tuple[Callable[[Database], None], ...] = ()
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
