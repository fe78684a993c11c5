"""``scripts/bench exactness``: who archives what crossed the wire, on one adversarial server.

Every way fetches the same answers (tests.adversary.cases that end by themselves); the server's log is
the truth. Columns: answers the server gave, how many of them are in the archive at all, with their head
exact, with their entity exact, whole, and requests exact. A way that could not do TLS is run plain.
"""

import asyncio
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.capture_http import capture_http  # before requests: it is put in its place
from warcio.warcwriter import BufferWARCWriter

from archive.messages import head_end, received
from crawler.addresses import Guard
from crawler.recordingproxy import RecordingProxy
from crawler.rendering import Browser
from crawler.wire.client import Client
from tests.adversary import CASES, Adversary, serve
from tests.adversary.cases import HTML, length
from tests.adversary.crawling import crawl

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("redirect-loop", "stale", "gzip-bomb")  # no end, no fixed number, no use
NAMES = [case.name for case in CASES.values() if not case.bound and case.name not in LEFT_OUT]
Got = list[tuple[bytes, bytes]]  # (request, response) as archived


def from_warc(data: bytes) -> Got:
    """Requests and responses of a WARC in their order, paired by target."""
    requests: dict[str, list[bytes]] = {}
    responses: dict[str, list[bytes]] = {}
    for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
        kept = {"request": requests, "response": responses}.get(record.rec_type)
        if kept is not None:
            target = record.rec_headers["WARC-Target-URI"].strip("<>")
            kept.setdefault(target, []).append(record.raw_stream.read())
    pairs = []
    for target, answers in responses.items():
        asked = requests.get(target, [])
        unknown = f"? /{target.partition('://')[2].partition('/')[2]} ?".encode()
        pairs += [(asked[n] if n < len(asked) else unknown, answer) for n, answer in enumerate(answers)]
    return pairs


def ours(server: Adversary, folder: Path) -> Got:
    """Our handler under Scrapy."""
    result = crawl(folder, server, [server.url(name) for name in NAMES])
    return [(e.request, e.response) for e in result["exchanges"]]


def browser(server: Adversary, folder: Path) -> Got:
    """Chromium through our proxy: a page that fetches every answer."""
    calls = "".join(f"fetch('/{name}').catch(()=>0);" for name in NAMES)
    page = f"<script>{calls}</script>".encode()
    server.extra["/page"] = length(page, HTML)
    got: Got = []

    async def go() -> None:
        client = Client(Guard([(server.host, server.port)]), folder)
        chromium = Browser(RecordingProxy(client), suffix="xianzhi-bench", settle=15)
        await chromium.render(
            server.url("page"), record=lambda a: got.append((a.exchange.request, _whole(a)))
        )
        await chromium.close()

    asyncio.run(go())
    return got


def _whole(answer) -> bytes:
    spool = answer.exchange.response_spool
    return Path(spool).read_bytes() if spool else answer.exchange.response


def wget(server: Adversary, folder: Path) -> Got:
    """wget --warc-file."""
    command = ["wget", "-q", "--no-config", "--no-warc-compression", "-T", "3", "-t", "1",
               "--max-redirect", "3", "--delete-after", "-P", str(folder)]  # fmt: skip
    for name in NAMES:
        subprocess.run([*command, "--warc-file", str(folder / f"w-{name}"), server.url(name)], check=False)
    return [pair for file in sorted(folder.glob("w-*.warc")) for pair in from_warc(file.read_bytes())]


def scrapy_warcio(server: Adversary, folder: Path) -> Got:
    """Scrapy's defaults and a warcio middleware."""
    code = (
        "import sys, json, scrapy; from scrapy.crawler import CrawlerProcess\n"
        "class S(scrapy.Spider):\n"
        "    name = 's'; start_urls = json.loads(sys.argv[1])\n"
        "    def parse(self, response): pass\n"
        "p = CrawlerProcess(json.loads(sys.argv[2]))\n"
        "p.crawl(S); p.start()"
    )
    urls = json.dumps([server.url(name) for name in NAMES])
    middlewares = {"tests.bench.lean.WarcioMiddleware": 595}
    off = dict.fromkeys(
        ("LOG_ENABLED", "REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "RETRY_ENABLED"), False
    )
    settings = {
        "DOWNLOADER_MIDDLEWARES": middlewares,
        "BENCH_DATA": str(folder),
        "DOWNLOAD_TIMEOUT": 5,
        **off,
    }
    command = [sys.executable, "-c", code, urls, json.dumps(settings)]
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    return from_warc((folder / "scrapy.warc.gz").read_bytes())


def warcio_requests(server: Adversary, folder: Path) -> Got:
    """warcio's capture_http around requests."""
    import requests

    writer = BufferWARCWriter(gzip=False)
    for name in NAMES:
        with suppress(Exception), capture_http(writer):  # what it cannot take is not obtained
            requests.get(server.url(name), timeout=3)
    return from_warc(writer.get_contents())


WAYS: dict[str, Callable[[Adversary, Path], Got]] = {
    "Scrapy, our handler": ours,
    "Chromium, our proxy": browser,
    "wget --warc-file": wget,
    "warcio capture_http": warcio_requests,
    "Scrapy + warcio": scrapy_warcio,
}


def entity(message: bytes) -> bytes:
    """The payload of a message, content coding kept."""
    return b"".join(received(message).entity)


def score(server: Adversary, got: Got) -> dict[str, int]:
    """How much of the server's log is in what was archived, answer by answer."""
    log = [seen for seen in server.log if seen.message and seen.path not in ("/robots.txt", "/favicon.ico")]
    truth = [(seen.request, seen.message) for seen in log]
    left = list(got)
    counts: Counter[str] = Counter(answers=len(truth))
    requests = Counter(request for request, _ in got)
    for request, message in truth:
        counts["requests"] += requests[request] > 0
        requests[request] -= 1
        found = min(left, key=lambda pair: _distance(pair, request, message), default=None)
        if found is None or _distance(found, request, message) > 3:
            continue
        left.remove(found)
        counts["obtained"] += 1
        counts["head"] += found[1][: head_end(found[1])] == message[: head_end(message)]
        counts["entity"] += entity(found[1]) == entity(message)
        counts["whole"] += found[1] == message
    return dict(counts)


def _distance(pair: tuple[bytes, bytes], request: bytes, message: bytes) -> int:
    """0 for the same answer; the same path counts as the same answer badly kept."""
    asked, kept = request.split(b" ")[1:2], pair[0].split(b" ")[1:2]
    return (pair[1] != message) * 2 + (asked != kept) * 4 + (pair[0] != request)


def table(rows: Iterable[tuple[str, dict[str, int]]]) -> None:
    """One line a way."""
    columns = ("answers", "obtained", "head", "entity", "whole", "requests")
    print(f"{'way':<24}" + "".join(f"{name:>10}" for name in columns))
    for way, counts in rows:
        print(f"{way:<24}" + "".join(f"{counts.get(name, 0):>10}" for name in columns))


def main() -> None:
    rows = []
    for way, fetch in WAYS.items():
        with serve() as server, tempfile.TemporaryDirectory() as folder:
            rows.append((way, score(server, fetch(server, Path(folder)))))
            print(rows[-1], file=sys.stderr)
    table(rows)


if __name__ == "__main__":
    main()
