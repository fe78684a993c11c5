"""The three tables that the forms of 2019 and 2021 have in common, read together (REPORTS B.4-B.6)."""

from collections.abc import Sequence

from . import article20, disputes, matrix, matrix_flat
from .figures import Found
from .grids import Grid


def stands_in(tight: str) -> bool:
    """The matrix of applications stands in the text (without white space)."""
    return "本年新收" in tight and "法律服务机构" in tight and "结转下" in tight


def three_kinds_of_other(tight: str) -> bool:
    """(六)其他处理 has the three rows that the form of 2021 brought."""
    return "逾期不补正" in tight or "逾期未按" in tight


def read(text: str, reading: str, grids: Sequence[Grid], edition: str) -> Found:
    """Each table from cells where it has them, else from its labels alone."""
    two = article20.from_grids(text, grids, edition)
    three = matrix.from_grids(text, grids)
    four = disputes.from_grids(text, grids)
    three = three if three.figures else matrix_flat.read(text, reading)
    return (
        (two if two.figures else article20.from_labels(text, reading, edition))
        + three
        + (four if four.figures else disputes.from_labels(text, reading, full=_full(three)))
    )


def _full(found: Found) -> bool:
    """A number was read in every cell of the matrix: this clerk leaves none blank."""
    return bool(found.figures) and all(
        figure.value is not None and figure.start < figure.end for figure in found.figures
    )
