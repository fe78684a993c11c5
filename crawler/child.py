"""The crawl as a process of its own, which a turn of the schedule starts, waits for and can end."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


class Child:
    """``xianzhi crawl`` on some data; one at a time. Killed with its parent's word, never left behind."""

    def __init__(self, data: Path, collection: str) -> None:
        self._where = ["--data", str(data), "--collection", collection]
        self._running: subprocess.Popen[str] | None = None
        self.stopping = False
        self.interrupted = False  # a crawl was under way

    def __call__(self, words: list[str]) -> tuple[int, dict[str, Any] | None]:
        """Its exit status, and what it printed; ``None`` where that is no JSON object."""
        command = [sys.executable, "-m", "crawler.cli", "crawl", *words, *self._where, "--json"]
        # A session of its own: Ctrl-C comes to it once, by us, not twice.
        with subprocess.Popen(  # noqa: S603 - our own program
            command, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as self._running:
            if self.stopping:
                self._running.terminate()
            out, _ = self._running.communicate()
        return self._running.returncode, _object(out)

    def stop(self) -> None:
        """Ends the crawl under way as a clean stop; the next turn goes on with it."""
        self.stopping = True
        if self._running is not None and self._running.poll() is None:
            self.interrupted = True
            self._running.terminate()


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
