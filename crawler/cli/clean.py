"""``xianzhi clean``: files as received to clean pages."""

import json
from pathlib import Path

import click

from crawler.cli import data_options
from crawler.cli.files import each


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Where the page comes from; relative links and the portal's host need it.")
@click.option("--json", "as_json", is_flag=True, help="One CleanPage a line, in order.")
@data_options
def command(files: tuple[Path, ...], url: str | None, as_json: bool, data: Path, collection: str) -> None:
    """Shows what a reader would see of each file, and everything that was cut or repaired."""
    import reports
    from crawler.processing import clean_file

    for path, page in each(files, lambda path: clean_file(path, url)):
        if as_json:
            click.echo(json.dumps(reports.to_json(page), ensure_ascii=False))
            continue
        click.echo(f"== {path}: {page.title or 'no title'} ({page.kind}, {page.encoding.used})")
        click.echo(page.text)
        for removal in page.removals:
            click.echo(f"-- cut by {removal.rule}: {removal.text.strip()[:120]}")
        for repair in page.repairs:
            sure = "certain" if repair.certain else "uncertain"
            click.echo(f"-- repaired ({repair.kind}, {sure}): {repair.before!r} -> {repair.after!r}")
        for issue in page.issues:
            click.echo(f"-- note: {issue}")
