"""Exchanges for tests of the archive."""

from datetime import UTC, datetime

from archive.capture import Exchange

BEGAN = datetime(2026, 3, 31, 16, 5, 9, 120007, tzinfo=UTC)


def exchange(url: str = "http://www.yun.example/a", response: bytes = b"", **more: object) -> Exchange:
    """A GET and its answer."""
    request = f"GET {url} HTTP/1.1\r\nHost: www.yun.example\r\n\r\n".encode()
    return Exchange(target_uri=url, began=BEGAN, request=request, response=response, **more)  # type: ignore[arg-type]


def page(body: bytes, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n") -> bytes:
    """An answer with that body."""
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body
