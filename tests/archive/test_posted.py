"""Answers to POST: the collection's index and the package's are those of the tools, line for line."""

import gzip
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from archive import wacz
from archive.capture import Exchange
from archive.collection import Collection
from tests.archive_helpers import BEGAN, page

BIN = Path(sys.executable).parent
FORM = b"application/x-www-form-urlencoded"
PART = b'Content-Disposition: form-data; name="p"'
SENT = [
    (FORM, "channelid=12&page=2&name=公开".encode()),
    (FORM, b"a=%E5%85%AC+b&a=2&__VIEWSTATE=" + b"A/+=" * 1500),
    (FORM, b"\xff\xfe=\x80"),
    (b"application/json", b'{"page": 3, "size": [1, 2], "deep": {"page": null}}'),
    (b"application/json; charset=utf-8", b"{no json"),
    (b"text/plain", b"page=1"),
    (b"multipart/form-data; boundary=xx", b"--xx\r\n" + PART + b"\r\n\r\n4\r\n--xx--\r\n"),
    (b"multipart/form-data", b"no boundary"),
    (b"application/octet-stream", bytes(range(256))),
    (b"", b""),
]  # fmt: skip
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    made = Collection(tmp_path_factory.mktemp("posted"))
    with made.writer() as writer:
        for number, (kind, body) in enumerate(SENT):
            answer = b"%d" % number * 99
            chunked = CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(answer) * 3, answer * 3)
            for method, wire in (("POST", page(answer)), ("PUT", chunked), ("GET", page(answer * 2))):
                head = (
                    b"%b /list.do?x=1 HTTP/1.1\r\nHost: a\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n"
                )
                request = head % (method.encode(), kind, len(body)) + body
                url = f"http://yun.example/list.do?x=1&n={number}"
                sent = Exchange(target_uri=url, began=BEGAN, request=request, response=wire)
                writer.record(sent).result(60)
    return made


def without_framing(lines: bytes) -> list[bytes]:
    """Asked for POST, the tool has read those records before it makes their digest: of nothing."""
    return [line for line in lines.splitlines() if not line.startswith(b"urn:framing:")]


def indexed(*words: str, warcs: list[Path]) -> bytes:
    return subprocess.run([BIN / "cdxj-indexer", *words, *warcs], capture_output=True, check=True).stdout


def test_the_collection_s_index(collection: Collection):
    warcs = sorted(collection.archive_dir.iterdir())
    assert collection.index_path.read_bytes() == indexed("-s", warcs=warcs)


def test_the_package_s_index(collection: Collection, tmp_path: Path):
    made = wacz.export(collection, tmp_path / "made.wacz").path
    with zipfile.ZipFile(made) as package:
        ours = gzip.decompress(package.read("indexes/index.cdx.gz"))
        package.extractall(tmp_path)
    theirs = indexed("-s", "-p", warcs=sorted((tmp_path / "archive").iterdir()))
    ours = re.sub(rb', "recordDigest": "sha256:[0-9a-f]{64}"', b"", ours)
    assert without_framing(ours) == without_framing(theirs)
    assert theirs.count(b"__wb_method=p") > len(SENT)
