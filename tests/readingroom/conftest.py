"""A furnished data directory, the real command serving it, a real Chromium that reaches loopback only."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.corpora import Triple
from tests.furnished import furnish

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "artefacts" / "readingroom"
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Room:
    """A room that is open: its addresses (no slash at the end), its data, what was put in."""

    url: str
    replay: str
    data: Path
    triples: dict[str, Triple]

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.url + path, headers=headers, timeout=20, trust_env=False)

    def report(self, name: str) -> str:
        """The report's name in the corpus, by code and year."""
        import sqlite3

        title = self.triples[name][2].title
        with sqlite3.connect(self.data / "corpus.db") as corpus:
            found = corpus.execute(
                "SELECT id FROM reports WHERE title = ? AND year = ? ORDER BY current DESC, version DESC",
                (title, self.triples[name][2].year),
            ).fetchone()
        return str(found[0])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def xianzhi(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from crawler.cli import main; main()", *arguments]


def served(data: Path, port: int = 0) -> tuple[subprocess.Popen[str], dict[str, object]]:
    """Starts the command and waits for the one JSON line."""
    command = xianzhi("serve", "--data", str(data), "--port", str(port), "--json")
    # Standard error goes to a file: a pipe that nobody reads would stop the room when it is full.
    with (data / "stderr.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, (data / "stderr.log").read_text()
    return process, json.loads(line)


def ended(process: subprocess.Popen[str]) -> int:
    """Stops a room that was started here and says its exit status."""
    process.terminate()
    try:
        process.communicate(timeout=15)
    finally:
        process.kill()
    return process.returncode


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    data = tmp_path_factory.mktemp("room")
    port = free_port()
    triples = furnish(data, port)
    process, says = served(data, port)
    try:
        url, replay = str(says["url"]).rstrip("/"), str(says["replay"]).rstrip("/")
        yield Room(url=url, replay=replay, data=data, triples=triples)
    finally:
        ended(process)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        where = str(own) if own.exists() else shutil.which("chromium")
        if where is None:
            pytest.skip("no Chromium here")
        started = playwright.chromium.launch(executable_path=where, args=["--no-sandbox", OFFLINE])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1360, "height": 900}, locale="zh-CN")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    return opened


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where screenshots are kept (not committed)."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    return ARTEFACTS
