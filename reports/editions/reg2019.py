"""The form of 国办公开办函〔2019〕60号: three tables, 198 values (REPORTS B.3-B.6)."""

from collections.abc import Sequence

from .. import application
from ..figures import Found
from ..grids import Grid

ID = "reg2019"
_MARKS = ("新制作数量", "上一年项目数量", "政府集中采购", "对外公开总数量", "其他对外管理服务")


def matches(tight: str) -> bool:
    """Labels of this form stand in the text (without white space), and none of a later one."""
    if any(mark in tight for mark in _MARKS):
        return True
    return application.stands_in(tight) and not application.three_kinds_of_other(tight)


def read(text: str, reading: str, grids: Sequence[Grid]) -> Found:
    """Article 20, the matrix, reviews and litigation; each from cells, else from its labels alone."""
    return application.read(text, reading, grids, ID)
