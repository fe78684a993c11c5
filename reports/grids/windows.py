"""Value cells with stray blanks around them: which of them are the row's."""

from collections.abc import Sequence

from .cells import Cell

_WIDEST = 60  # no form is wider; a hostile row is not searched


def window(values: Sequence[Cell], count: int, width: int, *, sure: bool = False) -> Sequence[Cell] | None:
    """The ``count`` neighbouring cells outside of which all is blank.

    Where blanks at both ends leave several places, the one in which every ``width`` cells are addends
    and their sum (a blank counting nothing); ``None`` where that does not tell either. ``sure`` asks for
    the sums in any case.
    """
    if len(values) > _WIDEST:
        return None
    found = [values[i : i + count] for i in range(len(values) - count + 1)]
    whole = [
        cells for i, cells in enumerate(found) if not _text(values[:i]) and not _text(values[i + count :])
    ]
    if len(whole) <= 1 and not sure:
        return whole[0] if whole else None
    held = [cells for cells in whole if _sums(cells, width)]
    return held[0] if len(held) == 1 else None


def _text(cells: Sequence[Cell]) -> bool:
    return any(cell.text for cell in cells)


def _sums(cells: Sequence[Cell], width: int) -> bool:
    values = [cell.said.value or 0 for cell in cells]
    return all(
        sum(values[i : i + width - 1]) == values[i + width - 1] for i in range(0, len(values), width)
    )
