"""Data of another version: an older one's is gone on with, a later one's is refused in a line."""

import json
import sqlite3

import pytest
from click.testing import CliRunner

from crawler import registry
from crawler.cli.portals import command as portals
from crawler.cli.status import command as status
from crawler.resuming import damaged
from crawler.runs import Runs


@pytest.mark.parametrize("name", ["operations.db", "corpus.db"])
def test_a_later_layout_is_refused(tmp_path, name):
    Runs(tmp_path).close()
    with sqlite3.connect(tmp_path / name) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    told = CliRunner().invoke(status, ["--data", str(tmp_path)])
    assert (told.exit_code, told.output.count("\n")) == (2, 1)
    assert f"{name} was written by a later version" in told.output


def test_a_store_without_a_version_is_taken_over(tmp_path):
    with sqlite3.connect(tmp_path / "operations.db") as db:
        db.execute("create table states (code text primary key, state text, since text, findings text)")
        db.execute("insert into states values ('990010', 'ok', '2026-01-01', '[]')")
    db.close()
    runs = Runs(tmp_path)
    assert runs.state("990010") == "ok"
    runs.close()


def test_a_plan_with_hours_that_nobody_can_read_is_gone_on_with(tmp_path):
    portal = {"seed": "http://a.test/", "sites": [], "years": [1990, 2100], "quiet_hours": "nachts"}
    plan = {"browser": "auto", "delay": 1, "private": False}
    good = portal | {"seed": "http://b.test/", "quiet_hours": "08:00-18:00"}
    (tmp_path / "plan.json").write_text(json.dumps(plan | {"portals": [portal, good]}))
    assert damaged(tmp_path) is None
    held = json.loads((tmp_path / "plan.json").read_text())["portals"]
    assert [one["quiet_hours"] for one in held] == ["", "08:00-18:00"]


def test_a_registry_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_bytes(b"\x89PNG\x00\xff")
    with pytest.raises(ValueError, match=r"own\.tsv is no table"):
        registry.read(path)
    told = CliRunner().invoke(portals, ["check", str(path)])
    assert (told.exit_code, told.output.count("\n")) == (2, 1)
