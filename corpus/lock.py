"""One writer at a time: a lock that ends with its process, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import Busy, NotACorpus


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Holds ``path.lock`` for this process. Raises :class:`Busy` naming the process that has it.

    A file of its own: closing a second handle on the database would drop SQLite's locks
    (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    """
    lock = path.with_name(path.name + ".lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = lock.open("a+", encoding="ascii")
    except OSError as error:
        raise NotACorpus(
            f"{path.parent} cannot be written ({error.strerror}): choose another --data"
        ) from None
    with handle:
        _take(handle.fileno(), path, lock)
        handle.truncate(0)
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        yield


def _take(handle: int, path: Path, lock: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = lock.read_text(encoding="ascii").strip() or "unknown"
        raise Busy(f"{path} is being written by process {owner}: wait for it to end, or stop it") from None
