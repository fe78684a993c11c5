"""The full digest pass that every finished file has behind it."""

import hashlib
from pathlib import Path

from archive.errors import ArchiveError
from archive.members import Torn, scan


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class DigestPass:
    """Reads back every record of a file and checks its digests, in steps while the file still grows."""

    def __init__(self, path: Path) -> None:
        self._path, self._at = path, 0

    def advance(self, to: int | None = None) -> None:
        """On to an offset where a record ends, or to the end of the file.

        Raises :class:`ArchiveError` naming the first record that is not what was written.
        """
        try:
            for seen in scan(self._path, self._at, to):
                if seen.problems:
                    raise ArchiveError(f"{self._path.name} at {seen.offset}: {seen.problems[0]}")
                self._at = seen.offset + seen.length
        except Torn as torn:
            raise ArchiveError(f"{self._path.name} at {torn.offset}: {torn.why}") from torn

    def finish(self) -> str:
        """The rest; the file's SHA-256."""
        self.advance()
        return sha256_of(self._path)


def digest_pass(path: Path) -> str:
    """The whole of a file at once; its SHA-256."""
    return DigestPass(path).finish()
