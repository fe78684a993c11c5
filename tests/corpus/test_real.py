"""Real reports, where they are at hand, come back whole and search finds their words."""

import dataclasses
import json
from pathlib import Path

import pytest

import pages
import reports
from corpus import Catalogue, nouns, open_corpus
from corpus.exporters import export
from corpus.identity import capture_id
from tests.bench import corpus_made


@pytest.mark.shared
def test_real_texts_and_pages(shared, tmp_path):
    files = sorted([*Path(shared, "samples/text").glob("*.txt"), *Path(shared, "samples/html").iterdir()])
    capture, _, _ = corpus_made.made(1, corpus_made.counties()[0], 2020)
    kept = {}
    with Catalogue(tmp_path / "corpus.db") as catalogue:
        for n, path in enumerate(files):
            data = path.read_bytes()
            page = pages.clean_text(data) if path.suffix == ".txt" else pages.clean(data)
            report = reports.parse(page)
            one = dataclasses.replace(
                capture, record_id=f"urn:uuid:{n}", target_uri=f"http://real.test/{path.name}"
            )
            catalogue.store(one, report.page, report)
            if report.edition is not None:
                kept[capture_id(one.record_id)] = dataclasses.replace(
                    report, page=dataclasses.replace(report.page, url=one.target_uri)
                )
        assert kept
        for name, report in kept.items():
            assert json.dumps(reports.to_json(nouns.report(catalogue.db, name))) == json.dumps(
                reports.to_json(report)
            )
    with open_corpus(tmp_path) as corpus:
        for word in ("信息公开", "依申请公开", "行政复议", "資訊"):
            found = len(corpus.reports(search=word))
            simple = reports.simplified(word)
            assert found == sum(simple in reports.simplified(one.page.text) for one in corpus.reports())
        for form in ("csv", "dta", "parquet"):
            export(corpus, tmp_path / form, form)
