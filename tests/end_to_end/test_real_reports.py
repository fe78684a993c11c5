"""The five real reports of ../shared: parsed from their files, and served as pages, crawled and stored."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portals import serve

pytestmark = pytest.mark.shared
NAMES = (
    "000_f2da1892a064d071",
    "001_5ef2061d975e33f8",
    "002_5ac74736d37564ec",
    "003_aa213a21fa08387f",
    "004_55ac39c553540dfb",
)


def xianzhi(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=110)


def expected(shared: Path, name: str) -> dict:
    return json.loads((shared / "seeds" / "expected" / f"{name}.json").read_text(encoding="utf-8"))


def table(figures: list[dict]) -> dict[str, float]:
    return {f["id"]: f["value"] for f in figures if f["source"] == "table" and f["value"] is not None}


@pytest.fixture(scope="module")
def parsed(shared):
    files = [shared / "seeds" / f"{name}.txt" for name in NAMES]
    done = xianzhi("parse", *files, "--json")
    assert done.returncode == 0, done.stderr
    return dict(zip(NAMES, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_figure_is_as_printed(shared, parsed, name):
    assert table(parsed[name]["figures"]) == expected(shared, name)["table"]


@pytest.mark.parametrize("name", NAMES)
def test_every_narrative_figure_has_its_qualifier(shared, parsed, name):
    got = {
        (f["id"], f["value"], f["qualifier"]) for f in parsed[name]["figures"] if f["source"] == "narrative"
    }
    wanted = {(n["id"], n["value"], n["qualifier"]) for n in expected(shared, name)["narrative"]}
    assert wanted <= got


@pytest.mark.parametrize("name", NAMES)
def test_who_and_when(shared, parsed, name):
    report, wanted = parsed[name], expected(shared, name)
    assert report["year"] == wanted["year"]
    assert report["title"] == wanted["title"]
    assert report["edition"] == wanted["edition"]
    assert report["issuer"]["name"] == wanted["issuer"]
    assert report["issuer"]["level"] == wanted["level"]
    for key in ("published", "signed", "document_number"):
        if key in wanted:
            assert report[key] == wanted[key], key


@pytest.mark.parametrize("name", NAMES)
def test_offsets_lead_to_what_was_printed(parsed, name):
    text = parsed[name]["page"]["text"]
    for figure in parsed[name]["figures"]:
        assert text[figure["start"] : figure["end"]] == figure["printed"], figure


def test_the_damage_and_the_spam_of_report_001_have_receipts(shared, parsed):
    page, wanted = parsed[NAMES[1]]["page"], expected(shared, NAMES[1])
    assert len(page["repairs"]) == wanted["repairs"]
    cut = "\n".join(removal["text"] for removal in page["removals"])
    assert all(text in cut for text in wanted["removed_must_include"])
    assert not any(text in page["text"] for text in wanted["must_not_remain"] if text)


@pytest.mark.parametrize(("at", "check"), [(1, "applications_received"), (3, "docs_via_website")])
def test_the_two_contradictions_are_failed_checks(parsed, at, check):
    failed = {c["id"] for c in parsed[NAMES[at]]["checks"] if c["status"] == "fail"}
    assert f"narrative_vs_table:{check}" in failed


def test_the_same_five_crawled_end_in_the_corpus(shared, tmp_path):
    with serve(["demo"], scale=0.02, texts=shared / "seeds") as portals:
        urls = [portal.url for portal in portals]
        done = xianzhi(
            "crawl", *urls, "--allow-private-hosts", "--delay", "0", "--data", tmp_path, "--json"
        )
    assert done.returncode in (0, 1), done.stderr
    with sqlite3.connect(tmp_path / "corpus.db") as db:
        for name in NAMES:
            wanted = expected(shared, name)
            row = db.execute(
                "select report_id from documents where issuer_name = ? and year = ?",
                (wanted["issuer"], wanted["year"]),
            ).fetchone()
            assert row, name
            rows = db.execute("select id, value from figures where report_id = ? and source = 'table'", row)
            assert {k: v for k, v in rows if v is not None} == wanted["table"], name
