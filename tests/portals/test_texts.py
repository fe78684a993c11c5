"""The real reports, served as pages of the demo portals, are read with the figures they are known to have."""

import urllib.request
from pathlib import Path

import pytest

import pages
import reports
from tests.portals import serve


@pytest.mark.shared
def test_the_real_texts_cross_the_demo_portals_unharmed(shared: Path):
    with serve(("demo",), scale=0.05, texts=shared / "seeds") as portals:
        told = [entry for portal in portals for entry in portal.truth if "text" in entry]
        assert len(told) == 5
        for entry in told:
            with urllib.request.urlopen(entry["url"], timeout=10) as answer:
                page = pages.clean(
                    answer.read(), url=entry["url"], content_type=answer.headers["Content-Type"]
                )
            report = reports.parse(page)
            found = {figure.id: figure.value for figure in report.figures}
            assert (report.year, report.edition) == (entry["year"], entry["edition"]), entry["text"]
            assert {key: found.get(key) for key in entry["table"]} == entry["table"], entry["text"]
