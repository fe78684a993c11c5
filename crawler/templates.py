"""What a site's other pages taught about its template, cut from its reports: the last step of processing.

A report's template is learned from the pages of its site, no reports, that are nearest in time to the day
of its capture: those of the corpus, and where these are few also pages that are archived only (home pages,
lists). So it follows from what is archived, whatever was read first, and a site's new dress is learned when
it is worn. A report is read again only where a line of it is the template's, or is so no longer.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive import ArchiveError, Collection
from archive.capture import Capture
from corpus import Catalogue
from crawler.backlog import site
from crawler.lessons import Held, Lessons
from crawler.readers import Readers
from pages.template import Template, block

STATE = "templates"  # in the catalogue: what every site had when its templates were learned
WINDOW = 16  # reports that are read again side by side
_HELD = """
select p.id, p.url, c.date, c.mime, r.id is not null,
  (select count(*) from captures x where x.page_id = p.id)
from pages p join captures c on c.id = p.capture_id left join reports r on r.id = p.id order by p.id
"""
_TEXT = "select coalesce(simplified, text) from pages where id = ?"
_CUT = "select text from removals where page_id = ? and rule = 'site_template'"
_CAPTURES = "select record_id, date from captures where page_id = ? order by record_id"
Jobs = list[tuple[Capture, Template]]


def apply(catalogue: Catalogue, held: Sequence[Collection], readers: Readers) -> int:
    """Brings the reports of every site that has changed to what its templates say.

    ``held`` are the collections that the corpus is made of. Gives how many captures were read again.
    """
    known: dict[str, str] = json.loads(catalogue.recall(STATE) or "{}")
    again = 0
    for name, pages in _sites(catalogue).items():
        lines = [(one, line) for one in held for line in one.site(pages[0].url)]
        mark = f"{sum(page.captures for page in pages)}/{len(lines)}"
        if known.get(name) != mark:
            found = _Site(catalogue, held, readers, Lessons(catalogue.db, lines, readers, pages))
            again += found.bring([page.id for page in pages if page.is_report])
            known[name] = mark
    catalogue.remember(STATE, json.dumps(known))
    return again


def _sites(catalogue: Catalogue) -> dict[str, list[Held]]:
    """The pages of every site that has reports."""
    sites: dict[str, list[Held]] = {}
    for row in catalogue.db.execute(_HELD).fetchall():
        sites.setdefault(site(row[1]), []).append(Held(*row))
    return {name: pages for name, pages in sites.items() if any(page.is_report for page in pages)}


@dataclass(frozen=True, slots=True)
class _Site:
    """The reports of one site, and what its other pages teach."""

    catalogue: Catalogue
    held: Sequence[Collection]
    readers: Readers
    lessons: Lessons

    def bring(self, reports: Sequence[str]) -> int:
        """Reads again what the templates change; how many captures."""
        changed = ((page, jobs) for page in reports if (jobs := self._jobs(page)))
        again = 0
        for some in _windows(changed):
            under_way = [
                (page, [(capture, self.readers.submit(capture, template)) for capture, template in jobs])
                for page, jobs in some
            ]
            for page, readings in under_way:
                said = [(capture, *future.result()) for capture, future in readings]
                if all(clean.kind != "error" for _, clean, _ in said):  # else it is kept as it was
                    self.catalogue.store_again(page, said)
                    again += len(said)
        return again

    def _jobs(self, page: str) -> Jobs:
        """The captures of a report with their templates; none where these leave the page as it is, or
        where one cannot be read back: then it stays as it was read."""
        db = self.catalogue.db
        days = db.execute(_CAPTURES, [page]).fetchall()
        templates = {record: self.lessons.template(date[:10]) for record, date in days}
        ((text,),) = db.execute(_TEXT, [page]).fetchall()
        cut = db.execute(_CUT, [page]).fetchall()
        kept, gone = _blocks(text), _blocks("\n".join(text for (text,) in cut))
        if not any(kept & one.common or gone - one.common for one in templates.values()):
            return []
        jobs = [(self._capture(record), template) for record, template in templates.items()]
        whole = [(capture, template) for capture, template in jobs if capture is not None]
        return whole if len(whole) == len(jobs) else []

    def _capture(self, record: str) -> Capture | None:
        for one in self.held:
            try:
                if (found := one.capture(record)) is not None:
                    return found
            except (ArchiveError, OSError):
                continue
        return None


def _blocks(text: str) -> set[str]:
    return {found for line in text.split("\n") if (found := block(line))}


def _windows(jobs: Iterator[tuple[str, Jobs]]) -> Iterator[list[tuple[str, Jobs]]]:
    some: list[tuple[str, Jobs]] = []
    for one in jobs:
        some.append(one)
        if len(some) == WINDOW:
            yield some
            some = []
    yield some
