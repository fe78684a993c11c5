"""Two neighbouring years of one issuer held against each other (REPORTS B.1, B.4, B.5)."""

from collections.abc import Iterator, Mapping

from .identities import LEGACY_STEMS
from .matrix import COLUMNS
from .model import Check, Report, Severity, Status
from .numbers import Number

Values = Mapping[str, Number]
_ITEMS = ("licensing", "other_services", "penalty", "coercion", "fees")


def compare_years(this: Report, last: Report) -> tuple[Check, ...]:
    """The cross-year checks of ``this`` report against ``last``, the report of the year before.

    Empty where the two are not neighbouring years; undecided rows where a side has no value.
    """
    if this.year is None or last.year is None or this.year != last.year + 1:
        return ()
    return tuple(_checks(this.edition or "", last.edition or "", _values(this), _values(last)))


def _values(report: Report) -> Values:
    return {f.id: f.value for f in report.figures if f.source == "table" and f.value is not None}


def _checks(this: str, last: str, now: Values, before: Values) -> Iterator[Check]:
    if this.startswith("reg") and last.startswith("reg"):
        for column in COLUMNS:
            id_ = f"M4:{column}"
            yield _check(
                id_, "soft", now.get(f"carried_in__{column}"), before.get(f"carried_out__{column}")
            )
    if this == last == "reg2019":
        yield from (_items(stem, now, before) for stem in _ITEMS)
    if this == last == "reg2021":
        yield from (_in_force(stem, now, before) for stem in ("rules", "normative_docs"))
    if this == last == "legacy_local":
        yield from (_cumulative(f"legacy_{stem}", now, before) for stem in LEGACY_STEMS)


def _sum(*values: Number | None) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _items(stem: str, now: Values, before: Values) -> Check:
    right = _sum(before.get(f"{stem}_items_last_year"), before.get(f"{stem}_items_change"))
    return _check(f"items_last_year:{stem}", "soft", now.get(f"{stem}_items_last_year"), right)


def _in_force(stem: str, now: Values, before: Values) -> Check:
    repealed = now.get(f"{stem}_repealed")
    gone = None if repealed is None else -repealed
    right = _sum(before.get(f"{stem}_in_force"), now.get(f"{stem}_made"), gone)
    return _check(f"in_force:{stem}", "soft", now.get(f"{stem}_in_force"), right)


def _cumulative(stem: str, now: Values, before: Values) -> Check:
    right = _sum(before.get(f"{stem}_cumulative"), now.get(f"{stem}_year"))
    id_ = f"L3:{stem.removeprefix('legacy_')}"
    return _check(id_, "hard", now.get(f"{stem}_cumulative"), right)


def _check(id_: str, severity: Severity, left: Number | None, right: Number | None) -> Check:
    status: Status = "undecided" if left is None or right is None else "pass" if left == right else "fail"
    return Check(id=id_, severity=severity, status=status, left=left, right=right)
