"""``scripts/bench archive``: what archiving costs, beside the peers, in one run.

The same local site is crawled in turn by our wire without and with recording, by Scrapy's own handler,
by ``wget -r`` without and with ``--warc-file``, and by Scrapy's defaults with and without a warcio
middleware. Pages a second are counted at the server; CPU seconds over the process and its children,
from the first page on (``CPU s/1000``) and with getting ready (``from start``). Medians of ``--rounds``;
``--memory PAGES`` watches resident memory over one long recorded crawl instead.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WGET = ["wget", "-q", "-r", "-l", "inf", "-nd", "--delete-after", "--no-config", "-e", "robots=off"]


@contextmanager
def site(pages: int) -> Iterator[str]:
    """The site in a process of its own; gives its address."""
    command = [sys.executable, "-m", "tests.bench.site", str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def command(kind: str, address: str, pages: int, data: str) -> list[str]:
    """The command line of one crawler."""
    if kind.startswith("wget"):
        warc = ["--warc-file", f"{data}/wget"] if kind == "wget-warc" else []
        return [*WGET, "-P", data, *warc, f"{address}/0.html"]
    return [sys.executable, "-m", "tests.bench.lean", kind, f"{address}/0.html", str(pages), data]


def run(kind: str, address: str, pages: int) -> dict[str, Any]:
    """One crawl: pages a second, CPU seconds per 1,000 pages, archive in MB, memory curve."""
    data = tempfile.mkdtemp(prefix="bench-")
    stats(address)
    before = os.times()
    try:
        done = subprocess.run(
            command(kind, address, pages, data), cwd=ROOT, capture_output=True, text=True, check=False
        )
        after, seen = os.times(), stats(address)
        archive = sum(file.stat().st_size for file in Path(data).rglob("*.warc.gz")) / 2**20
    finally:
        shutil.rmtree(data)
    if seen["served"] < pages:
        raise SystemExit(f"{kind}: {seen['served']} of {pages} pages\n{done.stderr[-2000:]}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    told = {} if kind.startswith("wget") else json.loads(done.stdout.strip().splitlines()[-1])
    crawling = told["cpu_own"] + told["cpu_writer"] if told else spent
    return {
        "pages_s": seen["served"] / seen["seconds"],
        "cpu_s_1000": spent / seen["served"] * 1000,
        "crawling": crawling / seen["served"] * 1000,
        "archive_mb": archive,
        "memory": told.get("memory", []),
    }


def stats(address: str) -> dict[str, float]:
    """The server's count since it was last asked."""
    with urllib.request.urlopen(f"{address}/stats", timeout=10) as answer:
        counted: dict[str, float] = json.load(answer)
    return counted


KINDS = ("bare", "recorded", "scrapy-lean", "scrapy", "scrapy-warcio", "wget", "wget-warc")


def table(results: dict[str, list[dict[str, Any]]]) -> None:
    """Medians, and the ratios that the issue asks for."""
    keys = ("pages_s", "crawling", "cpu_s_1000", "archive_mb")
    medians = {
        kind: {key: statistics.median(run[key] for run in runs) for key in keys}
        for kind, runs in results.items()
    }
    print(f"{'crawler':<16}{'pages/s':>10}{'CPU s/1000':>12}{'from start':>12}{'archive MB':>12}")
    for kind, row in medians.items():
        pages, crawling, total, size = (row[key] for key in keys)
        print(f"{kind:<16}{pages:>10.0f}{crawling:>12.2f}{total:>12.2f}{size:>12.1f}")
    for name, above, below, target in (
        ("recorded / bare", "recorded", "bare", "at least 0.90"),
        ("recorded / scrapy-warcio", "recorded", "scrapy-warcio", "at least 3"),
        ("recorded / wget-warc", "recorded", "wget-warc", ""),
    ):
        if above in medians and below in medians:
            ratio = medians[above]["pages_s"] / medians[below]["pages_s"]
            print(f"{name:<26}{ratio:>6.2f}  {target}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench archive", description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--memory", type=int, metavar="PAGES")
    asked = parser.parse_args()
    if asked.memory:
        with site(asked.memory) as address:
            print(json.dumps(run("recorded", address, asked.memory)))
        return
    results: dict[str, list[dict[str, Any]]] = {kind: [] for kind in asked.kinds}
    with site(asked.pages) as address:
        for number in range(asked.rounds):
            for kind in asked.kinds:
                results[kind].append(run(kind, address, asked.pages))
                print(f"round {number + 1} {kind}: {results[kind][-1]}", file=sys.stderr)
    table(results)


if __name__ == "__main__":
    main()
