"""Files from users: every kind the contract names, and every kind of bad one told in a line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from tests.portals.forms import make

TEXT = "青岭县2022年政府信息公开工作年度报告\n一、总体情况\n全年共主动公开政府信息120条。\n"


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_any_encoding(tmp_path, codec):
    (tmp_path / "a.txt").write_bytes(TEXT.encode(codec))
    done = run("parse", tmp_path / "a.txt", "--json")
    report = json.loads(done.stdout)
    assert (report["year"], report["edition"]) == (2022, "narrative_only")
    assert [f["value"] for f in report["figures"]] == [120]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\x00\n \x00", "is empty"),
        ("a.txt", bytes(range(256)) * 20, "binary data"),
        ("a.txt", b"\x7fELF\x02\x01\x01" + b"\x00" * 60 + b"\x03\x00>\x00" * 40, "binary data"),
        ("a.pdf", bytes(range(256)) * 20, "may be damaged"),
        ("a.json", b"[1, 2]", "not a CleanPage"),
        ("a.json", b"{", "not a CleanPage"),
        ("a.json", b"[" * 200_000, "not a CleanPage"),
        ("a.docx", b"PK\x03\x04" + b"x" * 300, "broken"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", "PDF"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    for command in ("parse", "clean"):
        done = run(command, tmp_path / name, "--json")
        assert done.exit_code == 2
        assert done.stdout == ""
        assert words in done.stderr
        assert done.stderr.count("\n") == 1


def test_half_a_character_in_a_page_is_given_back_as_it_came(tmp_path):
    page = {"text": TEXT + "\ud83d", "title": "青岭县2022年政府信息公开工作年度报告\ud83d"}
    (tmp_path / "a.json").write_text(json.dumps(page))
    assert json.loads(run("clean", tmp_path / "a.json", "--json").stdout)["text"] == page["text"]
    assert json.loads(run("parse", tmp_path / "a.json", "--json").stdout)["year"] == 2022
    for command in ("clean", "parse"):
        assert "2022" in run(command, tmp_path / "a.json").stdout


def test_the_rest_is_done_and_in_order(tmp_path):
    paths = []
    for number, text in enumerate((TEXT, "", TEXT.replace("2022", "2023"))):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(text)
    done = run("parse", *paths, tmp_path / "none.txt", "--json")
    assert done.exit_code == 1
    assert [json.loads(line)["year"] for line in done.stdout.splitlines()] == [2022, 2023]
    assert done.stderr.count("\n") == 2


def test_a_clean_page_parses_to_the_same_report(tmp_path):
    made = make(seed=3, year=2023)
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><h1>{made.title}</h1>{made.html('word')}</body></html>")
    clean = run("clean", page, "--url", "http://a.gov.cn/x.html", "--json")
    (tmp_path / "page.json").write_text(clean.stdout)
    direct = json.loads(run("parse", page, "--url", "http://a.gov.cn/x.html", "--json").stdout)
    assert json.loads(run("parse", tmp_path / "page.json", "--json").stdout) == direct
    assert {f["id"]: f["value"] for f in direct["figures"] if f["source"] == "table"} == made.figures


def test_a_page_that_is_no_report_is_an_answer(tmp_path):
    (tmp_path / "a.html").write_text(
        "<html><title>县长调研</title><body><p>县长到乡镇调研。</p></body></html>"
    )
    done = run("parse", tmp_path / "a.html", "--json")
    report = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (report["edition"], report["figures"]) == (None, [])
    assert report["page"]["kind"] != "report"
    assert report["why"]


def test_a_person_is_shown_a_table(tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT)
    shown = run("parse", tmp_path / "a.txt").stdout
    assert "n_proactive_total" in shown
    assert "120" in shown
