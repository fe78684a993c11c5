"""What the pages of one site teach about its template, for a day: those nearest to it in time."""

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from math import inf
from typing import NamedTuple, TypeVar

from sqlite_utils import Database

from archive import ArchiveError, Collection
from archive.cdxj import Line
from corpus import nouns
from crawler.backlog import plain
from crawler.readers import Readers, Reading
from pages.template import MOST, Lesson, Template, learn, lesson

LOOKED = 4 * MOST  # pages of the corpus that are looked at for a day; of the archive MOST at most
LARGEST = 1 << 20  # bytes of a page's record that is learned from
_MARKUP = ("text/html", "application/xhtml+xml")
Place = tuple[Collection, Line]
One = TypeVar("One")


class Held(NamedTuple):
    """A page of the corpus, with its first capture, and how many captures show it."""

    id: str
    url: str
    date: str
    mime: str | None
    is_report: bool
    captures: int


class Lessons:
    """The templates of one site by day. ``lines`` are what is archived of it, ``pages`` what was read."""

    def __init__(
        self, db: Database, lines: list[tuple[Collection, bytes]], readers: Readers, pages: list[Held]
    ) -> None:
        self._db, self._lines, self._readers, self._pages = db, lines, readers, pages
        self._others: list[Place] | None = None
        self._taught: dict[str, Lesson | None] = {}
        self._templates: dict[str, Template] = {}

    def template(self, day: str) -> Template:
        """The template on a day (``YYYY-MM-DD``)."""
        if day not in self._templates:
            noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
            taught = list(self._read(noon))
            if len(taught) < MOST:
                taught += self._archived(noon, MOST - len(taught))
            self._templates[day] = learn(taught)
        return self._templates[day]

    def _read(self, noon: datetime) -> Iterator[Lesson]:
        """Of pages in the corpus, an address once."""
        pages = [p for p in self._pages if not p.is_report and p.mime in _MARKUP]
        pages.sort(key=lambda page: (_apart(page.date, noon), page.id))
        for page in _once(pages, lambda page: plain(page.url))[:LOOKED]:
            if page.id not in self._taught:
                self._taught[page.id] = lesson(nouns.page(self._db, page.id))
            if (taught := self._taught[page.id]) is not None:
                yield taught

    def _archived(self, noon: datetime, number: int) -> Iterator[Lesson]:
        """Of pages that are in the archive only, an address once."""
        if self._others is None:
            read = {plain(page.url) for page in self._pages}
            parsed = ((one, _parsed(line)) for one, line in self._lines)
            self._others = [(one, line) for one, line in parsed if line and _is_other(line, read)]
        places = sorted(self._others, key=lambda place: (_apart(place[1].timestamp, noon), _name(place)))
        chosen = _once(places, lambda place: plain(place[1].url))[:number]
        fresh = [
            (name, self._submitted(place)) for place in chosen if (name := _name(place)) not in self._taught
        ]
        for name, reading in fresh:
            self._taught[name] = _taught(reading)
        yield from (taught for place in chosen if (taught := self._taught[_name(place)]) is not None)

    def _submitted(self, place: Place) -> "Future[Reading] | None":
        collection, line = place
        try:
            capture = collection.at(line.location)
        except (ArchiveError, OSError):
            return None
        return self._readers.submit(capture) if capture.gate is None else None


def _taught(reading: "Future[Reading] | None") -> Lesson | None:
    if reading is None:
        return None
    page, report = reading.result()
    return None if report.edition is not None else lesson(page)


def _parsed(line: bytes) -> Line | None:
    try:
        return Line.parse(line)
    except ValueError:
        return None  # verify names it


def _is_other(line: Line, read: set[str]) -> bool:
    """A page of the archive that is not in the corpus, in its first form: answered well, no giant."""
    if line.status != "200" or line.mime not in _MARKUP or line.location.length > LARGEST:
        return False
    return plain(line.url) not in read


def _name(place: Place) -> str:
    where = place[1].location
    return f"{place[0].name}/{where.filename}/{where.offset:012}"


def _apart(moment: str, noon: datetime) -> float:
    digits = re.sub(r"\D", "", moment)[:14]
    try:
        return abs((datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC) - noon).total_seconds())
    except ValueError:
        return inf  # a day only, in what others archived


def _once(items: Iterable[One], key: Callable[[One], str]) -> list[One]:
    """Of several with one key the first."""
    found: dict[str, One] = {}
    for item in items:
        found.setdefault(key(item), item)
    return list(found.values())
