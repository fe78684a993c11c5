"""Documents and their versions: what follows from the reports of one issuer for one year.

Everything here is computed again from all captures of the document, so it depends on what was captured
and when, never on the order in which captures were stored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlite_utils import Database

from corpus.rows import Row


@dataclass(slots=True, kw_only=True)
class Sight:
    """One capture of one report of the document."""

    report_id: str
    clean_digest: str
    url: str
    date: str
    crawl_id: str | None
    mime: str | None


@dataclass(slots=True, kw_only=True)
class Version:
    """A stretch of time in which the document read the same; grows while it is put together."""

    number: int
    report_id: str
    clean_digest: str
    first: str
    last: str
    previous: "Version | None" = None
    captures: int = 1
    urls: set[str] = field(default_factory=set)

    def seen(self, sight: Sight) -> None:
        self.last, self.captures = sight.date, self.captures + 1
        self.urls.add(sight.url)


def sights(db: Database, document: str) -> list[Sight]:
    """All captures of a document, by date."""
    rows = db.query(
        "select r.id as report_id, p.clean_digest, p.url, c.date, c.crawl_id, c.mime from reports r "
        "join pages p on p.id = r.id join captures c on c.page_id = p.id "
        "where r.document_id = ? order by c.date, c.id",
        [document],
    )
    return [Sight(**row) for row in rows]


def chain(seen: list[Sight]) -> tuple[list[Version], list[Version]]:
    """The versions in order, and those that stand at the end.

    At one address a different text replaces the one before. The same text at a second address is the
    same version. A text at a new address replaces an old one only where the old address is gone.
    """
    versions: list[Version] = []
    live: dict[str, Version] = {}
    for sight in seen:
        now = live.get(sight.url)
        same = now if now and now.clean_digest == sight.clean_digest else _twin(live.values(), sight)
        if same is None:
            same = _new(sight, len(versions) + 1, now or _moved(versions, seen, sight))
            versions.append(same)
        else:
            same.seen(sight)
        live[sight.url] = same
    replaced = {version.previous.number for version in versions if version.previous}
    return versions, [version for version in live.values() if version.number not in replaced]


def _new(sight: Sight, number: int, previous: Version | None) -> Version:
    return Version(
        number=number,
        report_id=sight.report_id,
        clean_digest=sight.clean_digest,
        first=sight.date,
        last=sight.date,
        previous=previous,
        urls={sight.url},
    )


def _twin(live: Iterable[Version], sight: Sight) -> Version | None:
    return next((version for version in live if version.clean_digest == sight.clean_digest), None)


def _moved(versions: list[Version], seen: list[Sight], sight: Sight) -> Version | None:
    """The last version, in the same format, whose addresses answered neither in this crawl nor since."""
    for version in reversed(versions):
        there = [other for other in seen if other.url in version.urls]
        gone = all(other.date < sight.date and other.crawl_id != sight.crawl_id for other in there)
        if gone and sight.crawl_id and sight.mime in {other.mime for other in there}:
            return version
    return None


def version_rows(document: str, versions: list[Version]) -> Iterator[Row]:
    """Rows of the table ``versions``."""
    for version in versions:
        yield {
            "document_id": document,
            "version": version.number,
            "report_id": version.report_id,
            "previous": version.previous.number if version.previous else None,
            "clean_digest": version.clean_digest,
            "first_captured": version.first,
            "last_captured": version.last,
            "captures": version.captures,
        }


def current(db: Database, standing: list[Version]) -> str:
    """The report that the document is read from, of the versions that stand beside each other.

    The one with most figures (a page beside its attachment may carry none of the tables), then the one
    seen last.
    """
    best = max(standing, key=lambda one: (_figures(db, one.report_id), one.last, one.number))
    return best.report_id


def _figures(db: Database, report_id: str) -> int:
    (count,) = db.execute("select figure_count from reports where id = ?", [report_id]).fetchone()
    return int(count)


_CARRIED = (
    "issuer_name",
    "level",
    "division_code",
    "county_id",
    "province",
    "city",
    "county",
    "year",
    "edition",
    "checks_status",
)


def document_row(db: Database, document: str, report_id: str, versions: list[Version]) -> Row:
    """The row of the table ``documents``, read from the current report."""
    names = ", ".join(_CARRIED)
    (read,) = db.query(f"select {names} from reports where id = ?", [report_id])
    (seed,) = db.execute("select seed from captures where id = ?", [report_id]).fetchone()
    return {
        "id": document,
        "report_id": report_id,
        **read,
        "versions": len(versions),
        "first_captured": min(version.first for version in versions),
        "last_captured": max(version.last for version in versions),
        "seed": seed,
    }
