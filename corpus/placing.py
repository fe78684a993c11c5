"""A report that prints no code of its division lies where its issuer's other reports on that portal do.

An attachment seldom prints the code that the page around it has in its foot; both are one document. What
a report says itself stays as it was read (``reports.division_code``).
"""

from typing import NamedTuple

from sqlite_utils import Database

from corpus.rows import placed


class Group(NamedTuple):
    """The reports of one issuer on one portal."""

    seed: str
    issuer: str
    level: str


_NAMED = """
c.seed, r.issuer_name, r.level from reports r join captures c on c.id = r.id
where c.seed is not null and r.issuer_name is not null
"""
_REPORTS = """
select r.id, r.year, r.division_code, r.document_id, p.url from reports r
join captures c on c.id = r.id join pages p on p.id = r.id
where r.issuer_name = ? and r.level = ? and c.seed = ? order by r.id
"""


def group_of(db: Database, report_id: str | None) -> set[Group]:
    """The group of a report; none where portal or issuer are not known, or there is no such report."""
    return {Group(*row) for row in db.execute(f"select {_NAMED} and r.id = ?", [report_id]).fetchall()}


def every_group(db: Database) -> list[Group]:
    """All groups that have a report without a code."""
    rows = db.execute(f"select distinct {_NAMED} and r.division_code is null").fetchall()
    return [Group(*row) for row in rows]


def settle(db: Database, group: Group) -> set[str]:
    """Puts the group's reports without a code where the others are; the documents that changed."""
    rows = list(db.query(_REPORTS, [group.issuer, group.level, group.seed]))
    code = min((row["division_code"] for row in rows if row["division_code"]), default=None)
    portal = next(iter(db.query("select * from portals where seed = ?", [group.seed])), {})
    touched: set[str] = set()
    for row in rows:
        if row["division_code"]:
            continue
        place = placed(group.issuer, group.level, row["year"], code, row["url"], portal)
        if place["document_id"] != row["document_id"]:
            changes = ", ".join(f"[{name}] = ?" for name in place)
            db.execute(f"update reports set {changes} where id = ?", [*place.values(), row["id"]])
            touched |= {str(place["document_id"]), row["document_id"]}
    return touched
