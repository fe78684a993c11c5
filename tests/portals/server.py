"""A small HTTP/1.1 server for loopback: many sites in one event loop, a port each, every request logged.

Enough of the protocol for honest clients (keep-alive, pipelining, POST) and, by ``Response.stream``, for
dishonest answers (wrong lengths, slow drips, bodies without end).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

MOST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked: ``target`` as sent (path and query), header names in lower case."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def cookies(self) -> dict[str, str]:
        pairs = (part.strip().partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name: value for name, _, value in pairs if name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer. With ``stream`` the pieces are the raw bytes after the head, nothing added."""

    body: bytes = b""
    status: int = 200
    content_type: str | None = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    stream: Callable[[], AsyncIterator[bytes]] | None = None

    def head(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} {_reason(self.status)}", "Server: nginx"]
        if self.content_type:
            lines.append(f"Content-Type: {self.content_type}")
        if self.stream is None:
            lines.append(f"Content-Length: {len(self.body)}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One line of the access log: seconds (monotonic clock) and how it was answered."""

    at: float
    method: str
    target: str
    status: int
    agent: str


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


class Connection(asyncio.Protocol):
    """One client. Requests are answered in order; a stream keeps the connection to itself."""

    def __init__(
        self, answer: Callable[[Request], Response], log: list[Hit], held: set[asyncio.Task[None]]
    ) -> None:
        self.answer, self.log, self.held = answer, log, held
        self.buffer = b""
        self.transport: asyncio.Transport | None = None
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.flowing.set()
        if self.task:
            self.task.cancel()

    def pause_writing(self) -> None:
        self.flowing.clear()

    def resume_writing(self) -> None:
        self.flowing.set()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self.task is None and (request := self._taken()) is not None:
            self._respond(request)

    def _taken(self) -> Request | None:
        """The next whole request in the buffer, if there is one."""
        head, separator, rest = self.buffer.partition(b"\r\n\r\n")
        if not separator:
            if len(self.buffer) > MOST_HEAD and self.transport:
                self.transport.abort()
            return None
        lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines[1:])
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length") or 0)
        if len(rest) < length:
            return None
        self.buffer = rest[length:]
        method, target, *_ = [*lines[0].split(" "), "/"]
        return Request(method=method, target=_origin_form(target), headers=headers, body=rest[:length])

    def _respond(self, request: Request) -> None:
        try:
            response = self.answer(request)
        except Exception as problem:
            response = Response(status=500, body=f"the demo portal is broken: {problem!r}".encode())
        agent = request.headers.get("user-agent", "")
        self.log.append(
            Hit(
                at=time.monotonic(),
                method=request.method,
                target=request.target,
                status=response.status,
                agent=agent,
            )
        )
        assert self.transport is not None
        if response.stream is not None:
            self.task = asyncio.get_running_loop().create_task(self._pour(response))
            self.held.add(self.task)
            self.task.add_done_callback(self.held.discard)
            return
        self.transport.write(response.head() + (b"" if request.method == "HEAD" else response.body))
        if request.headers.get("connection", "").lower() == "close":
            self.transport.close()

    async def _pour(self, response: Response) -> None:
        assert self.transport is not None and response.stream is not None
        self.transport.write(response.head())
        with contextlib.suppress(ConnectionError):
            async for piece in response.stream():
                await self.flowing.wait()
                if self.transport.is_closing():
                    return
                self.transport.write(piece)
        self.transport.close()


def _origin_form(target: str) -> str:
    """The path and query also where a proxy's absolute form was sent."""
    if not target.startswith("http"):
        return target
    parts = urlsplit(target)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


async def listen(
    answer: Callable[[Request], Response], log: list[Hit], port: int = 0
) -> tuple[asyncio.Server, int]:
    """A server on loopback and its port."""
    held: set[asyncio.Task[None]] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answer, log, held), "127.0.0.1", port)
    return server, server.sockets[0].getsockname()[1]
