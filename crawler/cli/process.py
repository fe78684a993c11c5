"""``xianzhi process``: the archive to the corpus."""

import json
import time
from pathlib import Path

import click

from crawler.cli import data_options
from crawler.cli.exits import ATTENTION, DISK_FULL, Stop


@click.command()
@click.option("--rebuild", is_flag=True, help="Make the whole corpus again from the WARC files alone.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@data_options
def command(rebuild: bool, as_json: bool, data: Path, collection: str) -> None:
    """Reads the archive into the corpus: what is new, or all of it again. Uses no network."""
    from archive import ArchiveError, Collection
    from corpus.errors import CorpusError, Full
    from crawler.cli.progress import counting
    from crawler.reprocessing import process

    began = time.monotonic()
    try:
        captures = Collection(data, collection)
        if not captures.archive_dir.is_dir():
            raise Stop(f"{captures.archive_dir} is not there: crawl or import something first")
        with counting("reading captures") as tick:
            done = process(data, collection, rebuild=rebuild, tick=tick)
    except Full as error:
        raise Stop(str(error), DISK_FULL) from None
    except (ArchiveError, CorpusError) as error:
        raise Stop(str(error)) from None
    seconds = round(time.monotonic() - began, 2)
    answer = {
        "captures": done.captures,
        "reports": done.reports,
        "checks_failed": done.checks_failed,
        "damaged": done.damaged,
        "seconds": seconds,
        "corpus": str(data / "corpus.db"),
    }
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(
            f"{done.captures} captures read in {seconds} s, {done.reports} of them reports, "
            f"{done.checks_failed} checks failed. The corpus, {answer['corpus']}, has {done.held} reports"
        )
    for sentence in done.damaged:
        click.echo(f"xianzhi: {sentence}", err=True)
    if done.damaged:
        click.echo("xianzhi: the rest was read; xianzhi verify says how to put it right", err=True)
        raise SystemExit(ATTENTION)
