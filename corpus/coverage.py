"""Coverage: for every portal and year, whether there is a report, and why not where there is none."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlite_utils import Database

FIRST_YEAR = 2008
"""The Regulations came into force on 1 May 2008; the first reports are those on 2008."""

_PORTALS = """
select p.seed, p.division_code, p.county_id, p.province, p.city, p.county,
  (select c.outcome from crawls c where c.seed = p.seed order by c.began desc, c.crawl_id desc limit 1)
  as outcome
from portals p order by p.division_code, p.seed
"""

_REPORTS = """
select seed, county_id, level, year, id, report_id, edition, checks_status from documents
where level in ('county', 'functional_zone') and year >= ? order by id
"""

_NONE_FOUND = {"done": "missing", "blocked": "blocked", "failed": "failed", "unfinished": "unfinished"}


class PortalYear(NamedTuple):
    """One cell of the map."""

    year: int
    status: str
    document_id: str | None = None
    report_id: str | None = None
    edition: str | None = None


class _Document(NamedTuple):
    seed: str | None
    county_id: str | None
    level: str
    year: int
    id: str
    report_id: str
    edition: str
    checks_status: str


Portal = dict[str, Any]
Found = dict[tuple[str, int], _Document]


def coverage(db: Database, since: int = FIRST_YEAR) -> Iterator[dict[str, Any]]:
    """A row a portal and year, by portal, then year.

    ``status`` is ``found``, ``failed_checks`` (found, and a hard check fails), ``missing`` (crawled to the
    end, no report), ``blocked`` (the portal refuses us here), ``failed``, ``unfinished`` (the crawl was),
    or ``unvisited``. Years run from ``since`` to the latest report in the corpus, and at least to the
    last year that was due when a portal was crawled: one that let nobody in has a row a year too.
    """
    for portal, cells in by_portal(db, since):
        for cell in cells:
            yield portal | cell._asdict()


def by_portal(db: Database, since: int = FIRST_YEAR) -> Iterator[tuple[Portal, list[PortalYear]]]:
    """Every portal with its years (see :func:`coverage`)."""
    by_seed, by_county, last = _reports(db, since)
    years = range(since, max(last, _due(db)) + 1)
    for portal in db.query(_PORTALS):
        none = _NONE_FOUND.get(portal.pop("outcome") or "", "unvisited")
        seed, county = portal["seed"], portal["county_id"]
        found = (by_county.get((county, year)) or by_seed.get((seed, year)) for year in years)
        yield portal, [_cell(year, _own(county, one), none) for year, one in zip(years, found, strict=True)]


def _due(db: Database) -> int:
    """The year whose report was due by the last crawl: 31 March after it (Regulation of 2019, art. 49)."""
    began = next(db.query("select max(began) as began from crawls"))["began"] or ""
    if not began[:4].isdigit():
        return FIRST_YEAR - 1
    return int(began[:4]) - (1 if began[5:10] > "03-31" else 2)


def _reports(db: Database, since: int) -> tuple[Found, Found, int]:
    """Documents by portal and by county, and the last year that has one."""
    by_seed: Found = {}
    by_county: Found = {}
    last = since - 1
    for row in map(_Document._make, db.execute(_REPORTS, [since])):
        last = max(last, row.year)
        for found, key in ((by_seed, row.seed), (by_county, row.county_id)):
            if key and _better(row, found.get((key, row.year))):
                found[key, row.year] = row
    return by_seed, by_county, last


def _better(row: _Document, held: _Document | None) -> bool:
    """A county's own report stands for the portal before any other."""
    return held is None or (row.level == "county" and held.level != "county")


def _own(county: str | None, found: _Document | None) -> _Document | None:
    """The report, if it is the portal's own: a neighbour's or a zone's does not stand for the county."""
    if found is None or county is None:
        return found
    own = found.level == "county" and found.county_id in (None, county)
    return found if own else None


def _cell(year: int, found: _Document | None, none: str) -> PortalYear:
    if found is None:
        return PortalYear(year, none)
    status = "failed_checks" if found.checks_status == "hard_fail" else "found"
    return PortalYear(year, status, found.id, found.report_id, found.edition)
