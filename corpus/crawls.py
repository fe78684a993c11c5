"""Portals and how crawls ended there: why a report is not in the corpus."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from corpus.divisions import county_id, county_of
from corpus.rows import Row, compact
from corpus.tables import delete, insert
from corpus.wide import WIDE

# The crawl's own words in four. Words not listed are ``failed``: nothing is called done by guessing.
_OUTCOMES = {
    "done": ("ok", "done", "finished", "complete", "quiet"),
    "blocked": ("blocked", "blocked_here", "refused", "forbidden", "robots", "waf", "challenge", "login"),
    "unfinished": ("unfinished", "interrupted", "limit", "running", "resumable", "partial"),
}
_OUTCOME = {word: outcome for outcome, words in _OUTCOMES.items() for word in words}


def outcome(status: str) -> str:
    """A crawl's word for how it ended, in one of four: done, blocked, failed, unfinished.

    >>> outcome("blocked_here"), outcome("dns"), outcome("OK")
    ('blocked', 'failed', 'done')
    """
    return _OUTCOME.get(status.strip().lower(), "failed")


def store_portals(db: Database, rows: Iterable[object]) -> None:
    """Keeps the registry's rows, replacing those of the same home page."""
    for row in rows:
        said = row if isinstance(row, Mapping) else _Said(row)
        code = said.get("code") or said.get("division_code")
        _replace(db, said.get("homepage") or said["seed"], code, said, registered=True)


class _Said(dict[str, Any]):
    """The attributes of an object, as a mapping."""

    def __init__(self, row: object) -> None:
        names = ("code", "province", "city", "county", "homepage", "family")
        super().__init__({name: getattr(row, name, None) for name in names})


def _replace(
    db: Database, seed: str, code: str | None, said: Mapping[str, Any], *, registered: bool
) -> None:
    county = county_of(code)
    values: Row = {
        "division_code": code,
        "county_id": county_id(county) if county else code,
        "province": said.get("province") or (county.province if county else None),
        "city": said.get("city") or (county.city if county else None),
        "county": said.get("county") or (county.name if county else None),
        "family": said.get("family") or None,
        "registered": int(registered),
    }
    before = next(iter(db.query("select * from portals where seed = ?", [seed])), None)
    if before is None:
        insert(db, "portals", [{"seed": seed, **values}])
    elif any(before[name] != value for name, value in values.items()):
        changes = ", ".join(f"[{name}] = ?" for name in values)
        db.execute(f"update portals set {changes} where seed = ?", [*values.values(), seed])
        _settle(db, seed, [values[name] for name in ("province", "city", "county")])


_FOUND_THERE = (
    "select r.id from reports r join captures c on c.id = r.id where c.seed = :seed and "
    "(r.county_id is null or r.county_id not in (select county_id from divisions))"
)


def _settle(db: Database, seed: str, place: list[object]) -> None:
    """Reports whose code no division has lie where the registry says, whichever was stored first."""
    said = dict(zip(("province", "city", "county"), place, strict=True)) | {"seed": seed}
    changes = "province = :province, city = :city, county = :county"
    db.execute(f"update reports set {changes} where id in ({_FOUND_THERE})", said)
    for table in ("documents", *WIDE):
        db.execute(f"update [{table}] set {changes} where report_id in ({_FOUND_THERE})", said)


def ensure_portal(db: Database, seed: str, code: str | None) -> Mapping[str, Any]:
    """The row of a portal; one that only a crawl knows is added."""
    for row in db.query("select * from portals where seed = ?", [seed]):
        if row["division_code"] or not code:
            return row
    _replace(db, seed, code, {}, registered=False)
    return next(iter(db.query("select * from portals where seed = ?", [seed])))


def store_crawl(db: Database, summary: Mapping[str, Any]) -> None:
    """Keeps the rows of a crawl's summary (CONTRACT, ``crawl --json``), in place of those kept before."""
    name = str(summary["crawl_id"])
    delete(db, "crawls", "crawl_id = ?", [name])
    for portal in summary.get("portals", ()):
        ensure_portal(db, portal["seed"], portal.get("code") or portal.get("division_code"))
        insert(db, "crawls", [_crawl_row(name, summary, portal)])


def _crawl_row(name: str, summary: Mapping[str, Any], portal: Mapping[str, Any]) -> Row:
    status = str(portal.get("status") or "")
    return {
        "crawl_id": name,
        "seed": portal["seed"],
        "status": status,
        "outcome": outcome(status),
        "pages": portal.get("pages"),
        "reports": portal.get("reports"),
        "years": compact(portal.get("years") or []),
        "began": portal.get("began") or summary.get("began"),
        "note": portal.get("error") or portal.get("note"),
    }
