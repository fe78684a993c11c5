"""One WARC file on disk: how a record becomes a gzip member, and how a file is opened and finished."""

import os
import socket
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from isal import isal_zlib

from archive.records import Record, serialise
from archive.values import Piece

OPEN = ".open"
SUFFIX = ".warc.gz"
IMPORTED = "import-"  # how the names of files begin that others made; no ledger is needed to tell them
LEVEL = 2  # isal: within 10 % of zlib 6 in size at a ninth of its time on our pages (measured)
# what isal raises depends on the call
UNPACK_ERRORS: tuple[type[Exception], ...] = (
    cast("type[Exception]", isal_zlib.IsalError),
    zlib.error,
    EOFError,
    ValueError,
    OSError,
)
SMALL = 1 << 20  # bytes; a record up to this size is compressed in one call


def pack(pieces: Iterable[Piece]) -> list[bytes]:
    """One gzip member (RFC 1952) of these bytes; no time and no name in its header."""
    whole = list(pieces)
    if sum(map(len, whole)) <= SMALL:
        return [isal_zlib.compress(b"".join(whole), LEVEL, 31)]
    engine = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, 31)
    packed = [
        engine.compress(piece[at : at + SMALL]) for piece in whole for at in range(0, len(piece), SMALL)
    ]
    return [*(part for part in packed if part), engine.flush()]


def member(record: Record) -> list[bytes]:
    """A record as its gzip member, in pieces."""
    return pack(serialise(record))


def file_name(prefix: str, serial: int, moment: datetime | None = None) -> str:
    """``prefix-timestamp-serial-host.warc.gz``, the order WARC files are named in (Annex C)."""
    moment = moment or datetime.now(UTC)
    host = "".join(c for c in socket.gethostname().partition(".")[0] if c.isalnum() or c == "-")
    return f"{prefix}-{moment:%Y%m%d%H%M%S}-{serial:05d}-{host or 'host'}{SUFFIX}"


def path_of(directory: Path, name: str) -> Path:
    """Where the file lies, finished or still open."""
    path = directory / name
    if not path.exists() and (opened := directory / (name + OPEN)).exists():
        return opened
    return path


def final_name(path: Path) -> str:
    """The name that the file has, or will have when it is finished."""
    return path.name.removesuffix(OPEN)


def sync_directory(directory: Path) -> None:
    """Makes a rename durable."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class OpenFile:
    """The file that records are appended to: ``NAME.open`` until :meth:`finish`."""

    def __init__(self, directory: Path, name: str) -> None:
        self.directory, self.name = directory, name
        self._file = (directory / (name + OPEN)).open("xb", buffering=0)
        self.size = 0

    def append(self, members: Iterable[Iterable[bytes]]) -> list[tuple[int, int]]:
        """Writes members; (offset, length) of each. Raises ``OSError`` where nothing more fits."""
        pieces: list[bytes] = []
        places: list[tuple[int, int]] = []
        end = self.size
        for parts in members:
            start = end
            for part in parts:
                pieces.append(part)
                end += len(part)
            places.append((start, end - start))
        data = memoryview(b"".join(pieces))
        while data:
            data = data[self._file.write(data) or 0 :]
        self.size = end
        return places

    def sync(self) -> None:
        """To the disk, not only to the system."""
        os.fsync(self._file.fileno())

    def cut(self, size: int) -> None:
        """Takes back everything after ``size``."""
        self._file.truncate(size)
        self._file.seek(size)
        self.size = size

    def close(self) -> None:
        """Lets go of the file as it is."""
        self._file.close()


def finish(directory: Path, name: str) -> None:
    """``NAME.open`` becomes ``NAME``, durably."""
    (directory / (name + OPEN)).rename(directory / name)
    sync_directory(directory)
