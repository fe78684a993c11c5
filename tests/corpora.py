"""Made captures with their reports, captured again, changed, or as nasty as real ones."""

import dataclasses
from datetime import UTC, datetime

from sqlite_utils import Database

from archive.capture import Capture
from corpus.schema.create import UNCOUNTED
from reports.model import Attachment, CleanPage, Encoding, Figure, Report

Triple = tuple[Capture, CleanPage, Report]
HOSTILE = '=HYPERLINK("http://evil.test/","<script>alert(1)</script>")'


def at(triple: Triple, date: str, *, number: int, crawl: str = "c1", url: str | None = None) -> Triple:
    """The same page captured at another moment (YYYY-MM-DD), perhaps at another address."""
    capture, page, report = triple
    assert capture.discovery is not None
    capture = dataclasses.replace(
        capture,
        date=datetime.fromisoformat(date).replace(tzinfo=UTC),
        record_id=f"urn:uuid:00000000-0000-4000-9000-{number:012x}",
        target_uri=url or capture.target_uri,
        discovery=dataclasses.replace(capture.discovery, crawl_id=crawl),
    )
    page = dataclasses.replace(page, url=url or page.url)
    return capture, page, dataclasses.replace(report, page=page)


def as_pdf(triple: Triple) -> Triple:
    """The same, received as a PDF."""
    capture, page, report = triple
    return dataclasses.replace(capture, headers=((b"Content-Type", b"application/pdf"),)), page, report


def with_text(triple: Triple, old: str, new: str) -> Triple:
    """The same page with one wording changed, after the figures so that offsets stay true."""
    capture, page, report = triple
    assert page.text.count(old) >= 1
    text = new.join(page.text.rsplit(old, 1))
    page = dataclasses.replace(page, text=text)
    return capture, page, dataclasses.replace(report, page=page)


def with_figure(triple: Triple, name: str, value: int) -> Triple:
    """The same report with one figure of as many digits changed, on the page as well."""
    capture, page, report = triple
    figures = []
    text = page.text
    for figure in report.figures:
        if figure.id == name:
            printed = str(value)
            assert len(printed) == len(figure.printed)
            text = text[: figure.start] + printed + text[figure.end :]
            figure = dataclasses.replace(figure, value=value, printed=printed)
        figures.append(figure)
    page = dataclasses.replace(page, text=text)
    return capture, page, dataclasses.replace(report, page=page, figures=tuple(figures))


def hostile(triple: Triple) -> Triple:
    """What a hostile page may bring: formulas, markup, huge numbers, rare and odd characters."""
    capture, page, report = triple
    tail = f"\n{HOSTILE}\n\U00030edd\u0000\u202e\ud800末尾"
    page = dataclasses.replace(
        page,
        text=page.text + tail,
        title=HOSTILE,
        script="hant",
        simplified=page.text + tail,
        encoding=Encoding(used="gb18030", declared="gb2312", evidence="declared and valid"),
        attachments=(Attachment(url="javascript:alert(1)", name="..\\..\\evil.exe"),),
        issues=("a table lies in an image",),
        site_id_code="4301220001",
    )
    start = page.text.index(HOSTILE)
    odd = Figure(
        id="legacy_raw",
        value=10**30,
        qualifier="approx",
        unit="件",
        source="narrative",
        printed=HOSTILE[:4],
        start=start,
        end=start + 4,
        note="-1+1",
    )
    real = dataclasses.replace(odd, id="n_share", value=5.0, unit="%")
    blank = dataclasses.replace(odd, id="n_blank", value=None, qualifier="blank")
    return (
        capture,
        page,
        dataclasses.replace(report, page=page, title=HOSTILE, figures=(*report.figures, odd, real, blank)),
    )


def told(triple: Triple) -> Triple:
    """The same page with a sentence of figures in prose at its end."""
    capture, page, report = triple
    said = "\n全年主动公开政府信息3500余条，未收到行政复议，举办培训2次，又举办培训3次。"
    page = dataclasses.replace(page, text=page.text + said)
    base = len(triple[1].text) + 1
    shape = Figure(
        id="n_proactive_total",
        value=3500,
        qualifier="ge",
        unit="条",
        source="narrative",
        printed="3500余",
        start=base + 10,
        end=base + 15,
    )
    none = dataclasses.replace(shape, id="n_reviews", value=0, qualifier="stated_none")
    trained = [dataclasses.replace(shape, id="n_trainings", value=n, qualifier="exact") for n in (2, 3)]
    figures = (*report.figures, shape, none, *trained)
    return capture, page, dataclasses.replace(report, page=page, figures=figures)


def miscounted(db: Database) -> list[str]:
    """Tables of which the corpus does not know how many rows they have."""
    said = dict(db.execute("select table_name, [rows] from counts").fetchall())
    names = [name for name in db.table_names() if not name.startswith(("reports_fts", "sqlite_"))]
    true = {name: db.execute(f"select count(*) from [{name}]").fetchone()[0] for name in names}
    return [name for name in names if name not in UNCOUNTED and said.get(name) != true[name]]
