"""Outside judges over answers as odd as servers make them: none finds fault, all see the same index."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from archive.capture import Exchange
from archive.collection import Collection
from archive.verification import verify
from tests.archive_helpers import BEGAN, exchange, page

BIN = Path(sys.executable).parent
STATUS = [
    b"HTTP/1.1 200 OK",
    b"HTTP/1.1 200",
    b"HTTP/1.0  503  x y ",
    b"http/1.1 200 \xc4\xe3",
    b"HTTP/1.1 abc",
    b"ICY 200",
]
LINES = [
    b"Content-Type: text/html;x",
    b"content-type :\xc4\xe3",
    b"Content-Encoding: gzip",
    b"Set-Cookie: a",
]
LINES += [
    b"set-cookie: b",
    b"No colon",
    b"X :\tv\xe4 ",
    b" folded",
    b"\tfolded",
    b"\xe3\x80\x80",
    b"\xa0",
    b"\x1c",
]
LINES += [b"\x00", b"Content-Length: 3", b"Transfer-Encoding: chunked", b"transfer-encoding:gzip, Chunked "]
BODIES = [b"", b"<html>", b"5\r\nhello\r\n0\r\n\r\n", b"5\nhello\n0;x\nT: 1\n\n", b"ffffffff\r\nshort"]
BODIES += [b"\r\n\r\n", b"same " * 20]
URLS = ["http://a.example/%d?B=%%41&a=%%zz", "https://WWW.b.example:8443/县/%d#x"]
URLS += ["http://127.0.0.1:8%d/a;jsessionid=1234?x"]


def odd_answers(seed: int, number: int) -> list[Exchange]:
    rng, made = random.Random(seed), []
    for count in range(number):
        end = rng.choice([b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r\r\n"])
        head = [rng.choice(STATUS), *(rng.choice(LINES) for _ in range(rng.randrange(7)))]
        wire = end.join(head) + end + end + rng.choice(BODIES)
        if rng.random() < 0.15:
            wire = wire[: rng.randrange(1, len(wire))]
        url = rng.choice(URLS) % count
        made.append(Exchange(target_uri=url, began=BEGAN, request=b"GET / HTTP/1.1\r\n\r\n", response=wire))
    return made


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Path]:
    collection = Collection(tmp_path_factory.mktemp("judged"), "portals")
    exchanges = [exchange(response=page(b"plain" * 40)), *odd_answers(5, 500)]
    with collection.writer() as writer:
        receipts = [writer.record(one) for one in exchanges]
    for sent, receipt in zip(exchanges, receipts, strict=True):
        assert collection.wire(receipt.result().record_id) == sent.response
    [warc] = collection.archive_dir.iterdir()
    return collection, warc


def run(*command: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(part) for part in command], capture_output=True)


def test_gzip(judged: tuple[Collection, Path]):
    assert run("gzip", "-t", judged[1]).returncode == 0


def test_warcio(judged: tuple[Collection, Path]):
    judged_by = run(BIN / "warcio", "check", "-v", judged[1])
    assert judged_by.returncode == 0
    assert judged_by.stdout.count(b"digest pass") > 800


def test_fastwarc(judged: tuple[Collection, Path]):
    """It compares a revisit's digest with the payload that a revisit has not: those it may name."""
    named = {
        word.strip("<>") for word in run(BIN / "fastwarc", "check", "-p", judged[1]).stdout.decode().split()
    }
    revisits = {c.record_id for c in judged[0].captures() if c.record_type == "revisit"}
    assert {word for word in named if word.startswith("urn:uuid:")} == revisits


def test_cdxj_indexer(judged: tuple[Collection, Path]):
    theirs = run(BIN / "cdxj-indexer", "-s", judged[1]).stdout
    assert judged[0].index_path.read_bytes() == theirs
    assert theirs.count(b"\n") > 500


def test_ours(judged: tuple[Collection, Path]):
    assert verify(judged[0]).problems == ()


def test_they_see_what_is_wrong(judged: tuple[Collection, Path], tmp_path: Path):
    """The judges are awake: a digest changed in one record is named by each that reads digests."""
    import gzip

    text = gzip.decompress(judged[1].read_bytes())
    harmed = tmp_path / "harmed.warc"
    harmed.write_bytes(text.replace(b"plainplain", b"plainplaim", 1))
    assert run(BIN / "warcio", "check", harmed).returncode == 1
    assert b"urn:uuid" in run(BIN / "fastwarc", "check", "-p", harmed).stdout
