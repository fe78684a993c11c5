"""``xianzhi doctor``: what a run stands on."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from crawler.cli import data_options
from crawler.cli.exits import ATTENTION


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@data_options
def command(as_json: bool, data: Path, collection: str) -> None:
    """Looks at versions, browser, disk, permissions, clock, registry and alarms; says what to mend."""
    from crawler.doctor import look

    found = look(data)
    if as_json:
        click.echo(json.dumps({"looks": [asdict(one) for one in found]}, ensure_ascii=False))
    else:
        for one in found:
            click.echo(f"{'ok  ' if one.good else 'MEND'} {one.what:<12} {one.how}")
            if not one.good:
                click.echo(f"     → {one.mend}")
    if not all(one.good for one in found):
        raise SystemExit(ATTENTION)
