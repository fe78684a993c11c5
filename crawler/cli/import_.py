"""``xianzhi import``: other people's captures into the collection."""

from pathlib import Path

import click

from crawler.cli import data_options
from crawler.cli.exits import ATTENTION, DISK_FULL, Stop


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@data_options
def command(files: tuple[Path, ...], data: Path, collection: str) -> None:
    """Takes WARC files (1.0, 1.1; .warc, .warc.gz) and WACZ packages in; each whole, or not at all."""
    from archive import ArchiveError, Collection, DiskFull, import_file

    try:
        captures = Collection(data, collection)
    except ArchiveError as error:
        raise Stop(str(error)) from error
    refused = 0
    for file in files:
        try:
            imported = import_file(file, captures)
        except DiskFull as error:
            raise Stop(f"{file}: {error}", DISK_FULL) from error
        except (ArchiveError, OSError) as error:
            refused += 1
            click.echo(f"xianzhi: {file}: refused: {error}", err=True)
            continue
        where = (
            f"{imported.captures} captures in {', '.join(imported.files)}"
            if imported.files
            else "nothing new"
        )
        click.echo(f"{file}: {where}")
        for name in imported.already:
            click.echo(f"  {name}: everything in it was here already")
        for note in imported.notes:
            click.echo(f"  {note}")
    if refused == len(files):
        raise Stop("nothing was imported")
    if refused:
        raise SystemExit(ATTENTION)
