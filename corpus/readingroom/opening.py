"""Looks at a corpus before it is shown: is it there, is it ours, can it be read while it is written."""

import sqlite3
from pathlib import Path

from corpus.errors import NoCorpus, NotACorpus, TooNew
from corpus.schema import VERSION


def opened_corpus(path: Path) -> bool:
    """Whether the corpus can be read as one that changes (``False``: from read-only media).

    Raises :class:`corpus.errors.CorpusError`.
    """
    if not path.is_file():
        raise NoCorpus(
            f"there is no corpus at {path}: run xianzhi crawl or xianzhi process first, or give --data"
        )
    for mode, mutable in (("mode=ro", True), ("immutable=1", False)):
        try:
            _looked_at(path, mode)
        except sqlite3.OperationalError as error:
            # Read-only media: a write-ahead log cannot be opened there without its shared memory.
            if mutable and "unable to open" in str(error):
                continue
            raise NotACorpus(f"{path} cannot be read: {error}") from None
        except sqlite3.DatabaseError:
            raise NotACorpus(f"{path} is no SQLite database: give --data another directory") from None
        return mutable
    raise NotACorpus(f"{path} cannot be read: look at its permissions")


def _looked_at(path: Path, mode: str) -> None:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'reports'").fetchone()
    finally:
        connection.close()
    if version > VERSION:
        raise TooNew(f"{path} was written by a later xianzhi: update this one")
    if not known:
        raise NotACorpus(f"{path} is no corpus of xianzhi: give --data another directory")
    if version < VERSION:
        raise NotACorpus(
            f"{path} was written by an earlier xianzhi: run xianzhi process once to bring it up to date"
        )
