"""WARC files of others, record by record, however they are packed; and how they are packed as ours.

A record is kept byte for byte: its head, its block, its closing line ends. Only the packing changes, to
one gzip member a record, and only where it is not that already.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from isal import igzip

from archive import warcfile
from archive.errors import NotWarc
from archive.members import WARC_HEAD_LIMIT, Seen, Torn, parse_fields, scan

RECORD_LIMIT = 512 << 20  # bytes of one record's block
ROOM = 4 << 30  # bytes that any file may unpack to
RATIO = 200  # times its own size that a larger file may unpack to
_VERSIONS = re.compile(rb"WARC/(0\.1[78]|1\.[01])\r?\n")
_KINDS = {
    b"filedesc://": "it is an ARC file: convert it with `warcio recompress` first",
    b"\x28\xb5\x2f\xfd": "it is packed with Zstandard: unpack it first",
    b"WARC/1.0\r\r\n": "its line ends are doubled (CR CR LF): a transfer has changed it",
    b"%PDF": "it is a PDF",
    b"<": "it is a web page, no archive of one",
}


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record's bytes: head with its blank line, and block. ``offset`` is in the unpacked file."""

    offset: int
    head: bytes
    block: bytes


def kind_of(path: Path) -> str:
    """``warc``, ``warc.gz`` or ``wacz``, by content. Raises :class:`NotWarc` with what it is instead."""
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(b"\x1f\x8b"):
        return "warc.gz"
    if start.startswith(b"PK"):
        return "wacz"
    if _VERSIONS.match(start.lstrip(b"\r\n")):
        return "warc"
    if not start:
        raise NotWarc("it is empty")
    for magic, reason in _KINDS.items():
        if start.lstrip().startswith(magic):
            raise NotWarc(reason)
    raise NotWarc(f"it begins with {start[:20]!r}, which no WARC or WACZ does")


def is_packed_as_ours(path: Path) -> bool:
    """Whether it has one sound gzip member a record."""
    try:
        return all(_is_well_formed(seen) for seen in scan(path))
    except Torn:
        return False


def _is_well_formed(seen: Seen) -> bool:
    return not any("Content-Length" in problem or "line ends" in problem for problem in seen.problems)


def repack(path: Path, to: Path) -> None:
    """Writes a file's records, one gzip member each. Raises :class:`NotWarc`."""
    with to.open("wb") as out:
        for record in records(path):
            out.writelines(warcfile.pack([record.head, record.block, b"\r\n\r\n"]))


def records(path: Path) -> Iterator[RawRecord]:
    """All records of a ``.warc`` or ``.warc.gz``. Raises :class:`NotWarc` at the first that is none."""
    room = max(ROOM, RATIO * path.stat().st_size)
    packed = kind_of(path) == "warc.gz"
    try:
        with _unpacked(path) if packed else path.open("rb") as file:
            yield from _records(file, room)
    except warcfile.UNPACK_ERRORS as error:
        raise NotWarc(f"its compression is damaged: {error}") from error


def _unpacked(path: Path) -> IO[bytes]:
    """All members of a gzip file as one stream; igzip publishes no types for it."""
    return cast("IO[bytes]", igzip.open(path, "rb"))  # type: ignore[no-untyped-call]


def _records(file: IO[bytes], room: int) -> Iterator[RawRecord]:
    offset = 0
    while True:
        line, blank = _first_line(file)
        offset += blank
        if not line:
            if not offset:
                raise NotWarc("it unpacks to nothing")
            return
        head = line + _rest_of_head(file, line, offset)
        length = _length(head, offset)
        block = file.read(length)
        if len(block) < length:
            raise NotWarc(f"it ends in the middle of the record at {offset}")
        yield RawRecord(offset, head, block)
        offset += len(head) + length
        if offset > room:
            raise NotWarc(f"it unpacks to more than {room >> 20} MiB from a far smaller file")


def _first_line(file: IO[bytes]) -> tuple[bytes, int]:
    """The next line that is not blank, and how many bytes of line ends lay before it."""
    blank = 0
    while True:
        line = file.readline(WARC_HEAD_LIMIT)
        if line.strip(b"\r\n") or not line:
            return line, blank
        blank += len(line)


def _rest_of_head(file: IO[bytes], first: bytes, offset: int) -> bytes:
    if first.startswith(b"filedesc://"):
        raise NotWarc(_KINDS[b"filedesc://"])
    if not _VERSIONS.match(first):
        raise NotWarc(f"at {offset} there is no WARC record but {first[:40]!r}")
    lines, size = [], 0
    while line := file.readline(WARC_HEAD_LIMIT):
        lines.append(line)
        size += len(line)
        if not line.strip(b"\r\n"):
            return b"".join(lines)
        if size > WARC_HEAD_LIMIT:
            break
    raise NotWarc(f"the head of the record at {offset} has no end")


def _length(head: bytes, offset: int) -> int:
    """Content-Length, once the head has what every record must have (§5)."""
    _, fields = parse_fields(head)
    named = {name.lower(): value for name, value in fields}
    for wanted in ("warc-record-id", "warc-type", "warc-date", "content-length"):
        if not named.get(wanted):
            raise NotWarc(f"the record at {offset} has no {wanted}")
    if not named["content-length"].isdecimal():
        raise NotWarc(f"the record at {offset} has the length {named['content-length'][:20]!r}")
    length = int(named["content-length"])
    if length > RECORD_LIMIT:
        raise NotWarc(f"the record at {offset} has {length} bytes, more than {RECORD_LIMIT} are not taken")
    return length
