"""A small catalogue of made reports."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from corpus import Catalogue
from tests.bench import corpus_made
from tests.corpora import Triple, at, hostile, with_text


@pytest.fixture(scope="session")
def triples() -> list[Triple]:
    """Forty made reports of two counties in all editions."""
    return list(corpus_made.corpus(40))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """An empty catalogue."""
    with Catalogue(tmp_path / "corpus.db") as made:
        yield made


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, triples: list[Triple]) -> Path:
    """A data directory with forty-odd reports, one of them hostile, one in two versions."""
    data = tmp_path_factory.mktemp("data")
    with Catalogue(data / "corpus.db") as made:
        made.store_portals(islice(corpus_made.portals(), 40))
        summary = corpus_made.crawl()
        made.store_crawl(summary | {"portals": summary["portals"][:30]})
        for triple in (*triples[:-2], hostile(triples[-1]), triples[-2]):
            made.store(*triple)
        later = at(with_text(triples[0], "项。", "件。"), "2026-09-01", number=1, crawl="c2")
        made.store(*later)
    return data
