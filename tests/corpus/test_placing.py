"""A page and its attachment are one document, also where only the page prints the division's code."""

import dataclasses
import random
from pathlib import Path

import pytest

from corpus import Catalogue
from tests.bench import corpus_made
from tests.corpora import Triple, as_pdf, at, miscounted


def without_code(triple: Triple, url: str, *, figures: bool = True) -> Triple:
    """The same report as an attachment that names its issuer, and no code."""
    capture, page, report = triple
    assert report.issuer is not None
    page = dataclasses.replace(page, url=url, text=page.text + "\n（附件）")
    report = dataclasses.replace(
        report,
        page=page,
        issuer=dataclasses.replace(report.issuer, division_code=None),
        figures=report.figures if figures else (),
    )
    return dataclasses.replace(capture, target_uri=url), page, report


@pytest.fixture
def triples() -> list[Triple]:
    """Three years, each with a page without figures and an attachment with them, captured twice."""
    made = []
    for n, triple in enumerate(list(corpus_made.corpus(14))[-3:]):
        capture, page, report = triple
        bare = dataclasses.replace(report, figures=(), edition="narrative_only", checks=())
        url = f"http://www.{report.issuer.division_code}.test/files/{n}.pdf"
        beside = as_pdf(without_code(triple, url))
        made.append(at((capture, page, bare), "2026-03-01", number=10 * n))
        made.append(at(beside, "2026-03-01", number=10 * n + 1, url=url))
        made.append(at((capture, page, bare), "2026-09-01", number=10 * n + 2, crawl="c2"))
        made.append(at(beside, "2026-02-01", number=10 * n + 3, crawl="c0", url=url))
    return made


def stored(path: Path, triples: list[Triple]) -> Catalogue:
    with Catalogue(path) as catalogue:
        for triple in triples:
            catalogue.store(*triple)
    return Catalogue(path)


def test_they_are_one_document_read_from_the_one_with_figures(tmp_path, triples):
    with stored(tmp_path / "corpus.db", triples) as catalogue:
        held = list(catalogue.db.query("select * from documents order by id"))
        years = [t[2].year for t in triples[::4]]
        code = triples[0][2].issuer.division_code
        assert [row["id"] for row in held] == [f"{code}-{year}" for year in years]
        assert [row["edition"] for row in held] == [t[2].edition for t in triples[1::4]]
        assert {row["county_id"] for row in catalogue.db.query("select county_id from reports")} == {code}
        assert catalogue.db.execute(
            "select count(*) from reports where division_code is null"
        ).fetchone() == (3,)
        assert miscounted(catalogue.db) == []


def test_whatever_comes_first(tmp_path, triples):
    with stored(tmp_path / "0.db", triples) as catalogue:
        digest = catalogue.digest()
    for n in range(1, 9):
        shuffled = random.Random(n).sample(triples, len(triples))
        with stored(tmp_path / f"{n}.db", shuffled) as catalogue:
            assert catalogue.digest() == digest, n


def test_another_portals_code_is_not_taken(tmp_path, triples):
    capture, page, report = triples[1]
    elsewhere = dataclasses.replace(capture.discovery, seed="http://other.test/", division_code=None)
    stray = dataclasses.replace(capture, discovery=elsewhere), page, report
    with stored(tmp_path / "corpus.db", [triples[0], stray]) as catalogue:
        assert catalogue.db.execute("select count(*) from documents").fetchone() == (2,)


def test_a_corpus_built_before_is_brought_to_the_same(tmp_path, triples, monkeypatch):
    with stored(tmp_path / "new.db", triples) as catalogue:
        digest = catalogue.digest()
    with monkeypatch.context() as before:
        before.setattr("corpus.catalogue.settle", lambda db, group: set())
        with stored(tmp_path / "old.db", triples) as catalogue:
            assert catalogue.digest() != digest
            catalogue.db.execute("pragma user_version = 1")
    with Catalogue(tmp_path / "old.db") as catalogue:
        assert catalogue.digest() == digest
        assert miscounted(catalogue.db) == []


def test_a_page_that_is_read_as_none_leaves_the_attachment_its_document(tmp_path, triples):
    """As after an upgrade: what one page is read as now must not take a row from what shared it."""
    none = dataclasses.replace(triples[0][2], edition=None, issuer=None, figures=())
    again = [(triples[n][0], triples[n][1], none) for n in (0, 2)]
    with stored(tmp_path / "corpus.db", triples) as catalogue:
        first = [triples[0][0].record_id]
        of_first = catalogue.db.execute("select page_id from captures where record_id = ?", first)
        (page_id,) = of_first.fetchone()
        catalogue.store_again(page_id, again)
        digest = catalogue.digest()
    with stored(tmp_path / "anew.db", [*again, triples[1], *triples[3:]]) as catalogue:
        assert catalogue.digest() == digest
