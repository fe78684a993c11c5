"""Labels with words missing or misprinted: known by the characters they share with the official one."""

from collections.abc import Container, Mapping

from ..reading import key

ENOUGH = 0.62  # pairs of neighbouring characters shared; below this two official labels can meet


def _pairs(label: str) -> set[str]:
    return {label[i : i + 2] for i in range(len(label) - 1)}


def alike(label: str, official: Mapping[str, str], taken: Container[str]) -> str:
    """The id whose official label is like this one, and no other's nearly as much; else empty."""
    pairs = _pairs(key(label))
    if len(pairs) < 2:
        return ""
    scores = sorted(
        ((2 * len(pairs & other) / (len(pairs) + len(other)), id_) for id_, other in _official(official)),
        reverse=True,
    )
    best, second = scores[0], scores[1]
    clear = best[0] >= ENOUGH and best[0] - second[0] > 0.15
    return best[1] if clear and best[1] not in taken else ""


def _official(official: Mapping[str, str]) -> list[tuple[str, set[str]]]:
    return [(id_, _pairs(key(label))) for id_, label in official.items() if len(label) > 2]
