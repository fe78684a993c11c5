"""The command ``xianzhi``: one module a command, imported only when it is called.

Exit statuses (CONTRACT): 0 done, 1 needs attention, 2 unusable input, 3 disk full, 11 interrupted and
resumable, 12 too much failed or was refused. ``import scrapy`` takes half a second, so no module here
imports it at the top.
"""

import importlib
import importlib.util
import io
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import click

from crawler.cli.exits import ATTENTION, INTERRUPTED, UNUSABLE, Stop, leave, told

# name -> module with `command`; in the order that --help prints them.
COMMANDS = {
    "crawl": "crawler.cli.crawl",
    "clean": "crawler.cli.clean",
    "parse": "crawler.cli.parse",
    "process": "crawler.cli.process",
    "import": "crawler.cli.import_",
    "verify": "crawler.cli.verify",
    "export": "crawler.cli.export",
    "status": "crawler.cli.status",
    "schedule": "crawler.cli.schedule",
    "serve": "crawler.cli.serve",
    "portals": "crawler.cli.portals",
    "doctor": "crawler.cli.doctor",
    "demo": "crawler.cli.demo",
}


class LazyGroup(click.Group):
    """Lists the commands without importing them; a command that is not built is not listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if importlib.util.find_spec(COMMANDS[name])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def main(  # type: ignore[override]  # click overloads it by a mode that is not ours to choose
        self, args: Any = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """As click's own, but what is wrong with the arguments is one line, like everything else."""
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name, standalone_mode=False, **extra)
        signal.signal(
            signal.SIGTERM, signal.default_int_handler
        )  # as Ctrl-C, where a command has no other way
        try:
            sys.exit(super().main(args, prog_name, standalone_mode=False, **extra))
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(UNUSABLE)
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else "xianzhi"
            message = " ".join(error.format_message().split())
            click.echo(f"xianzhi: {message.rstrip('.')} (see {where} --help)", err=True)
            sys.exit(UNUSABLE)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("xianzhi: interrupted", err=True)
            leave(INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on
            sys.exit(ATTENTION)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command. What the system or a damaged file does not let it do is one line, whichever
        command it was: tracebacks are left to our own slips.
        """
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # half a character; it is also JSON's escape
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # whoever read our output has gone
        except OSError as error:
            raise told(error) from None
        except sqlite3.DatabaseError as error:
            raise Stop(
                f"a database of the data folder is damaged or in use ({error}): xianzhi verify says which;"
                " corpus.db can be made again by xianzhi process --rebuild"
            ) from None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xianzhi", prog_name="xianzhi")
def main() -> None:
    """Finds, archives, cleans and reads the yearly open-government reports of China's counties."""


def data_options(function: click.decorators.FC) -> click.decorators.FC:
    """``--data`` and ``--collection``, which every command takes."""
    function = click.option(
        "--collection", default="portals", show_default=True, help="Name of the collection of captures."
    )(function)
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("data"),
        envvar="XIANZHI_DATA",
        show_default=True,
        help="Where everything is kept.",
    )(function)
