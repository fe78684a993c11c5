"""Full files: a digest pass beside the writing, then their final name."""

from concurrent.futures import Future, ThreadPoolExecutor

from archive import warcfile
from archive.errors import said
from archive.fixity import digest_pass
from archive.layout import Layout
from archive.ledger import Ledger


class Finisher:
    """Takes files that nobody writes to any more; reads them in a thread, renames them in the caller's."""

    def __init__(self, layout: Layout, ledger: Ledger) -> None:
        self._directory, self._ledger = layout.archive_dir, ledger
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="digest-pass")
        self._passing: list[tuple[int, str, Future[str]]] = []

    def take(self, serial: int, name: str) -> None:
        """Begins the digest pass of ``NAME.open``."""
        path = self._directory / (name + warcfile.OPEN)
        self._passing.append((serial, name, self._thread.submit(digest_pass, path)))

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
