"""What goes into the archive comes out of it, byte for byte, and outside judges agree."""

import subprocess
import sys
from pathlib import Path

import pytest

from archive.capture import Discovery, LinkStep
from archive.collection import Collection
from tests.archive_helpers import BEGAN, exchange, page

BIN = Path(sys.executable).parent


CHUNKED = (
    b"HTTP/1.1 200 OK\r\nServer: a\r\nserver: b\r\ntransfer-Encoding:  chunked\r\n\r\n"
    b"5;why=not\r\nhello\r\n1E\r\n" + b"z" * 30 + b"\r\n0\r\nTrailer: x\r\n\r\n"
)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path, "portals")


def test_wire_request_and_discovery_come_back(collection: Collection):
    found = Discovery(
        seed="http://www.yun.example/", path=(LinkStep(url="http://www.yun.example/", anchor="公开"),)
    )
    sent = exchange(response=CHUNKED, ip_address="[::ffff:1%eth0]", gate=None)
    with collection.writer() as writer:
        receipt = writer.record(sent, found).result(60)
    capture = collection.capture(receipt.record_id)
    assert capture is not None
    assert capture.payload == b"hello" + b"z" * 30
    assert (capture.status, capture.date, capture.discovery) == (200, BEGAN, found)
    assert capture.headers[:2] == ((b"Server", b"a"), (b"server", b"b"))
    assert collection.wire(receipt.record_id) == CHUNKED
    assert collection.request(receipt.record_id) == sent.request
    assert collection.lookup("http://yun.example/a") == capture
    assert list(collection.captures()) == [capture]
    assert list(collection.captures(collection.position(capture))) == []


def test_judges_find_nothing(collection: Collection):
    answers = [
        CHUNKED,
        page(b"same " * 20),
        page(b"same " * 20),
        page(b""),
        b"HTTP/1.1 302\r\nLocation: /\r\n\r\n",
    ]
    with collection.writer() as writer:
        for number, answer in enumerate(answers):
            writer.record(exchange(f"http://www.yun.example/{number}?b=2&a=1", answer))
        writer.resource("urn:dom:http://www.yun.example/", "text/html", b"<p>x", page_id="p1").result(60)
    [warc] = collection.archive_dir.iterdir()
    assert warc.name.endswith(".warc.gz")
    for judge in (["gzip", "-t"], [BIN / "warcio", "check"]):
        assert subprocess.run([*judge, warc], capture_output=True).returncode == 0, judge
    theirs = subprocess.run([BIN / "cdxj-indexer", "-s", warc], capture_output=True, check=True).stdout
    assert collection.index_path.read_bytes() == theirs
    assert [capture.record_type for capture in collection.captures()] == [
        "response", "response", "revisit", "response", "response", "resource",
    ]  # fmt: skip
