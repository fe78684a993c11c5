"""The form's identities held against the figures; nothing is corrected (REPORTS B, D.2).

A check is a row: id, severity, left and right as sums of figures, and what must hold between them. How
to add one: docs/how-to/add-a-check.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from . import identities, stories
from .model import Check, EditionId, Figure, Issuer, Severity, Status
from .numbers import Number

Values = Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Rule:
    """``left`` and ``right`` are ids to be summed; ``holds`` is what must be between the sums."""

    id: str
    severity: Severity
    left: tuple[str, ...]
    right: tuple[str, ...]
    holds: Literal["=", "<="] = "="

    def check(self, values: Values) -> Check:
        """The rule held against the values; undecided where one of them is not known."""
        left, right = total(self.left, values), total(self.right, values)
        if left is None or right is None:
            return Check(id=self.id, severity=self.severity, status="undecided", left=left, right=right)
        held = left == right if self.holds == "=" else left <= right
        status: Status = "pass" if held else "fail"
        return Check(id=self.id, severity=self.severity, status=status, left=left, right=right)


def total(ids: Sequence[str], values: Values) -> Number | None:
    """The sum of the figures, ``None`` where one of them has no value."""
    if not all(id_ in values for id_ in ids):
        return None
    return _whole(sum(values[id_] for id_ in ids))


def _whole(value: Number) -> Number:
    value = round(value, 6)
    return int(value) if value == int(value) else value


def run(edition: EditionId, figures: Sequence[Figure], issuer: Issuer | None) -> tuple[Check, ...]:
    """Every check of the edition, in order."""
    table = {f.id: f.value for f in figures if f.source == "table" and f.value is not None}
    checks = [rule.check(table) for rule in rules(edition, table)]
    if edition != "narrative_only":
        checks += _ranges(figures)
        checks += _no_rules(edition, table, issuer)
    return (*checks, *stories.checks(edition, table, figures))


def rules(edition: EditionId, table: Values) -> Iterator[Rule]:
    """The identities of the form that this report was printed on."""
    if edition in ("reg2019", "reg2021"):
        yield from (Rule(*row) for row in identities.matrix(edition, "other_handling__total" in table))
        yield from (Rule(*row) for row in identities.DISPUTES)
    yield from (Rule(*row) for row in identities.LISTED.get(edition, ()))


def _ranges(figures: Sequence[Figure]) -> Iterator[Check]:
    """No figure but a change is negative; what is counted is counted in whole numbers."""
    table = [f for f in figures if f.source == "table" and f.value is not None]
    below = [f.id for f in table if (f.value or 0) < 0 and not f.id.endswith("_change")]
    broken = [f.id for f in table if "元" not in f.unit and not isinstance(f.value, int)]
    for id_, offenders in (("range:not_negative", below), ("type:whole_numbers", broken)):
        status: Status = "fail" if offenders else "pass"
        yield Check(
            id=id_,
            severity="hard",
            status=status,
            left=len(offenders),
            right=0,
            note=", ".join(offenders[:8]),
        )


def _no_rules(edition: str, table: Values, issuer: Issuer | None) -> Iterator[Check]:
    """Below the cities nobody issues 规章: a value there is usually in the wrong row (REPORTS B.4)."""
    local = issuer is not None and issuer.level in ("county", "township", "functional_zone")
    if local and edition in ("reg2019", "reg2021") and "rules_made" in table:
        ids = tuple(id_ for id_ in table if id_.startswith("rules_"))
        made = total(ids, table)
        status: Status = "pass" if made == 0 else "fail"
        yield Check(id="range:county_makes_no_rules", severity="soft", status=status, left=made, right=0)
