"""A WACZ made here is sound to the tools of others, and replays alone."""

import gzip
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from archive import wacz
from archive.capture import Discovery
from archive.collection import Collection
from archive.errors import ArchiveError
from archive.imports import import_file
from archive.verification import verify
from tests.archive_helpers import exchange, page

BIN = Path(sys.executable).parent
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n"
PAGES = b'{}\n{"url": "x", "ts": "2026"}\n'
YUN, LIN = "http://yun.example/", "http://lin.example/"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Two portals in two files; what lin.example has is what yun.example had first."""
    made = Collection(tmp_path_factory.mktemp("wacz"), "portals")
    with made.writer() as writer:
        writer.record(exchange(f"{YUN}1.html", page(b"<p>yun" * 60, HTML)), Discovery(seed=YUN))
        writer.record(exchange(f"{YUN}2.html", page(b"<p>two" * 60, HTML)))
        writer.record(exchange(f"{YUN}robots.txt", b"HTTP/1.1 404 No\r\n\r\n"))
        chunked = HTML + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
        writer.record(exchange(f"{YUN}3.html", chunked))
        kept = writer.record(exchange(f"{YUN}4.html", page(b"<p>4" * 60, HTML), page_id="p4")).result(60)
        writer.record(exchange("http://cdn.example/4.js", page(b"js();" * 60), page_id="p4"))
        writer.resource(
            f"urn:dom:{YUN}4.html", "text/html", b"<p>", page_id="p4", concurrent_to=kept.record_id
        )
    with made.writer() as writer:
        writer.record(exchange(f"{LIN}1.html", page(b"<p>yun" * 60, HTML)), Discovery(seed=LIN))
        writer.record(exchange("http://files.example/a.pdf", page(b"%PDF" * 60)), Discovery(seed=LIN))
    return made


def lines_of(path: Path) -> list[dict]:
    with zipfile.ZipFile(path) as package:
        return [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]


def test_outside_judges(collection: Collection, tmp_path: Path):
    made = wacz.export(collection, tmp_path)
    assert made.path == tmp_path / "portals.wacz"
    run = subprocess.run([BIN / "wacz", "validate", "-f", made.path], capture_output=True, text=True)
    assert "the passed WACZ is valid" in run.stdout, run.stdout + run.stderr
    with zipfile.ZipFile(made.path) as package:
        package.extractall(tmp_path / "open")
    package_json = tmp_path / "open" / "datapackage.json"
    run = subprocess.run([BIN / "frictionless", "validate", package_json], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    warcs = sorted((tmp_path / "open" / "archive").iterdir())
    assert [w.read_bytes() for w in warcs] == [
        w.read_bytes() for w in sorted(collection.archive_dir.iterdir())
    ]
    theirs = subprocess.run([BIN / "cdxj-indexer", "-s", *warcs], capture_output=True, check=True).stdout
    ours = gzip.decompress((tmp_path / "open" / "indexes" / "index.cdx.gz").read_bytes())
    assert re.sub(rb', "recordDigest": "sha256:[0-9a-f]{64}"', b"", ours) == theirs
    for line in ours.splitlines():
        fields = json.loads(line.split(b" ", 2)[2])
        start, data = int(fields["offset"]), (warcs[0].parent / fields["filename"]).read_bytes()
        member = data[start : start + int(fields["length"])]
        assert fields["recordDigest"] == f"sha256:{hashlib.sha256(member).hexdigest()}"


def test_the_same_input_gives_the_same_bytes(collection: Collection, tmp_path: Path):
    digests = {
        hashlib.sha256(wacz.export(collection, tmp_path / f"{n}.wacz").path.read_bytes()).hexdigest()
        for n in "ab"
    }
    assert len(digests) == 1


def test_a_portal_alone_brings_the_originals_of_its_revisits(collection: Collection, tmp_path: Path):
    made = wacz.export(
        collection, tmp_path / "lin.wacz", seed=LIN, titles=lambda c: f"title of {c.target_uri}"
    )
    header, *pages = lines_of(made.path)
    assert header["format"] == "json-pages-1.0"
    urls = ["http://files.example/a.pdf", f"{LIN}1.html"]
    assert [(p["url"], p["title"]) for p in pages] == [(url, f"title of {url}") for url in urls]
    assert made.captures == 2
    alone = Collection(tmp_path / "elsewhere")
    imported = import_file(made.path, alone)
    assert not imported.notes
    assert verify(alone).problems == ()
    replayed = alone.lookup(f"{LIN}1.html")
    assert replayed is not None
    assert replayed.payload == b"<p>yun" * 60
    assert alone.lookup(f"{YUN}2.html") is None


def test_a_page_brings_what_it_loaded(collection: Collection, tmp_path: Path):
    made = wacz.export(collection, tmp_path / "yun.wacz", seed=YUN)
    alone = Collection(tmp_path / "elsewhere")
    import_file(made.path, alone)
    urls = {capture.target_uri for capture in alone.captures()}
    assert {"http://cdn.example/4.js", f"urn:dom:{YUN}4.html", f"{YUN}3.html"} < urls
    assert LIN not in {url[: len(LIN)] for url in urls}
    [chunked] = [c for c in alone.captures() if c.target_uri == f"{YUN}3.html"]
    assert b"\r\n0\r\n\r\n" in alone.wire(chunked.record_id)


def test_years(collection: Collection, tmp_path: Path):
    assert wacz.export(collection, tmp_path / "a.wacz", years=(2026, 2026)).captures == 9
    with pytest.raises(ArchiveError, match="no capture is chosen"):
        wacz.export(collection, tmp_path / "b.wacz", years=(2001, 2010))
    assert not list(tmp_path.glob("b.wacz*"))


def test_what_is_not_sound_is_not_left(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("archive.wacz._Package._page_list", lambda self: PAGES)
    with pytest.raises(ArchiveError, match="the page x has no line"):
        wacz.export(collection, tmp_path / "a.wacz")
    assert not list(tmp_path.iterdir())
