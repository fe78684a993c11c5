"""The reading room on 100,000 made reports: pages under 200 ms, heat map under 1 s, beside stock Datasette.

    scripts/bench room [--data DIR] [--reports 100000] [--times 9] [--json]

Without --data the corpus is made in build/room (once; minutes). Figures are milliseconds over loopback,
first answer (cold: nothing of it remembered) and median of the rest. Stock Datasette 0.65 serves the
same file without our plugin: the table with three facets, and its own full text search.
"""

import argparse
import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx

ROOT = Path(__file__).parents[2]
PAGE, HEAT_MAP = 200, 1000  # milliseconds: issue 7, point 5


def corpus_of(data: Path | None, count: int) -> Path:
    """The directory of the corpus, made where there is none."""
    if data is not None:
        return data
    from tests.bench import room_made

    made = ROOT / "build" / f"room-{count}"
    if not (made / "done").exists():
        made.mkdir(parents=True, exist_ok=True)
        for old in made.glob("corpus.db*"):
            old.unlink()
        began = time.monotonic()
        room_made.write(made, count)
        (made / "done").write_text("")
        print(f"made {count} reports in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return made


@contextmanager
def serving(command: list[str], url: str) -> Iterator[str]:
    """Runs a server until the block ends; ready when it answers."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                httpx.get(f"{url}/static/none", trust_env=False)
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def timed(url: str, times: int) -> dict[str, float]:
    """First answer and median of the next, in milliseconds; the size in KiB."""
    took, size = [], 0
    with httpx.Client(trust_env=False, timeout=120) as client:
        for _ in range(times + 1):
            began = time.perf_counter()
            answer = client.get(url)
            took.append((time.perf_counter() - began) * 1000)
            size = len(answer.content)
            assert answer.status_code == 200, (url, answer.status_code)
    return {"first": took[0], "median": statistics.median(took[1:]), "kib": size / 1024}


def pages(data: Path) -> dict[str, tuple[str, int]]:
    """What is timed: name -> (address, limit in milliseconds)."""
    with sqlite3.connect(data / "corpus.db") as corpus:
        sql = "SELECT report_id, county_id, province FROM documents WHERE level = 'county' AND year = 2022"
        report, county, province = corpus.execute(f"{sql} LIMIT 1 OFFSET 700").fetchone()
    return {
        "heat map": ("/", HEAT_MAP),
        "heat map, one province": (f"/?province={quote(province)}", HEAT_MAP),
        "report": (f"/report/{report}", PAGE),
        "county": (f"/county/{county}", PAGE),
        "search, a rare word": (f"/search?q={quote('龙舟')}", PAGE),
        "search, a word in every report": (f"/search?q={quote('政府信息公开')}", PAGE),
        "search, two facets chosen": (f"/search?q={quote('财政预算')}&year=2022&edition=reg2021", PAGE),
        "browse, no word": ("/search", PAGE),
        "table reports": ("/corpus/reports", PAGE),
        "table figures": ("/corpus/figures", PAGE),
        "tables": ("/corpus", PAGE),
    }


def measured(base: str, wanted: dict[str, tuple[str, int]], times: int) -> dict[str, dict[str, float]]:
    return {name: timed(base + path, times) | {"limit": limit} for name, (path, limit) in wanted.items()}


def beside_stock(data: Path, ours: dict[str, dict[str, float]], times: int) -> dict[str, dict[str, float]]:
    """The nearest pages of stock Datasette over the same file."""
    facets = "_facet=level&_facet=edition&_facet=checks_status"
    fts = "_fts_table=reports_fts&_fts_pk=rowid&_searchmode=raw"
    same = {
        "table reports": f"/corpus/reports?{facets}",
        "search, a rare word": f"/corpus/reports?{fts}&_search={quote('龙舟')}&{facets}",
    }
    port = 18642
    command = [str(ROOT / ".venv/bin/datasette"), str(data / "corpus.db"), "-p", str(port)]
    command += ["--setting", "sql_time_limit_ms", "3000", "--setting", "facet_time_limit_ms", "400"]
    with serving(command, f"http://127.0.0.1:{port}") as base:
        stock = {name: timed(base + path, times) for name, path in same.items()}
    return {name: found | {"ours": found["median"] / ours[name]["median"]} for name, found in stock.items()}


def in_the_browser(base: str) -> float:
    """Milliseconds until the heat map stands in Chromium, cold browser cache."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        where = str(own) if own.exists() else shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=where, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{base}/static/seal.svg")
        began = time.perf_counter()
        page.goto(base)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        took = (time.perf_counter() - began) * 1000
        browser.close()
    return took


def shown(result: dict[str, object], say: Callable[[str], None]) -> None:
    """The figures for a person."""
    say(f"{'page':34}{'first ms':>10}{'median ms':>11}{'KiB':>8}{'limit':>8}")
    for name, row in result["room"].items():  # type: ignore[attr-defined]
        met = "" if max(row["median"], row["first"]) <= row["limit"] else "  over"
        say(f"{name:34}{row['first']:10.0f}{row['median']:11.0f}{row['kib']:8.0f}{row['limit']:8.0f}{met}")
    say(f"{'heat map drawn in Chromium':34}{result['browser']:10.0f}{'':>19}{HEAT_MAP:8}")
    for name, row in result["stock"].items():  # type: ignore[attr-defined]
        say(f"stock Datasette, {name}: {row['median']:.0f} ms, {row['ours']:.1f} times ours")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    data = corpus_of(asked.data, asked.reports)
    port = 18640
    command = [str(ROOT / ".venv/bin/xianzhi"), "serve", "--data", str(data), "--port", str(port)]
    with serving(command, f"http://127.0.0.1:{port}") as base:
        ours = measured(base, pages(data), asked.times)
        browser = in_the_browser(base)
    result = {"room": ours, "browser": browser, "stock": beside_stock(data, ours, asked.times)}
    if asked.json:
        print(json.dumps(result))
    else:
        shown(result, print)


if __name__ == "__main__":
    main()
