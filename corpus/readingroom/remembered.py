"""Answers that stay the same until the corpus changes, kept while it does not."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Any

MOST = 64


class Remembered:
    """A small memory for one database file. A write changes the file or its write-ahead log."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._state: object = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer to ``key``, made where it is not known for the corpus as it is."""
        state = self._now()
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state = state
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            # What was read before a write is not kept for after it.
            if state == self._now() == self._state:
                self._kept[key] = made
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return made

    def _now(self) -> object:
        return tuple(_stamp(self.path.with_name(self.path.name + end)) for end in ("", "-wal"))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size
