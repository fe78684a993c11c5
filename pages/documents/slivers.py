"""Columns that no reader sees: a rounding error of a converter makes one a twentieth of a point wide."""

from typing import Any

from pages.documents.numbering import local, value, whole

_NARROW = 20
"""Twentieths of a point; real columns are ten times as wide."""


def without(root: Any) -> None:
    """Take them out of the grids of all tables: cells that span one span a column less."""
    for table in [item for item in root.iter() if local(item) == "tbl"]:
        grid = next((part for part in table if local(part) == "tblGrid"), None)
        widths = [] if grid is None else [whole(value(column, "w"), 999) for column in grid]
        narrow = {n for n, width in enumerate(widths) if width <= _NARROW}
        for row in [part for part in table if local(part) == "tr"] if narrow else ():
            _narrower(row, narrow)


def _narrower(row: Any, narrow: set[int]) -> None:
    at = 0
    for cell in [part for part in row if local(part) == "tc"]:
        properties = next((part for part in cell if local(part) == "tcPr"), ())
        span = next((part for part in properties if local(part) == "gridSpan"), None)
        size = 1 if span is None else whole(value(span, "val"), 1)
        less = len(narrow & set(range(at, at + min(size, 64))))
        at += size
        if span is not None and 0 < less < size:
            key = next(name for name in span.attrib if name.endswith("val"))
            span.set(key, str(size - less))
