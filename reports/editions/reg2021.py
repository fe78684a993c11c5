"""The form of 国办公开办函〔2021〕30号, in use to this day: three tables, 200 values (REPORTS B.3-B.6)."""

from collections.abc import Sequence

from .. import application
from ..figures import Found
from ..grids import Grid

ID = "reg2021"
_MARKS = ("本年制发件数", "本年废止件数", "现行有效件数", "本年收费金额")


def matches(tight: str) -> bool:
    """Labels that this form brought stand in the text (without white space)."""
    if any(mark in tight for mark in _MARKS):
        return True
    return application.stands_in(tight) and application.three_kinds_of_other(tight)


def read(text: str, reading: str, grids: Sequence[Grid]) -> Found:
    """Article 20, the matrix, reviews and litigation; each from cells, else from its labels alone."""
    return application.read(text, reading, grids, ID)
