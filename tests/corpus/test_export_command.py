"""``xianzhi export``: files, one JSON object, or one line that says what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus import Catalogue
from corpus.exporters import EXPORTERS
from crawler.cli import main
from crawler.cli.export import FORMATS


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, words)])


def test_the_formats_are_those_of_the_registry():
    assert [*EXPORTERS] == [*FORMATS]


def test_it_writes_and_says_what(filled, tmp_path):
    said: dict[str, Any] = json.loads(
        run("--data", filled, "--to", tmp_path / "out", "--format", "jsonl", "--json").stdout
    )
    assert said["format"] == "jsonl"
    for file in said["files"]:
        assert (tmp_path / "out" / file["path"]).stat().st_size == file["bytes"]
    assert {file["path"] for file in said["files"]} == {p.name for p in (tmp_path / "out").iterdir()}
    told = run("--data", filled, "--to", tmp_path / "again", "--format", "jsonl")
    assert told.exit_code == 0
    assert "README.md" in told.stdout


def wrong(tmp_path: Path, filled: Path) -> list[tuple[tuple[object, ...], str]]:
    (tmp_path / "there").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "corpus.db").write_text("no")
    Catalogue(tmp_path / "empty" / "corpus.db").close()
    to = ("--to", tmp_path / "x")
    return [
        (("--data", tmp_path / "nothing", *to), "is not there"),
        (("--data", tmp_path / "broken", *to), "is no corpus"),
        (("--data", tmp_path / "empty", *to), "no report yet"),
        (("--data", filled, "--to", tmp_path / "there"), "there already"),
        (("--data", filled, "--to", "/dev/full/x"), "cannot be written"),
        (("--data", filled, *to, "--format", "wacz"), "no collection"),
        (("--data", filled, *to, "--portal", "110102"), "--format wacz"),
    ]


@pytest.mark.parametrize("case", range(7))
def test_what_is_wrong_is_one_line_and_status_2(filled, tmp_path, case):
    words, says = wrong(tmp_path, filled)[case]
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("xianzhi: ")
    assert says in line
    assert not (tmp_path / "x").exists()
