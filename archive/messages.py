"""HTTP messages as they crossed the wire: where the head ends, what is framing, what is entity.

Nothing here refuses: servers send heads with bare line feeds, names that are no tokens, lengths that
lie, chunks that stop. What cannot be read as HTTP is kept as it came.

A message is stored verbatim where every WARC reader finds the same entity in it. Where it came chunked,
behind interim (1xx) answers, or with a blank-looking line in its head, the stored form differs from the
wire and :attr:`Message.framing` says how to go back (WARC/1.1 §6.3.2 wants transfer-coding removed).
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.capture import Headers

MOST_CHUNKS = 200_000  # a body in more pieces is there to exhaust whoever takes it apart
HEAD_LIMIT = 256 * 1024  # bytes; no server's head is longer, and a search must end

Segment = tuple[str, bytes | int]

_BLANK = re.compile(rb"\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d+(?:\.\d+)?[ \t]+(\d{3})(?!\d)", re.I)
_INTERIM = re.compile(rb"(?:\r?\n)*(?:HTTP/\d+(?:\.\d+)?[ \t]+1(?!01)\d\d(?!\d))?", re.I)
_TRANSFER = re.compile(rb"^(?=(?:transfer-encoding|content-length)[ \t]*:)", re.I | re.M)
_TRANSFER_LINE = re.compile(rb"^transfer-encoding[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*\n", re.I | re.M)
# A line in the head without a visible character: other readers take it for the end of the head.
_BLANK_LOOKING = re.compile(rb"(?<=\n)(?!\r?\n)[^!-~\n]+\n")
_PLAIN = re.compile(rb"HTTP/1\.[01][ \t]+\d{3}(?!\d)[^\r\n]*\r\n(?:(?=[^!-~\r\n]*[!-~])[^\r\n]*\r\n)*\r\n")
_CHUNKED = re.compile(rb"chunked", re.I)
_CUT_OFF = re.compile(rb"\r?|[ \t]*[0-9a-fA-F]{0,15}[ \t]*(?:;[^\n]*|\r)?")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A response taken apart. ``head`` is what is stored, up to and with its blank line.

    ``entity`` is the payload in pieces (content-coding kept); ``framing`` is ``None`` where
    head + entity is the wire. ``is_http`` is false for bytes that begin with no status line.
    """

    head: bytes
    headers: Headers
    status: int | None
    entity: tuple[memoryview, ...]
    framing: tuple[Segment, ...] | None
    is_http: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether every WARC reader sees the head end where it does; FastWARC does not where lines end
        in a bare line feed (measured). Only then does a payload digest mean the same to all of them. It
        does not either where a body is left in its chunks."""
        if not self.is_http or _PLAIN.fullmatch(self.head) is None:
            return False
        return not self.length or not _CHUNKED.search(self.head) or not is_chunked(headers_of(self.head))

    @property
    def length(self) -> int:
        """Bytes of the entity."""
        return sum(len(piece) for piece in self.entity)


def head_end(message: bytes | memoryview, start: int = 0) -> int | None:
    """Offset just past the blank line that ends the head; ``None`` where there is none."""
    found = _BLANK.search(message, start, start + HEAD_LIMIT)
    return found.end() if found else None


def headers_of(head: bytes) -> Headers:
    """The header lines in order, case and duplicates kept; folded lines joined by a space.

    >>> headers_of(b"HTTP/1.1 200 OK\\r\\nA: 1\\r\\n b\\r\\na : 2\\r\\nnonsense\\r\\n\\r\\n")
    ((b'A', b'1 b'), (b'a', b'2'))
    """
    found: list[tuple[bytes, list[bytes]]] = []
    for line in head.split(b"\n")[1:]:
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1].append(line.strip())
        elif b":" in line:
            name, _, value = line.partition(b":")
            found.append((name.strip(), [value.strip()]))
    return tuple((name, b" ".join(lines).strip()) for name, lines in found)


def status_of(head: bytes) -> int | None:
    """The status code, or ``None`` where the first line has none."""
    found = _STATUS.match(head)
    return int(found[1]) if found else None


def header(headers: Headers, name: bytes) -> bytes | None:
    """The first value of that name (give it in lower case)."""
    return next((value for key, value in headers if key.lower() == name), None)


def received(wire: bytes | memoryview) -> Message:
    """Takes a response apart. Never fails; what is no HTTP comes back as entity only."""
    view = memoryview(wire)
    start = _final_start(view)
    if bytes(view[start : start + 5]).upper() != b"HTTP/":
        return Message(head=b"", headers=(), status=None, entity=(view,), framing=None, is_http=False)
    end = head_end(view, start)
    if end is None:
        end = len(view)
    return _take_apart(view, start, end)


def _final_start(view: memoryview) -> int:
    """Where the final answer begins: past stray line ends and interim answers (RFC 9110 §15.2)."""
    start = 0
    while True:
        found = _INTERIM.match(view, start)
        assert found is not None  # the pattern matches the empty string
        blank = len(found[0]) - len(found[0].lstrip(b"\r\n"))
        if found[0].strip():
            end = head_end(view, start + blank)
            if end is None or end == len(view):
                return start + blank  # nothing follows: the interim answer is all there is
            start = end
        else:
            return start + blank if bytes(view[start + blank : start + blank + 5]) == b"HTTP/" else start


def _take_apart(view: memoryview, start: int, end: int) -> Message:
    raw = bytes(view[start:end])
    headers, body = headers_of(raw), view[end:]
    head = _BLANK_LOOKING.sub(b"", raw)
    segments: list[Segment] = [("raw", bytes(view[:end]))]
    entity: tuple[memoryview, ...] = (body,) if len(body) else ()
    opened = _dechunk(body) if len(body) and is_chunked(headers) else None
    if opened:
        entity = opened[0]
        segments += opened[1]
        head = _dechunked_head(head, sum(map(len, entity)))
    elif len(body):
        segments.append(("body", len(body)))
    changed = start > 0 or head != raw
    return Message(
        head=head,
        headers=headers,
        status=status_of(raw),
        entity=entity,
        framing=tuple(segments) if changed else None,
    )


def is_chunked(headers: Headers) -> bool:
    """Whether the last transfer-coding named is chunked."""
    codings = b",".join(value for name, value in headers if name.lower() == b"transfer-encoding")
    return codings.split(b",")[-1].strip().lower() == b"chunked"


def _dechunked_head(head: bytes, length: int) -> bytes:
    """Transfer-Encoding set aside under another name, the right Content-Length after it."""
    head = re.sub(rb"(?<!\r)\n", b"\r\n", head)
    line = _TRANSFER_LINE.search(head)
    if line is None:  # pragma: no cover - is_chunked has seen the header
        return head
    put = line.end()
    added = b"Content-Length: %d\r\n" % length
    return _TRANSFER.sub(b"X-Orig-", head[:put]) + added + _TRANSFER.sub(b"X-Orig-", head[put:])


def _dechunk(body: memoryview) -> tuple[tuple[memoryview, ...], list[Segment]] | None:
    """Entity pieces, and the segments that give the body back; ``None`` for more than ``MOST_CHUNKS``.

    Where the chunking breaks off into something that is no chunk size, the rest is entity: a header
    that says chunked over a body that is not loses nothing.
    """
    entity: list[memoryview] = []
    segments: list[Segment] = []
    at, raw_from = 0, 0
    while size_line := _CHUNK_SIZE.match(body, at):
        size = int(size_line[1], 16)
        if not size:
            segments.append(("raw", bytes(body[raw_from:])))  # last chunk, trailers, surplus
            return tuple(entity), segments
        if len(entity) == MOST_CHUNKS:
            return None
        piece = body[size_line.end() : size_line.end() + size]
        segments += [("raw", bytes(body[raw_from : size_line.end()])), ("body", len(piece))]
        entity.append(piece)
        raw_from = size_line.end() + len(piece)
        at = raw_from + len(_line_end(body, raw_from))
    if _is_cut_off(body, at):
        return tuple(entity), [*segments, ("raw", bytes(body[raw_from:]))]
    segments += [("raw", bytes(body[raw_from:at])), ("body", len(body) - at)]
    return (*entity, body[at:]), segments


def _line_end(body: memoryview, at: int) -> bytes:
    for end in (b"\r\n", b"\n"):
        if bytes(body[at : at + len(end)]) == end:
            return end
    return b""


def _is_cut_off(body: memoryview, at: int) -> bool:
    """Whether what is left is the beginning of a chunk-size line that never ended."""
    left = bytes(body[at : at + 4096])
    return _CUT_OFF.fullmatch(left) is not None


def framing_json(segments: Sequence[Segment], wire: Iterable[bytes | memoryview]) -> dict[str, Any]:
    """The framing record's block (CONTRACT, "On disk"), with the SHA-256 of the wire beside it."""
    digest = hashlib.sha256()
    for piece in wire:
        digest.update(piece)
    named = [
        [kind, base64.b64encode(what).decode() if isinstance(what, bytes) else what]
        for kind, what in segments
        if what
    ]
    return {"segments": named, "sha256": digest.hexdigest()}


def rebuilds(response: bytes, framing: dict[str, Any]) -> bool:
    """Whether the two lead back to the bytes that crossed the wire."""
    wanted = framing.get("sha256")
    return wanted in (None, hashlib.sha256(rebuild(response, framing)).hexdigest())


def rebuild(response: bytes, framing: dict[str, Any] | None) -> bytes:
    """The message as it crossed the wire, from the stored block and its framing record's JSON.

    Raises ``ValueError`` where the two do not belong together.
    """
    if framing is None:
        return response
    at = head_end(response)
    at = len(response) if at is None else at
    parts: list[bytes] = []
    for kind, what in framing["segments"]:
        if kind == "raw":
            parts.append(base64.b64decode(what))
            continue
        if kind != "body" or at + what > len(response):
            raise ValueError("the framing record does not fit the response")
        parts.append(response[at : at + what])
        at += what
    return b"".join(parts)
