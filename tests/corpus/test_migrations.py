"""A corpus of an earlier version is brought up without loss, all of it or nothing."""

import sqlite3
from pathlib import Path

import pytest

from corpus import Catalogue, NotACorpus, open_corpus
from corpus.schema import migrations
from tests.bench import corpus_made
from tests.corpora import miscounted, told

NEXT = migrations.VERSION + 1


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A corpus of this version, and the digest of what it holds; the program knows the next one since."""
    path = tmp_path / "corpus.db"
    with Catalogue(path) as catalogue:
        for triple in corpus_made.corpus(5):
            catalogue.store(*triple)
        digest = catalogue.digest()
        catalogue.db.execute("alter table figures rename column printed to words")
    monkeypatch.setattr(migrations, "VERSION", NEXT)
    monkeypatch.setattr("corpus.opened.VERSION", NEXT)
    return path, digest


def _renamed(db):
    db.execute("alter table figures rename column words to printed")


def _broken(db):
    db.execute("delete from figures")
    raise RuntimeError("a step that fails")


def test_nothing_is_lost(old, monkeypatch):
    path, digest = old
    with pytest.raises(NotACorpus, match="earlier version: run xianzhi process"):
        open_corpus(path)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, _renamed))
    with Catalogue(path) as catalogue:
        assert catalogue.digest() == digest
        assert catalogue.db.execute("pragma user_version").fetchone() == (NEXT,)
    open_corpus(path).close()


def test_a_step_that_fails_leaves_the_corpus_as_it_was(old, monkeypatch):
    path, _ = old
    before = list(sqlite3.connect(path).iterdump())
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, _renamed, _broken))
    monkeypatch.setattr(migrations, "VERSION", NEXT + 1)
    with pytest.raises(RuntimeError):
        Catalogue(path)
    assert list(sqlite3.connect(path).iterdump()) == before


def test_a_corpus_of_version_1_gets_what_version_2_has(tmp_path):
    """Without counts, places of removals and what prose tells: all but the places follows from the rest."""
    path = tmp_path / "corpus.db"
    with Catalogue(path) as catalogue:
        for triple in (told(t) for t in corpus_made.corpus(5)):
            catalogue.store(*triple)
        digest = catalogue.digest()
        assert catalogue.db.execute(
            "select n_proactive_total, n_proactive_total__q from narratives"
        ).fetchone()
        catalogue.db.execute("drop table counts")
        catalogue.db.execute("drop table narratives")
        catalogue.db.execute("pragma user_version = 1")
    with Catalogue(path) as catalogue:
        assert catalogue.digest() == digest
        assert miscounted(catalogue.db) == []
