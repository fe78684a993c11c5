"""pywb, another house's replay, gives back every entity as it was received."""

import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.collection import Collection
from tests.archive.judges import environment
from tests.archive_helpers import exchange, page

BODY = "<html><p>县政府信息公开工作年度报告".encode("gb18030") * 30
PAGES = {
    "http://www.yun.example/index.html": page(BODY),
    "http://www.yun.example/again.html": page(BODY),  # a revisit
    "http://www.yun.example/zip?b=2&a=1": page(
        zlib.compress(BODY, wbits=31),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n",
    ),
    "http://127.0.0.1:8123/chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Type: text/html\r\n\r\n%x;ext\r\n%s\r\n0\r\nTrailer: 1\r\n\r\n" % (len(BODY), BODY),
    "http://yun.example/files/%E6%8A%A5.pdf": page(b"%PDF-1.4 \x00\xff", b"HTTP/1.1 200 OK\r\nX:\tY \r\n"),
    "http://yun.example/missing": page(b"none here", b"HTTP/1.1 404\r\nContent-Type: text/plain\r\n"),
}


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Collection, str]]:
    """A collection served by pywb from its own directory layout: nothing is told it but where."""
    tools = environment("pywb", "pywb")
    data = tmp_path_factory.mktemp("pywb")
    collection = Collection(data, "portals")
    with collection.writer() as writer:
        for url, answer in PAGES.items():
            writer.record(exchange(url, answer))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([tools / "wayback", "-p", str(port), "-b", "127.0.0.1"], cwd=data,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield collection, f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def fetched(address: str) -> bytes:
    """The body as sent, undecoded; waits for the server to come up. An archived 404 has one, too."""
    wanted = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # else pywb decodes
    for _ in range(150):
        try:
            with urllib.request.urlopen(wanted, timeout=10) as answer:
                return answer.read()
        except urllib.error.HTTPError as answer:
            return answer.read()
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("pywb did not start")


def test_identity_replay_equals_the_entity(replay: tuple[Collection, str]):
    collection, address = replay
    for capture in collection.captures():
        stamp = re.sub(r"\D", "", capture.date.isoformat())[:14]
        got = fetched(f"{address}/portals/{stamp}id_/{capture.target_uri}")
        assert got == capture.payload, capture.target_uri


def test_its_index_look_up_finds_ours(replay: tuple[Collection, str]):
    _, address = replay
    listed = fetched(f"{address}/portals/cdx?url=http://yun.example/*&output=json").decode()
    assert len(listed.splitlines()) == len([url for url in PAGES if "yun.example" in url])


def test_the_layout_is_the_one_it_knows(replay: tuple[Collection, str]):
    collection, _ = replay
    assert sorted(p.name for p in Path(collection.archive_dir.parent).iterdir() if p.is_dir()) == [
        "archive", "crawls", "indexes",
    ]  # fmt: skip
