"""The command: what it says, what it refuses, how it ends; reading while a crawl writes."""

import asyncio
import json
import signal
import socket
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from archive import Collection
from corpus import Catalogue
from corpus.readingroom.application import application
from corpus.readingroom.replayorigin import replay_app
from corpus.readingroom.room import Room as RoomAsSuch
from tests.bench import corpus_made
from tests.readingroom.conftest import ROOT, Room, ended, served, xianzhi


def refused(*arguments: str) -> str:
    done = subprocess.run(
        xianzhi("serve", *arguments), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()[-1:]) == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_no_corpus_is_one_line(tmp_path: Path) -> None:
    (said,) = refused("--data", str(tmp_path)).splitlines()
    assert said.startswith(f"xianzhi: there is no corpus at {tmp_path}/corpus.db: run xianzhi crawl or")


def test_what_is_no_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_bytes(b"no database" * 99)
    assert "is no SQLite database" in refused("--data", str(tmp_path))
    (tmp_path / "corpus.db").unlink()
    sqlite3.connect(tmp_path / "corpus.db").execute("CREATE TABLE other (a)").connection.close()
    assert "is no corpus of xianzhi" in refused("--data", str(tmp_path))


def test_a_corpus_of_the_future_is_refused(tmp_path: Path) -> None:
    Catalogue(tmp_path / "corpus.db").close()
    connection = sqlite3.connect(tmp_path / "corpus.db")
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    assert "later xianzhi" in refused("--data", str(tmp_path))


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    Catalogue(tmp_path / "corpus.db").close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port} cannot be listened on" in refused(
            "--data", str(tmp_path), "--port", str(port)
        )
    assert "cannot be listened on" in refused("--data", str(tmp_path), "--host", "192.0.2.1", "--port", "0")
    refused("--data", str(tmp_path), "--port", "x")


def test_an_empty_corpus_opens_and_a_write_is_seen_at_once(tmp_path: Path) -> None:
    """Read while another process holds the corpus open for writing; it ends with status 0 on a signal."""
    with Catalogue(tmp_path / "corpus.db") as catalogue:
        process, says = served(tmp_path)
        try:
            url = str(says["url"])
            assert "还是空的" in httpx.get(url, headers={"Accept-Language": "zh"}, trust_env=False).text
            for triple in corpus_made.corpus(3):
                catalogue.store(*triple)
            answer = httpx.get(url, trust_env=False)
            assert answer.text.count("/report/") == 3
            assert httpx.get(f"{url}calendar?url=http://x.test/", trust_env=False).status_code == 404
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=15) == 0
        finally:
            ended(process)


def test_two_rooms_share_no_port(room: Room) -> None:
    process, says = served(room.data, 0)
    try:
        assert len({room.url, room.replay, says["url"], says["replay"]}) == 4
    finally:
        assert ended(process) == 0


async def answers(made: RoomAsSuch, paths: list[str]) -> list[httpx.Response]:
    base = "http://127.0.0.1:8640"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application(made)), base_url=base) as client:
        found = [await client.get(path) for path in paths]
    transport = httpx.ASGITransport(replay_app(made, 8640))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8641") as client:
        return [*found, await client.get("/ui.js"), await client.get("/view")]


def test_without_replay_scripts_pages_are_shown_sealed(room: Room, tmp_path: Path) -> None:
    made = RoomAsSuch(
        corpus=room.data / "corpus.db",
        collection=Collection(room.data),
        host="127.0.0.1",
        replay_port=8641,
        scripts=tmp_path,
    )
    # Playwright keeps an event loop running in the tests' own thread
    with ThreadPoolExecutor(1) as thread:
        asked = answers(made, [f"/report/{room.report('110105-2019')}"])
        report, script, view = thread.submit(asyncio.run, asked).result(60)
    assert 'sandbox="" src="http://127.0.0.1:8641/replay/20200301083000id_/http://' in report.text
    assert "allow-scripts" not in report.text
    assert (script.status_code, view.status_code) == (404, 200)


def test_json_and_csv_of_every_table(room: Room) -> None:
    tables = json.loads(room.get("/corpus.json").text)["tables"]
    shown = [table["name"] for table in tables if not table["hidden"]]
    assert {"reports", "figures", "portals", "indicators", "codebook"} <= set(shown)
    for name in shown:
        assert room.get(f"/corpus/{name}.json?_size=1").status_code == 200, name
        assert room.get(f"/corpus/{name}.csv?_size=1").text, name


@pytest.mark.parametrize("word", ["龙舟", "龍舟"])
def test_the_search_box_of_datasette_knows_chinese(room: Room, word: str) -> None:
    found = json.loads(room.get(f"/corpus/reports.json?_search={word}&_shape=objects").text)
    having = [name for name, triple in room.triples.items() if "龙舟" in triple[1].text]
    assert found["filtered_table_rows_count"] == len(having) > 0
    counted = "select count(*) as n from reports_fts where reports_fts match zh_query('龙舟')"
    assert json.loads(room.get(f"/corpus.json?sql={counted}&_shape=array").text) == [{"n": len(having)}]
