"""What can go wrong in the archive, each with one sentence for a person.

ArchiveError
├── DiskFull    nothing more fits; what was acknowledged is safe
├── Locked      another process writes this collection
└── NotWarc     a file that is no WARC or WACZ, or one that would do harm
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class ArchiveError(Exception):
    """Any failure of the archive."""


class DiskFull(ArchiveError):
    """There is no room to write; everything acknowledged before is on disk."""


class Locked(ArchiveError):
    """Another process is writing to this collection."""


class NotWarc(ArchiveError):
    """A file from elsewhere that cannot be taken in; the message is the reason."""


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_full(error: BaseException) -> bool:
    """Whether an error of the system or of SQLite means that nothing more fits."""
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    # SQLITE_FULL; SQLite reports a file size limit (EFBIG) as an I/O error while writing.
    return getattr(error, "sqlite_errorname", "") in {"SQLITE_FULL", "SQLITE_IOERR_WRITE"}


def is_broken(error: BaseException) -> bool:
    """Whether SQLite says that its file is damaged."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


@contextmanager
def said() -> Iterator[None]:
    """Turns what the system and SQLite raise into the archive's errors."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            raise DiskFull("the disk is full: make room, then resume") from error
        raise ArchiveError(f"the archive cannot be written: {error}") from error
