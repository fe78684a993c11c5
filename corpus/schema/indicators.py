"""The wide tables: one row a government and year, one column a figure.

``indicators`` has those of the forms (``reports.FIGURES``), ``narratives`` those that prose tells
(``reports.cues``), each beside its qualifier: 余 and 近 are no exact numbers.
"""

from collections.abc import Mapping

import reports
from corpus.schema.columns import Column, Table, parse_columns
from reports.crosswalk import SERIES, Row
from reports.cues import CUES

_LEAD = """
document_id TEXT -> documents.id: The document.
report_id TEXT -> reports.id: The report that the values were read from.
county_id TEXT: Code that the division has today; one series for a renamed or raised county.
division_code TEXT: Six-digit code of the division, as in that year.
province TEXT: Province.
city TEXT: Prefecture or city.
county TEXT: Name of the county today.
issuer_name TEXT: Full name of the organ that reports.
level TEXT: county, city, functional_zone or other; departments and townships are in figures only.
year INTEGER: Year reported on.
edition TEXT: Form of the report.
checks_status TEXT: Worst check of the report.
"""


def indicator_columns() -> tuple[Column, ...]:
    """One column an indicator, in the order of the forms; empty where not printed or not certain."""
    return tuple(
        Column(name=name, type="ANY", description=f"{label} ({family})", unit=unit)
        for name, (family, label, unit) in reports.FIGURES.items()
    )


def series_columns() -> tuple[Column, ...]:
    """One column a series across the editions; its caveats are in the table ``series``."""
    return tuple(
        Column(name=name, type="ANY", description=f"Series across editions: {_made_of(editions)}")
        for name, editions in SERIES.items()
    )


def _made_of(editions: Mapping[str, Row]) -> str:
    """What the series is in each edition, and where it is only roughly comparable.

    >>> _made_of({"stat2014": ("~", "", ("a", "b"))})
    'stat2014 ~ a + b'
    """
    return "; ".join(f"{edition} {how} {' + '.join(ids)}" for edition, (how, _, ids) in editions.items())


def indicators() -> Table:
    """The wide table as it is today: the set of indicators grows with the forms."""
    return Table(
        name="indicators",
        description="Government by year, one column an indicator: the current report of each, wide.",
        columns=(*parse_columns(_LEAD), *series_columns(), *indicator_columns()),
        key=("document_id",),
        indexes=(("county_id", "year"), ("year",)),
    )


def narrative_ids() -> dict[str, tuple[tuple[str, ...], str]]:
    """Figures that prose tells: name -> (words that lead to it, unit), in the order of REPORTS D.2."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for cue in CUES:
        found.setdefault(cue.id, (cue.words, cue.unit))
    return found


def narrative_columns() -> tuple[Column, ...]:
    """Two columns a figure: the number, and how exact it is."""
    return tuple(
        column
        for name, (words, unit) in narrative_ids().items()
        for column in (
            Column(name=name, type="ANY", description=f"Told in prose: {'、'.join(words)}.", unit=unit),
            Column(name=f"{name}__q", type="TEXT", description=f"Qualifier of {name}, as in figures."),
        )
    )


def narratives() -> Table:
    """The wide table of what prose tells; parts of a list (``n_proactive_part_…``) are in figures only."""
    return Table(
        name="narratives",
        description="Government by year: figures told in prose, with qualifiers, of the current report.",
        columns=(*parse_columns(_LEAD), *narrative_columns()),
        key=("document_id",),
        indexes=(("county_id", "year"), ("year",)),
    )
