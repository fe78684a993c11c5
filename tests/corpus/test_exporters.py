"""Every export is loaded back by those who will load it, says what it is, and is the same each time."""

import csv
import doctest
import filecmp
import json
import os
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import jsonschema
import pandas
import pytest

import reports
from corpus import CannotExport, Catalogue, open_corpus
from corpus.datasets import datasets
from corpus.exporters import EXPORTERS, croissant, csv_files, export, stata
from reports.model import Report
from tests.corpora import HOSTILE

MADE = ("parquet", "jsonl", "csv", "dta", "hf")
TEXT_CODES = ["county_id", "division_code", "document_id", "report_id"]


@pytest.fixture(scope="module")
def corpus(filled: Path) -> Any:
    with open_corpus(filled) as opened:
        yield opened


@pytest.fixture(scope="module")
def exported(corpus: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("exports")
    for name in MADE:
        export(corpus, place / name, name)
    return place


def test_doctests():
    assert all(doctest.testmod(module).failed == 0 for module in (csv_files, stata, croissant))


def test_every_format_of_the_contract_is_registered():
    assert [*EXPORTERS] == ["parquet", "jsonl", "csv", "dta", "hf", "wacz"]


@pytest.mark.parametrize("name", MADE)
def test_the_same_corpus_gives_the_same_bytes(corpus, exported, tmp_path, name, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    export(corpus, tmp_path / "again", name)
    files = sorted(str(p.relative_to(exported / name)) for p in (exported / name).rglob("*") if p.is_file())
    same, other, failed = filecmp.cmpfiles(exported / name, tmp_path / "again", files, shallow=False)
    assert (sorted(same), other, failed) == (files, [], [])
    assert len(files) == sum(p.is_file() for p in (tmp_path / "again").rglob("*"))


def test_duckdb_reads_parquet_and_the_values_are_those_of_the_corpus(corpus, exported):
    for one in datasets():
        file = exported / "parquet" / f"{one.name}.parquet"
        rows = duckdb.execute(f"select * from read_parquet('{file}')").fetchall()
        kept = [
            tuple(
                float(v) if c.type == "ANY" and v is not None else v
                for c, v in zip(one.columns, row, strict=True)
            )
            for row in one.rows(corpus.db)
        ]
        assert rows == kept, one.name


def test_duckdb_reads_csv_with_codes_as_text_where_told(exported):
    file = exported / "csv" / "indicators.csv"
    rows = duckdb.execute(
        "select county_id, year, applications_received "
        f"from read_csv('{file}', types={{'county_id': 'VARCHAR'}}) where edition = 'stat2014'"
    ).fetchall()
    assert rows
    assert all(len(code) == 6 and isinstance(received, int) for code, _, received in rows)


def test_pandas_reads_csv(corpus, exported):
    for one in datasets():
        text = {column.name: str for column in one.columns if column.type == "TEXT"}
        frame = pandas.read_csv(exported / "csv" / f"{one.name}.csv", dtype=text, keep_default_na=False)
        assert list(frame.columns) == [column.name for column in one.columns]
        assert len(frame) == sum(1 for _ in one.rows(corpus.db))


def test_csv_begins_with_a_byte_order_mark_and_runs_nothing(exported):
    for path in (exported / "csv").glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        for row in csv.reader(path.open(encoding="utf-8-sig", newline="")):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), (path.name, cell)
    titles = pandas.read_csv(exported / "csv" / "documents.csv", dtype=str)["title"]
    assert "'" + HOSTILE in set(titles)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\r=1"]
)
def test_formulas_are_neutralised(cell):
    assert csv_files.harmless(cell).startswith("'")


@pytest.mark.parametrize("cell", ["-3", "+1", "-12.5%", "14,205", "增1/减3", "县", "", "3-1"])
def test_what_is_no_formula_stays(cell):
    assert csv_files.harmless(cell) == cell


def test_stata_reads_dta(corpus, exported):
    for one in datasets():
        with pandas.read_stata(exported / "dta" / f"{one.name}.dta", iterator=True) as reader:
            frame, labels = reader.read(), reader.variable_labels()
        assert list(frame.columns) == [stata.stata_name(column.name) for column in one.columns]
        assert len(frame) == sum(1 for _ in one.rows(corpus.db))
        assert all(labels.values())
    texts = pandas.read_stata(exported / "dta" / "documents.dta")
    kept = {row["document_id"]: row for row in corpus.table("documents")}
    for _, row in texts.iterrows():
        assert row["text"] == kept[row["document_id"]]["text"].replace("\0", "\ufffd")
        assert row["county_id"] == kept[row["document_id"]]["county_id"]


def test_a_large_table_is_several_dta_files(corpus, tmp_path):
    written = stata.write(corpus, tmp_path, rows=500)
    parts = sorted(
        (one.path for one in written if one.path.startswith("figures")), key=lambda p: (len(p), p)
    )
    assert parts == [f"figures-{n}.dta" for n in range(1, len(parts) + 1)]
    assert len(parts) > 2
    whole = pandas.concat([pandas.read_stata(tmp_path / path) for path in parts])
    assert whole["printed"].tolist() == [row["printed"] for row in corpus.table("figures")]


def test_stata_names_are_short_and_apart():
    for one in datasets():
        names = [stata.stata_name(column.name) for column in one.columns]
        assert len(set(names)) == len(names)
        assert all(len(name) <= 32 for name in names)


def test_jsonl_has_every_version_whole(corpus, exported):
    lines = (exported / "jsonl" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    said = [json.loads(line) for line in lines]
    form = json.loads((exported / "jsonl" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(said[0], form)
    read: list[Report] = [reports.report_from_json(one) for one in said]
    count = corpus.db.execute("select count(*) from reports").fetchone()[0]
    assert len(read) == count == len(corpus.reports()) + 1
    for report, one in zip(read, said, strict=True):
        assert reports.to_json(report) == one
        assert all(report.page.text[f.start : f.end] == f.printed for f in report.figures)


@pytest.mark.parametrize("name", MADE)
def test_the_data_package_names_every_file_with_its_digest(exported, name):
    package = json.loads((exported / name / "datapackage.json").read_text(encoding="utf-8"))
    assert frictionless.Package.metadata_validate(package) is not None
    described = {resource["path"] for resource in package["resources"]}
    there = {str(p.relative_to(exported / name)) for p in (exported / name).rglob("*") if p.is_file()}
    assert there - described == {"datapackage.json", "croissant.json", "CITATION.cff", "README.md"}
    for resource in package["resources"]:
        for field in resource.get("schema", {"fields": []})["fields"]:
            assert field["description"]
            assert field["type"] == "string" or not field["name"].endswith(("_code", "_id"))


def test_frictionless_validates_the_data(exported):
    report = frictionless.validate(str(exported / "csv" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])[:5]


def test_mlcroissant_validates_and_reads(exported):
    import mlcroissant

    for name in ("csv", "parquet", "hf"):
        made = mlcroissant.Dataset(str(exported / name / "croissant.json"))
        assert not made.metadata.ctx.issues.errors
        assert {one.name for one in made.metadata.record_sets} == {one.name for one in datasets()}
        record = next(iter(made.records("documents")))
        assert len(record["documents/county_id"]) == 6


def test_hugging_face_loads_it_offline(exported, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    import datasets as hf

    for name in ("indicators", "documents"):
        loaded = hf.load_dataset(str(exported / "hf"), name, cache_dir=str(tmp_path / "cache"))["train"]
        frame = pandas.read_parquet(exported / "parquet" / f"{name}.parquet")
        assert loaded.num_rows == len(frame)
        assert loaded["county_id"][:] == frame["county_id"].tolist()


@pytest.mark.parametrize("name", MADE)
def test_citation_and_readme(exported, name):
    import yaml

    cited = yaml.safe_load((exported / name / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "date-released"} <= set(cited)
    assert cited["date-released"] == "2026-09-01"
    readme = (exported / name / "README.md").read_text(encoding="utf-8")
    assert "40 reports of" in readme


def test_what_cannot_be_exported_says_so_and_leaves_nothing(corpus, tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(CannotExport, match="there already"):
        export(corpus, tmp_path / "there", "csv")
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotExport, match="cannot be written"):
        export(corpus, tmp_path / "file" / "below", "csv")
    with pytest.raises(CannotExport, match="cannot be written"):
        export(corpus, Path("/dev/full/x"), "csv")
    with pytest.raises(CannotExport):
        export(corpus, tmp_path / "wacz", "wacz")
    with Catalogue(tmp_path / "empty" / "corpus.db"):
        pass
    with open_corpus(tmp_path / "empty") as empty, pytest.raises(CannotExport, match="no report yet"):
        export(empty, tmp_path / "out", "csv")
    assert sorted(os.listdir(tmp_path)) == ["empty", "file", "there"]
    assert os.listdir(tmp_path / "there") == []
