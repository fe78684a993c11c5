"""The loop of the crawl beside ``wget -r`` and Scrapy: pages a second, CPU seconds a thousand pages.

    scripts/bench crawl [--pages 2000] [--repeat 3]

One made-up site on loopback (30 to 60 KB a page, a hundred links, tables, some GBK), served by a process
of its own; every crawler takes all of it, in turns, and the medians are told. Ours does everything it
does on a real portal: robots.txt, politeness (``--delay 0``), gate, archive, frontier on disk, scoring.
"""

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SERVER = """
import asyncio, json, sys
from tests.bench.crawl import pages
made = pages(int(sys.argv[1]))
times = []
async def serve(reader, writer):
    try:
        while line := await reader.readline():
            target = line.split(b" ")[1].decode()
            while (await reader.readline()).strip():
                pass
            if target == "/times":
                body, kind, status = json.dumps(times).encode(), b"application/json", b"200 OK"
                times.clear()
            else:
                body, kind = made.get(target, (b"", b"text/html"))
                status = b"200 OK" if body else b"404 Not Found"
                times.append((asyncio.get_running_loop().time(), target in made))
            writer.write(b"HTTP/1.1 " + status + b"\\r\\nContent-Type: " + kind
                         + b"\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(body) + body)
            await writer.drain()
    except (ConnectionError, IndexError):
        pass
    finally:
        writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"""

WIDE = ROOT / "tests" / "bench" / "scrapy_wide.py"


def address(number: int) -> str:
    """The path of a page; its folders are named, so that the shapes of addresses differ."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    first, second = letters[number // 26 % 26], letters[number % 26]
    return "/" if number == 0 else f"/{first}{second}/{second}{first}{first}/t{number}.html"


def pages(count: int) -> dict[str, tuple[bytes, bytes]]:
    """Every page by its path: body and content type."""
    chance = random.Random(7)
    return {address(n): page(n, count, chance) for n in range(count)}


def page(number: int, count: int, chance: random.Random) -> tuple[bytes, bytes]:
    """One page: navigation to the same 60 pages, 40 links of its own, prose and a table."""
    near = [(number * 13 + step) % count for step in range(1, 41)]
    links = "".join(
        f'<li><a href="{address(n)}" title="青岭县动态第{n}期">青岭县动态第{n}期</a></li>'
        for n in (*range(60), *near)
        if n < count
    )
    prose = "".join(
        f"<p>{'青岭县各乡镇认真落实会议精神，推进重点工作。' * chance.randint(3, 9)}</p>" for _ in range(40)
    )
    rows = "".join(
        f"<tr>{'<td>' + str(chance.randint(0, 999)) + '</td>'}<td>项目</td></tr>" for _ in range(60)
    )
    html = (
        f"<html><head><title>青岭县动态第{number}期</title></head><body><ul>{links}</ul>{prose}"
        f"<table>{rows}</table><div>主办：青岭县人民政府</div></body></html>"
    )
    if number % 5 == 4:
        return html.encode("gbk"), b"text/html; charset=gb2312"
    return html.encode(), b"text/html; charset=utf-8"


@contextmanager
def site(count: int) -> Iterator[str]:
    """The site's address while it is served."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(count)],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    try:
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/"
    finally:
        server.kill()
        server.wait()


def commands(url: str, count: int, folder: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Every crawler's command and environment."""
    ours = [
        sys.executable,
        "-m",
        "crawler.cli",
        "crawl",
        url,
        "--data",
        str(folder / "data"),
        "--delay",
        "0",
        "--allow-private-hosts",
        "--browser",
        "never",
        "--max-pages",
        str(count + 10),
        "--json",
    ]
    found = {
        "xianzhi": (ours, {"XIANZHI_SETTINGS": "tests.bench.crawl_settings"}),
        "Scrapy, defaults": ([sys.executable, str(WIDE), url], {}),
    }
    if wget := shutil.which("wget"):
        quiet = [wget, "-r", "-l", "inf", "-q", "-P", str(folder / "wget"), url]
        found["wget -r"] = (quiet, {})
        found["wget -r --warc-file"] = ([*quiet[:-1], f"--warc-file={folder}/w", "--delete-after", url], {})
    return found


def timed(url: str, command: list[str], extra: dict[str, str]) -> tuple[int, float, float]:
    """(pages, pages a second by the server's clock, CPU seconds a thousand pages) of one crawl."""
    urllib.request.urlopen(url + "times").read()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, **extra}, capture_output=True, timeout=900, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    hits = json.loads(urllib.request.urlopen(url + "times").read())
    good = [at for at, known in hits if known]
    span = max(1e-9, hits[-1][0] - hits[0][0])
    return len(good), len(good) / span, cpu * 1000 / max(1, len(good))


def main() -> None:
    """Runs every crawler in turns and prints the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    runs: dict[str, list[tuple[int, float, float]]] = {}
    with site(options.pages) as url:
        for _ in range(options.repeat):
            for name in commands(url, options.pages, Path()):
                with tempfile.TemporaryDirectory() as folder:
                    command, extra = commands(url, options.pages, Path(folder))[name]
                    runs.setdefault(name, []).append(timed(url, command, extra))
                time.sleep(0.2)
    tell(runs, as_json=options.json)


def tell(runs: dict[str, list[tuple[int, float, float]]], *, as_json: bool) -> None:
    """The medians, and each as a multiple of Scrapy's defaults."""
    base = statistics.median(run[1] for run in runs["Scrapy, defaults"])
    rows = [
        {
            "crawler": name,
            "pages": min(run[0] for run in found),
            "pages_per_second": round(statistics.median(run[1] for run in found), 1),
            "cpu_seconds_per_1000": round(statistics.median(run[2] for run in found), 2),
            "times_scrapy_defaults": round(statistics.median(run[1] for run in found) / base, 2),
        }
        for name, found in runs.items()
    ]
    if as_json:
        print(json.dumps({"rows": rows}))
        return
    print(f"{'crawler':<24}{'pages':>7}{'pages/s':>10}{'CPU s/1000':>12}{'x Scrapy':>10}")
    for row in rows:
        print(
            f"{row['crawler']:<24}{row['pages']:>7}{row['pages_per_second']:>10}"
            f"{row['cpu_seconds_per_1000']:>12}{row['times_scrapy_defaults']:>10}"
        )


if __name__ == "__main__":
    main()
