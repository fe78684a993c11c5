"""Real pages through the real archive: the corpus made while crawling is the one made from WARC files."""

import json
import random
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import reports
from archive import Collection, verify
from archive.capture import Discovery, LinkStep
from corpus import Catalogue, open_corpus
from crawler.cli import main
from crawler.processing import read
from crawler.reprocessing import belongs, process
from tests.archive_helpers import exchange, page
from tests.portals import forms

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
SEEDS = ("http://www.jia.example/", "http://www.yi.example/")
YEARS = (2012, 2016, 2020, 2023)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two portals, four years each, and a list page; every page in two crawls, one page changed."""
    data = tmp_path_factory.mktemp("archive")
    with Collection(data).writer() as writer:
        for crawl in ("c1", "c2"):
            for n, seed in enumerate(SEEDS):
                listing = f"<html><title>年报</title><p>{crawl}</p>".encode()
                found = Discovery(seed=seed, division_code=f"43011{n + 1}", crawl_id=crawl)
                writer.record(exchange(f"{seed}list.html", page(listing, HEAD)), found)
                for year in YEARS:
                    number = n if (crawl, year, n) != ("c2", 2023, 1) else 7
                    made = forms.make(seed=number, county=("望城区", "天心区")[n], year=year)
                    body = (
                        f"<html><head><title>{made.title}</title></head><body>{made.html()}</body></html>"
                    )
                    step = LinkStep(url=f"{seed}list.html", anchor=made.title)
                    found = Discovery(
                        seed=seed, division_code=f"43011{n + 1}", path=(step,), crawl_id=crawl
                    )
                    answer = page(body.encode(), HEAD)
                    writer.record(exchange(f"{seed}{year}.html", answer), found)
    assert process(data, "portals", rebuild=True, tick=lambda: None, workers=1).captures == 20
    return data


def test_built_while_crawling_is_built_from_the_archive(data):
    captures = [capture for capture in Collection(data).captures() if belongs(capture)]
    random.Random(1).shuffle(captures)
    with Catalogue(data / "crawled.db") as catalogue:
        for capture in captures:
            catalogue.store(capture, *read(capture))
        crawled = catalogue.digest()
    with open_corpus(data) as corpus:
        assert corpus.digest() == crawled
        assert len(corpus.reports()) == 8
        assert verify(Collection(data), data / "corpus.db").problems == ()
        versions = corpus.db.execute("select max(version) from versions group by document_id").fetchall()
        assert sorted(versions) == [(1,)] * 7 + [(2,)]
        assert {row["kind"] for row in corpus.table("changes")} >= {"changed"}
        codes = {row["county_id"] for row in corpus.table("documents")}
        assert codes == {"430111", "430112"}
        for report in corpus.reports():
            assert all(report.page.text[f.start : f.end] == f.printed for f in report.figures)
            assert reports.report_from_json(reports.to_json(report)) == report


def test_what_was_stored_is_what_the_parser_said(data):
    with open_corpus(data) as corpus:
        for capture in Collection(data).captures():
            _, said = read(capture)
            if said.edition is not None:
                (name,) = corpus.db.execute(
                    "select id from captures where record_id = ?", [capture.record_id]
                ).fetchone()
                assert json.dumps(reports.to_json(corpus.report(name))) == json.dumps(reports.to_json(said))


def test_wacz_of_a_portal_carries_its_captures_alone(data, tmp_path):
    for words, hosts in (((), 2), (("--portal", "430111"), 1), (("--portal", SEEDS[1]), 1)):
        to = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
        done = CliRunner().invoke(
            main, ["export", "--data", str(data), "--to", str(to), "--format", "wacz", *words]
        )
        assert done.exit_code == 0, done.output
        package = json.loads((to / "datapackage.json").read_text(encoding="utf-8"))
        assert package["resources"][0]["path"] == "portals.wacz"
        with zipfile.ZipFile(to / "portals.wacz") as wacz:
            lines = [json.loads(line) for line in wacz.read("pages/pages.jsonl").splitlines()[1:]]
        assert len({line["url"].split("/")[2] for line in lines}) == hosts
        assert any(
            "望城区" in line["title"] or "天心区" in line["title"] for line in lines if "title" in line
        )


def test_process_twice_changes_nothing(data):
    before = sqlite3.connect(data / "corpus.db").execute("select count(*) from captures").fetchone()
    assert process(data, "portals", rebuild=False, tick=lambda: None, workers=1).captures == 0
    assert sqlite3.connect(data / "corpus.db").execute("select count(*) from captures").fetchone() == before


@pytest.mark.parametrize("words", [(), ("--rebuild",)])
def test_process_beside_a_writer_is_one_line_and_touches_nothing(data, words):
    with Catalogue(data / "corpus.db") as catalogue:
        done = CliRunner().invoke(main, ["process", "--data", str(data), *words])
        assert done.exit_code == 2
        (line,) = done.stderr.strip().splitlines()
        assert "is being written by process" in line
        assert catalogue.db["reports"].count > 0


def test_a_crawl_beside_a_writer_is_one_line(tmp_path):
    words = ["crawl", "http://127.0.0.1:9/", "--allow-private-hosts", "--data", str(tmp_path)]
    with Catalogue(tmp_path / "corpus.db"):
        done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    (line,) = done.stderr.strip().splitlines()
    assert "is being written by process" in line


def test_wacz_of_pages_that_nobody_has_read(tmp_path):
    """Captures of others, imported and passed on; there is no corpus yet, and no report among them."""
    with Collection(tmp_path / "data").writer() as writer:
        writer.record(exchange("http://yun.example/", page(b"<p>hello</p>" * 9))).result(60)
    to = tmp_path / "out"
    words = ["export", "--data", str(tmp_path / "data"), "--to", str(to), "--format", "wacz"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert [path.name for path in to.iterdir()] == ["portals.wacz"]
    assert str(to / "portals.wacz") in done.output
