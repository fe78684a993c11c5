"""The writer process: takes jobs from its pipe, commits them in groups, sends receipts back.

Run as ``python -m archive.writing FD`` by :mod:`archive.writer`, and by nobody else.
"""

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from archive import courier
from archive.capture import Recorded
from archive.errors import ArchiveError, DiskFull, is_full
from archive.layout import Layout
from archive.locking import write_lock
from archive.recovery import opened
from archive.scribe import Scribe

# Seconds without a job before a commit, when few come and when many do; longer than they are gathered
# (archive.writer.GATHER), or every message would have a commit of its own.
QUIET, MANY = (0.02, 0.06), 4
LATEST = 0.25  # seconds a job waits for its commit at most


class Desk:
    """Jobs in, receipts out."""

    def __init__(self, pipe: Connection, scribe: Scribe) -> None:
        self._pipe, self._scribe = pipe, scribe
        self._wire = socket.socket(fileno=os.dup(pipe.fileno()))
        self._tickets: list[int] = []
        self._since = 0.0
        self._failed: ArchiveError | None = None

    def work(self) -> None:
        """Until the pipe ends or the crawl says it is done."""
        jobs: list[courier.Job] = []
        ended = False
        while not ended:
            if self._tickets and not self._pipe.poll(QUIET[len(jobs) > MANY]):
                self._commit()
                continue
            try:
                jobs, ended = courier.receive(self._wire)
            except (EOFError, OSError):
                break  # the crawl is gone; what it sent is kept
            for job in jobs:
                self._take(*job)
        self._commit()
        if self._failed:
            raise self._failed

    def _take(self, ticket: int, kind: str, what: tuple[Any, ...]) -> None:
        if self._failed:
            return
        if kind == "flush":
            self._commit()
            return
        try:
            getattr(self._scribe, kind)(*what)
        except DiskFull as error:
            self._fail(error)
            return
        except (ArchiveError, OSError, ValueError) as error:
            refusal = error if isinstance(error, ArchiveError) else ArchiveError(f"not recorded: {error}")
            self._send("done", [(ticket, refusal)])
            return
        if not self._tickets:
            self._since = time.monotonic()
        self._tickets.append(ticket)
        if self._scribe.is_due or time.monotonic() - self._since > LATEST:
            self._commit()

    def _commit(self) -> None:
        if self._failed or not self._tickets:
            return
        try:
            receipts: list[Recorded] = self._scribe.commit()
        except ArchiveError as error:
            self._fail(error)
            return
        self._send("done", list(zip(self._tickets, map(courier.flat, receipts), strict=True)))
        self._tickets.clear()
        try:
            self._scribe.tidy()
        except ArchiveError as error:
            self._fail(error)

    def _fail(self, error: ArchiveError) -> None:
        self._failed = error
        self._send("failed", error)

    def _send(self, kind: str, what: object) -> None:
        with suppress(OSError):  # nobody waits for it any more
            self._pipe.send((kind, what))


def serve(pipe: Connection, layout: Layout, options: dict[str, Any], patience: float) -> None:
    """Recovers the collection, takes jobs until there are none, closes it."""
    layout.make()
    with write_lock(layout, patience=patience), opened(layout) as (ledger, recovery):
        scribe = Scribe(layout, ledger, **options)
        pipe.send(("ready", recovery))
        try:
            Desk(pipe, scribe).work()
        finally:
            scribe.close()


def main(descriptor: int) -> None:
    """The process: signals are the crawl's business, it ends when its pipe does."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    pipe = Connection(descriptor)
    layout, options, patience = pipe.recv()
    error: ArchiveError | None = None
    try:
        serve(pipe, layout, options, patience)
    except ArchiveError as raised:
        error = raised
    except Exception as raised:  # noqa: BLE001  # the crawl is told whatever it is
        full = is_full(raised)
        error = DiskFull("the disk is full: make room, then resume") if full else ArchiveError(repr(raised))
    with suppress(OSError):
        pipe.send(("closed", error))


if __name__ == "__main__":
    main(int(sys.argv[1]))
