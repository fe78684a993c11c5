"""The registry of county portals: one row a county, known by its six-digit division code.

The project's own rows lie in ``spiders/seeds/portals.tsv``; an operator's rows in ``DATA/portals.tsv``
replace those of the same code. Tab-separated, UTF-8, one header line; empty cells mean "not known".
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from crawler import frequency

BUNDLED = Path(__file__).resolve().parents[1] / "spiders" / "seeds" / "portals.tsv"
OWN = "portals.tsv"
_SPAN = r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d"
_HOURS = re.compile(rf"{_SPAN}(?:,\s*{_SPAN})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A county's portal. ``other_hosts`` are old or second homes, separated by spaces.

    ``frequency`` is a word (``daily weekly monthly yearly``) or a cron expression, ``quiet_hours``
    like ``08:00-18:00`` (China time), ``seen`` when and how the home page last answered.
    """

    code: str
    province: str
    city: str
    county: str
    homepage: str
    other_hosts: str = ""
    family: str = ""
    frequency: str = ""
    quiet_hours: str = ""
    seen: str = ""
    notes: str = ""

    @property
    def place(self) -> str:
        """Province, city and county, the repeated names of directly governed cities once."""
        return "/".join(dict.fromkeys((self.province, self.city, self.county)))


COLUMNS = tuple(field.name for field in fields(Portal))


def read(path: Path) -> list[Portal]:
    """The rows of one file, in order. Raises ``ValueError`` with one sentence where it is no registry."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        try:
            reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = {"code", "county", "homepage"} - set(reader.fieldnames or ())
            rows = [_portal(row) for row in reader]
        except (UnicodeDecodeError, csv.Error) as error:
            raise ValueError(f"{path} is no table of tab-separated UTF-8 text ({error})") from None
    if missing:
        raise ValueError(f"{path}: no column {', '.join(sorted(missing))} in the first line")
    return rows


def _portal(row: dict[str, str]) -> Portal:
    return Portal(**{name: (row.get(name) or "").strip() for name in COLUMNS})


def portals(data: Path | None = None) -> dict[str, Portal]:
    """All portals by code; the operator's rows win over the project's."""
    known = {portal.code: portal for portal in read(BUNDLED)}
    if data is not None and (data / OWN).exists():
        known.update((portal.code, portal) for portal in read(data / OWN))
    return known


def add(data: Path, portal: Portal) -> None:
    """Writes or replaces one row of the operator's own file."""
    path = data / OWN
    rows = {p.code: p for p in read(path)} if path.exists() else {}
    rows[portal.code] = portal
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tsv.new")
    lines = ["\t".join(COLUMNS), *("\t".join(_cells(p)) for _, p in sorted(rows.items()))]
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    beside.replace(path)


def _cells(portal: Portal) -> list[str]:
    return [re.sub(r"[\t\r\n]+", " ", getattr(portal, name)) for name in COLUMNS]


def problems(rows: Iterable[Portal]) -> Iterator[tuple[Portal, str]]:
    """Every row that cannot be used as it is, with a sentence that says why."""
    codes: dict[str, Portal] = {}
    homes: dict[str, Portal] = {}
    for row in rows:
        for sentence in faults(row):
            yield row, sentence
        for seen, key, what in ((codes, row.code, "code"), (homes, row.homepage, "home page")):
            if key and key in seen:
                yield row, f"has the same {what} as {seen[key].county} ({seen[key].code})"
            seen.setdefault(key, row)


def faults(row: Portal) -> Iterator[str]:
    """What is wrong with one row, a sentence each."""
    if not re.fullmatch(r"[1-9]\d{5}", row.code):
        yield f"the code {row.code!r} is not a division code of six digits"
    elif row.code.endswith("00"):
        yield f"the code {row.code} is a province's or a city's, not a county's"
    if not row.county:
        yield "the county's name is missing"
    yield from hindrances(row)
    if (wrong := frequency.fault(row.frequency)) is not None:
        yield wrong


def hindrances(row: Portal) -> Iterator[str]:
    """What keeps a portal from being visited as its row says, a sentence each."""
    yield from _address_faults(row.homepage)
    for host in row.other_hosts.split():
        if any(_address_faults(host if "//" in host else f"http://{host}/")):
            yield f"the other host {host!r} is neither a host nor an http or https address"
    if row.quiet_hours and not is_span(row.quiet_hours):
        yield f"quiet hours {row.quiet_hours!r} are not written like 08:00-18:00"


def is_span(hours: object) -> bool:
    """Whether quiet hours are written like ``08:00-18:00``, several with commas."""
    return isinstance(hours, str) and _HOURS.fullmatch(hours) is not None


def _address_faults(homepage: str) -> Iterator[str]:
    try:
        parts = urlsplit(homepage)
        host, _ = parts.hostname, parts.port
    except ValueError:
        yield f"the home page {homepage!r} cannot be read as an address"
        return
    if not homepage:
        yield "the home page is missing"
    elif parts.scheme not in ("http", "https") or not host:
        yield f"the home page {homepage!r} is not an http or https address"
