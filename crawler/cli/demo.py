"""``xianzhi demo``: the main job end to end on made-up portals on loopback."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from crawler.cli import data_options
from crawler.cli.exits import FAILED, Stop

ROOT = Path(__file__).resolve().parents[2]
MARK = ".demo"


@click.command()
@click.option(
    "--port", default=8651, show_default=True, help="First port of the made-up portals; 0 for any."
)
@data_options
def command(port: int, data: Path, collection: str) -> None:
    """Crawls three made-up county portals on loopback: archive, clean, parse, corpus, and a look at it."""
    _claim(data)
    began = time.monotonic()
    with _portals(port) as told:
        urls = [portal["url"] for portal in told]
        click.echo("Three made-up counties are being served on loopback:")
        for portal in told:
            click.echo(f"  {portal['url']}  {portal['county']} ({portal['family']}, code {portal['code']})")
        _step("crawl", *urls, "--allow-private-hosts", "--delay", "0", data=data, collection=collection)
        click.echo("\nThe corpus is made again from the WARC files alone, and every record verified:")
        _step("process", "--rebuild", data=data, collection=collection)
        _step("verify", data=data, collection=collection)
        _score(data, [Path(portal["truth"]) for portal in told])
    click.echo(f"Done in {time.monotonic() - began:.0f} s. Now look at it:\n")
    where = "" if data == Path("data") else f" --data {data}"
    click.echo(f"  .venv/bin/xianzhi serve{where}      the reading room: http://127.0.0.1:8640")
    click.echo(f"  .venv/bin/xianzhi status{where}     coverage and health")
    click.echo(f"  .venv/bin/datasette {data / 'corpus.db'}")


def _claim(data: Path) -> None:
    """Made-up reports must not land among real ones."""
    if (data / "corpus.db").exists() and not (data / MARK).exists():
        raise Stop(
            f"{data} holds a corpus that is not the demo's; give the demo a folder: --data demo-data"
        )
    data.mkdir(parents=True, exist_ok=True)
    (data / MARK).touch()


@contextmanager
def _portals(port: int) -> Iterator[list[dict[str, Any]]]:
    """The demo portals in a process of their own; it ends when its input is closed."""
    command = [sys.executable, "-m", "tests.portals", "--families", "demo", "--port", str(port)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    server = subprocess.Popen(command, cwd=ROOT, text=True, **pipes)  # type: ignore[call-overload]  # noqa: S603
    line = server.stdout.readline()
    if not line:
        why = server.stderr.read().strip()
        if port and "in use" in why:
            with _portals(0) as told:
                yield told
            return
        raise Stop(f"the demo portals did not start: {why}", FAILED)
    try:
        yield json.loads(line)["portals"]
    finally:
        server.stdin.close()
        server.wait(timeout=20)


def _step(*words: str, data: Path, collection: str) -> None:
    where = ["--data", str(data), "--collection", collection]
    done = subprocess.run([sys.executable, "-m", "crawler.cli", *words, *where], check=False)  # noqa: S603
    if done.returncode not in (0, 1):
        raise Stop(f"xianzhi {words[0]} ended with exit status {done.returncode}", done.returncode)


def _score(data: Path, truths: list[Path]) -> None:
    from crawler.demo import score

    found = score(data / "corpus.db", truths)
    click.echo(
        f"\nHeld against what the portals print: {found.found} of {found.reports} reports found, "
        f"{found.right} of {found.figures} table figures as printed, {found.wrong} otherwise.\n"
    )
