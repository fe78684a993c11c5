"""What can go wrong with a corpus, each one sentence for the user.

CorpusError
├── NoCorpus      nothing there yet
├── NotACorpus    the file is something else, damaged, or cannot be written
├── Busy          another process is writing
├── TooNew        written by a later version of this program
└── CannotExport  the target exists, cannot be written, or there is nothing to write
"""


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
