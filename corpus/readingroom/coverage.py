"""The heat map: portals by years, as ``corpus.coverage`` has it, gathered by province."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from sqlite_utils import Database

from corpus.coverage import PortalYear, by_portal

# What a cell shows besides its colour and hatching.
SIGNS = {
    "found": "✓",
    "failed_checks": "✗",
    "missing": "–",
    "blocked": "⊘",
    "failed": "?",
    "unfinished": "…",
    "unvisited": "",
}
HAVE = frozenset({"found", "failed_checks"})
# Up to so many visited portals the home page shows each; beyond that a row a province.
SHOWN = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A row of the map; ``county_id`` is ``None`` for a portal whose county is not known."""

    seed: str
    name: str
    city: str
    county_id: str | None
    cells: tuple[PortalYear, ...]

    def visited(self) -> bool:
        """Whether a crawl or an import has brought anything of it, be it a refusal."""
        return any(cell.status != "unvisited" for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province: its portals, and how many are in each state, a year (year, status) -> number."""

    name: str
    portals: tuple[Portal, ...]
    counted: Counter[tuple[int, str]] = field(default_factory=Counter)

    def visited(self) -> tuple[Portal, ...]:
        """Its portals that were visited."""
        return tuple(portal for portal in self.portals if portal.visited())

    @property
    def seen(self) -> bool:
        """Whether any of its portals was visited."""
        return any(portal.visited() for portal in self.portals)

    def found(self, year: int) -> int:
        """Portals that have a report for that year."""
        return sum(self.counted[year, status] for status in HAVE)

    def share(self, year: int) -> int:
        """Tenths of the portals that have one, 0 only where none has."""
        found = self.found(year)
        return max(1, found * 10 // len(self.portals)) if found else 0

    def blocked(self, year: int) -> int:
        """Portals that refuse us here, without a report for that year."""
        return self.counted[year, "blocked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The whole map. ``elsewhere`` counts reports that stand at no portal known by name."""

    years: tuple[int, ...]
    provinces: tuple[Province, ...]
    portals: int
    reports: int
    elsewhere: int
    totals: Counter[str]

    def visited(self) -> int:
        """Portals that were visited."""
        return sum(len(province.visited()) for province in self.provinces)

    def singly(self, province: str | None) -> list[tuple[str, tuple[Portal, ...]]]:
        """Portals to show one by one: all of one province, or those visited where they are not too many."""
        if province is not None:
            return [(one.name, one.portals) for one in self.provinces if one.name == province]
        few = self.visited() <= SHOWN
        return [(one.name, one.visited()) for one in self.provinces if few and one.visited()]

    def together(self, province: str | None) -> tuple[Province, ...]:
        """Provinces to show as a row each: where not every portal is shown one by one."""
        if province is not None or self.visited() == self.portals <= SHOWN:
            return ()
        return self.provinces


def coverage(conn: sqlite3.Connection) -> Coverage:
    """The map of everything in the corpus."""
    years, provinces = _provinces(by_portal(Database(conn, execute_plugins=False)), _governments(conn))
    totals: Counter[str] = Counter()
    for province in provinces:
        for (_, status), n in province.counted.items():
            totals[status] += n
    return Coverage(
        years=years,
        provinces=provinces,
        portals=sum(len(province.portals) for province in provinces),
        reports=conn.execute("SELECT [rows] FROM counts WHERE table_name = 'reports'").fetchone()[0],
        elsewhere=_elsewhere(conn),
        totals=totals,
    )


Rows = Iterable[tuple[Mapping[str, Any], Sequence[PortalYear]]]


def _provinces(
    rows: Rows, names: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[int, ...], tuple[Province, ...]]:
    """Years from the first that has a report (all of them where crawls found none); provinces by code."""
    held: dict[str, list[Portal]] = {}
    for province, portal in _portals(rows, names):
        held.setdefault(province, []).append(portal)
    everyone = [portal for group in held.values() for portal in group]
    years = tuple(cell.year for cell in everyone[0].cells) if everyone else ()
    found = (n for portal in everyone for n, cell in enumerate(portal.cells) if cell.status in HAVE)
    first = min(found, default=0 if any(portal.visited() for portal in everyone) else len(years))
    return years[first:], tuple(_province(name, group, first) for name, group in held.items())


def _portals(rows: Rows, names: Mapping[str, str]) -> Iterator[tuple[str, Portal]]:
    for portal, cells in rows:
        made = Portal(
            seed=portal["seed"],
            name=portal["county"] or names.get(portal["seed"], portal["seed"]),
            city=portal["city"] or "",
            county_id=portal["county_id"],
            cells=tuple(cells),
        )
        yield portal["province"] or "", made


def _province(name: str, portals: list[Portal], first: int) -> Province:
    kept = tuple(replace(portal, cells=portal.cells[first:]) for portal in portals)
    counted: Counter[tuple[int, str]] = Counter()
    for portal in kept:
        counted.update([(cell.year, cell.status) for cell in portal.cells])
    return Province(name=name, portals=kept, counted=counted)


def _governments(conn: sqlite3.Connection) -> dict[str, str]:
    """Portals whose county no registry names: the name of the government that reports there."""
    found = conn.execute(
        """SELECT portals.seed, max(documents.issuer_name) FROM portals JOIN documents USING (seed)
           WHERE coalesce(portals.county, '') = '' AND documents.level = 'county' GROUP BY portals.seed"""
    )
    return {seed: name for seed, name in found if name}


def _elsewhere(conn: sqlite3.Connection) -> int:
    (n,) = conn.execute(
        """SELECT count(*) FROM documents WHERE seed IS NULL
           AND NOT EXISTS (SELECT 1 FROM portals WHERE portals.county_id = documents.county_id)"""
    ).fetchone()
    return int(n)
