"""Rows read together: of every row's readings those that the identities across rows leave.

An identity is a signed sum of rows that is nothing in every column (M1, M2, L1, L2). It is held exactly:
a reading stays where readings of the other rows exist with which the sum is nothing. Identities that
share one row only are so held together as well.
"""

from collections.abc import Mapping, Sequence

from ..numbers import Number

STATES = 30_000  # partial sums looked at; beyond them the identity narrows nothing
Vector = tuple[Number, ...]
Options = Mapping[str, Sequence[Vector]]
Signs = Mapping[str, int]


def narrowed(
    options: Options, identities: Sequence[Signs], *, sure: bool = False
) -> dict[str, list[Vector]] | None:
    """Each row's readings that every identity leaves; ``None`` where there is none.

    Where there are more partial sums than :data:`STATES` the columns are held one by one; if it must be
    ``sure``, the answer is ``None``.
    """
    rows = {id_: list(vectors) for id_, vectors in options.items()}
    while True:
        before = sum(map(len, rows.values()))
        for signs in identities:
            try:
                kept = _held({id_: rows[id_] for id_ in signs}, signs, sure)
            except _TooWide:
                return None
            if kept is None:
                return None
            rows |= kept
        if sum(map(len, rows.values())) == before:
            return rows


class _TooWide(Exception):
    pass


def _held(rows: dict[str, list[Vector]], signs: Signs, sure: bool) -> dict[str, list[Vector]] | None:
    kept = _by_columns(rows, signs)
    try:
        return None if kept is None else _whole(kept, signs)
    except _TooWide:
        if sure:
            raise
        return kept


def _by_columns(rows: dict[str, list[Vector]], signs: Signs) -> dict[str, list[Vector]] | None:
    """One column after the other: quick, and it leaves little for the whole."""
    for column in range(len(next(iter(rows.values()))[0])):
        values: dict[str, list[Vector]] = {
            id_: [(v[column],) for v in vectors] for id_, vectors in rows.items()
        }
        kept = _whole(values, signs)
        if kept is None:
            return None
        alive = {id_: set(vectors) for id_, vectors in kept.items()}
        rows = {id_: [v for v in rows[id_] if (v[column],) in alive[id_]] for id_ in rows}
    return rows


def _whole(rows: dict[str, list[Vector]], signs: Signs) -> dict[str, list[Vector]] | None:
    """Forward over the rows every partial sum, backward those that come to nothing."""
    order = sorted(rows, key=lambda id_: len(rows[id_]))
    moves = [sorted({_times(signs[id_], v) for v in rows[id_]}) for id_ in order]
    low, high = _still_to_come(moves)
    layers: list[set[Vector]] = [{(0,) * len(moves[0][0])}]
    for i, steps in enumerate(moves):
        reached = {_plus(state, step) for state in layers[-1] for step in steps}
        layers.append({state for state in reached if _within(state, low[i + 1], high[i + 1])})
        if len(layers[-1]) > STATES:
            raise _TooWide
    return _backward(rows, signs, order, layers)


def _backward(
    rows: dict[str, list[Vector]], signs: Signs, order: list[str], layers: list[set[Vector]]
) -> dict[str, list[Vector]] | None:
    alive = layers[-1]
    kept: dict[str, list[Vector]] = {}
    for id_, states in zip(order[::-1], layers[-2::-1], strict=True):
        kept[id_] = []
        before: set[Vector] = set()
        for vector in rows[id_]:
            step = _times(signs[id_], vector)
            from_here = {state for state in states if _plus(state, step) in alive}
            if from_here:
                kept[id_].append(vector)
                before |= from_here
        alive = before
    return kept if alive else None


def _still_to_come(moves: Sequence[Sequence[Vector]]) -> tuple[list[Vector], list[Vector]]:
    """The least and the most that the rows from each place on can add, column by column."""
    low: list[Vector] = [(0,) * len(moves[0][0])]
    high = list(low)
    for steps in reversed(moves):
        columns = list(zip(*steps, strict=True))
        low.append(_plus(low[-1], tuple(map(min, columns))))
        high.append(_plus(high[-1], tuple(map(max, columns))))
    return low[::-1], high[::-1]


def _within(state: Vector, low: Vector, high: Vector) -> bool:
    return all(s + least <= 0 <= s + most for s, least, most in zip(state, low, high, strict=True))


def _plus(a: Vector, b: Vector) -> Vector:
    return tuple(x + y for x, y in zip(a, b, strict=True))


def _times(sign: int, vector: Vector) -> Vector:
    return vector if sign == 1 else tuple(-v for v in vector)
