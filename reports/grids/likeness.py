"""Labels with words missing or misprinted: known by the characters they share with the official one."""

from collections.abc import Container, Mapping
from functools import lru_cache

from ..reading import key

ENOUGH = 0.62  # pairs of neighbouring characters shared; below this two official labels can meet
_CLEAR = 0.15  # how much more like one label than like any other


@lru_cache(maxsize=1 << 13)
def _pairs(label: str) -> frozenset[str]:
    bare = key(label)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def alike(label: str, official: Mapping[str, str], taken: Container[str]) -> str:
    """The id whose official label is like this one, and no other's nearly as much; else empty."""
    pairs = _pairs(label)
    if len(pairs) < 2:
        return ""
    scores = sorted(
        (
            (2 * len(pairs & other) / (len(pairs) + len(other)), id_)
            for id_, name in official.items()
            if (other := _pairs(name))
        ),
        reverse=True,
    )
    best, second = scores[0], scores[1]
    clear = best[0] >= ENOUGH and best[0] - second[0] > _CLEAR
    return best[1] if clear and best[1] not in taken else ""
