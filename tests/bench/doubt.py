"""Is a run of glued digits truly ambiguous? Proved by a second reading, found by plain enumeration.

Written apart from the parser's own search. A cell is doubtful where the printed digits can be cut in
another way that changes this cell and breaks no identity of the form. Cells that no identity binds, and
all cells of a table that shows blanks, may be blank, and a blank may hide what the row's total lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from reports.article20 import ORDER
from reports.matrix import COLUMNS, ROWS

Row = tuple[str, ...]
Cut = tuple[str, ...]
Truth = Mapping[str, float]
KINDS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
DEPTH = 3  # rows read otherwise beside the one asked for


def row_of(id_: str, edition: str) -> Row:
    """The ids of the row that a cell stands in, in printed order."""
    if "__" in id_:
        return tuple(f"{id_.split('__')[0]}__{column}" for column in COLUMNS)
    if id_.startswith("legacy_"):
        stem = id_.rpartition("_")[0]
        return (f"{stem}_year", f"{stem}_cumulative")
    disputes = tuple(f"{kind}_{result}" for kind in KINDS for result in RESULTS)
    if id_ in disputes:
        return disputes
    rows = ORDER.get(edition, {}).items()
    return next(
        (row for stem, names in rows if id_ in (row := tuple(stem + name for name in names))), (id_,)
    )


@lru_cache(maxsize=512)
def cuts(digits: str, cells: int, blanks: bool) -> tuple[Cut, ...]:
    """Every way to write the digits into the cells; no number begins with a zero that is not all of it."""
    return tuple(_cuts(digits, cells, blanks))


def _cuts(digits: str, cells: int, blanks: bool) -> Iterator[Cut]:
    for count in range(1 if blanks else cells, cells + 1):
        for at in combinations(range(1, len(digits)), count - 1):
            pieces = [digits[a:b] for a, b in zip((0, *at), (*at, len(digits)), strict=True)]
            if any(len(piece) > 1 and piece[0] == "0" for piece in pieces):
                continue
            for places in combinations(range(cells), count):
                cut = [""] * cells
                for place, piece in zip(places, pieces, strict=True):
                    cut[place] = piece
                yield tuple(cut)


def doubtful(id_: str, printed: str, truth: Truth, edition: str, *, blanks: bool) -> bool:
    """Whether the cell can be read otherwise. ``printed`` are its row's digits, ``blanks`` whether the
    table shows that cells are blank.
    """
    row, digits = row_of(id_, edition), "".join(filter(str.isdigit, printed))
    place, said = row.index(id_), str(truth[id_])
    bound = "__" in id_ or len(row) == 15
    if len(row) == 1 or not digits.isdigit() or len(digits) > 18:
        return False
    if blanks or not bound:
        return any(cut[place] != said and _hides(cut) for cut in cuts(digits, len(row), True))
    if len(row) == 15:
        return any(cut[place] != said and _three_sums(cut) for cut in cuts(digits, 15, False))
    others = (cut for cut in _summing(digits) if cut[place] != said)
    return any(_completed(row, cut, truth) for cut in others)


def _hides(cut: Cut) -> bool:
    """A blank cell can hide what the row's total lacks (or the total itself)."""
    groups = [cut] if len(cut) == 7 else [cut[i : i + 5] for i in (0, 5, 10)] if len(cut) == 15 else []
    for group in groups:
        shown = sum(int(piece or 0) for piece in group[:-1])
        missing = int(group[-1]) - shown if group[-1] else 0
        if missing < 0 or (missing and all(group[:-1])):
            return False
    return True


def _three_sums(cut: Cut) -> bool:
    values = [int(piece) for piece in cut]
    return all(sum(values[i : i + 4]) == values[i + 4] for i in (0, 5, 10))


def _summing(digits: str) -> list[Cut]:
    return [cut for cut in cuts(digits, 7, False) if sum(map(int, cut[:6])) == int(cut[6])]


def _identities(truth: Truth) -> list[dict[str, int]]:
    ends = {"new_received": 1, "carried_in": 1, "handled_total": -1, "carried_out": -1}
    rows = [id_ for id_, *_ in ROWS if f"{id_}__total" in truth]
    return [ends, {id_: 1 for id_ in rows if id_ not in ends} | {"handled_total": -1}]


def _completed(row: Row, cut: Cut, truth: Truth) -> bool:
    """Other rows can be read so that M1 and M2 hold with this one read as ``cut``."""
    name = row[0].split("__")[0]
    return _balanced({name: _change(row, cut, truth)}, truth, DEPTH)


def _change(row: Row, cut: Cut, truth: Truth) -> tuple[int, ...]:
    return tuple(int(piece) - int(truth[id_]) for piece, id_ in zip(cut, row, strict=True))


def _balanced(changes: dict[str, tuple[int, ...]], truth: Truth, depth: int) -> bool:
    for signs in _identities(truth):
        touched = [(signs[name], change) for name, change in changes.items() if name in signs]
        left = [sum(sign * change[c] for sign, change in touched) for c in range(7)]
        if any(left):
            return depth > 0 and any(
                _balanced({**changes, name: change}, truth, depth - 1)
                for name in signs
                if name not in changes
                for change in _changes(name, truth)
            )
    return True


def _changes(name: str, truth: Truth) -> Iterator[tuple[int, ...]]:
    row = tuple(f"{name}__{column}" for column in COLUMNS)
    digits = "".join(str(truth[id_]) for id_ in row)
    for cut in _summing(digits):
        if any(change := _change(row, cut, truth)):
            yield change
