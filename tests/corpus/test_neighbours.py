"""Neighbouring years are held against each other whichever of them comes first."""

from datetime import UTC, datetime

import pytest

import pages
import reports
from archive.capture import Capture, Discovery, RecordLocation
from corpus import Catalogue
from tests.portals.forms import make


def triple(year: int):
    made = make(seed=4, year=year)
    url = f"http://a.gov.cn/{year}.html"
    html = f"<html><body><h1>{made.title}</h1>{made.html()}</body></html>".encode()
    report = reports.parse(pages.clean(html, url=url))
    capture = Capture(
        target_uri=url, date=datetime(year + 1, 3, 1, tzinfo=UTC), status=200, headers=(), payload=html,
        payload_digest=f"sha1:{year}", record_id=f"urn:uuid:00000000-0000-4000-8000-{year:012}",
        record_type="response", location=RecordLocation(filename="a.warc.gz", offset=year, length=9),
        discovery=Discovery(seed="http://a.gov.cn/"),
    )  # fmt: skip
    return capture, report.page, report


@pytest.mark.parametrize("order", [(2022, 2023), (2023, 2022)])
def test_what_was_carried_over_is_held_against_what_came_in(tmp_path, order):
    with Catalogue(tmp_path / "corpus.db") as catalogue:
        for year in order:
            catalogue.store(*triple(year))
        rows = list(catalogue.db.query("select * from year_checks where id = 'M4:total'"))
    last, this = make(seed=4, year=2022).figures, make(seed=4, year=2023).figures
    (row,) = rows
    assert (row["left"], row["right"]) == (this["carried_in__total"], last["carried_out__total"])
    assert row["status"] == ("pass" if row["left"] == row["right"] else "fail")
