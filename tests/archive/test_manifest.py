"""The signed list of files: what is taken out, changed or put in breaks it."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.verification import verify
from tests.archive_helpers import exchange, page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made")
    for number in range(3):
        with Collection(data).writer() as writer:
            writer.record(exchange(f"http://yun.example/{number}", page(b"%d" % number * 99)))
    return data


@pytest.fixture
def collection(tmp_path: Path, made: Path) -> Collection:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Collection(tmp_path)


def lines(collection: Collection) -> list[bytes]:
    return collection.layout.manifest_path.read_bytes().splitlines(keepends=True)


def found(collection: Collection) -> list[tuple[str, str]]:
    return [(problem.kind, problem.where) for problem in verify(collection).problems]


def test_every_finished_file_is_listed_once_in_order(collection: Collection):
    listed = [json.loads(line) for line in lines(collection)]
    assert [one["file"] for one in listed] == [p.name for p in sorted(collection.archive_dir.iterdir())]
    assert [one["records"] for one in listed] == [3, 3, 3]
    assert found(collection) == []
    assert collection.layout.key_path.stat().st_mode & 0o777 == 0o600


def test_a_line_taken_out(collection: Collection):
    first, _, third = lines(collection)
    collection.layout.manifest_path.write_bytes(first + third)
    assert ("manifest", "manifest.jsonl:2") in found(collection)


def test_the_last_line_taken_out(collection: Collection):
    """The chain alone cannot tell: the ledger does."""
    *kept, _ = lines(collection)
    collection.layout.manifest_path.write_bytes(b"".join(kept))
    newest = sorted(collection.archive_dir.iterdir())[-1]
    assert found(collection) == [("manifest", newest.name)]


@pytest.mark.parametrize(
    "change", [(b'"bytes": ', b'"bytes": 1'), (b'"signature": "', b'"signature": "AA'), (b"{", b"")]
)
def test_a_line_changed(collection: Collection, change: tuple[bytes, bytes]):
    first, second, third = lines(collection)
    collection.layout.manifest_path.write_bytes(first + second.replace(*change, 1) + third)
    assert found(collection)[0] == ("manifest", "manifest.jsonl:2"), "and the chain after it is not told of"
    assert len([kind for kind, where in found(collection) if "jsonl" in where]) == 1


def test_a_line_signed_by_another(collection: Collection, tmp_path_factory: pytest.TempPathFactory):
    other = Collection(tmp_path_factory.mktemp("other"))
    shutil.copytree(collection.layout.root, other.layout.root)
    with other.writer() as writer:
        writer.record(exchange("http://yun.example/more", page(b"more" * 40)))
    assert [kind for kind, _ in found(other)] == ["manifest"]


def test_a_line_torn_by_a_crash_is_written_again(collection: Collection):
    path = collection.layout.manifest_path
    path.write_bytes(path.read_bytes()[:-30])
    assert ("manifest", "manifest.jsonl:3") in found(collection)
    collection.reindex()
    assert found(collection) == []


def test_a_file_that_is_gone_is_missed_even_without_a_ledger(collection: Collection):
    first = sorted(collection.archive_dir.iterdir())[0]
    first.unlink()
    collection.layout.ledger_path.unlink()
    collection.index_path.unlink()
    collection.reindex()
    assert found(collection) == [("missing_file", first.name)]


def test_a_file_made_anew_with_right_digests_is_another_file(collection: Collection):
    first = sorted(collection.archive_dir.iterdir())[0]
    first.write_bytes(b"".join(gzip.compress(part) for part in [gzip.decompress(first.read_bytes())]))
    collection.layout.ledger_path.unlink()
    collection.index_path.unlink()
    assert ("changed", first.name) in found(collection) or ("damaged", f"{first.name}:0") in found(
        collection
    )


def test_a_file_put_back_from_a_copy_ends_the_matter(collection: Collection, made: Path):
    first = sorted(collection.archive_dir.iterdir())[0]
    first.unlink()
    assert ("missing_file", first.name) in found(collection)
    shutil.copyfile(Collection(made).archive_dir / first.name, first)
    assert found(collection) == []
