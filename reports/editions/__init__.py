"""The editions of the form, newest first; the first one whose labels stand in the text reads it.

An edition is a module with ``ID``, ``matches(tight)`` and ``read(text, reading, grids)``; how to add
one: docs/how-to/add-an-edition.md.
"""

from collections.abc import Sequence
from typing import Protocol

from ..figures import Found
from ..grids import Grid
from ..model import EditionId
from . import legacy_local, narrative_only, reg2019, reg2021, stat2014


class Edition(Protocol):
    """What a module here offers."""

    @property
    def ID(self) -> EditionId: ...  # noqa: N802

    def matches(self, tight: str) -> bool: ...

    def read(self, text: str, reading: str, grids: Sequence[Grid]) -> Found: ...


EDITIONS: tuple[Edition, ...] = (reg2021, reg2019, stat2014, legacy_local, narrative_only)  # type: ignore[assignment]


def recognised(tight: str) -> tuple[Edition, ...]:
    """The editions whose labels stand in the text (without white space), best first."""
    return tuple(edition for edition in EDITIONS if edition.matches(tight))
