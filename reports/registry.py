"""The indicators: ids, official labels and units of every edition's figures.

The rows of ``indicators.tsv`` are facts of the official forms (REPORTS B.2-B.6); the legacy and the
narrative ids follow from REPORTS B.1 and D.2.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Indicator(NamedTuple):
    """One figure of a form: the family that prints it, its label, its unit."""

    family: str
    label: str
    unit: str


LEGACY_ROWS = (
    ("legacy_docs_disclosed", "主动公开文件数", "条"),
    ("legacy_docs_via_website", "政府网站公开数", "条"),
    ("legacy_docs_via_gazette", "政府公报公开数", "条"),
    ("legacy_applications_accepted", "受理政府信息公开申请总数", "条"),
    ("legacy_applications_in_person", "当面申请数", "条"),
    ("legacy_applications_online", "网上申请数", "条"),
    ("legacy_applications_letter_fax", "信函、传真申请数", "条"),
    ("legacy_replies_total", "对申请的答复总数", "条"),
    ("legacy_replies_granted", "同意公开答复数", "条"),
    ("legacy_replies_partial", "同意部分公开答复数", "条"),
    ("legacy_replies_refused", "不予公开答复数", "条"),
    ("legacy_replies_other", "其他类型答复数", "条"),
    ("legacy_fee_waived_yuan", "政府信息公开收费减免金额", "元"),
    ("legacy_appeals_complaints", "接受行政申诉、举报数", "件"),
    ("legacy_reviews", "行政复议数", "件"),
    ("legacy_litigations", "行政诉讼数", "件"),
)

_TABLE = Path(__file__).with_name("indicators.tsv")


def _families() -> dict[str, dict[str, Indicator]]:
    families: dict[str, dict[str, Indicator]] = {}
    for line in _TABLE.read_text("utf-8").splitlines()[1:]:
        family, id_, label, unit = line.split("\t")
        families.setdefault(family, {})[id_] = Indicator(family, label, unit)
    families["legacy_local"] = {
        f"{id_}_{column}": Indicator("legacy_local", label, unit)
        for id_, label, unit in LEGACY_ROWS
        for column in ("year", "cumulative")
    }
    return families


FAMILIES: Mapping[str, Mapping[str, Indicator]] = MappingProxyType(_families())
"""The figures of each edition's form, in the order of the form: family -> id -> indicator."""

FIGURES: Mapping[str, Indicator] = MappingProxyType(
    {
        id_: indicator
        for family in ("legacy_local", "stat2014", "reg2019", "reg2021")
        for id_, indicator in FAMILIES[family].items()
    }
)
"""Every table figure's id -> (family, label, unit); an id of two editions names the newer one."""


def unit_of(id_: str) -> str:
    """The form's unit of a figure, empty for an id that no form has."""
    indicator = FIGURES.get(id_)
    return indicator.unit if indicator else ""
