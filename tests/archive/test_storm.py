"""SIGKILL at random moments: nothing acknowledged is lost, nothing is torn, nothing is there twice."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import ArchiveError
from archive.verification import verify
from tests.archive_helpers import exchange, page

RECORDER = Path(__file__).with_name("recorder.py")


def run_and_kill(data: Path, rng: random.Random, seed: int) -> dict[str, str]:
    """One crawl, killed with its writer, before its writer, or its writer alone; what it was promised."""
    crawl = subprocess.Popen([sys.executable, RECORDER, data, str(seed)], stdout=subprocess.PIPE, text=True,
                             stderr=subprocess.DEVNULL)  # fmt: skip
    assert crawl.stdout
    writer = int(crawl.stdout.readline().split()[1])
    seen = [crawl.stdout.readline() for _ in range(rng.choice([0, 1, rng.randrange(90)]))]
    time.sleep(rng.random() * rng.choice([0.01, 0.1, 0.4]))
    victims = rng.choice([[writer, crawl.pid], [crawl.pid, writer], [crawl.pid], [writer]])
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    if crawl.pid not in victims:
        time.sleep(0.05)
        crawl.kill()
    lines = [*seen, *crawl.stdout.read().splitlines()]
    crawl.wait()
    return dict(line.split()[1:] for line in lines if line.startswith("ack ") and len(line.split()) == 3)


def storm(data: Path, rounds: int, seed: int) -> dict[str, int]:
    """Rounds of it over one collection; figures of the whole."""
    rng, promised = random.Random(seed), {}
    collection = Collection(data)
    figures = {"rounds": rounds, "acknowledged": 0, "cut_bytes": 0, "unacknowledged": 0, "problems": 0}
    for number in range(rounds):
        promised.update(run_and_kill(data, rng, seed * 1000 + number))
        with collection.writer() as writer:
            figures["cut_bytes"] += writer.recovery.torn_bytes
            figures["unacknowledged"] += writer.recovery.unacknowledged
            figures["problems"] += len(writer.recovery.problems)
    figures["acknowledged"] = len(promised)
    ids = [capture.record_id for capture in collection.captures()]
    figures["archived"] = len(ids)
    figures["doubled"] = len(ids) - len(set(ids))
    with collection.reading() as reader:
        figures["lost"] = sum(1 for one in promised if one not in set(ids))
        figures["changed"] = sum(
            hashlib.sha256(reader.wire(one)).hexdigest() != digest for one, digest in promised.items()
        )
    figures["problems"] += len(verify(collection).problems)
    figures["torn"] = sum(
        subprocess.run(["gzip", "-t", warc], capture_output=True).returncode != 0
        for warc in collection.archive_dir.iterdir()
    )
    figures["open"] = len(list(collection.archive_dir.glob("*.open")))
    return figures


def test_torn_at_any_byte(tmp_path: Path):
    """What a kill leaves, byte by byte: behind the last synced record lies any part of the next group."""
    writer = (collection := Collection(tmp_path / "made")).writer()
    kept = writer.record(exchange(response=page(b"kept" * 50))).result(60)
    os.kill(writer.pid, signal.SIGKILL)
    with pytest.raises(ArchiveError):
        writer.close()
    [warc] = collection.archive_dir.iterdir()
    sound = warc.read_bytes()
    for cut in [1, 2, 9, 10, 17, *range(20, len(sound), len(sound) // 12), len(sound)]:
        torn = Collection(tmp_path / str(cut))
        shutil.copytree(collection.layout.root, torn.layout.root)
        with (torn.archive_dir / warc.name).open("ab") as file:
            file.write(sound[:cut])
        torn.reindex()
        assert [capture.record_id for capture in torn.captures()] == [kept.record_id]
        assert (torn.archive_dir / warc.name.removesuffix(".open")).read_bytes() == sound
        assert verify(torn).problems == ()


def test_a_ledger_lost_with_the_crawl_costs_no_whole_record(tmp_path: Path):
    writer = (collection := Collection(tmp_path)).writer()
    kept = writer.record(exchange(response=page(b"kept" * 50))).result(60)
    os.kill(writer.pid, signal.SIGKILL)
    with pytest.raises(ArchiveError):
        writer.close()
    [warc] = collection.archive_dir.iterdir()
    with warc.open("ab") as file:
        file.write(warc.read_bytes()[:99])
    collection.layout.ledger_path.unlink()
    assert [capture.record_id for capture in collection.captures()] == [kept.record_id]
    assert verify(collection).problems == ()


def check(figures: dict[str, int]) -> None:
    print(figures)
    assert figures["acknowledged"] > 0
    for nothing in ("lost", "torn", "doubled", "changed", "problems", "open"):
        assert figures[nothing] == 0, figures


def test_kills_at_random_moments(tmp_path: Path):
    check(storm(tmp_path, rounds=8, seed=11))


@pytest.mark.storm
@pytest.mark.timeout(1800)
def test_two_hundred_kills(tmp_path: Path):
    check(storm(tmp_path, rounds=200, seed=12))
