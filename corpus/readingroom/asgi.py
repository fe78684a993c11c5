"""The little of ASGI that both origins need."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Pairs = Iterable[tuple[bytes, bytes]]


def header(scope: Scope, name: str) -> str:
    """The first request header of that name, empty where there is none."""
    wanted = name.lower().encode("latin-1")
    for key, value in scope["headers"]:
        if key == wanted:
            return str(value.decode("latin-1"))
    return ""


def target(scope: Scope, prefix: str) -> str:
    """What was asked for after ``prefix``, query string included, exactly as the client wrote it.

    The path keeps its percent-escapes: an archived address is found as it was asked for. Browsers
    escape what is no ASCII, and archived addresses are escaped too.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    rest = path.removeprefix(prefix)
    query: bytes = scope["query_string"]
    return f"{rest}?{query.decode('latin-1')}" if query else rest


async def answer(scope: Scope, send: Send, status: int, headers: Pairs, body: bytes) -> None:
    """Sends a whole answer; a HEAD gets its headers."""
    pairs = [(name.lower(), value) for name, value in headers]
    pairs.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def refuse(scope: Scope, send: Send, status: int, sentence: str) -> None:
    """Sends one sentence as plain text."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
    await answer(scope, send, status, headers, f"{sentence}\n".encode())
