"""Series across the editions, each value with the caveat of REPORTS §C; none where nothing compares."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from .matrix import PARTS
from .model import Figure, SeriesValue
from .numbers import Number

Row = tuple[Literal["=", "~"], str, tuple[str, ...]]
_DENIED = tuple(f"{id_}__total" for id_ in PARTS if id_.startswith("denied_"))
_UNPROCESSED = tuple(f"{id_}__total" for id_ in PARTS if id_.startswith("unprocessed_"))
_OTHERS = ("other_no_correction__total", "other_fee_unpaid__total", "other_other__total")
_PENDING = "counts cases that are still pending; before 2019 they had no column"
_NO_CARRY = "the table does not say whether carried-over applications are in it"
_ACCEPTED = "counts accepted applications, in 条"
_REFUSALS = "the reasons for refusal were regrouped in 2019"
_DECISIONS = "the split between licensing and other services ended in 2021"


def _modern(*ids: str, caveat: str = "", comparable: Literal["=", "~"] = "=") -> dict[str, Row]:
    return dict.fromkeys(("reg2019", "reg2021"), (comparable, caveat, ids))


# series id -> edition -> (comparable, caveat, the figures that are summed)
SERIES: dict[str, dict[str, Row]] = {
    "x_applications_received": {
        "legacy_local": ("~", _ACCEPTED, ("legacy_applications_accepted_year",)),
        "stat2014": ("~", _NO_CARRY, ("applications_received",)),
        **_modern("new_received__total"),
    },
    "x_applications_in_person": {
        "legacy_local": ("=", "", ("legacy_applications_in_person_year",)),
        "stat2014": ("=", "", ("applications_in_person",)),
    },
    "x_applications_online": {
        "legacy_local": ("=", "", ("legacy_applications_online_year",)),
        "stat2014": ("=", "", ("applications_online",)),
    },
    "x_applications_letter_fax": {
        "legacy_local": ("=", "", ("legacy_applications_letter_fax_year",)),
        "stat2014": (
            "=",
            "letter and fax summed: the older table merges them",
            ("applications_letter", "applications_fax"),
        ),
    },
    "x_applications_decided": {
        "legacy_local": ("~", "replies to applications, in 条", ("legacy_replies_total_year",)),
        "stat2014": ("~", "replies; applications not processed are not in it", ("replies_total",)),
        **_modern("handled_total__total"),
    },
    "x_granted": {
        "legacy_local": ("~", "what was public already may be in it", ("legacy_replies_granted_year",)),
        "stat2014": (
            "~",
            "granted and already public summed: from 2019 the two are one row",
            ("replies_granted", "replies_already_public"),
        ),
        **_modern("granted__total"),
    },
    "x_partial": {
        "legacy_local": ("=", "", ("legacy_replies_partial_year",)),
        "stat2014": ("=", "", ("replies_partial",)),
        **_modern("partial__total"),
    },
    "x_refused": {
        "legacy_local": ("~", _REFUSALS, ("legacy_replies_refused_year",)),
        "stat2014": ("~", _REFUSALS, ("replies_refused",)),
        **_modern(*_DENIED, caveat=_REFUSALS, comparable="~"),
    },
    "x_refused_state_secret": {
        "stat2014": ("=", "", ("refused_state_secret",)),
        **_modern("denied_state_secret__total"),
    },
    "x_refused_security_stability": {
        "stat2014": ("=", "", ("refused_security_stability",)),
        **_modern("denied_security_stability__total"),
    },
    "x_not_held": {
        "stat2014": (
            "~",
            "another agency's and non-existing information summed",
            ("replies_not_this_agency", "replies_info_not_exist"),
        ),
        **_modern("unable_not_held__total", caveat="before 2019 two rows", comparable="~"),
    },
    "x_unprocessed": _modern(*_UNPROCESSED),
    "x_other_handling": {
        "reg2019": ("=", "", ("other_handling__total",)),
        "reg2021": ("=", "the three kinds summed", _OTHERS),
    },
    "x_carried_in": _modern("carried_in__total"),
    "x_carried_out": _modern("carried_out__total"),
    "x_reviews": {
        "legacy_local": ("~", "no column for pending cases", ("legacy_reviews_year",)),
        "stat2014": ("~", "no column for pending cases", ("review_total",)),
        **_modern("review_total", caveat=_PENDING, comparable="~"),
    },
    "x_review_corrected": {
        "stat2014": ("=", "", ("review_corrected",)),
        **_modern("review_corrected"),
    },
    "x_litigations": {
        "legacy_local": ("~", "no column for pending cases", ("legacy_litigations_year",)),
        "stat2014": ("~", "no column for pending cases", ("litigation_total",)),
        **_modern(
            "litigation_direct_total", "litigation_after_review_total", caveat=_PENDING, comparable="~"
        ),
    },
    "x_complaints": {
        "legacy_local": ("~", "administrative appeals and reports", ("legacy_appeals_complaints_year",)),
        "stat2014": ("~", "reports and complaints", ("complaints_total",)),
    },
    "x_proactive_total": {
        "legacy_local": (
            "~",
            "pieces of information, as a coded table counts them",
            ("legacy_raw:主动公开信息数:year",),
        ),
        "stat2014": ("~", "the same information in several channels counts once", ("proactive_total",)),
    },
    "x_via_website": {
        "legacy_local": ("~", "counts documents", ("legacy_docs_via_website_year",)),
        "stat2014": ("~", "counts pieces of information", ("proactive_via_website",)),
    },
    "x_via_gazette": {
        "legacy_local": ("~", "counts documents", ("legacy_docs_via_gazette_year",)),
        "stat2014": ("~", "counts pieces of information", ("proactive_via_gazette",)),
    },
    "x_normative_docs_made": {
        "legacy_local": ("~", "a coded table's row", ("legacy_raw:新增的行政规范性文件数:year",)),
        "stat2014": ("~", "all normative documents issued", ("normative_docs_issued",)),
        **_modern(
            "normative_docs_made",
            caveat="from 2021 administrative normative documents only",
            comparable="~",
        ),
    },
    "x_licensing_decisions": _modern("licensing_decisions", caveat=_DECISIONS, comparable="~"),
    "x_penalty_decisions": _modern("penalty_decisions", caveat="see REPORTS §C", comparable="~"),
    "x_coercion_decisions": _modern("coercion_decisions", caveat="see REPORTS §C", comparable="~"),
}


# Rows of coded tables that the crosswalk knows, where the sixteen-row table has none of its own.
_CODED: dict[str, Row] = {
    "x_applications_received": ("~", _ACCEPTED, ("legacy_raw:申请总数:year",)),
    "x_refused": ("~", _REFUSALS, ("legacy_raw:否决公开答复总数:year",)),
}


def series(edition: str, figures: Sequence[Figure]) -> tuple[SeriesValue, ...]:
    """The series values of one report; a sum with an unread addend is no value."""
    values = {f.id: f.value for f in figures if f.source == "table" and f.value is not None}
    return tuple(_values(edition, values))


def _values(edition: str, values: Mapping[str, Number]) -> Iterator[SeriesValue]:
    for id_, editions in SERIES.items():
        row = editions.get(edition)
        if row is None:
            continue
        if edition == "legacy_local" and id_ in _CODED and row[2][0] not in values:
            row = _CODED[id_]
        comparable, caveat, ids = row
        if id_ == "x_other_handling" and "other_handling__total" in values:
            ids = ("other_handling__total",)
        if all(part in values for part in ids):
            value = sum(values[part] for part in ids)
            yield SeriesValue(id=id_, value=value, comparable=comparable, caveat=caveat, figures=ids)
