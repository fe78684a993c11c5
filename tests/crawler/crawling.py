"""Running the real command in a process of its own, as the tests of the crawl do."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def command(*words: str, data: Path) -> list[str]:
    return [sys.executable, "-m", "crawler.cli", "crawl", *words, "--data", str(data)]


def environment() -> dict[str, str]:
    return {**os.environ, "XIANZHI_SETTINGS": "settings.test"}


def start(*words: str, data: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(*words, data=data), cwd=ROOT, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def crawl(*words: str, data: Path, timeout: float = 250) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*words, data=data),
        cwd=ROOT,
        env=environment(),
        text=True,
        capture_output=True,
        timeout=timeout,
    )


def answer(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    """The one JSON object on standard output."""
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def directory(data: Path) -> Path:
    """The directory of the one crawl."""
    (found,) = data.glob("collections/portals/crawls/*/")
    return found


def issues(data: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (directory(data) / "issues.jsonl").read_text("utf-8").splitlines()]


def reports(data: Path) -> set[tuple[str, int]]:
    """(issuer, year) of every report in the corpus."""
    with closing(sqlite3.connect(f"file:{data}/corpus.db?mode=ro", uri=True)) as db:
        return set(db.execute("SELECT issuer_name, year FROM reports"))
