"""A data folder as a real crawl of demo portals leaves it, for tests that begin where a crawl ends."""

import subprocess
import sys
from pathlib import Path

from tests.portals import serve


def crawled(data: Path, portals: list[str], *words: str) -> Path:
    """Crawls the portals into ``data`` in a process of its own; the crawl must end well."""
    with serve(portals, scale=0.02) as served:
        urls = [portal.url for portal in served]
        here = ("--allow-private-hosts", "--delay", "0", "--data", str(data), *words)
        command = [sys.executable, "-m", "crawler.cli", "crawl", *urls, *here]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode in (0, 1), done.stderr
    return data
