"""``xianzhi serve``: the reading room and replay."""

import json
from pathlib import Path

import click

from crawler.cli import data_options
from crawler.cli.exits import Stop


@click.command()
@click.option(
    "--port", default=8640, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--replay-ports",
    default=8,
    show_default=True,
    type=click.IntRange(0, 64),
    help="Ports for archived pages, so that none meets another portal's. 0: one port for all.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object on standard output, once it is open."
)
@data_options
def command(port: int, host: str, replay_ports: int, as_json: bool, data: Path, collection: str) -> None:
    """Opens the reading room, read-only, until Ctrl-C. Archived pages are replayed on the next ports."""
    from corpus.errors import CorpusError
    from corpus.readingroom import CannotServe, Running, serve

    def ready(running: Running) -> None:
        if as_json:
            click.echo(
                json.dumps({"url": running.url, "replay": running.replay, "scripts": running.scripts})
            )
            return
        click.echo(f"reading room  {running.url}\nreplay        {running.replay}", err=True)
        if not running.scripts:
            click.echo(
                "archived pages are shown without their scripts: run scripts/replay-scripts", err=True
            )
        click.echo("Ctrl-C ends it", err=True)

    try:
        serve(data, collection, host=host, port=port, ready=ready, replay_ports=replay_ports)
    except (CorpusError, CannotServe) as error:
        raise Stop(str(error)) from None
