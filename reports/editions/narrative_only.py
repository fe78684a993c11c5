"""A report in prose, with no table that can be read (REPORTS §0)."""

from collections.abc import Sequence

from ..figures import Found
from ..grids import Grid

ID = "narrative_only"


def matches(tight: str) -> bool:
    """Any report that says something is at least this."""
    return bool(tight)


def read(text: str, reading: str, grids: Sequence[Grid]) -> Found:
    """No table figures."""
    return Found()
