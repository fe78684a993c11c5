"""SIGKILL at random moments: nothing acknowledged is lost, nothing is torn, nothing is there twice."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.verification import verify

RECORDER = Path(__file__).with_name("recorder.py")


def run_and_kill(data: Path, rng: random.Random, seed: int) -> dict[str, str]:
    """One crawl, killed with its writer, before its writer, or its writer alone; what it was promised."""
    crawl = subprocess.Popen([sys.executable, RECORDER, data, str(seed)], stdout=subprocess.PIPE, text=True,
                             stderr=subprocess.DEVNULL)  # fmt: skip
    assert crawl.stdout
    writer = int(crawl.stdout.readline().split()[1])
    time.sleep(rng.choice([rng.random() * 0.05, rng.random() * 0.5]))
    victims = rng.choice([[writer, crawl.pid], [crawl.pid, writer], [crawl.pid], [writer]])
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    if crawl.pid not in victims:
        time.sleep(0.05)
        crawl.kill()
    lines = crawl.stdout.read().splitlines()
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
