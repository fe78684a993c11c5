"""Exit statuses of the contract, and the one way a command stops with a sentence."""

import errno
import multiprocessing
import os
import sys
from contextlib import suppress

import click

DONE = 0
ATTENTION = 1
UNUSABLE = 2
DISK_FULL = 3
INTERRUPTED = 11
FAILED = 12

SOON = 9.8  # seconds after SIGTERM or SIGINT; then the kernel ends what has not ended


class Stop(click.ClickException):
    """Ends the command with one line on standard error: what is wrong and how to mend it."""

    def __init__(self, message: str, status: int = UNUSABLE) -> None:
        super().__init__(message)
        self.exit_code = status  # type: ignore[misc]  # click declares it on the class

    def show(self, file: object = None) -> None:
        click.echo(f"xianzhi: {self.format_message()}", err=True)


def told(error: OSError) -> Stop:
    """What the system does not let us do, in a sentence; a full disk by its own status."""
    where = f"{error.filename}: " if error.filename else ""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return Stop(f"{where}{error.strerror or error}", DISK_FULL if full else UNUSABLE)


def leave(status: int) -> None:
    """Ends the process now. What a usual end waits for (threads, readers in the middle of a page) may
    take minutes, or for ever where a reader was ended while it wrote.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    for child in multiprocessing.active_children():
        child.terminate()
    with suppress(Exception):  # the semaphores, of which multiprocessing's tracker would complain
        multiprocessing.util._run_finalizers(0)  # type: ignore[attr-defined]
    os._exit(status)
