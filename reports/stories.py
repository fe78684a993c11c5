"""Prose held against the table, components and channels against their totals (REPORTS D.2)."""

from collections.abc import Iterator, Mapping, Sequence

from .identities import CHANNELS
from .model import Check, Figure, Status
from .numbers import Number

Values = Mapping[str, Number]
_DISPUTED = ("litigation_direct_total", "litigation_after_review_total")
_NEAR = 0.1  # 约 leaves a tenth either way
# name, narrative id, the table's figures by edition
Pair = tuple[str, str, dict[str, tuple[str, ...]]]
_SAME_CHANNELS: tuple[Pair, ...] = tuple(
    (f"via_{name}", f"n_via_{name}", {"stat2014": (f"proactive_via_{name}",)})
    for name in ("gazette", "website", "weibo", "wechat", "other")
)
PAIRS: tuple[Pair, ...] = (
    (
        "applications_received",
        "n_applications_received",
        {
            "legacy_local": ("legacy_applications_accepted_year",),
            "stat2014": ("applications_received",),
            "reg2019": ("new_received__total",),
            "reg2021": ("new_received__total",),
        },
    ),
    ("carried_in", "n_carried_in", dict.fromkeys(("reg2019", "reg2021"), ("carried_in__total",))),
    ("carried_out", "n_carried_out", dict.fromkeys(("reg2019", "reg2021"), ("carried_out__total",))),
    (
        "closed",
        "n_closed",
        {
            "stat2014": ("applications_closed",),
            "reg2019": ("handled_total__total",),
            "reg2021": ("handled_total__total",),
        },
    ),
    (
        "reviews",
        "n_reviews",
        {
            "legacy_local": ("legacy_reviews_year",),
            "stat2014": ("review_total",),
            "reg2019": ("review_total",),
            "reg2021": ("review_total",),
        },
    ),
    (
        "litigations",
        "n_litigations",
        {
            "legacy_local": ("legacy_litigations_year",),
            "stat2014": ("litigation_total",),
            "reg2019": _DISPUTED,
            "reg2021": _DISPUTED,
        },
    ),
    ("docs_via_website", "n_via_website", {"legacy_local": ("legacy_docs_via_website_year",)}),
    ("docs_via_gazette", "n_via_gazette", {"legacy_local": ("legacy_docs_via_gazette_year",)}),
    *_SAME_CHANNELS,
)


def checks(edition: str, table: Values, figures: Sequence[Figure]) -> Iterator[Check]:
    """Every pair that the prose speaks of, the components' sum, and S9."""
    prose = {f.id: f for f in figures if f.source == "narrative"}
    if edition == "stat2014":
        yield _channels(table)
    for name, id_, tables in PAIRS:
        if id_ in prose and edition in tables:
            yield _pair(name, prose[id_], [table.get(cell) for cell in tables[edition]])
    yield from _components(prose)


def _channels(table: Values) -> Check:
    """S9: the widest channel is no wider than the total, and the total no wider than all channels."""
    values = [table.get(id_) for id_ in CHANNELS]
    whole = table.get("proactive_total")
    known = [value for value in values if value is not None]
    if whole is None or len(known) < len(values):
        return Check(id="S9", severity="soft", status="undecided", left=None, right=whole)
    widest = max(known)
    if widest > whole:
        return Check(
            id="S9", severity="soft", status="fail", left=widest, right=whole, note="channel > total"
        )
    status: Status = "pass" if whole <= sum(known) else "fail"
    return Check(
        id="S9", severity="soft", status=status, left=whole, right=sum(known), note="total <= channels"
    )


def _pair(name: str, said: Figure, cells: Sequence[Number | None]) -> Check:
    known = [cell for cell in cells if cell is not None]
    right = sum(known) if len(known) == len(cells) else None
    return Check(
        id=f"narrative_vs_table:{name}",
        severity="soft",
        status="undecided" if right is None or said.value is None else _agree(said, right),
        left=said.value,
        right=right,
        note=f"the prose says {said.qualifier}",
    )


def _agree(said: Figure, cell: Number) -> Status:
    value = said.value or 0
    agrees = {
        "ge": cell >= value,
        "lt": cell < value,
        "approx": abs(cell - value) <= _NEAR * max(value, 1),
    }.get(said.qualifier, cell == value)
    return "pass" if agrees else "fail"


def _components(prose: Mapping[str, Figure]) -> Iterator[Check]:
    """The components that the prose lists, against the total that they are listed under."""
    parts = [f for id_, f in prose.items() if id_.startswith("n_proactive_part_")]
    whole = next((prose[id_] for id_ in ("n_proactive_total", "n_via_website") if id_ in prose), None)
    if not parts or whole is None:
        return
    left = sum(f.value or 0 for f in parts)
    exact = all(f.qualifier == "exact" for f in (*parts, whole))
    few = left < (whole.value or 0)
    status: Status = "undecided" if not exact or few else "pass" if left == whole.value else "fail"
    note = "the list of components need not be complete" if few else ""
    yield Check(
        id="parts_sum_to_total", severity="soft", status=status, left=left, right=whole.value, note=note
    )
