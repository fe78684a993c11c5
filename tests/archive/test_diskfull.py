"""When nothing more fits: a clean end, nothing acknowledged lost, and on again once there is room."""

import os
import resource
import subprocess
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest

from archive.capture import Recorded
from archive.collection import Collection
from archive.errors import ArchiveError, DiskFull
from archive.verification import verify
from archive.writer import Writer
from tests.archive_helpers import exchange, page


def fill(writer: Writer, most: int = 400) -> tuple[list[Recorded], list[BaseException]]:
    """Records pages that do not compress until the writer gives up; what was kept, what failed."""
    receipts = [
        writer.record(exchange(f"http://yun.example/{number}", page(os.urandom(20_000))))
        for number in range(most)
    ]
    wait(receipts, 60)
    failures = [error for receipt in receipts if (error := receipt.exception())]
    return [receipt.result() for receipt in receipts if not receipt.exception()], failures


def check_kept(collection: Collection, kept: list[Recorded]) -> None:
    archived = {capture.record_id: capture for capture in collection.captures()}
    assert set(archived) == {recorded.record_id for recorded in kept}
    assert verify(collection).problems == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_small_disk(small_disk: Path):
    collection = Collection(small_disk)
    writer = collection.writer()
    kept, failures = fill(writer)
    assert kept
    assert {type(failure) for failure in failures} == {DiskFull}
    with pytest.raises(DiskFull, match="make room"):
        writer.close()
    check_kept(collection, kept)
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    with collection.writer() as again:
        more, none = fill(again, 10)
    assert not none
    check_kept(collection, [*kept, *more])


def test_a_limit_on_the_size_of_files(tmp_path: Path):
    collection = Collection(tmp_path)
    with pytest.raises(DiskFull), collection.writer() as writer:
        writer.record(exchange(response=page(b"first" * 40))).result(60)
        resource.prlimit(writer.pid, resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
        kept, failures = fill(writer, 100)
    assert failures
    assert isinstance(failures[0], DiskFull)
    assert isinstance(writer.record(exchange()).exception(60), DiskFull)
    assert len(list(collection.captures())) == len(kept) + 1
    with collection.writer() as again:
        again.record(exchange("http://yun.example/after", page(b"after" * 30))).result(60)
    assert verify(collection).problems == ()


def test_a_writer_that_dies_fails_the_receipts_it_owes(tmp_path: Path):
    collection = Collection(tmp_path)
    writer = collection.writer()
    kept = writer.record(exchange(response=page(b"kept" * 40))).result(60)
    os.kill(writer.pid, 9)
    receipt = writer.record(exchange(response=page(b"lost" * 40)))
    with pytest.raises(ArchiveError, match="died"):
        receipt.result(60)
    with pytest.raises(ArchiveError, match="died"):
        writer.close()
    with collection.writer() as again:
        assert again.recovery.finished
    check_kept(collection, [kept])


def test_two_writers_do_not_meet(tmp_path: Path):
    collection = Collection(tmp_path)
    with collection.writer(), pytest.raises(ArchiveError, match="another process is writing"):
        collection.writer(patience=0.2)


def test_nobody_has_to_wait_for_the_writer_before(tmp_path: Path):
    collection = Collection(tmp_path)
    with collection.writer():
        waiting = collection.writer(wait=False)
        leaving = collection.writer(wait=False)
        receipt = waiting.record(exchange(response=page(b"early" * 40)))
        assert not waiting.ready.done()
        leaving.close()  # does not wait either, and nothing went wrong
        assert isinstance(leaving.ready.exception(60), ArchiveError)
    assert str(waiting.recovery) == "nothing to recover"
    check_kept(collection, [receipt.result(60)])
    waiting.close()
