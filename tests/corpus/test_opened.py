"""What a researcher does with a corpus in Python."""

import json
import sqlite3

import pytest

import reports
from corpus import NoCorpus, NotACorpus, TooNew, open_corpus
from corpus.schema import VERSION


@pytest.fixture
def corpus(filled):
    with open_corpus(filled) as opened:
        yield opened


def test_reports_are_the_nouns(corpus, triples):
    kept = {report.title: report for report in corpus.reports()}
    assert len(kept) == len(triples)
    report = triples[5][2]
    assert report.title is not None
    assert json.dumps(reports.to_json(kept[report.title])) == json.dumps(reports.to_json(report))


def test_conditions(corpus):
    assert {report.year for report in corpus.reports(years=(2010, 2012))} == {2010, 2011, 2012}
    assert all(row.edition == "stat2014" for row in corpus.figures(edition="stat2014"))
    assert len(corpus.reports(year=2010, county="110102")) == 1
    assert len(corpus.reports(year=1949)) == 0
    with pytest.raises(TypeError, match="not one of county"):
        corpus.reports(jahr=2009)


def test_search_is_a_condition(corpus, triples):
    said = [triple for triple in triples if "龙舟" in triple[1].text]
    assert len(corpus.reports(search="龙舟")) == len(said) > 0
    assert len(corpus.reports(search="龍舟")) == len(said)


def test_a_figure_leads_to_its_words_and_its_record(corpus):
    one = next(iter(corpus.figures(indicator="applications_received")))
    report = corpus.report(one.report_id)
    assert report.page.text[one.figure.start : one.figure.end] == one.figure.printed
    assert one.warc_file.endswith(".warc.gz")
    assert report.page.url == one.url


def test_a_report_is_found_by_any_of_its_captures(corpus):
    for row in corpus.db.query("select id, page_id from captures limit 5"):
        assert corpus.report(row["id"]).page == corpus.report(row["page_id"]).page
    with pytest.raises(KeyError):
        corpus.report("0" * 16)


def test_indicators_are_typed_and_framed(corpus):
    rows = list(corpus.indicators(edition="stat2014"))
    assert all(row.values["applications_received"] >= 0 for row in rows)
    frame = corpus.indicators().pandas()
    assert (frame["county_id"].dtype, frame["applications_received"].dtype) == ("str", "Float64")
    assert frame["county_id"].str.len().eq(6).all()
    polar = corpus.indicators().polars()
    assert polar.height == len(frame)
    for row in rows:
        kept = polar.filter(document_id=row.document_id)["applications_received"].item()
        assert kept == row.values["applications_received"]


def test_frames_of_every_table(corpus):
    for name in ("documents", "figures", "paragraphs", "tables_long", "checks", "changes", "coverage"):
        pandas, polars = corpus.table(name).pandas(), corpus.table(name).polars()
        assert pandas.shape == polars.shape
        assert pandas.shape[0] > 0, name


def test_paragraphs_and_cells_are_the_page(corpus):
    texts = {report.page.text for report in corpus.reports()}
    documents = {row["report_id"]: row["text"] for row in corpus.table("documents")}
    assert set(documents.values()) == texts
    for row in corpus.table("paragraphs"):
        assert documents[row["report_id"]][row["start"] : row["end"]] == row["text"]
    sections = {row["section"] for row in corpus.table("paragraphs")}
    assert "二、主动公开政府信息情况" in sections
    cell = next(row for row in corpus.table("tables_long") if row["row"] == 1 and row["column"] == 2)
    assert cell["text"].isdigit()


def test_coverage_tells_blocked_from_missing(corpus):
    cells = list(corpus.coverage())
    statuses = {cell["status"] for cell in cells}
    assert {"found", "missing", "blocked"} <= statuses
    found = [cell for cell in cells if cell["report_id"]]
    assert len(found) == len(corpus.reports())
    first, last = cells[0]["year"], max(cell["year"] for cell in cells)
    assert (first, last) == (2008, 2025)


def test_what_cannot_be_opened_says_so(tmp_path, filled):
    with pytest.raises(NoCorpus, match="xianzhi crawl"):
        open_corpus(tmp_path)
    (tmp_path / "corpus.db").write_text("no")
    with pytest.raises(NotACorpus, match="no corpus"):
        open_corpus(tmp_path)
    (tmp_path / "corpus.db").unlink()
    connection = sqlite3.connect(tmp_path / "corpus.db")
    for version, error in ((0, NotACorpus), (VERSION + 1, TooNew)):
        connection.execute(f"pragma user_version = {version}")
        connection.execute("create table if not exists x (y)")
        connection.commit()
        with pytest.raises(error):
            open_corpus(tmp_path)


def test_it_is_read_only(corpus):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        corpus.db.execute("delete from reports")
