"""What the series across the editions are called, in both languages (REPORTS §C has their caveats)."""

from collections.abc import Callable

import reports

NAMES: dict[str, tuple[str, str]] = {
    "x_applications_received": ("收到的公开申请（件）", "Applications received"),
    "x_applications_in_person": ("当面申请（件）", "Applications in person"),
    "x_applications_online": ("网络申请（件）", "Applications online"),
    "x_applications_letter_fax": ("信函、传真申请（件）", "Applications by letter or fax"),
    "x_applications_decided": ("办结的公开申请（件）", "Applications decided"),
    "x_granted": ("予以公开（件）", "Granted"),
    "x_partial": ("部分公开（件）", "Granted in part"),
    "x_refused": ("不予公开（件）", "Refused"),
    "x_refused_state_secret": ("因国家秘密不予公开（件）", "Refused: state secret"),
    "x_refused_security_stability": ("因安全稳定不予公开（件）", "Refused: security and stability"),
    "x_not_held": ("本机关不掌握（件）", "Not held"),
    "x_unprocessed": ("不予处理（件）", "Not processed"),
    "x_other_handling": ("其他处理（件）", "Handled otherwise"),
    "x_carried_in": ("上年结转（件）", "Carried in from last year"),
    "x_carried_out": ("结转下年（件）", "Carried over to next year"),
    "x_reviews": ("行政复议（件）", "Administrative reviews"),
    "x_review_corrected": ("复议纠正（件）", "Reviews that corrected"),
    "x_litigations": ("行政诉讼（件）", "Lawsuits"),
    "x_complaints": ("举报、申诉（件）", "Complaints"),
    "x_proactive_total": ("主动公开信息（条）", "Items published proactively"),
    "x_via_website": ("网站公开（条）", "Published on the website"),
    "x_via_gazette": ("公报公开（条）", "Published in the gazette"),
    "x_normative_docs_made": ("新制发规范性文件（件）", "Normative documents made"),
    "x_licensing_decisions": ("行政许可决定（件）", "Licensing decisions"),
    "x_penalty_decisions": ("行政处罚决定（件）", "Penalty decisions"),
    "x_coercion_decisions": ("行政强制决定（件）", "Coercive measures"),
}
_OTHERS = {"zh": 0, "en": 1}


def series_name(language: str) -> Callable[[str], str]:
    """The words for a series in one language; the form's label or the name itself for one not listed.

    >>> series_name("en")("x_granted")
    'Granted'
    """
    at = _OTHERS.get(language, 0)

    def name(series: str) -> str:
        known = NAMES.get(series)
        return known[at] if known else label(series)

    return name


def label(name: str) -> str:
    """The form's own words for an indicator, or its name."""
    known = reports.FIGURES.get(name)
    return known.label if known else name
