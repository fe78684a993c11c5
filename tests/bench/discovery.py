"""Finding every report: the crawl beside a breadth-first Scrapy crawl, on the same portals, in one run.

    scripts/bench discovery [--families trs,hanweb] [--browser auto|never] [--json]

For each portal on loopback: what its truth lists, what ended in the corpus, and how many requests it
cost, by the portal's own access log. The other crawler is Scrapy as it comes (LinkExtractor, breadth
first, every page of the host, no budget); it "finds" a report when it has fetched its page.
"""

import argparse
import json
import socketserver
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.portals import Portal, serve
from tests.portals.sites.traps import TrapSite

ROOT = Path(__file__).resolve().parents[2]

WIDE = ROOT / "tests" / "bench" / "scrapy_wide.py"
MOST = "1500"  # pages of one portal for the breadth-first crawl


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One portal's figures. ``false`` are reports in the corpus that are not in the truth."""

    name: str
    county: int
    county_found: int
    all: int
    all_found: int
    false: int
    requests: int
    wide_requests: int
    wide_found: int
    closed: int
    status: str


def crawl(portals: list[Portal], data: Path, browser: str) -> tuple[dict[str, Any], str]:
    """Runs ``xianzhi crawl`` on all portals side by side; its answer and what it said on the side."""
    command = [sys.executable, "-m", "crawler.cli", "crawl", *(p.url for p in portals), "--data", str(data),
               "--delay", "0", "--allow-private-hosts", "--browser", browser, "--json"]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1500)
    log = "".join(path.read_text() for path in data.glob("collections/*/crawls/*/crawl.log"))
    try:
        return json.loads(done.stdout), done.stderr + log
    except ValueError:
        print(done.stdout[-500:], done.stderr[-3000:], log[-3000:], file=sys.stderr)
        raise SystemExit(f"the crawl ended with {done.returncode} and no answer") from None


def stored(data: Path) -> set[tuple[str, str, int | None]]:
    """(address of the page, issuer, year) of every report in the corpus."""
    with closing(sqlite3.connect(f"file:{data}/corpus.db?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT captures.target_uri, reports.issuer_name, reports.year FROM reports"
            " JOIN captures ON captures.page_id = reports.id"
        ).fetchall()
    return {(url, issuer, year) for url, issuer, year in rows}


def judged(portal: Portal, found: set[tuple[str, str, int | None]], row: dict[str, Any]) -> dict[str, Any]:
    """Truth against corpus: a report is found when issuer and year are in the corpus from this portal."""
    truth = {(t["issuer"], t["year"]): t for t in portal.truth}
    hosts = {urlsplit(portal.url).netloc} | {urlsplit(t["url"]).netloc for t in portal.truth}
    mine = {(issuer, year) for url, issuer, year in found if urlsplit(url).netloc in hosts}
    county = {key for key, t in truth.items() if t["level"] == "county"}
    return {
        "county": len(county), "county_found": len(county & mine), "all": len(truth),
        "all_found": len(set(truth) & mine), "false": len(mine - set(truth)),
        "status": row.get("status", "?"),
    }  # fmt: skip


def seen(portal: Portal) -> set[str]:
    """What was asked of the portal since its log was cleared: targets."""
    return {hit.target for hit in portal.log}


def wide(portal: Portal) -> tuple[int, int]:
    """The breadth-first crawl of one portal: requests, and report pages among them."""
    portal.log.clear()
    command = [sys.executable, str(WIDE), portal.url, MOST]
    subprocess.run(command, cwd="/", timeout=400, check=False, capture_output=True)
    asked = seen(portal)
    pages = {urlsplit(t["url"]).path + (f"?{urlsplit(t['url']).query}" if urlsplit(t["url"]).query else "")
             for t in portal.truth}  # fmt: skip
    return len(portal.log), len(pages & asked)


def closed_hits(portal: Portal) -> int:
    """Requests for addresses that the portal's robots.txt closes."""
    from crawler.robots import read

    text = getattr(portal.site, "robots", None)
    if not isinstance(text, str):
        return 0
    rules = read(text.encode())
    return sum(not rules.allowed(portal.url.rstrip("/") + hit.target) for hit in portal.log)


@contextmanager
def lured() -> Iterator[list[str]]:
    """A server that nobody may reach; the portal of traps names it in links, frames and redirects."""
    reached: list[str] = []

    class Door(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            reached.append(str(self.client_address))

    usual = TrapSite.lure
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        TrapSite.lure = f"http://127.0.0.1:{server.server_address[1]}/"
        try:
            yield reached
        finally:
            TrapSite.lure = usual
            server.shutdown()


def main() -> None:
    """Prints the table by family."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--families", default="")
    parser.add_argument("--browser", default="auto")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    names = options.families.split(",") if options.families else None
    held = lured(), serve(names, seed=options.seed), tempfile.TemporaryDirectory()
    with held[0] as reached, held[1] as served, held[2] as folder:
        portals = [p for p in served if p.truth]
        began = time.monotonic()
        answer, said = crawl(portals, Path(folder), options.browser)
        seconds, forbidden = time.monotonic() - began, len(reached)
        rows = {row["seed"]: row for row in answer["portals"]}
        found = stored(Path(folder))
        lines = []
        for portal in portals:
            told = judged(portal, found, rows.get(portal.url, {}))
            asked, closed = len(portal.log), closed_hits(portal)
            more, pages = (0, 0) if options.no_peer else wide(portal)
            lines.append(Line(name=portal.name, requests=asked, wide_requests=more, wide_found=pages,
                              closed=closed, **told))  # fmt: skip
    report(lines, seconds, said.count("Traceback"), forbidden, options.json)


def report(lines: list[Line], seconds: float, tracebacks: int, forbidden: int, as_json: bool) -> None:
    """The table, and the figures that the issue names."""
    total = {name: sum(getattr(line, name) for line in lines) for name in Line.__dataclass_fields__
             if name not in ("name", "status")}  # fmt: skip
    per = total["requests"] / max(1, total["all_found"])
    wide_per = total["wide_requests"] / max(1, total["wide_found"])
    figures = {
        "recall_county": round(total["county_found"] / max(1, total["county"]), 4),
        "recall_all": round(total["all_found"] / max(1, total["all"]), 4),
        "precision": round(total["all_found"] / max(1, total["all_found"] + total["false"]), 4),
        "requests_per_report": round(per, 2),
        "breadth_first_requests_per_report": round(wide_per, 2),
        "share_of_breadth_first": round(per / wide_per, 3) if wide_per else None,
        "robots_violations": total["closed"],
        "forbidden_addresses_reached": forbidden,
        "tracebacks": tracebacks,
        "seconds": round(seconds, 1),
    }
    if as_json:
        print(json.dumps({"lines": [{n: getattr(x, n) for n in x.__slots__} for x in lines], **figures}))
        return
    print(f"{'portal':<14}{'county':>9}{'all':>10}{'false':>6}{'requests':>9}{'breadth-first':>15}  status")
    for line in lines:
        print(
            f"{line.name:<14}{line.county_found:>4}/{line.county:<4}{line.all_found:>5}/{line.all:<4}{line.false:>6}"
            f"{line.requests:>9}{line.wide_requests:>8} ({line.wide_found:>3}) {line.status:>9}"
        )
    for name, value in figures.items():
        print(f"{name:<36}{value}")


if __name__ == "__main__":
    main()
