"""The archive to the corpus: again to equality, and as far as a damaged archive goes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus import Catalogue
from crawler.cli import main
from tests.crawler.crawled import crawled


def run(*words: object) -> tuple[int, dict, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, json.loads(done.stdout or "{}"), done.stderr


def digest(data: Path) -> str:
    with Catalogue(data / "corpus.db") as catalogue:
        return catalogue.digest()


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return crawled(tmp_path_factory.mktemp("process"), ["hanweb"])


def test_rebuilt_from_the_archive_it_is_the_same(data):
    before = digest(data)
    (data / "corpus.db").unlink()
    status, told, _ = run("process", "--data", data, "--json")
    assert (status, digest(data)) == (0, before)
    assert told["reports"] > 60
    assert run("process", "--rebuild", "--data", data, "--json")[0] == 0
    assert digest(data) == before


def test_what_is_there_already_is_not_read_again(data):
    run("process", "--data", data, "--json")
    assert run("process", "--data", data, "--json")[1]["captures"] == 0


def test_a_file_cut_in_half_gives_what_it_has(data):
    whole = run("process", "--rebuild", "--data", data, "--json")[1]["reports"]
    file = next((data / "collections" / "portals" / "archive").glob("*.warc.gz"))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    status, told, said = run("process", "--rebuild", "--data", data, "--json")
    assert status == 1
    assert 0 < told["reports"] < whole
    assert told["damaged"]
    assert "xianzhi verify" in said


def test_nothing_there_is_one_line(tmp_path):
    status, _, said = run("process", "--data", tmp_path / "none")
    assert status == 2
    assert said.count("\n") == 1
