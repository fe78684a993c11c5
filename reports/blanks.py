"""Blank cells: a zero only where the form's identities force it, and then marked as derived (REPORTS B.7).

An identity whose other figures are all known leaves a blank one value. A blank becomes zero where an
identity forces it and none contradicts it; a blank total becomes the sum of its parts. A printed value is
never touched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .checks import Rule, rules
from .model import EditionId, Figure
from .numbers import Number

_ROUNDS = 4


def settle(edition: EditionId, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures with their blanks derived where the identities leave one value only."""
    blanks = {f.id for f in figures if f.qualifier == "blank" and f.value is None}
    if not blanks:
        return figures
    values = {f.id: f.value for f in figures if f.value is not None}
    identities = [rule for rule in rules(edition, values) if rule.holds == "=" and rule.severity == "hard"]
    derived: dict[str, tuple[Number, str]] = {}
    for _ in range(_ROUNDS):
        new = _round(identities, values, blanks - derived.keys())
        if not new:
            break
        derived |= new
        values |= {id_: value for id_, (value, _) in new.items()}
    return tuple(_derived(figure, derived) for figure in figures)


def _derived(figure: Figure, derived: Mapping[str, tuple[Number, str]]) -> Figure:
    if figure.id not in derived:
        return figure
    value, rule = derived[figure.id]
    return replace(figure, value=value, qualifier="derived", note=f"{rule}: the only value that holds")


def _round(
    identities: Sequence[Rule], values: Mapping[str, Number], blanks: set[str]
) -> dict[str, tuple[Number, str]]:
    found: dict[str, tuple[Number, str]] = {}
    for rule in identities:
        forced = _forced(rule, values, blanks)
        together = {**values, **forced}
        if forced and all(_holds(other, together) for other in identities if _touches(other, forced)):
            found |= {id_: (value, rule.id) for id_, value in forced.items() if id_ not in found}
    return found


def _touches(rule: Rule, ids: Iterable[str]) -> bool:
    return any(id_ in rule.left or id_ in rule.right for id_ in ids)


def _holds(rule: Rule, values: Mapping[str, Number]) -> bool:
    return rule.check(values).status != "fail"


def _forced(rule: Rule, values: Mapping[str, Number], blanks: set[str]) -> dict[str, Number]:
    """What the identity leaves its blanks: the sum for a blank total, zeros where nothing is left."""
    unknown = [id_ for id_ in (*rule.left, *rule.right) if id_ not in values]
    if not unknown or not all(id_ in blanks for id_ in unknown):
        return {}
    left = sum(values.get(id_, 0) for id_ in rule.left)
    right = sum(values.get(id_, 0) for id_ in rule.right)
    if unknown == list(rule.left):
        return {unknown[0]: right} if len(unknown) == 1 else {}
    one_side = not any(id_ in unknown for id_ in rule.left) or not any(id_ in unknown for id_ in rule.right)
    return dict.fromkeys(unknown, 0) if left == right and one_side else {}
