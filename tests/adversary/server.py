"""The server: threads and plain sockets, so that nothing stands between the script and the wire."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.adversary.cases import CASES, Case

ROBOTS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 25\r\n\r\nUser-agent: *\nDisallow:\n\n"
)


@dataclass
class Seen:
    """One exchange as the server's socket had it."""

    path: str
    request: bytes
    sent: bytes = b""
    case: Case | None = None

    @property
    def message(self) -> bytes:
        """What was sent without what follows the message's end."""
        surplus = self.case.surplus if self.case else b""
        return (
            self.sent[: len(self.sent) - len(surplus)]
            if surplus and self.sent.endswith(surplus)
            else self.sent
        )


@dataclass
class Adversary:
    """A running server. ``extra`` maps further paths to answers; ``log`` is the truth."""

    host: str
    port: int
    scheme: str
    extra: dict[str, bytes | Case] = field(default_factory=dict)
    log: list[Seen] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"{self.scheme}://{self.host}:{self.port}/{path.lstrip('/')}"


def _read_request(conn: socket.socket, buffer: bytearray) -> bytes | None:
    """One request; ``None`` when the client has gone."""
    while b"\r\n\r\n" not in buffer:
        data = conn.recv(65536)
        if not data:
            return None
        buffer += data
    end = buffer.index(b"\r\n\r\n") + 4
    lines = bytes(buffer[:end]).lower().split(b"\r\n")
    body = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(buffer) < end + body:
        buffer += conn.recv(65536)
    request = bytes(buffer[: end + body])
    del buffer[: end + body]
    return request


def _answer(conn: socket.socket, case: Case, seen: Seen) -> None:
    for part in case.parts:
        if isinstance(part, float):
            time.sleep(part)
            continue
        seen.sent += part  # before it goes out: who has read it may ask for the log at once
        conn.sendall(part)


def _converse(server: Adversary, conn: socket.socket) -> None:
    buffer = bytearray()
    turns = 0
    while (request := _read_request(conn, buffer)) is not None:
        path = request.split(b" ", 2)[1].decode("latin-1")
        name = path.lstrip("/").partition("?")[0]
        seen = Seen(path=path, request=request)
        server.log.append(seen)
        turns += 1
        if name == "stale" and turns > 1:
            return  # a kept connection that died in the meantime
        found = server.extra.get(path) or CASES.get(name) or ROBOTS
        case = found if isinstance(found, Case) else Case(name=name, parts=(found,))
        seen.case = case
        _answer(conn, case, seen)
        if case.close:
            return


def _handle(server: Adversary, raw: socket.socket, context: ssl.SSLContext | None) -> None:
    with suppress(OSError):
        raw.settimeout(20)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conn = context.wrap_socket(raw, server_side=True) if context else raw
        with conn:
            _converse(server, conn)
            if isinstance(conn, ssl.SSLSocket):
                conn = conn.unwrap()
            conn.shutdown(socket.SHUT_WR)


def _accept(server: Adversary, listener: socket.socket, context: ssl.SSLContext | None) -> None:
    while True:
        try:
            raw, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_handle, args=(server, raw, context), daemon=True).start()


@contextmanager
def serve(context: ssl.SSLContext | None = None, **extra: bytes) -> Iterator[Adversary]:
    """A server on a free loopback port; with TLS where a server context is given."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = Adversary(
            host="127.0.0.1", port=port, scheme="https" if context else "http", extra=dict(extra)
        )
        threading.Thread(target=_accept, args=(server, listener, context), daemon=True).start()
        yield server
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
