"""A browser's request as the proxy receives it, and as the server is to receive it.

Inside a tunnel the bytes pass untouched; a plain request to a proxy names the whole URL in its first
line and carries Proxy-* lines (RFC 9112 §3.2.2), which are the proxy's and not the server's.
"""

import asyncio
import re
from dataclasses import dataclass

from archive.capture import Headers
from archive.messages import headers_of, is_chunked
from crawler.wire.reading import ChunkedBody, content_length

HEAD_LIMIT = 256 * 1024  # bytes
BODY_LIMIT = 16 * 1024 * 1024  # bytes of a form or upload

_FIRST_LINE = re.compile(rb"([A-Z]+) ([^ \r\n]+) HTTP/1\.[01]\r?\n")
_PROXY_LINES = re.compile(rb"^proxy-[a-z-]+[ \t]*:[^\n]*\n", re.I | re.M)


class BadRequest(Exception):
    """What came from the browser is no request that can be passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserRequest:
    """``target`` as in the request line; ``wire`` the bytes as received."""

    method: str
    target: str
    headers: Headers
    wire: bytes

    def to_server(self) -> tuple[str, bytes]:
        """For a plain proxied request: its URL, and the bytes as a server expects them."""
        scheme, _, rest = self.target.partition("://")
        authority, slash, path = rest.partition("/")
        if scheme.lower() != "http" or not authority:
            raise BadRequest(f"{self.target[:100]!r} is not asked of a proxy in the plain")
        end = self.wire.index(b"\n") + 1
        head, blank, body = self.wire[end:].partition(b"\r\n\r\n")
        first = f"{self.method} {slash or '/'}{path} HTTP/1.1\r\n".encode("latin-1")
        lines = _PROXY_LINES.sub(b"", head + b"\r\n")
        return self.target, first + lines + blank[2:] + body


async def read_request(reader: asyncio.StreamReader) -> BrowserRequest | None:
    """The next request of a connection; ``None`` when the browser has closed it."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial.strip():
            raise BadRequest("the browser broke off its request") from error
        return None
    except (asyncio.LimitOverrunError, ConnectionError) as error:
        raise BadRequest(f"the request cannot be read: {error}") from error
    first = _FIRST_LINE.match(head)
    if first is None:
        raise BadRequest(f"no request line: {head[:60]!r}")
    headers = headers_of(head)
    body = await _body(reader, headers)
    return BrowserRequest(
        method=first[1].decode(), target=first[2].decode("latin-1"), headers=headers, wire=head + body
    )


async def _body(reader: asyncio.StreamReader, headers: Headers) -> bytes:
    length = content_length(headers) or 0
    if length > BODY_LIMIT:
        raise BadRequest(f"a request body of {length} bytes is not passed on")
    if not is_chunked(headers):
        return await reader.readexactly(length) if length else b""
    chunks, raw = ChunkedBody(), bytearray()
    while not chunks.framed():
        line = await reader.readline()
        if not line or len(raw) > BODY_LIMIT:
            raise BadRequest("a chunked request body has no end")
        raw += line
        chunks.feed(line)
    return bytes(raw)
