"""One page in, one report out: the shared parser."""

from dataclasses import replace

from . import checks, crosswalk, editions, grids, identity, narrative, recognise, sections
from .blanks import settle
from .figures import Found
from .grids.anchored import without_furniture
from .model import CleanPage, Report
from .reading import plain


def parse(page: CleanPage, *, division_code: str | None = None) -> Report:
    """Read a clean page: edition, issuer, year, sections, figures, checks, series.

    Pure, and never raises on any text. A page that is no annual report comes back with ``edition``
    ``None``, no figures, a page whose ``kind`` is not "report", and ``why`` in one sentence. For every
    figure ``report.page.text[f.start:f.end] == f.printed``; a value that cannot be read with certainty
    is ``None``. Values are in the form's unit (``figure.unit``). ``division_code`` (six digits) is the
    portal's, where the seed says it. Source: REPORTS.md (facts of the forms), issue 6.
    """
    reading = plain(page.text)
    tight = "".join(reading.split())
    edition, found = _table(page, reading, tight)
    who = identity.read(page, reading, found.spans, division_code)
    certain = sum(f.value is not None for f in found.figures)
    verdict = recognise.judge(
        page.title, reading, tight, who.title, certain, attached=bool(page.attachments)
    )
    if not verdict.report:
        kind = "other" if page.kind == "report" else page.kind
        return Report(page=replace(page, kind=kind), edition=None, why=verdict.why)
    headed = sections.read(page.text, reading, found.spans)
    table = settle(edition.ID, found.figures)
    name = who.issuer.name if who.issuer else ""
    prose = narrative.read(page.text, reading, found.spans, headed, year=who.year, issuer=name)
    figures = table + prose
    return Report(
        page=replace(page, kind="report"),
        edition=edition.ID,
        issuer=who.issuer,
        year=who.year,
        title=who.title.printed if who.title else page.title,
        document_number=who.document_number,
        published=who.published,
        signed=who.signed,
        sections=tuple(head.section for head in headed),
        figures=figures,
        checks=checks.run(edition.ID, figures, who.issuer),
        series=crosswalk.series(edition.ID, table),
    )


def _table(page: CleanPage, reading: str, tight: str) -> tuple[editions.Edition, Found]:
    """The newest edition whose labels stand in the text and whose table can be read."""
    lined = without_furniture(reading)
    own = grids.from_page(page, reading)
    found_in_text = grids.from_text(lined, tuple((grid.start, grid.end) for grid in own))
    for edition in editions.recognised(tight):
        found = edition.read(page.text, lined, (*own, *found_in_text))
        if found.figures:
            return edition, found
    return editions.EDITIONS[-1], Found()
