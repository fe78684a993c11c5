"""The archive to the corpus: again to equality, and as far as a damaged archive goes."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import Collection
from archive.capture import Discovery
from corpus import Catalogue
from crawler.cli import main
from tests.archive_helpers import exchange, page
from tests.crawler.crawled import crawled

LAST = "select max(c.warc_offset) from captures c join reports r on r.id = c.page_id"


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


def test_a_file_that_is_cut_gives_what_it_has(data):
    whole = run("process", "--rebuild", "--data", data, "--json")[1]["reports"]
    file = next((data / "collections" / "portals" / "archive").glob("*.warc.gz"))
    with closing(sqlite3.connect(data / "corpus.db")) as corpus:
        (last,) = corpus.execute(LAST).fetchone()
    file.write_bytes(file.read_bytes()[: last + 20])
    status, told, said = run("process", "--rebuild", "--data", data, "--json")
    assert status == 1
    assert 0 < told["reports"] < whole
    assert told["damaged"]
    assert "xianzhi verify" in said


def test_a_rebuild_keeps_what_the_other_collections_gave(tmp_path):
    for name in ("one", "two"):
        with Collection(tmp_path, name).writer() as writer:
            html = f"<title>{name}</title><p>{name}".encode()
            found = Discovery(seed=f"http://{name}.example/")
            writer.record(exchange(f"http://{name}.example/", page(html)), found).result(60)
        assert run("process", "--data", tmp_path, "--collection", name, "--json")[1]["captures"] == 1
    before = digest(tmp_path)
    told = run("process", "--rebuild", "--data", tmp_path, "--collection", "one", "--json")
    assert (told[0], told[1]["captures"], digest(tmp_path)) == (0, 2, before)
    for name in ("one", "two"):
        assert run("verify", "--data", tmp_path, "--collection", name, "--json")[1]["problems"] == []
    next((tmp_path / "collections" / "two" / "archive").iterdir()).unlink()
    assert run("verify", "--data", tmp_path, "--collection", "one", "--json")[1]["problems"] == []
    kinds = {
        one["kind"]
        for one in run("verify", "--data", tmp_path, "--collection", "two", "--json")[1]["problems"]
    }
    assert "row_without_capture" in kinds


def test_nothing_there_is_one_line(tmp_path):
    status, _, said = run("process", "--data", tmp_path / "none")
    assert status == 2
    assert said.count("\n") == 1
