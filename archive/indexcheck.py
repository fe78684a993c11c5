"""Whether index.cdxj is exactly what the records call for. Memory is flat while it is."""

import os
from collections.abc import Iterator
from itertools import islice

from archive import cdxj
from archive.layout import Layout
from archive.members import Seen
from archive.problems import Problem
from archive.registering import line_of

SHOWN = 20  # lines named one by one; more are counted


class IndexCheck:
    """Told of every record and of the lines that wait, it says what the index has wrong."""

    def __init__(self, layout: Layout) -> None:
        self._path = layout.index_path
        self._pending: set[bytes] = set()
        self._absent: list[bytes] = []
        self._wanted: set[int] = set()

    def expect(self, seen: Seen, name: str) -> None:
        """A record that the index should have, if it is of a kind that is indexed."""
        line = line_of(seen, name)
        if line is None:
            return
        self._wanted.add(hash(line))
        if not self._is_readable() or line not in cdxj.find(self._path, line):
            self._absent.append(line)

    def pending(self, lines: list[bytes]) -> None:
        """Lines that the ledger still keeps for the index."""
        self._pending = set(lines)

    def problems(self, only: frozenset[str] | None = None) -> Iterator[Problem]:
        """Lines that point wrong, lines that are absent, lines out of order; ``only`` for some files."""
        wrong = [line for line in self._lines() if hash(line) not in self._wanted and _concerns(line, only)]
        for line in islice(wrong, SHOWN):
            yield self._problem("index_line", f"no record is where this line points: {_short(line)}")
        for line in islice((one for one in self._absent if one not in self._pending), SHOWN):
            yield self._problem("index_line", f"a record has no line: {_short(line)}")
        if not cdxj.is_sorted(self._lines()):
            yield self._problem("index_order", "its lines are not sorted by their bytes, each once")
        if self._path.exists() and not self._is_readable():
            yield self._problem("index_unreadable", "it cannot be read as a file")

    def _is_readable(self) -> bool:
        return self._path.is_file() and os.access(self._path, os.R_OK)

    def _lines(self) -> Iterator[bytes]:
        if self._is_readable():
            with self._path.open("rb") as file:
                yield from file

    def _problem(self, kind: str, what: str) -> Problem:
        remedy = "delete index.cdxj and ledger.db, then run `xianzhi process`: both are made again"
        return Problem(kind=kind, where=self._path.name, what=what, remedy=remedy)


def _concerns(line: bytes, only: frozenset[str] | None) -> bool:
    """Whether a line is of one of those files; one that names none concerns every part."""
    if only is None:
        return True
    try:
        return cdxj.Line.parse(line).location.filename in only
    except ValueError:
        return True


def _short(line: bytes) -> str:
    text = line.decode("utf-8", "replace").strip()
    return text if len(text) <= 160 else f"{text[:157]}…"
