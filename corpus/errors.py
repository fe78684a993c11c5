"""What can go wrong with a corpus, each one sentence for the user.

CorpusError
├── NoCorpus      nothing there yet
├── NotACorpus    the file is something else, damaged, or cannot be written
├── Busy          another process is writing
├── TooNew        written by a later version of this program
├── CannotExport  the target exists, cannot be written, or there is nothing to write
└── Full          the disk is full
"""

import errno
import sqlite3


class CorpusError(Exception):
    """One sentence: what is wrong and how to mend it."""


class NoCorpus(CorpusError):
    """Nothing there yet."""


class NotACorpus(CorpusError):
    """The file is something else, damaged, or cannot be written."""


class Busy(CorpusError):
    """Another process is writing."""


class TooNew(CorpusError):
    """Written by a later version of this program."""


class CannotExport(CorpusError):
    """The target exists, cannot be written, or there is nothing to write."""


class Full(CorpusError, OSError):
    """The disk is full; what was stored before is whole."""


def is_full(error: BaseException) -> bool:
    """Whether the system or SQLite says that nothing more fits."""
    if isinstance(error, sqlite3.Error):
        # SQLite says "I/O error" where a limit on the size of files ends its writing.
        return getattr(error, "sqlite_errorname", "") in ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
