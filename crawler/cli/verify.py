"""``xianzhi verify``: is everything that was archived still there, and still what it was?"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import data_options
from crawler.cli.exits import ATTENTION, Stop

if TYPE_CHECKING:
    from archive.problems import Problem

CAUSES = ("missing_file", "changed", "torn_tail", "damaged", "unreadable", "manifest", "ledger_missing")
MOST = 3  # lines of one kind: a file that is gone takes thousands of index lines with it


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--portion", metavar="K/N", help="Read the K-th of N parts of the files; N runs read all.")
@data_options
def command(as_json: bool, portion: str | None, data: Path, collection: str) -> None:
    """Reads every record, index line and provenance row and lists what is wrong; changes nothing."""
    from archive import ArchiveError, Collection, verify

    try:
        captures = Collection(data, collection)
    except ArchiveError as error:
        raise Stop(str(error)) from error
    if not captures.exists():
        raise Stop(f"there is no collection {collection!r} under {data}: crawl or import something first")
    total = sum(path.stat().st_size for path in captures.layout.warc_files())
    with _bar(total) as advance:
        found = verify(captures, data / "corpus.db", progress=advance, portion=_part(portion))
    if as_json:
        problems = [asdict(problem) for problem in found.problems]
        click.echo(json.dumps({"records": found.records, "problems": problems}, ensure_ascii=False))
    else:
        for line in _told(found.problems):
            click.echo(line)
        number = len(found.problems)
        click.echo(f"{found.records} records read; {number or 'no'} problem{'s' * (number != 1)}.")
    if found.problems:
        raise SystemExit(ATTENTION)


def _told(problems: "Sequence[Problem]") -> Iterator[str]:
    """What happened to a file before what follows from it for index and corpus; a few lines of a kind."""
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.kind, []).append(problem)
    for kind in sorted(kinds, key=lambda kind: CAUSES.index(kind) if kind in CAUSES else len(CAUSES)):
        yield from map(str, kinds[kind][:MOST])
        if (more := len(kinds[kind]) - MOST) > 0:
            yield f"… and {more} more of this kind ({kind}); --json lists all"


def _part(portion: str | None) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", portion or "1/1")
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise Stop(f"--portion wants K/N with K from 1 to N, as 3/30, not {portion!r}")
    return int(found[1]), int(found[2])


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    """A bar over the bytes read, where a person is looking."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("verifying"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("verifying", total=total)
        yield lambda read: bar.advance(task, read)
