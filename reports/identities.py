"""The identities of the forms as rows: id, severity, left, right, relation (REPORTS B)."""

from typing import Literal

from .matrix import COLUMNS, PARTS, ROWS
from .model import Severity

Row = (
    tuple[str, Severity, tuple[str, ...], tuple[str, ...]]
    | tuple[str, Severity, tuple[str, ...], tuple[str, ...], Literal["=", "<="]]
)
_ORGANISATIONS = COLUMNS[1:6]
_ROWS_2019 = tuple(id_ for id_, *_ in ROWS if not id_.startswith("other_") or id_ == "other_handling")
_ROWS_2021 = tuple(id_ for id_, *_ in ROWS if id_ != "other_handling")
_ALWAYS = tuple(id_ for id_ in PARTS if not id_.startswith("other_"))
_THREE_OTHERS = ("other_no_correction", "other_fee_unpaid", "other_other")


def _at(column: str, *rows: str) -> tuple[str, ...]:
    return tuple(f"{row}__{column}" for row in rows)


def matrix(edition: str, one_row_of_other: bool) -> tuple[Row, ...]:
    """M1 and M2 for every column, M3 for every row. Some reports of later years still print
    (六)其他处理 as one row, so M2 takes what is printed.
    """
    other = ("other_handling",) if edition == "reg2019" or one_row_of_other else _THREE_OTHERS
    rows = _ROWS_2019 if other == ("other_handling",) else _ROWS_2021
    key = (other, rows)
    if key not in _BUILT:
        _BUILT[key] = (*_columns(other), *_rows(rows))
    return _BUILT[key]


_BUILT: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Row, ...]] = {}


def _columns(other: tuple[str, ...]) -> tuple[Row, ...]:
    first: tuple[Row, ...] = tuple(
        (
            f"M1:{column}",
            "hard",
            _at(column, "new_received", "carried_in"),
            _at(column, "handled_total", "carried_out"),
        )
        for column in COLUMNS
    )
    second: tuple[Row, ...] = tuple(
        (f"M2:{column}", "hard", _at(column, "handled_total"), _at(column, *_ALWAYS, *other))
        for column in COLUMNS
    )
    return first + second


def _rows(rows: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(
        (
            f"M3:{row}",
            "hard",
            (f"{row}__total",),
            tuple(f"{row}__{column}" for column in ("natural_person", *_ORGANISATIONS)),
        )
        for row in rows
    )


def _sums(stem: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (f"{stem}_total",), tuple(f"{stem}_{r}" for r in ("upheld", "corrected", "other", "pending"))


DISPUTES: tuple[Row, ...] = (
    ("R1", "hard", *_sums("review")),
    ("R2", "hard", *_sums("litigation_direct")),
    ("R3", "hard", *_sums("litigation_after_review")),
)

_CHANNELS = tuple(f"proactive_via_{name}" for name in ("gazette", "website", "weibo", "wechat", "other"))
_REPLIES = ("already_public", "granted", "partial", "refused", "not_this_agency", "info_not_exist")
_REFUSED = (
    "state_secret",
    "trade_secret",
    "privacy",
    "security_stability",
    "not_government_information",
    "other_statutory",
)


def _stat(total: str, stem: str, *parts: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (total,), tuple(f"{stem}_{part}" for part in parts)


_STAT2014: tuple[Row, ...] = (
    ("S1", "hard", *_stat("applications_received", "applications", "in_person", "fax", "online", "letter")),
    ("S2", "hard", *_stat("applications_closed", "applications_closed", "on_time", "extended")),
    ("S3", "hard", *_stat("replies_total", "replies", *_REPLIES, "told_to_amend", "other_channel")),
    ("S4", "hard", *_stat("replies_refused", "refused", *_REFUSED)),
    ("S5", "soft", *_stat("review_total", "review", "upheld", "corrected", "other")),
    ("S6", "soft", *_stat("litigation_total", "litigation", "upheld", "corrected", "other")),
    ("S7", "hard", *_stat("org_staff_total", "org_staff", "fulltime", "parttime")),
    ("S8:disclosed_le_total", "soft", ("proactive_normative_docs",), ("proactive_total",), "<="),
    ("S8:disclosed_le_issued", "soft", ("proactive_normative_docs",), ("normative_docs_issued",), "<="),
    *(
        (f"S8:{parent}", "hard", (f"response_{parent}_principal",), (f"response_{parent}",), "<=")
        for parent in ("press_conferences", "online_interviews")
    ),
    ("S10", "soft", ("applications_closed",), ("replies_total",)),
)

_LEGACY_STEMS = (
    "docs_disclosed",
    "docs_via_website",
    "docs_via_gazette",
    "applications_accepted",
    "applications_in_person",
    "applications_online",
    "applications_letter_fax",
    "replies_total",
    "replies_granted",
    "replies_partial",
    "replies_refused",
    "replies_other",
    "fee_waived_yuan",
    "appeals_complaints",
    "reviews",
    "litigations",
)


def _legacy(span: str) -> tuple[Row, ...]:
    def ids(*stems: str) -> tuple[str, ...]:
        return tuple(f"legacy_{stem}_{span}" for stem in stems)

    accepted = ids("applications_in_person", "applications_online", "applications_letter_fax")
    replies = ids("replies_granted", "replies_partial", "replies_refused", "replies_other")
    return (
        (f"L1:{span}", "hard", ids("applications_accepted"), accepted),
        (f"L2:{span}", "hard", ids("replies_total"), replies),
        (f"L5:{span}", "soft", ids("docs_disclosed"), ids("docs_via_website", "docs_via_gazette"), "<="),
    )


_LEGACY: tuple[Row, ...] = (
    *_legacy("year"),
    *_legacy("cumulative"),
    *(
        (f"L4:{stem}", "hard", (f"legacy_{stem}_year",), (f"legacy_{stem}_cumulative",), "<=")
        for stem in _LEGACY_STEMS
    ),
)

_IN_FORCE: tuple[Row, ...] = tuple(
    (f"range:{stem}_made_le_in_force", "soft", (f"{stem}_made",), (f"{stem}_in_force",), "<=")
    for stem in ("rules", "normative_docs")
)

LISTED: dict[str, tuple[Row, ...]] = {
    "stat2014": _STAT2014,
    "legacy_local": _LEGACY,
    "reg2021": _IN_FORCE,
}
CHANNELS = _CHANNELS
"""The five channels of stat2014, for S9."""
LEGACY_STEMS = _LEGACY_STEMS
"""The sixteen rows of the legacy table, without prefix and column."""
