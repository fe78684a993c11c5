"""The wide tables and the counts of rows, which follow whatever is stored, replaced or stored again."""

import dataclasses
from pathlib import Path

import pytest

from corpus import Catalogue
from reports.model import Removal
from tests.bench import corpus_made
from tests.corpora import at, miscounted, told, with_figure


@pytest.fixture
def triples():
    return [told(triple) for triple in corpus_made.corpus(4)]


@pytest.fixture
def catalogue(tmp_path: Path):
    with Catalogue(tmp_path / "corpus.db") as made:
        yield made


def test_what_prose_tells_stands_beside_how_exact_it_is(catalogue, triples):
    catalogue.store(*triples[0])
    (row,) = catalogue.db.query("select * from narratives")
    assert (row["n_proactive_total"], row["n_proactive_total__q"]) == (3500, "ge")
    assert (row["n_reviews"], row["n_reviews__q"]) == (0, "stated_none")
    assert (row["n_trainings"], row["n_trainings__q"]) == (None, None)  # told twice, differently


def test_without_a_figure_in_prose_there_is_no_row(catalogue):
    catalogue.store(*next(corpus_made.corpus(1)))
    assert list(catalogue.db.query("select * from narratives")) == []
    assert len(list(catalogue.db.query("select * from indicators"))) == 1


def test_rows_are_counted_as_they_come_and_go(catalogue, triples):
    catalogue.store_portals(corpus_made.portals())
    for _ in range(2):
        catalogue.store_crawl(corpus_made.crawl())
    for triple in triples:
        catalogue.store(*triple)
    later = at(triples[0], "2026-09-01", number=1, crawl="c2")
    catalogue.store(
        *with_figure(later, triples[0][2].figures[0].id, _other(triples[0][2].figures[0].value))
    )
    earlier = at(triples[1], "2020-09-01", number=2, crawl="c0")
    catalogue.store(*earlier)  # takes the page's place
    assert miscounted(catalogue.db) == []


def _other(value):
    return value + 1 if value % 10 < 9 else value - 1


def test_half_a_character_in_the_second_of_many_rows(catalogue, triples):
    """What cannot be kept as it is does not bring rows in twice."""
    capture, page, report = triples[0]
    page = dataclasses.replace(
        page, removals=tuple(Removal(rule="spam", text=text) for text in ("a", "b\ud800", "c"))
    )
    catalogue.store(capture, page, dataclasses.replace(report, page=page))
    held = [row["text"] for row in catalogue.db.query("select text from removals order by n")]
    assert held == ["a", "b\ufffd", "c"]
    assert miscounted(catalogue.db) == []


def test_a_number_that_is_none_is_not_kept(catalogue, triples):
    capture, page, report = triples[0]
    odd = [
        dataclasses.replace(report.figures[0], value=value) for value in (float("inf"), float("nan"), 1e308)
    ]
    catalogue.store(capture, page, dataclasses.replace(report, figures=tuple(odd)))
    held = [row["value"] for row in catalogue.db.query("select value from figures order by n")]
    assert held == [None, None, 1e308]
