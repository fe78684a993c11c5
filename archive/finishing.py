"""Files on their way to their final name: a digest pass beside the writing, then the rename."""

from concurrent.futures import Future, ThreadPoolExecutor

from archive import warcfile
from archive.errors import said
from archive.fixity import DigestPass
from archive.layout import Layout
from archive.ledger import Ledger

STEP = 8 << 20  # bytes that may lie unread behind the writer; so that the end of a crawl is not long


class Finisher:
    """Reads files back in a thread while they grow; renames the full ones in the caller's.

    What is read back was synced before. An error of the pass is raised when the file is to be finished.
    """

    def __init__(self, layout: Layout, ledger: Ledger) -> None:
        self._directory, self._ledger = layout.archive_dir, ledger
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="digest-pass")
        self._passing: list[tuple[int, str, Future[str]]] = []
        self._pass: DigestPass | None = None
        self._asked = 0

    def begin(self, name: str) -> None:
        """``NAME.open`` is being written from now on."""
        self._pass, self._asked = DigestPass(self._directory / (name + warcfile.OPEN)), 0

    def grown(self, size: int) -> None:
        """The file is synced up to ``size``."""
        if self._pass is not None and size - self._asked >= STEP:
            self._asked = size
            self._thread.submit(self._pass.advance, size)

    def take(self, serial: int, name: str) -> None:
        """Nobody writes to the file any more."""
        assert self._pass is not None
        self._passing.append((serial, name, self._thread.submit(self._pass.finish)))
        self._pass = None

    def finish(self, *, wait: bool) -> None:
        """Renames the files that have passed; ``wait`` for all. Raises the error of one that has not."""
        while self._passing and (wait or self._passing[0][2].done()):
            serial, name, passing = self._passing.pop(0)
            with said():
                sha256 = passing.result()
                warcfile.finish(self._directory, name)
                self._ledger.finish_file(serial, sha256)

    def close(self) -> None:
        """Ends the thread."""
        self._thread.shutdown()
