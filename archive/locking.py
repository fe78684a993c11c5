"""One writer a collection: an advisory lock that the system drops when its holder dies."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import Locked
from archive.layout import Layout

PATIENCE = 30.0  # seconds; a writer that lost its crawl is still finishing its file


def is_locked(layout: Layout) -> bool:
    """Whether somebody writes to the collection now."""
    try:
        with write_lock(layout, patience=0):
            return False
    except Locked:
        return True
    except OSError:
        return False


@contextmanager
def write_lock(layout: Layout, *, patience: float = PATIENCE) -> Iterator[None]:
    """Holds the collection for writing. Raises :class:`Locked` where another keeps it."""
    with layout.lock_path.open("a") as file:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Locked(f"another process is writing to the collection {layout.name!r}") from None
                time.sleep(0.05)
        yield
