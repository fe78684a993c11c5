"""The full digest pass that every finished file has behind it."""

import hashlib
from pathlib import Path

from archive.errors import ArchiveError
from archive.members import Torn, scan


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_pass(path: Path) -> str:
    """Reads every record of the file, checks both digests, and gives the file's SHA-256.

    Raises :class:`ArchiveError` naming the first record that is not what was written.
    """
    try:
        for seen in scan(path):
            if seen.problems:
                raise ArchiveError(f"{path.name} at {seen.offset}: {seen.problems[0]}")
    except Torn as torn:
        raise ArchiveError(f"{path.name} at {torn.offset}: {torn.why}") from torn
    return sha256_of(path)
