"""Where an HTTP message ends, read from bytes as they come, and leniently.

Only the end is looked for: what a browser would put up with is put up with, because a page that is
refused here is a page lost. The vocabulary is that of RFC 9112; heads are read by archive.messages, so
that the archive and the wire cannot disagree.

Errors: :class:`NotHttp` where no message can be made out at all.
"""

import re

from archive.capture import Headers
from archive.messages import HEAD_LIMIT, headers_of, is_chunked, status_of

_HEAD_END = re.compile(rb"\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_CUT_OFF = re.compile(rb"[ \t]*[0-9a-fA-F]{0,15}[ \t]*(?:;[^\n]*|\r)?")  # a chunk-size line still to end
_LENGTH = re.compile(rb"\d{1,18}")
_LINE_LIMIT = 64 * 1024  # bytes of a chunk-size or trailer line


class NotHttp(Exception):
    """The bytes are no HTTP message."""


def values(headers: Headers, name: bytes) -> list[bytes]:
    """All values of that name (give it in lower case)."""
    return [value for key, value in headers if key.lower() == name]


def content_length(headers: Headers) -> int | None:
    """The declared length; of several that differ the largest, ``None`` where none is a number.

    RFC 9112 §6.3 would drop the connection; waiting for the most keeps the page, and says truncated.
    """
    found = b",".join(values(headers, b"content-length")).split(b",")
    numbers = [int(text) for text in map(bytes.strip, found) if _LENGTH.fullmatch(text)]
    return max(numbers, default=None)


class LengthBody:
    """A body of known length."""

    def __init__(self, length: int) -> None:
        self._left = length

    def feed(self, data: bytes) -> tuple[list[bytes], bytes | None]:
        """The entity's new pieces, and what follows the message once it has ended."""
        if len(data) < self._left:
            self._left -= len(data)
            return [data], None
        piece, rest = data[: self._left], data[self._left :]
        self._left = 0
        return [piece], rest

    def ends_here(self) -> bool:
        """Whether the message is whole if the connection closes now."""
        return self._left == 0

    def framed(self) -> bool:
        """Whether the end was told by the message itself, so that another can follow."""
        return self._left == 0


class CloseBody:
    """A body that lasts as long as the connection."""

    def feed(self, data: bytes) -> tuple[list[bytes], bytes | None]:
        """Everything is entity."""
        return [data], None

    def ends_here(self) -> bool:
        """Closing is how it ends."""
        return True

    def framed(self) -> bool:
        """Nothing can follow."""
        return False


class ChunkedBody:
    """A chunked body: bare line feeds, extensions and trailers are taken as they come.

    Where the chunking breaks off into something that is no chunk size, the rest is entity up to the
    close, as in archive.messages.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._left = 0
        self._state = self._size

    def feed(self, data: bytes) -> tuple[list[bytes], bytes | None]:
        """The entity's new pieces, and what follows the message once it has ended."""
        self._buffer += data
        pieces: list[bytes] = []
        while self._buffer and self._state(pieces):
            pass
        if self._state == self._over:
            return pieces, bytes(self._buffer)
        return pieces, None

    def ends_here(self) -> bool:
        """Whether the last chunk has been seen, or the chunking was none."""
        return self._state in (self._over, self._broken)

    def framed(self) -> bool:
        """Whether the last chunk told the end."""
        return self._state == self._over

    def _size(self, pieces: list[bytes]) -> bool:
        if len(self._buffer) < _LINE_LIMIT and _CUT_OFF.fullmatch(self._buffer):
            return False
        line = _CHUNK_SIZE.match(self._buffer)
        if line is None:
            self._state = self._broken
            return True
        self._left = int(line[1], 16)
        self._state = self._data if self._left else self._trailer
        del self._buffer[: line.end()]
        return True

    def _data(self, pieces: list[bytes]) -> bool:
        piece = bytes(self._buffer[: self._left])
        pieces.append(piece)
        self._left -= len(piece)
        del self._buffer[: len(piece)]
        if not self._left:
            self._state = self._line_end
        return True

    def _line_end(self, pieces: list[bytes]) -> bool:
        if self._buffer == b"\r":
            return False
        for end in (b"\r\n", b"\n"):
            if self._buffer.startswith(end):
                del self._buffer[: len(end)]
                break
        self._state = self._size
        return True

    def _trailer(self, pieces: list[bytes]) -> bool:
        end = self._buffer.find(b"\n")
        if end < 0 and len(self._buffer) < _LINE_LIMIT:
            return False
        blank = end < 0 or not self._buffer[:end].strip(b"\r")
        del self._buffer[: end + 1]
        if blank:
            self._state = self._over
        return True

    def _broken(self, pieces: list[bytes]) -> bool:
        pieces.append(bytes(self._buffer))
        self._buffer.clear()
        return False

    def _over(self, pieces: list[bytes]) -> bool:
        return False


Body = LengthBody | CloseBody | ChunkedBody


class ResponseReader:
    """One response to one request: heads (interim ones too), body, end.

    After :meth:`feed` has returned bytes (perhaps none) the message is over and they are surplus.
    ``parts`` are the entity's pieces (content coding kept) where ``keep`` is set; ``size`` its bytes.
    """

    def __init__(self, method: str, *, keep: bool = True) -> None:
        self.method = method
        self.status: int | None = None
        self.headers: Headers = ()
        self.version = b""
        self.parts: list[bytes] = []
        self.size = 0
        self.done = False
        self._fresh = bytearray()
        self._searched = 0
        self._keep = keep
        self._body: Body | None = None

    def feed(self, data: bytes) -> bytes | None:
        """Takes what came; ``None`` while the message goes on. Raises :class:`NotHttp`."""
        rest: bytes | None = data
        if self._body is None and not self.done:
            self._fresh += data
            rest = self._heads()
        if self._body is not None and rest is not None and not self.done:
            pieces, rest = self._body.feed(rest)
            self.size += sum(map(len, pieces))
            if self._keep:
                self.parts += pieces
        self.done = self.done or (self._body is not None and rest is not None)
        return rest if self.done else None

    def eof(self) -> bool:
        """The connection is closed: whether the message is whole. Raises :class:`NotHttp`."""
        if self.done:
            return True
        if self._body is None and self._fresh.strip():
            _refuse_other(self._fresh)
        self.done = self._body is not None and self._body.ends_here()
        return self.done

    @property
    def persistent(self) -> bool:
        """Whether the server leaves the connection open for another request."""
        tokens = b",".join(values(self.headers, b"connection")).lower()
        old = self.version == b"1.0" and b"keep-alive" not in tokens
        framed = self._body is not None and self._body.framed()
        return self.done and framed and not old and b"close" not in tokens and self.status != 101

    def _heads(self) -> bytes | None:
        """Reads heads until a final one; the bytes after it, or ``None`` where more must come."""
        while True:
            start = len(self._fresh) - len(self._fresh.lstrip(b"\r\n"))
            _refuse_other(self._fresh[start : start + 64])
            end = _HEAD_END.search(self._fresh, max(start, self._searched))
            if end is None:
                self._searched = max(0, len(self._fresh) - 3)  # a drip is not searched from its start again
                if len(self._fresh) > HEAD_LIMIT:
                    raise NotHttp(f"the response head is longer than {HEAD_LIMIT} bytes")
                return None
            head, rest = bytes(self._fresh[start : end.end()]), bytes(self._fresh[end.end() :])
            self._fresh, self._searched = bytearray(rest), 0
            self._read(head)
            if self.status is None or not 100 <= self.status < 200 or self.status == 101:
                self._body = self._framing()
                return rest

    def _read(self, head: bytes) -> None:
        self.status = status_of(head)
        if self.status is None:
            raise NotHttp(f"no status code in {head[:60]!r}")
        self.version = head[5:8]
        self.headers = headers_of(head)

    def _framing(self) -> Body:
        """How the body is framed (RFC 9112 §6.3)."""
        if self.method == "HEAD" or self.status in (101, 204, 304):
            return LengthBody(0)
        if is_chunked(self.headers):
            return ChunkedBody()
        length = content_length(self.headers)
        return CloseBody() if length is None else LengthBody(length)


def _refuse_other(start: bytes | bytearray) -> None:
    """Raises :class:`NotHttp` once the bytes cannot begin a status line any more."""
    first = bytes(start[:5]).upper()
    if first != b"HTTP/"[: len(first)]:
        raise NotHttp(f"the answer is no HTTP, it begins {bytes(start[:40])!r}")
