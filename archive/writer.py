"""The writer as the crawl sees it: receipts in exchange for exchanges, the work done in another process.

A process of its own costs the crawl least (SPEED.md: 0.98 to 1.0 of the bare crawl, a thread 0.91): what
is left here is the message, made off the caller's thread and for several exchanges at once. If the crawl
dies, the writer sees its pipe end, commits what it has and finishes the file; if the writer dies, every
receipt not given fails.
"""

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from archive import courier
from archive.capture import Discovery, Exchange, Recorded
from archive.courier import Job
from archive.errors import ArchiveError
from archive.layout import Layout
from archive.locking import PATIENCE
from archive.recovery import Recovery
from archive.scribe import MAX_FILE, Resource

ROOM = 64 << 20  # bytes on their way to the disk before the caller has to wait
# Seconds in which jobs come together, when few come and when many do: each time this thread wakes, the
# crawl's stops for it (the interpreter's lock), so a fast crawl is interrupted thirty times a second.
GATHER, MANY = (0.005, 0.03), 4
MOST_JOBS = 64  # in one message
_OVERHEAD = 512  # bytes counted for every message beside its bodies

_DIED = "the writer process died; what it acknowledged is safe"
_NOT_STARTED = "the writer process did not start"

Receipt = Future[Recorded]


class Writer:
    """Records exchanges; a context manager. Every receipt resolves only after fsync.

    ``about``: further warcinfo fields (name, value). ``max_file``: bytes at which a file is finished.
    ``room``: bytes on their way to the disk at most; :meth:`record` waits while there is none.
    ``patience``: seconds to wait for another writer of the collection to end.
    ``keep_spools``: leave the spool files of large responses; else they are deleted once on disk.
    ``wait``: return when the collection is open, or raise; else at once, and ``ready`` says when it is.
    Receipts fail with :class:`~archive.errors.DiskFull` or :class:`~archive.errors.ArchiveError`.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        about: Iterable[tuple[str, str]] = (),
        max_file: int = MAX_FILE,
        keep_spools: bool = False,
        room: int = ROOM,
        patience: float = PATIENCE,
        wait: bool = True,
    ) -> None:
        self.ready: Future[Recovery] = Future()
        self.ready.set_running_or_notify_cancel()  # as no receipt can be
        self._process, self._wire = _start()
        self._pipe = Connection(os.dup(self._wire.fileno()))  # for what comes back
        self._outbox: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._waiting: dict[int, tuple[Receipt, int]] = {}
        self._state = threading.Condition()
        self._room = self._capacity = room
        self._tickets = 0
        self._failed: ArchiveError | None = None
        self._closed = False
        options = {"about": tuple(about), "max_file": max_file, "keep_spools": keep_spools}
        self._pipe.send((layout, options, patience))
        self._sender = threading.Thread(target=self._send, name="archive-send", daemon=True)
        self._receiver = threading.Thread(target=self._receive, name="archive-receipts", daemon=True)
        self._sender.start()
        self._receiver.start()
        if wait:
            self._wait()

    def _wait(self) -> None:
        try:
            self.ready.result()
        except ArchiveError as error:
            self._closed = True
            self._end()
            raise error from None

    @property
    def recovery(self) -> Recovery:
        """What the start had to mend; waits for it."""
        return self.ready.result()

    @property
    def pid(self) -> int:
        """The writer process."""
        return self._process.pid

    # what can be recorded

    def record(self, exchange: Exchange, discovery: Discovery | None = None) -> Receipt:
        """An HTTP exchange: its request and response, and how it was found if that is known."""
        size = len(exchange.request) + len(exchange.response)
        return self._put("exchange", (exchange, discovery), size)

    def resource(
        self,
        target_uri: str,
        content_type: str,
        body: bytes,
        *,
        page_id: str | None = None,
        concurrent_to: str | None = None,
    ) -> Receipt:
        """A rendered DOM, a text, a screenshot: a ``resource`` record."""
        kept = Resource(
            target_uri=target_uri,
            content_type=content_type,
            body=body,
            page_id=page_id,
            concurrent_to=concurrent_to,
        )
        return self._put("resource", (kept,), len(body))

    def discovered(self, recorded: Recorded, discovery: Discovery) -> Receipt:
        """How an earlier capture was found: a metadata record beside it."""
        return self._put("discovered", (recorded, discovery), 0)

    def flush(self) -> None:
        """Returns when everything recorded so far is on disk. Raises what receipts would."""
        with self._state:
            receipts = [receipt for receipt, _ in self._waiting.values()]
        self._outbox.put((0, "flush", ()))
        for receipt in receipts:
            receipt.result()

    def _put(self, kind: str, what: tuple[Any, ...], size: int) -> Receipt:
        receipt: Receipt = Future()
        receipt.set_running_or_notify_cancel()  # a receipt cannot be called back, only ignored
        size = min(size + _OVERHEAD, self._capacity)
        with self._state:
            self._state.wait_for(lambda: self._room >= size or self._failed or self._closed)
            if self._failed or self._closed:
                receipt.set_exception(self._failed or ArchiveError("the writer is closed"))
                return receipt
            self._room -= size
            self._tickets += 1
            ticket = self._tickets
            self._waiting[ticket] = (receipt, size)
        self._outbox.put((ticket, kind, what))
        return receipt

    # the two threads at the pipe

    def _send(self) -> None:
        jobs: list[Job | None] = []
        while None not in jobs:
            pause = GATHER[len(jobs) > MANY]
            jobs = [self._outbox.get()]
            if jobs[0] is not None:
                time.sleep(pause)
            while len(jobs) < MOST_JOBS and not self._outbox.empty():
                jobs.append(self._outbox.get())
            wanted = [job for job in jobs if job is not None]
            try:
                courier.send(self._wire, wanted, ended=None in jobs)
            except OSError:
                return  # the receiver sees the end and says so

    def _receive(self) -> None:
        open_ = True
        while open_:
            try:
                kind, what = self._pipe.recv()
            except (EOFError, OSError):
                kind, what = "closed", ArchiveError(_DIED if self.ready.done() else _NOT_STARTED)
            open_ = kind != "closed"
            if kind == "ready":
                self.ready.set_result(what)
            elif kind == "done":
                self._resolve(what)
            elif what is not None:
                self._fail(what)

    def _resolve(self, outcomes: list[tuple[int, Any]]) -> None:
        with self._state:
            waiting = [self._waiting.pop(ticket) for ticket, _ in outcomes]
            self._room += sum(size for _, size in waiting)
            self._state.notify_all()
        for (receipt, _), (_, told) in zip(waiting, outcomes, strict=True):
            outcome = courier.round_again(told)
            if isinstance(outcome, Recorded):
                receipt.set_result(outcome)
            else:
                receipt.set_exception(outcome)

    def _fail(self, error: ArchiveError) -> None:
        with self._state:
            self._failed = self._failed or error
            waiting, self._waiting = self._waiting, {}
            self._state.notify_all()
        if not self.ready.done():
            self.ready.set_exception(error)
        for receipt, _ in waiting.values():
            receipt.set_exception(error)

    # the end

    def close(self) -> None:
        """Commits, finishes the file and the index. Raises what went wrong since the start, once."""
        with self._state:
            if self._closed:
                return
            self._closed = True
            self._state.notify_all()
        opened = self.ready.done()
        if not opened:
            self._process.kill()  # it waits for another writer, or mends what can be mended again
        self._end()
        if self._failed and opened:
            raise self._failed

    def _end(self) -> None:
        self._outbox.put(None)
        self._sender.join()
        self._receiver.join()
        self._pipe.close()
        self._wire.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except ArchiveError:
            if error is None:
                raise


def _start() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The writer process and our end of the way to it."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    root = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", "archive.writing", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    return process, ours
