"""The crawl as a process of its own, which a turn of the schedule starts, waits for and can end."""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from crawler.cli.exits import INTERRUPTED

LOOK = 600.0  # seconds
# Longer than quiet hours or a Retry-After: what is silent for so long will never end by itself, and a
# turn that never ends would end all collecting without a word.
STALLED = 14 * 3600.0
GRACE = 15 * 60.0  # for a stalled one's clean stop; then it is killed, and the next turn mends what it left
HURRY = 8.7  # the same where we are told to stop: the crawl itself takes no longer (crawler.leaving)


class Child:
    """``xianzhi crawl`` on some data; one at a time. Killed with its parent's word, never left behind."""

    def __init__(self, data: Path, collection: str) -> None:
        self._where = ["--data", str(data), "--collection", collection]
        self._folder = data / "collections" / collection
        self._running: subprocess.Popen[str] | None = None
        self.stopping = False
        self.interrupted = False  # a crawl was under way
        self._stopped = 0.0

    def __call__(self, words: list[str]) -> tuple[int, dict[str, Any] | None]:
        """Its exit status, and what it printed; ``None`` where that is no JSON object."""
        if self.stopping:
            return INTERRUPTED, None
        command = [sys.executable, "-m", "crawler.cli", "crawl", *words, *self._where, "--json"]
        # A session of its own: Ctrl-C comes to it once, by us, not twice.
        with subprocess.Popen(  # noqa: S603 - our own program
            command, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as self._running:
            if self._told():
                self.stop()
            out = self._watched(self._running)
        status = self._running.returncode
        return INTERRUPTED if self.interrupted and status < 0 else status, _object(out)

    def _told(self) -> bool:
        """Whether a signal came meanwhile."""
        return self.stopping

    def _watched(self, running: "subprocess.Popen[str]") -> str:
        """What it printed; ended where nothing of the collection was written for half a day."""
        looked = time.monotonic()
        while True:
            try:
                return running.communicate(timeout=min(LOOK, 0.5))[0]  # it goes on waiting after a signal
            except subprocess.TimeoutExpired:
                if self.interrupted and time.monotonic() - self._stopped > HURRY:
                    return _ended(running, 1)
                if time.monotonic() - looked > LOOK:
                    looked = time.monotonic()
                    if time.time() - self._last_write() > STALLED:
                        return _ended(running, GRACE)

    def _last_write(self) -> float:
        files = (path for pattern in ("crawls/*/*", "archive/*") for path in self._folder.glob(pattern))
        return max((_written(path) for path in files), default=time.time())

    def stop(self) -> None:
        """Ends the crawl under way as a clean stop; the next turn goes on with it."""
        self.stopping, self._stopped = True, time.monotonic()
        if self._running is not None and self._running.poll() is None:
            self.interrupted = True
            self._running.terminate()


def _ended(running: "subprocess.Popen[str]", grace: float) -> str:
    """What it printed; killed where it does not end when it is asked to."""
    for end in (running.terminate, running.kill):
        end()
        with suppress(subprocess.TimeoutExpired):
            return running.communicate(timeout=grace)[0]
    return ""  # something else still has its end of the pipe


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
