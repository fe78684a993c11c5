"""What the commands that take files share: each file in order, an unreadable one told and passed over."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from crawler.cli.exits import ATTENTION, UNUSABLE
from crawler.processing import Unreadable

T = TypeVar("T")


def each(files: tuple[Path, ...], read: Callable[[Path], T]) -> Iterator[tuple[Path, T]]:
    """Reads the files in order. Ends the command: 2 where none could be read, 1 where some could not."""
    bad = 0
    for path in files:
        try:
            answer = read(path)
        except Unreadable as error:
            click.echo(f"xianzhi: {error}", err=True)
            bad += 1
            continue
        yield path, answer
    if bad:
        raise SystemExit(UNUSABLE if bad == len(files) else ATTENTION)
