"""The index: sorted CDXJ, SURT keys, line for line what ``cdxj-indexer -s`` makes of the same files.

A line is ``key timestamp {json}`` and ends in ``\\n``; lines are sorted by their bytes (``LC_ALL=C``).
"""

import itertools
import json
import mmap
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.capture import RecordLocation
from archive.records import WARC_FIELDS
from archive.values import Piece, digest
from archive.warcfile import sync_directory

# host, and path without a dot or slash that SURT would take out
_PLAIN = re.compile(
    r"(https?://[a-z0-9.-]+(?::\d+)?)/((?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*)"
)
_SPACE = re.compile(r"[;\s]")
INDEXED = frozenset({"response", "revisit", "resource", "metadata"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the index. ``timestamp`` has 14 digits; numbers that are not there are ``None``."""

    key: str
    timestamp: str
    url: str
    mime: str | None
    status: str | None
    digest: str | None
    location: RecordLocation

    @classmethod
    def parse(cls, text: str | bytes) -> "Line":
        """Reads a line; numbers may be strings or numbers. Raises ``ValueError``."""
        line = text.decode() if isinstance(text, bytes) else text
        key, timestamp, rest = line.split(" ", 2)
        fields = json.loads(rest)
        try:
            location = RecordLocation(
                filename=fields["filename"], offset=int(fields["offset"]), length=int(fields["length"])
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no place in the index line {line[:80]!r}") from error
        status = fields.get("status")
        return cls(
            key=key,
            timestamp=timestamp,
            url=fields.get("url", ""),
            mime=fields.get("mime"),
            status=None if status is None else str(status),
            digest=fields.get("digest"),
            location=location,
        )


def key_of(url: str) -> str:
    """The SURT key, or the URL itself where SURT can make nothing of it (as cdxj-indexer does).

    Of an address without anything to reorder or strip only the host needs SURT, once.
    """
    plain = _PLAIN.fullmatch(url)
    return _surt(plain[1] + "/") + plain[2].lower() if plain else _surt(url)


@lru_cache(maxsize=4096)
def _surt(url: str) -> str:
    import surt  # a quarter of a second, for a list of public suffixes nobody here asks

    try:
        return str(surt.surt(url))
    except Exception:  # noqa: BLE001  # surt raises whatever its parts raise
        return url


def timestamp_of(date: str) -> str:
    """The 14 digits of a WARC-Date."""
    return re.sub(r"\D", "", date)[:14]


def line(
    *,
    record_type: str,
    target_uri: str,
    date: str,
    content_type: str | None,
    payload_digest: str | None,
    block: Iterable[Piece],
    location: RecordLocation,
) -> bytes | None:
    """The index line of a record, ``None`` for one that is not indexed."""
    if record_type not in INDEXED:
        return None
    if record_type in ("resource", "metadata") and content_type == WARC_FIELDS:
        return None
    http, rest = _http_view(record_type, target_uri, block)
    fields: dict[str, str] = {"url": target_uri}
    mime = "warc/revisit" if record_type == "revisit" else http.mime if http else content_type
    if record_type == "response" and http is None:
        mime = None
    if mime is not None:
        fields["mime"] = _SPACE.split(mime, maxsplit=1)[0].strip() if mime else mime
    if http is not None and http.status is not None and record_type != "resource":
        fields["status"] = http.status
    fields["digest"] = payload_digest or digest(rest)
    fields["length"] = str(location.length)
    fields["offset"] = str(location.offset)
    fields["filename"] = location.filename
    return f"{key_of(target_uri)} {timestamp_of(date)} {json.dumps(fields)}\n".encode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Http:
    status: str | None
    mime: str | None


def _http_view(
    record_type: str, target_uri: str, block: Iterable[Piece]
) -> tuple[_Http | None, list[Piece]]:
    """Status and media type as warcio reads them, and the block after the head."""
    pieces = [piece for piece in block if len(piece)]
    wants = record_type in ("response", "revisit") and target_uri.startswith(("http:", "https:"))
    if not wants or not pieces:
        return None, pieces
    first = bytes(pieces[0][: 1 << 20])
    lines, end = _head_lines(first)
    return _as_warcio(lines), [memoryview(pieces[0])[end:], *pieces[1:]]


def _head_lines(block: bytes) -> tuple[list[str], int]:
    """The lines up to the first that is blank when stripped, and the offset after that one."""
    lines: list[str] = []
    at = 0
    for raw in _by_lf(block):
        at += len(raw)
        text = decoded_line(raw).rstrip()
        if not text:
            break
        lines.append(text)
    return lines, at


def _by_lf(block: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(block):
        end = block.find(b"\n", at)
        end = len(block) if end < 0 else end + 1
        yield block[at:end]
        at = end


def decoded_line(raw: bytes) -> str:
    """UTF-8, or Latin-1 where it is not."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _as_warcio(lines: list[str]) -> _Http:
    if not lines:
        return _Http(status=None, mime=None)
    _, _, rest = lines[0].partition(" ")
    status: str | None = rest.strip().split(" ", 1)[0]
    mime = None
    named = False
    for name, value in _unfolded(lines[1:]):
        named = True
        if mime is None and name.lower() == "content-type":
            mime = value
    if not rest.strip() and not named:
        status = None
    return _Http(status=status, mime=mime)


def _unfolded(lines: list[str]) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(lines):
        name, colon, value = lines[at].partition(":")
        value = value.lstrip()
        at += 1
        while at < len(lines) and lines[at].startswith((" ", "\t")):
            value += lines[at]
            at += 1
        if colon:
            yield name.rstrip(" \t"), value


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap | bytes]:
    if not path.exists() or not path.stat().st_size:
        yield b""
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        yield mapped


class _Lines:
    """A sorted index as a sequence for bisection: position in bytes -> the line there."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self.data = data

    def start(self, at: int) -> int:
        """The beginning of the line that holds byte ``at``."""
        return self.data.rfind(b"\n", 0, at) + 1

    def line(self, start: int) -> bytes:
        end = self.data.find(b"\n", start)
        return self.data[start : len(self.data) if end < 0 else end + 1]

    def position(self, wanted: bytes, low: int = 0) -> int:
        """Where the first line not before ``wanted`` begins."""
        high = len(self.data)
        while low < high:
            middle = self.start((low + high) // 2)
            found = self.line(middle)
            if found < wanted:
                low = middle + len(found)
            else:
                high = middle
        return low


def find(path: Path, prefix: bytes) -> list[bytes]:
    """All lines of the index at ``path`` that begin with ``prefix``."""
    with _mapped(path) as data:
        lines = _Lines(data)
        at = lines.position(prefix)
        found: list[bytes] = []
        while at < len(data) and (line_ := lines.line(at)).startswith(prefix):
            found.append(line_)
            at += len(line_)
        return found


def merge(path: Path, added: Iterable[bytes], *, without: frozenset[str] = frozenset()) -> None:
    """Adds lines to the index at ``path``: written beside, synced, renamed. A line is there once.

    ``without`` names WARC files whose lines are dropped. Memory is that of the added lines.
    """
    lines = sorted(set(added))
    temporary = path.with_name(path.name + ".new")
    try:
        with _mapped(path) as old, temporary.open("wb", buffering=1 << 20) as out:
            for piece in _merged(old, lines):
                out.writelines(_kept(piece, without)) if without else out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
        sync_directory(path.parent)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _merged(old: mmap.mmap | bytes, lines: list[bytes]) -> Iterator[bytes]:
    view, at = _Lines(old), 0
    for new in lines:
        put = view.position(new, at)
        if put > at:
            yield old[at:put]
        at = put
        if view.line(at) != new:
            yield new
    if at < len(old):
        yield old[at:]


def _kept(piece: bytes, without: frozenset[str]) -> Iterator[bytes]:
    for one in piece.splitlines(keepends=True):
        if Line.parse(one).location.filename not in without:
            yield one


def is_sorted(lines: Iterable[bytes]) -> bool:
    """Whether lines stand in the order of their bytes, none twice."""
    return all(earlier < later for earlier, later in itertools.pairwise(lines))
