"""The catalogue keeps what it is given, whatever the order, and gives it back to the last character."""

import dataclasses
import json
import multiprocessing
import random
import sqlite3
import time
from pathlib import Path

import pytest

import reports
from corpus import Busy, Catalogue, NotACorpus, nouns
from corpus.identity import capture_id
from reports.model import CleanPage, Report
from tests.bench import corpus_made
from tests.corpora import Triple, at, hostile


def build(path: Path, triples: list[Triple]) -> str:
    with Catalogue(path) as catalogue:
        for triple in triples:
            catalogue.store(*triple)
        return catalogue.digest()


def no_report(number: int) -> Triple:
    capture, _, _ = corpus_made.made(number, corpus_made.counties()[0], 2020)
    page = CleanPage(text="列表\n一\n二", url=capture.target_uri, kind="list")
    return capture, page, Report(page=page, edition=None, why="a list of links")


def test_a_report_comes_back_as_it_was_stored(catalogue, triples):
    for triple in triples[:20]:
        assert catalogue.store(*triple)
        kept = nouns.report(catalogue.db, capture_id(triple[0].record_id))
        assert json.dumps(reports.to_json(kept)) == json.dumps(reports.to_json(triple[2]))


def test_a_hostile_report_comes_back_too_but_for_what_is_no_character(catalogue, triples):
    capture, page, report = hostile(triples[0])
    catalogue.store(capture, page, report)
    kept = nouns.report(catalogue.db, capture_id(capture.record_id))
    page = dataclasses.replace(
        page,
        text=page.text.replace("\ud800", "\ufffd"),
        simplified=str(page.simplified).replace("\ud800", "\ufffd"),
    )
    assert kept == dataclasses.replace(report, page=page)
    assert [type(figure.value) for figure in kept.figures[-3:]] == [int, float, type(None)]


def test_a_record_is_kept_once(catalogue, triples):
    assert catalogue.store(*triples[0])
    before = catalogue.digest()
    assert not catalogue.store(*triples[0])
    assert catalogue.digest() == before


def test_the_order_of_storing_does_not_matter(tmp_path, triples):
    """A page seen three times, one stored first that was captured last, and lists between."""
    seen = [
        *triples,
        no_report(900),
        *(at(triples[3], f"2027-0{n}-01", number=n, crawl=f"c{n}") for n in (1, 2, 3)),
        at(triples[3], "2025-01-01", number=9, crawl="c0"),
        at(triples[3], "2025-01-02", number=10, crawl="c0", url="http://other.test/x"),
        hostile(at(triples[3], "2028-01-01", number=11, crawl="c9")),
    ]
    digests = {build(tmp_path / "0.db", seen)}
    for n in range(1, 5):
        random.Random(n).shuffle(seen)
        digests.add(build(tmp_path / f"{n}.db", seen))
    assert len(digests) == 1
    assert build(tmp_path / "less.db", seen[1:]) not in digests


def test_a_registry_that_comes_late_makes_the_same_corpus(tmp_path, triples):
    """A county whose code the table of divisions does not know lies where the registry says."""
    capture, page, report = triples[0]
    assert capture.discovery and report.issuer
    report = dataclasses.replace(report, issuer=dataclasses.replace(report.issuer, division_code="999901"))
    row = {"code": "999901", "province": "甲省", "city": "乙市", "county": "丙县"}
    row["homepage"] = capture.discovery.seed
    digests = []
    for late in (False, True):
        with Catalogue(tmp_path / f"{late}.db") as catalogue:
            steps = [lambda made: made.store_portals([row]), lambda made: made.store(capture, page, report)]
            for step in reversed(steps) if late else steps:
                step(catalogue)
            digests.append(catalogue.digest())
            for table in ("reports", "documents", "indicators"):
                assert [kept["province"] for kept in catalogue.db[table].rows] == ["甲省"]
    assert digests[0] == digests[1]


def test_captures_of_the_same_text_share_a_page_named_by_the_first(catalogue, triples):
    late, early = at(triples[0], "2027-01-01", number=1), at(triples[0], "2025-01-01", number=2)
    for triple in (triples[0], late, early):
        catalogue.store(*triple)
    assert [row["id"] for row in catalogue.db["pages"].rows] == [capture_id(early[0].record_id)]
    assert {row["page_id"] for row in catalogue.db["captures"].rows} == {capture_id(early[0].record_id)}
    assert catalogue.db["reports"].count == catalogue.db["documents"].count == 1


def test_a_page_that_is_no_report_is_kept_with_the_reason(catalogue):
    catalogue.store(*no_report(1))
    (row,) = catalogue.db["pages"].rows
    assert (row["kind"], row["why"]) == ("list", "a list of links")
    assert catalogue.db["reports"].count == 0


def test_every_row_leads_to_the_record(catalogue, triples):
    one = next(triple for triple in triples if triple[2].edition == "stat2014")
    catalogue.store(*one)
    (row,) = catalogue.db.query(
        "select c.* from figures f join reports r on r.id = f.report_id join pages p on p.id = r.id "
        "join captures c on c.id = p.capture_id limit 1"
    )
    capture = one[0]
    place = (row["warc_file"], row["warc_offset"], row["warc_length"])
    assert place == (capture.location.filename, capture.location.offset, capture.location.length)
    assert (row["record_id"], row["payload_digest"]) == (capture.record_id, capture.payload_digest)
    steps = [(row["url"], row["anchor"]) for row in catalogue.db["discovery"].rows]
    assert capture.discovery is not None
    assert steps == [(step.url, step.anchor) for step in capture.discovery.path]


def test_foreign_keys_hold(filled):
    connection = sqlite3.connect(filled / "corpus.db")
    assert connection.execute("pragma foreign_key_check").fetchall() == []


def test_position_is_remembered(tmp_path):
    with Catalogue(tmp_path / "corpus.db") as catalogue:
        assert catalogue.last_position is None
        catalogue.mark("00c0ffee:3:4096")
    with Catalogue(tmp_path / "corpus.db") as catalogue:
        assert catalogue.last_position == "00c0ffee:3:4096"


def test_a_second_writer_hears_who_is_writing_and_the_next_gets_in(tmp_path):
    path = tmp_path / "corpus.db"
    with Catalogue(path), pytest.raises(Busy, match=r"written by process \d+"):
        Catalogue(path)
    Catalogue(path).close()


def test_it_can_be_read_while_it_is_written(catalogue, triples, tmp_path):
    reader = sqlite3.connect(f"file:{tmp_path / 'corpus.db'}?mode=ro", uri=True)
    with catalogue.db.atomic():
        catalogue._store(*triples[0])
        assert reader.execute("select count(*) from reports").fetchone() == (0,)
    assert reader.execute("select count(*) from reports").fetchone() == (1,)


def _write_for_ever(path: str, ready: "multiprocessing.connection.Connection") -> None:
    with Catalogue(Path(path)) as catalogue:
        for n, triple in enumerate(corpus_made.corpus(10_000)):
            catalogue.store(*triple)
            if n == 20:
                ready.send(True)


def test_a_killed_writer_leaves_whole_reports_and_no_lock(tmp_path):
    path = tmp_path / "corpus.db"
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_write_for_ever, args=(str(path), there))
    process.start()
    assert here.poll(60)
    time.sleep(0.05)
    process.kill()
    process.join()
    with Catalogue(path) as catalogue:
        stored = catalogue.db["reports"].count
        assert stored > 20
        broken = catalogue.db.execute(
            "select count(*) from reports r where figure_count <> "
            "(select count(*) from figures f where f.report_id = r.id)"
        ).fetchone()
        assert broken == (0,)
        whole = list(corpus_made.corpus(stored))
        assert catalogue.digest() == build(tmp_path / "again.db", whole)


def test_what_is_no_corpus_is_refused_in_a_sentence_and_left_alone(tmp_path):
    path = tmp_path / "corpus.db"
    path.write_bytes(b"not a database " * 100)
    with pytest.raises(NotACorpus, match="move it away"):
        Catalogue(path)
    assert path.read_bytes() == b"not a database " * 100
    path.unlink()
    Catalogue(path).close()
