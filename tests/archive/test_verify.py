"""Every kind of damage is found, and nothing is found where there is none."""

import gzip
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import verification
from archive.collection import Collection
from archive.members import scan
from archive.verification import verify
from crawler.cli.verify import command
from tests.archive_helpers import exchange, page

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"


@pytest.fixture
def collection(tmp_path: Path, made: Path) -> Collection:
    """Two files: six exchanges, one a revisit across files, one with a framing record."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Collection(tmp_path, "portals")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made")
    made = Collection(data, "portals")
    bodies = [page(b"%d" % number * 400) for number in range(4)]
    with made.writer() as writer:
        for number, answer in enumerate([*bodies, CHUNKED]):
            writer.record(exchange(f"http://yun.example/{number}", answer))
    with made.writer() as writer:
        writer.record(exchange("http://yun.example/again", bodies[0])).result(60)
    return data


def kinds(collection: Collection, corpus: Path | None = None) -> list[str]:
    return sorted({problem.kind for problem in verify(collection, corpus).problems})


def warcs(collection: Collection) -> list[Path]:
    return sorted(collection.archive_dir.iterdir())


def test_a_sound_collection_has_no_problems(collection: Collection):
    verification = verify(collection)
    assert (verification.records, verification.problems) == (15, ())


def test_a_flipped_bit(collection: Collection):
    first = warcs(collection)[0]
    data = bytearray(first.read_bytes())
    for at in range(40, len(data), len(data) // 40):  # wherever it is flipped
        data[at] ^= 4
        first.write_bytes(data)
        assert {"damaged", "changed", "torn_tail"} & set(kinds(collection)), at
        data[at] ^= 4
    first.write_bytes(data)
    assert kinds(collection) == []


def test_a_record_that_is_sound_gzip_and_not_what_was_written(collection: Collection):
    first = warcs(collection)[0]
    data = first.read_bytes()
    place = next(collection.captures()).location
    member = gzip.decompress(data[place.offset : place.offset + place.length])
    forged = gzip.compress(member.replace(b"00000", b"00001", 1))
    first.write_bytes(data[: place.offset] + forged + data[place.offset + place.length :])
    what = [p.what for p in verify(collection).problems if p.where == f"{first.name}:{place.offset}"]
    assert [text.split(": ")[1] for text in what] == [
        "the block does not match its digest",
        "the payload does not match its digest",
    ]


def test_one_damaged_record_hides_no_other(collection: Collection):
    first = warcs(collection)[0]
    data = bytearray(first.read_bytes())
    places = [capture.location.offset for capture in collection.captures()][:2]
    for place in places:
        data[place + 200] ^= 255
    first.write_bytes(data)
    found = [p.where for p in verify(collection).problems if p.kind == "damaged"]
    assert found == [f"{first.name}:{place}" for place in places]


def test_a_torn_tail(collection: Collection):
    first = warcs(collection)[0]
    data = first.read_bytes()
    for cut in (1, 9, 200):
        first.write_bytes(data[:-cut])
        assert "torn_tail" in kinds(collection), cut


def test_bytes_behind_the_end(collection: Collection):
    first = warcs(collection)[0]
    first.write_bytes(first.read_bytes() + b"\x1f\x8b\x08")
    assert kinds(collection) == ["torn_tail"]


def test_a_missing_file_and_the_revisits_it_takes_with_it(collection: Collection):
    warcs(collection)[0].unlink()
    assert "missing_file" in kinds(collection)


def test_a_file_nobody_knows(collection: Collection):
    first = warcs(collection)[0]
    (first.parent / "other.warc.gz").write_bytes(first.read_bytes())
    assert "unknown_file" in kinds(collection)


@pytest.mark.parametrize("kind", ["plain", "folder", "link", "note"])
def test_what_lies_among_the_files_and_is_none_of_them(collection: Collection, kind: str):
    beside = collection.archive_dir
    {
        "plain": lambda: (beside / "other.warc").write_bytes(b"WARC/1.0\r\n"),
        "folder": (beside / "x.warc.gz").mkdir,
        "link": lambda: (beside / "x.warc.gz").symlink_to(beside / "nowhere"),
        "note": lambda: (beside / "README").write_text("hello"),
    }[kind]()
    assert kinds(collection) == ["unknown_file"]
    with collection.writer() as writer:  # nor does it stop anybody
        assert writer.recovery.problems == ()


def test_a_file_that_the_system_refuses(collection: Collection, monkeypatch: pytest.MonkeyPatch):
    """Root may read everything, so the refusal is put in the system's place."""
    first = warcs(collection)[0]

    def refused(path: Path, *rest: object) -> object:
        if path == first:
            raise PermissionError(13, "Permission denied")
        return scan(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(verification, "scan", refused)
    assert kinds(collection) == ["unreadable"]


def test_an_index_that_is_no_file(collection: Collection):
    collection.index_path.unlink()
    collection.index_path.mkdir()
    assert kinds(collection) == ["index_line", "index_unreadable"]


@pytest.mark.parametrize("damage", [b"", b"no database " * 99, None])
def test_a_damaged_ledger_is_found_and_made_again(collection: Collection, damage: bytes | None):
    path = collection.layout.ledger_path
    whole = path.read_bytes()
    path.write_bytes(whole[: 3 * 4096] + b"\xff" * (len(whole) - 3 * 4096) if damage is None else damage)
    assert kinds(collection) == ["ledger_missing"]
    with collection.writer() as writer:
        assert len(writer.recovery.adopted) == 2
    assert kinds(collection) == []
    assert len(list(collection.captures())) == 6


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"offset": "', b'"offset": "1'), (b" 2026", b" 2025"), (b'"status": "200"', b'"status": "404"')],
)
def test_an_index_line_that_is_wrong(collection: Collection, old: bytes, new: bytes):
    lines = collection.index_path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(old, new)
    collection.index_path.write_bytes(b"".join(sorted(lines)))
    assert kinds(collection) == ["index_line"]


def test_an_index_line_too_many(collection: Collection):
    lines = collection.index_path.read_bytes().splitlines(keepends=True)
    surplus = lines[3].replace(b'"offset": "', b'"offset": "9')
    collection.index_path.write_bytes(b"".join(sorted([*lines, surplus])))
    [problem] = verify(collection).problems
    assert problem.what.startswith("no record is where this line points: example,yun)")


def test_an_index_line_too_few_and_a_wrong_order(collection: Collection):
    lines = collection.index_path.read_bytes().splitlines(keepends=True)
    collection.index_path.write_bytes(b"".join(lines[1:]))
    assert kinds(collection) == ["index_line"]
    collection.index_path.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))
    assert "index_order" in kinds(collection)


def corpus_of(collection: Collection, path: Path) -> Path:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE captures (record_id, warc_file, warc_offset, payload_digest)")
        rows = [
            (c.record_id, c.location.filename, c.location.offset, c.payload_digest)
            for c in collection.captures()
        ]
        database.executemany("INSERT INTO captures VALUES (?, ?, ?, ?)", rows)
    return path


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("record_id", "urn:uuid:gone"),
        ("warc_offset", 3),
        ("warc_file", "x.warc.gz"),
        ("payload_digest", "sha1:A"),
    ],
)
def test_a_row_whose_capture_is_gone(collection: Collection, tmp_path: Path, column: str, value: object):
    corpus = corpus_of(collection, tmp_path / "corpus.db")
    assert kinds(collection, corpus) == []
    with sqlite3.connect(corpus) as database:
        database.execute(f"UPDATE captures SET {column} = ? WHERE rowid = 2", [value])
    assert kinds(collection, corpus) == ["row_without_capture"]


def test_a_framing_record_that_leads_elsewhere(collection: Collection, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("archive.verification.rebuilds", lambda response, framing: False)
    assert kinds(collection) == ["framing"]


def test_a_lost_ledger_is_said_and_made_again(collection: Collection):
    before = list(collection.captures())
    collection.layout.ledger_path.write_bytes(b"no database at all")
    assert kinds(collection) == ["ledger_missing"]
    assert list(collection.captures()) == before
    assert kinds(collection) == []


def test_portions_together_read_everything_once(collection: Collection, tmp_path: Path):
    parts = [verify(collection, portion=(part, 3)) for part in (1, 2, 3)]
    assert [part.records for part in parts] == [12, 3, 0]
    assert not any(part.problems for part in parts)
    corpus = corpus_of(collection, tmp_path / "corpus.db")
    last = warcs(collection)[1]
    data = bytearray(last.read_bytes())
    data[400] ^= 255
    last.write_bytes(data)
    lines = collection.index_path.read_bytes().replace(b'"length": "', b'"length": "9')
    collection.index_path.write_bytes(lines)
    assert {p.kind for p in verify(collection, corpus, portion=(1, 2)).problems} == {"index_line"}
    assert "damaged" in {p.kind for p in verify(collection, corpus, portion=(2, 2)).problems}


def test_from_the_warc_files_alone_everything_is_made_again(collection: Collection, tmp_path: Path):
    again = Collection(tmp_path / "elsewhere")
    shutil.copytree(collection.archive_dir, again.archive_dir)
    assert list(again.captures()) == list(collection.captures())
    assert again.index_path.read_bytes() == collection.index_path.read_bytes()
    assert verify(again).problems == ()


def test_the_command(collection: Collection, tmp_path: Path):
    run = CliRunner().invoke
    sound = run(command, ["--data", str(tmp_path), "--json"])
    assert (sound.exit_code, json.loads(sound.stdout)) == (0, {"records": 15, "problems": []})
    gone = warcs(collection)[0]
    gone.unlink()
    harmed = run(command, ["--data", str(tmp_path)])
    assert harmed.exit_code == 1
    told = harmed.stdout.splitlines()
    assert told[0].startswith(f"{gone.name}: the manifest lists this file, and it is gone.")
    assert sum(line.startswith("index.cdxj") for line in told) <= 3, "what follows from it is not all told"
    assert any("more of this kind (index_line)" in line for line in told)
    nothing = run(command, ["--data", str(tmp_path), "--collection", "other"])
    assert nothing.exit_code == 2
    assert run(command, ["--data", str(tmp_path), "--collection", "../x"]).exit_code == 2
    assert run(command, ["--data", str(tmp_path), "--portion", "2/2", "--json"]).exit_code in (0, 1)
    assert run(command, ["--data", str(tmp_path), "--portion", "3/2"]).exit_code == 2
