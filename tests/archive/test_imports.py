"""What others archived comes in whole, or is refused with the reason and leaves nothing behind."""

import base64
import gzip
import hashlib
import json
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.collection import Collection
from archive.errors import NotWarc
from archive.imports import Imported, import_file
from archive.ledger import Ledger
from archive.records import DISCOVERY, FRAMING
from archive.selection import Wanted, select
from archive.verification import verify
from crawler.cli.import_ import command
from tests.archive_helpers import exchange, page

DIGEST = "sha1:" + "A" * 32


def record(kind: str, block: bytes, *, number: int = 1, version: str = "1.0", **fields: str) -> bytes:
    """A record as another tool would write it."""
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Date": "2019-05-01T08:00:00Z",
        "WARC-Target-URI": "<http://lin.example/a b>",
        "Content-Type": "application/http;msgtype=response",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


ANSWER = b"HTTP/1.0 200 OK\r\ncontent-type:text/html;charset=gbk\r\n\r\n<p>\xb9\xab\xbf\xaa"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nopen\r\n0\r\n\r\n"
WARC = record(
    "warcinfo", b"software: x\r\n", WARC_Target_URI="", Content_Type="application/warc-fields"
) + record("response", ANSWER, number=2, version="1.1")


def taken(tmp_path: Path, name: str, data: bytes) -> tuple[Collection, Imported]:
    path = tmp_path / name
    path.write_bytes(data)
    collection = Collection(tmp_path / "data")
    return collection, import_file(path, collection)


def refused(tmp_path: Path, name: str, data: bytes) -> str:
    with pytest.raises(NotWarc) as why:
        taken(tmp_path, name, data)
    collection = Collection(tmp_path / "data")
    assert not list(collection.archive_dir.glob("*")) if collection.archive_dir.exists() else True
    return str(why.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("old.warc", WARC),
        ("one member.warc.gz", gzip.compress(WARC)),
        ("members.warc.gz", b"".join(gzip.compress(part) for part in WARC.split(b"(?=WARC/)"))),
        ("extra line ends.warc", b"\r\n" + WARC.replace(b"\r\n\r\nWARC/1.1", b"\r\n\r\n\r\n\nWARC/1.1")),
        ("no ending.warc", WARC[:-4]),
        ("no suffix", WARC),
    ],
)
def test_however_it_is_packed(tmp_path: Path, name: str, data: bytes):
    collection, imported = taken(tmp_path, name, data)
    assert (imported.records, imported.captures) == (2, 1)
    [capture] = collection.captures()
    assert capture.payload == b"<p>\xb9\xab\xbf\xaa"
    assert capture.target_uri == "http://lin.example/a%20b"
    assert collection.lookup("http://lin.example/a%20b") == capture
    assert verify(collection).problems == ()
    [warc] = collection.archive_dir.iterdir()
    assert ANSWER in gzip.decompress(warc.read_bytes())
    kept = gzip.decompress(warc.read_bytes()).split(b"\r\n\r\nWARC/")
    assert kept[1][3:].startswith(b"\r\nWARC-Type: response\r\nWARC-Record-ID")


def test_a_file_packed_as_ours_is_kept_to_the_byte(tmp_path: Path):
    data = b"".join(gzip.compress(record("response", ANSWER, number=n)) for n in range(3))
    collection, _ = taken(tmp_path, "theirs.warc.gz", data)
    assert (collection.archive_dir / "import-theirs.warc.gz").read_bytes() == data


def test_chunked_as_the_wire_had_it_is_given_without_chunks(tmp_path: Path):
    collection, _ = taken(tmp_path, "v1.warc", record("response", CHUNKED, WARC_Payload_Digest=DIGEST))
    [capture] = collection.captures()
    assert capture.payload == b"open"
    assert collection.wire(capture.record_id) == CHUNKED


def test_a_payload_digest_that_lies_is_said_but_taken(tmp_path: Path):
    collection, imported = taken(
        tmp_path, "lie.warc", record("response", ANSWER, WARC_Payload_Digest=DIGEST)
    )
    assert "1 payload digests" in imported.notes[0]
    assert verify(collection).problems == ()
    collection.layout.ledger_path.unlink()
    assert len(list(collection.captures())) == 1
    assert verify(collection).problems == ()  # also when the ledger is made anew


def test_a_revisit_without_refers_to_finds_its_original_by_digest(tmp_path: Path):
    digest = "sha1:" + base64.b32encode(hashlib.sha1(b"x" * 60).digest()).decode()
    data = record("response", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 60, WARC_Payload_Digest=digest)
    data += record("revisit", b"", number=2, WARC_Payload_Digest=digest)
    collection, _ = taken(tmp_path, "revisit.warc", data)
    assert [c.payload for c in collection.captures()] == [b"x" * 60, b"x" * 60]


def test_a_revisit_without_original_is_said_and_left_out(tmp_path: Path):
    data = record("revisit", b"", WARC_Refers_To="<urn:uuid:elsewhere>")
    collection, imported = taken(tmp_path, "orphan.warc", data)
    assert "no original" in imported.notes[0]
    assert list(collection.captures()) == []
    assert [p.kind for p in verify(collection).problems] == ["original_missing"]


def test_the_same_again_is_not_taken_twice(tmp_path: Path):
    taken(tmp_path, "a.warc", WARC)
    collection, imported = taken(tmp_path, "b.warc", WARC)
    assert (imported.files, imported.already) == ((), ("import-b.warc.gz",))
    assert len(list(collection.archive_dir.iterdir())) == 1
    _, partly = taken(tmp_path, "c.warc", WARC + record("response", ANSWER, number=9))
    assert partly.files == ("import-c.warc.gz",)
    assert len(list(collection.captures())) == 2
    assert verify(collection).problems == ()


def test_another_file_of_the_same_name_gets_its_own(tmp_path: Path):
    taken(tmp_path, "a.warc", WARC)
    _, imported = taken(tmp_path, "a.warc", record("response", ANSWER, number=7))
    assert imported.files[0].startswith("import-a-")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.warc", b"", "empty"),
        ("page.warc", b"\n <!doctype html><title>404", "web page"),
        ("old.arc", b"filedesc://x.arc 0.0.0.0 20010101000000 text/plain 9\n", "ARC"),
        ("old.arc.gz", gzip.compress(b"filedesc://x.arc 0.0.0.0 20010101000000 text/plain 9\n"), "ARC"),
        ("x.warc.zst", b"\x28\xb5\x2f\xfd1234", "Zstandard"),
        ("noise.warc.gz", b"\x1f\x8b\x08" + b"x" * 50, "compression is damaged"),
        ("nothing.warc.gz", gzip.compress(b""), "unpacks to nothing"),
        ("torn.warc", WARC[:-40], "in the middle of the record at"),
        ("torn.warc.gz", gzip.compress(WARC)[:-30], "compression is damaged"),
        ("crcrlf.warc", WARC.replace(b"\r\n", b"\r\r\n"), "line ends are doubled"),
        ("length.warc", WARC.replace(b"Content-Length: 13", b"Content-Length: 10"), "no WARC record but"),
        ("huge.warc", record("response", b"", Content_Length="99999999999999"), "more than"),
        ("minus.warc", record("response", b"", Content_Length="-1"), "has the length"),
        ("no-id.warc", record("response", ANSWER, WARC_Record_ID=""), "has no warc-record-id"),
        ("date.warc", record("response", ANSWER, WARC_Date="yesterday"), "not a WARC-Date"),
        ("block.warc", record("response", ANSWER, WARC_Block_Digest=DIGEST), "block does not match"),
        ("head.warc", b"WARC/1.0\r\n" + b"a: b\r\n" * 300_000, "no end"),
        ("zip.wacz", b"PK\x03\x04 not really", "no sound WACZ"),
    ],
)
def test_what_is_refused_says_why(tmp_path: Path, name: str, data: bytes, reason: str):
    assert reason in refused(tmp_path, name, data)


def wacz(path: Path, files: dict[str, bytes], *, describe: bool = True) -> bytes:
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
        resources = [
            {"path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
            for name, data in files.items()
        ]
        if describe:
            package.writestr("datapackage.json", json.dumps({"resources": resources}))
    return path.read_bytes()


def test_a_wacz_of_others(tmp_path: Path):
    files = {"archive/b c.warc.gz": gzip.compress(WARC), "pages/pages.jsonl": b"{}", "archive/a.warc": WARC}
    collection, imported = taken(tmp_path, "x.wacz", wacz(tmp_path / "made", files))
    assert imported.files == ("import-b-c.warc.gz", "import-a.warc.gz")
    assert len(list(collection.captures())) == 1
    assert verify(collection).problems == ()


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"archive/../../../evil.warc.gz": WARC}, "outside its place"),
        ({"/archive/evil.warc": WARC}, "outside its place"),
        ({"archive\\..\\evil.warc": WARC}, "outside its place"),
        ({"archive/x.txt": WARC}, "no WARC file under archive/"),
        ({"archive/a.warc": b"not one"}, "which no WARC or WACZ does"),
    ],
)
def test_a_wacz_that_would_do_harm(tmp_path: Path, files: dict[str, bytes], reason: str):
    assert reason in refused(tmp_path, "x.wacz", wacz(tmp_path / "made", files))


def test_a_wacz_whose_file_was_exchanged(tmp_path: Path):
    data = wacz(tmp_path / "made", {"archive/a.warc": WARC})
    other = WARC.replace(b"\xb9\xab", b"\xb9\xac")
    with zipfile.ZipFile(tmp_path / "made2", "w") as package, zipfile.ZipFile(tmp_path / "made") as old:
        package.writestr("archive/a.warc", other)
        package.writestr("datapackage.json", old.read("datapackage.json"))
    assert data
    assert "is not the file that" in refused(tmp_path, "x.wacz", (tmp_path / "made2").read_bytes())


def test_a_zip_that_is_no_wacz(tmp_path: Path):
    data = wacz(tmp_path / "made", {"archive/a.warc": WARC}, describe=False)
    assert "without datapackage.json" in refused(tmp_path, "x.wacz", data)


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("archive.foreign.ROOM", 1 << 20)
    monkeypatch.setattr("archive.foreign.RATIO", 10)
    bomb = b"".join(record("response", ANSWER + b"0" * 300_000, number=n) for n in range(9))
    assert "far smaller" in refused(tmp_path, "bomb.warc.gz", gzip.compress(bomb))
    with zipfile.ZipFile(tmp_path / "made", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/a.warc", bomb)
        package.writestr("datapackage.json", "{}")
    assert "a bomb" in refused(tmp_path, "bomb.wacz", (tmp_path / "made").read_bytes())


def test_the_command(tmp_path: Path):
    good, bad = tmp_path / "good.warc", tmp_path / "bad.warc"
    good.write_bytes(WARC)
    bad.write_bytes(b"<html>")
    data = ["--data", str(tmp_path / "data")]
    run = CliRunner().invoke
    both = run(command, [str(good), str(bad), *data])
    assert both.exit_code == 1
    assert "1 captures in import-good.warc.gz" in both.stdout
    assert "bad.warc: refused: it is a web page" in both.stderr
    assert run(command, [str(bad), *data]).exit_code == 2
    assert run(command, [str(tmp_path / "none"), *data]).exit_code == 2
    assert run(command, [str(good), *data]).exit_code == 0


def test_our_own_files_go_from_collection_to_collection(tmp_path: Path):
    ours = Collection(tmp_path, "ours")
    with ours.writer() as writer:
        for number in range(3):
            writer.record(exchange(f"http://yun.example/{number}", page(b"the same in all of them" * 9)))
    theirs = Collection(tmp_path, "theirs")
    [warc] = ours.archive_dir.iterdir()
    import_file(warc, theirs)
    assert [c.payload for c in theirs.captures()] == [c.payload for c in ours.captures()]
    renamed = ours.index_path.read_bytes().replace(b'"filename": "', b'"filename": "import-')
    assert theirs.index_path.read_bytes() == renamed


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2019", "2019-01-01T00:00:00"),
        ("2019-05", "2019-05-01T00:00:00"),
        ("2019-05-02T08:30Z", "2019-05-02T08:30:00"),
        ("2019-05-02T08:30:01.123456789Z", "2019-05-02T08:30:01.123456"),
    ],
)
def test_dates_of_any_granularity(tmp_path: Path, date: str, read: str):
    """WARC/1.1 allows them; an archive of scans knows its year and no more."""
    collection, _ = taken(
        tmp_path, "x.warc", record("response", ANSWER, number=2, version="1.1", WARC_Date=date)
    )
    [capture] = collection.captures()
    assert capture.date.isoformat() == f"{read}+00:00"
    assert verify(collection).problems == ()


NONSENSE = [
    b"not json", b"[]", b"{}", b"\xff", b'{"seed": 5}', b'{"seed": "s", "path": [7]}', b'{"segments": 7}',
    b'{"segments": [["raw", {}]]}', b'{"segments": [["body", "x"]]}', b'{"segments": [], "sha256": []}',
    b"[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("kind", [DISCOVERY, FRAMING])
def test_nonsense_where_we_would_write_json_is_told_or_passed_over(tmp_path: Path, kind: str):
    data = b"".join(
        record("response", ANSWER, number=n)
        + record(
            "metadata",
            said,
            number=n + 100,
            Content_Type=kind,
            WARC_Concurrent_To=f"<urn:uuid:00000000-0000-4000-8000-{n:012d}>",
        )
        for n, said in enumerate(NONSENSE)
    )
    collection, _ = taken(tmp_path, "odd.warc", data)
    assert [capture.discovery for capture in collection.captures()] == [None] * len(NONSENSE)
    kinds = {problem.kind for problem in verify(collection).problems}
    assert kinds == ({"framing"} if kind == FRAMING else set())


def test_half_a_character_in_a_discovery_is_no_trouble_later(tmp_path: Path):
    said = b'{"seed": "http://a.example/\\ud83d"}'
    beside = "<urn:uuid:00000000-0000-4000-8000-000000000001>"
    found = record("metadata", said, number=2, Content_Type=DISCOVERY, WARC_Concurrent_To=beside)
    collection, _ = taken(tmp_path, "half.warc", record("response", ANSWER) + found)
    [capture] = collection.captures()
    assert capture.discovery is not None
    assert capture.discovery.seed.encode() == b"http://a.example/?"


def test_a_record_too_large_is_refused_however_it_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("archive.foreign.RECORD_LIMIT", 1000)
    large = record("response", ANSWER + bytes(1000))
    assert "more than 1000" in refused(tmp_path, "a.warc", large)
    assert "more than 1000" in refused(tmp_path, "b.warc.gz", gzip.compress(large))


@pytest.mark.parametrize("hash_", [7, ["sha256:"], {"sha256": "x"}])
def test_a_wacz_with_a_hash_that_is_none(tmp_path: Path, hash_: object):
    with zipfile.ZipFile(tmp_path / "made", "w") as package:
        package.writestr("archive/a.warc", WARC)
        package.writestr(
            "datapackage.json", json.dumps({"resources": [{"path": "archive/a.warc", "hash": hash_}]})
        )
    reason = refused(tmp_path, "x.wacz", (tmp_path / "made").read_bytes())
    assert "datapackage.json cannot be read" in reason


def test_a_wacz_damaged_in_its_compression(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "made", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/a.warc", WARC)
        package.writestr("archive/b.warc", WARC * 9)
        at = package.getinfo("archive/b.warc").header_offset
        package.writestr("datapackage.json", json.dumps({"resources": []}))
    data = bytearray((tmp_path / "made").read_bytes())
    start = at + 30 + len("archive/b.warc")
    data[start : start + 8] = b"\xff" * 8
    assert "no sound WACZ" in refused(tmp_path, "x.wacz", bytes(data))


def test_an_address_that_is_none_is_of_no_portal(tmp_path: Path):
    odd = record("response", ANSWER, number=2, WARC_Target_URI="http://[link]/x")
    collection, _ = taken(tmp_path, "odd.warc", record("response", ANSWER) + odd)
    with closing(Ledger(collection.layout.ledger_path, readonly=True)) as ledger:
        chosen = select(collection.archive_dir, ledger, Wanted(seed="http://lin.example/"))
    assert chosen.asked == {"urn:uuid:00000000-0000-4000-8000-000000000001"}
