"""Walks the gzip members of a WARC file and checks each as it goes by, without knowing the ledger.

Memory stays flat whatever a record's size. FastWARC and warcio read faster or as fast, but neither says
where the good part of a torn file ends, and both pass over a torn tail in silence (ARCHIVE.md §4).
"""

import base64
import hashlib
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isal import isal_zlib

from archive import messages
from archive.errors import ArchiveError
from archive.messages import HEAD_LIMIT
from archive.values import base32
from archive.warcfile import UNPACK_ERRORS

STEP = 1 << 15  # bytes of the file fed at a time; a page's member is about a third of it
WARC_HEAD_LIMIT = 1 << 20
_HTTP_TYPES = frozenset({"response", "request", "revisit"})
_DIGEST = re.compile(r"([A-Za-z0-9-]+):([A-Za-z2-7=0-9+/_-]+)$")


class Torn(ArchiveError):
    """The file ends, or stops making sense, in the middle of a record that begins at ``offset``."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A record that went by. ``head`` is the first of its block (up to 256 KiB), for the index.

    ``problems`` are sentences; empty where length, ending and both digests are right.
    """

    offset: int
    length: int
    version: str
    fields: tuple[tuple[str, str], ...]
    head: bytes
    block_length: int
    payload_length: int
    payload_digest: str
    problems: tuple[str, ...]

    def get(self, name: str) -> str | None:
        """The first field of that name (any case)."""
        return field_of(self.fields, name)

    @property
    def type(self) -> str:
        """WARC-Type."""
        return self.get("WARC-Type") or ""

    @property
    def record_id(self) -> str:
        """WARC-Record-ID without its brackets."""
        return (self.get("WARC-Record-ID") or "").strip("<>")


def field_of(fields: tuple[tuple[str, str], ...], name: str) -> str | None:
    """The first named field's value, the name in any case."""
    wanted, size = name.lower(), len(name)
    for key, value in fields:  # a loop: it runs nine times a record, and a generator costs as much again
        if len(key) == size and key.lower() == wanted:
            return value
    return None


def parse_fields(head: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Version line and named fields of a record's head. Raises ``ValueError`` for what is no record."""
    version, _, rest = head.partition(b"\n")
    if not version.startswith(b"WARC/"):
        raise ValueError(f"no WARC record begins here but {version[:40]!r}")
    text = _text(rest)
    if "\n " in text or "\n\t" in text:  # a folded line, which hardly any writer makes
        pairs = messages.headers_of(b"\n" + rest)
        return _text(version.strip()), tuple((_text(name), _text(value)) for name, value in pairs)
    named = (line.partition(":") for line in text.split("\n") if ":" in line)
    return _text(version.strip()), tuple((name.strip(), value.strip()) for name, _, value in named)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


@dataclass(slots=True)
class _Digests:
    """The hashes a record asks for, over its block and over its payload."""

    block: Any
    payload: Any


@dataclass(slots=True)
class _Scan:
    """One record, fed as it is unpacked."""

    head: bytearray = field(default_factory=bytearray)
    version: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    declared: int = 0
    taken: int = 0
    tail: bytearray = field(default_factory=bytearray)
    block_head: bytearray = field(default_factory=bytearray)
    payload_at: int | None = None
    digests: _Digests | None = None

    def feed(self, data: bytes) -> None:
        if self.digests is None:
            self.head += data
            data = self._begin()
        if self.digests is None or not data:
            return
        block = data[: self.declared - self.taken]
        self.tail += data[len(block) : len(block) + 16]
        self.taken += len(block)
        if block:
            self._block(block)

    def _begin(self) -> bytes:
        end = messages.head_end(bytes(self.head))
        if end is None:
            if len(self.head) > WARC_HEAD_LIMIT or not self.head.startswith(b"WARC/"[: len(self.head)]):
                raise ValueError("no WARC record begins here")
            return b""
        self.version, self.fields = parse_fields(bytes(self.head[:end]))
        self.declared = int(field_of(self.fields, "Content-Length") or "")
        if self.declared < 0:
            raise ValueError("negative Content-Length")
        rest = bytes(self.head[end:])
        payload = hasher(field_of(self.fields, "WARC-Payload-Digest"))
        self.digests = _Digests(
            hasher(field_of(self.fields, "WARC-Block-Digest")),
            payload or hashlib.sha1(usedforsecurity=False),
        )
        if not self._is_http():
            self.payload_at = 0
        return rest

    def _is_http(self) -> bool:
        kind = field_of(self.fields, "WARC-Type")
        return kind in _HTTP_TYPES and (
            (field_of(self.fields, "WARC-Target-URI") or "").strip("<>").lower().startswith("http")
        )

    def _block(self, block: bytes) -> None:
        assert self.digests is not None
        if self.digests.block:
            self.digests.block.update(block)
        if self.payload_at is not None:
            if len(self.block_head) < HEAD_LIMIT:
                self.block_head += block[: HEAD_LIMIT - len(self.block_head)]
            self._payload(block)
            return
        self.block_head += block
        self._find_payload(last=self.taken == self.declared)

    def _find_payload(self, *, last: bool) -> None:
        at = messages.head_end(bytes(self.block_head))
        if at is None and (last or len(self.block_head) >= HEAD_LIMIT):
            at = len(self.block_head)
        if at is not None:
            self.payload_at = at
            self._payload(bytes(self.block_head[at:]))

    def _payload(self, piece: bytes) -> None:
        assert self.digests is not None
        self.digests.payload.update(piece)

    def done(self, offset: int, length: int) -> Seen:
        if self.digests is None:
            raise ValueError("the record has no end of its head")
        return Seen(
            offset=offset,
            length=length,
            version=self.version,
            fields=self.fields,
            head=bytes(self.block_head),
            block_length=self.taken,
            payload_length=self.taken - (self.payload_at or 0),
            payload_digest=field_of(self.fields, "WARC-Payload-Digest") or self._payload_sha1(),
            problems=tuple(self._problems()),
        )

    def _payload_sha1(self) -> str:
        assert self.digests is not None
        return "sha1:" + base32(self.digests.payload.digest())

    def _problems(self) -> Iterator[str]:
        assert self.digests is not None
        if self.taken != self.declared:
            yield f"Content-Length says {self.declared} bytes, the block has {self.taken}"
        elif bytes(self.tail) != b"\r\n\r\n":
            yield "the record does not end in two line ends"
        if not same(field_of(self.fields, "WARC-Block-Digest"), self.digests.block):
            yield "the block does not match its digest"
        if field_of(self.fields, "WARC-Type") == "revisit" or self._is_chunked():
            return  # the payload is elsewhere, or the digest is of its de-chunked form
        if not same(field_of(self.fields, "WARC-Payload-Digest"), self.digests.payload):
            yield "the payload does not match its digest"

    def _is_chunked(self) -> bool:
        return bool(self.payload_at) and messages.is_chunked(
            messages.headers_of(bytes(self.block_head[: self.payload_at]))
        )


def hasher(labelled: str | None) -> Any:
    """A hash object for a labelled digest, ``None`` where there is none or its kind is unknown."""
    found = _DIGEST.match(labelled or "")
    if not found:
        return None
    name = found[1].lower().replace("sha-", "sha")
    if name == "sha1":
        return hashlib.sha1(usedforsecurity=False)
    try:
        return hashlib.new(name, usedforsecurity=False)
    except ValueError:
        return None


def same(labelled: str | None, computed: Any) -> bool:
    """Whether a labelled digest (Base32 or Base16, any case) is the one computed."""
    found = _DIGEST.match(labelled or "")
    if not found or computed is None:
        return True
    value, raw = found[2].rstrip("="), computed.digest()
    if len(raw) == 20 and len(value) == 32:
        return value.upper() == base32(raw)
    return value.lower() == raw.hex() or value.upper() == base64.b32encode(raw).decode().rstrip("=")


def scan(path: Path, start: int = 0, end: int | None = None) -> Iterator[Seen]:
    """Every member of a ``.warc.gz`` from an offset on, to the end or to where the last is to begin.

    Raises :class:`Torn` where a member is cut off or is no record; what came before is sound gzip.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2) if end is None else end
        if start >= size:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            at = start
            while at < size:
                seen = _one(data, at)
                yield seen
                at += seen.length


def _one(data: mmap.mmap, offset: int) -> Seen:
    unpacker, record, at = isal_zlib.decompressobj(31), _Scan(), offset
    try:
        while not unpacker.eof:
            fed = data[at : at + STEP]
            if not fed:
                raise Torn(offset, "the file ends in the middle of a record")
            at += len(fed)
            record.feed(unpacker.decompress(fed))
        return record.done(offset, at - len(unpacker.unused_data) - offset)
    except UNPACK_ERRORS as error:
        raise Torn(offset, f"damaged: {error}") from error
