"""Processes that read captures: cleaning and parsing beside the crawl, each page within its bounds.

A page that kills its reader, or needs more memory or time than any page should, costs itself and no
other: it is given as a page of kind ``error``, with the reason, as ``xianzhi process`` would give it too.
"""

import os
import resource
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process

from archive.capture import Capture
from crawler.processing import failed, read
from pages.template import Template
from reports.model import CleanPage, Report

MEMORY = 6 * 1024**3  # bytes of addresses a reader may have; a hostile page ends there, not the machine
Reading = tuple[CleanPage, Report]
Job = tuple[Capture, Template | None]


class Readers:
    """``submit`` gives what :func:`crawler.processing.read` says of a capture; it never breaks."""

    def __init__(self, number: int = 0) -> None:
        self._number = number or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._spare: ProcessPoolExecutor | None = None
        self._again = ThreadPoolExecutor(1, thread_name_prefix="alone")
        self._lock = threading.Lock()

    def submit(self, capture: Capture, template: Template | None = None) -> "Future[Reading]":
        """Has a capture read, with its site's template where one is given."""
        told: Future[Reading] = Future()
        with self._lock:
            try:
                under_way = self._started().submit(read, capture, template)
            except BrokenProcessPool:
                self._pool = None
                under_way = self._started().submit(read, capture, template)
        under_way.add_done_callback(lambda done: self._pass_on((capture, template), done, told))
        return told

    def close(self) -> None:
        """Ends the processes; what is under way is dropped."""
        self._again.shutdown(wait=False, cancel_futures=True)
        for pool in (self._pool, self._spare):
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)

    def _pass_on(self, job: Job, done: "Future[Reading]", told: "Future[Reading]") -> None:
        if done.cancelled():
            told.cancel()
        elif isinstance(error := done.exception(), BrokenProcessPool):
            with suppress(RuntimeError):  # closed meanwhile
                self._again.submit(self._once_more, job, told)
        elif error is not None:
            told.set_exception(error)
        else:
            told.set_result(done.result())

    def _once_more(self, job: Job, told: "Future[Reading]") -> None:
        try:
            told.set_result(self._alone(*job))
        except Exception as error:  # noqa: BLE001 -- whoever waits is told
            told.set_exception(error)

    def _alone(self, capture: Capture, template: Template | None) -> Reading:
        """One after the other: what was read beside a page that killed its reader, and that page too."""
        self._spare = self._spare or _pool(1)
        try:
            return self._spare.submit(read, capture, template).result()
        except BrokenProcessPool:
            self._spare = None
            return failed(capture, "reading it ended its reader")

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _pool(self._number)
        return self._pool


def _pool(number: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, mp_context=get_context("forkserver"), initializer=_bound)


def _bound() -> None:
    """Ctrl-C goes to the whole group; a reader ends with its crawl, however that one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """The parent's end of a pipe closes when it dies, also when it is killed and nobody has waited yet."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
