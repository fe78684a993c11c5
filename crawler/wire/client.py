"""Asks servers, keeps connections, and hands on the record of every attempt.

A request that meets a dead kept connection, or one on which an earlier answer's surplus comes late, is
sent again once on a fresh one; both attempts are exchanges and both are handed on, as is every failure
after the first byte was sent.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from string import punctuation
from urllib.parse import quote, urldefrag, urlsplit

from archive.capture import Exchange, Headers, Truncation
from crawler.addresses import Guard, Resolver, origin_of
from crawler.wire.connections import ConnectFailed, Connection, Connector, Key, Turn
from crawler.wire.reading import ResponseReader
from crawler.wire.recording import Recording

SIZE_LIMIT = 64 * 1024 * 1024  # bytes of one response
LEAST_RATE = 2048  # bytes a second below which an answer is a drip
PATIENCE = 10
_AS_IT_IS = punctuation  # of a request target; spaces and what is not ASCII are encoded
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request, ready to be sent: ``wire`` is its bytes, ``target_uri`` without fragment.

    ``limit`` bytes and ``seconds`` bound the answer (ten times as long while it comes at more than
    ``LEAST_RATE``), and ``seconds`` the connection. ``forward`` is given the answer's bytes as they
    come; ``keep`` asks for the entity in :attr:`Answer.body`.
    """

    target_uri: str
    method: str
    wire: bytes
    limit: int = SIZE_LIMIT
    seconds: float = 180.0
    page_id: str | None = None
    keep: bool = True
    forward: Callable[[bytes], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one attempt. ``status`` is ``None`` where no response head was received.

    ``body`` is the entity with its content coding as sent; ``framed`` whether its end was told by the
    message and not by closing; ``foreign`` whether it is no HTTP from its first byte on. ``connection``
    is given only after an upgrade (status 101), and is then the caller's.
    """

    exchange: Exchange
    status: int | None
    headers: Headers
    version: bytes
    body: bytes = b""
    framed: bool = False
    foreign: bool = False
    connection: Connection | None = field(default=None, compare=False)

    @property
    def nothing_came(self) -> bool:
        """Whether not one byte was received."""
        return not self.exchange.response and self.exchange.response_spool is None


def get_wire(url: str, method: str, headers: Headers, body: bytes = b"") -> bytes:
    """The bytes of a request for a URL: Host first, then the headers as given, then the body.

    A header with a line end in it would be two (request splitting): it is left out.
    """
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query or url.endswith("?") else "")
    named = {name.lower() for name, _ in headers}
    lines = [f"{method} {quote(target, safe=_AS_IT_IS)} HTTP/1.1".encode()]
    if b"host" not in named:
        host = parts.netloc.rpartition("@")[2]
        lines.append(b"Host: " + host.encode("ascii" if host.isascii() else "idna"))
    lines += [b"%b: %b" % pair for pair in headers if b"\n" not in b"".join(pair)]
    if body and b"content-length" not in named:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Client:
    """Sends requests. ``spool`` takes large responses; ``idle`` kept connections a server at most."""

    def __init__(self, guard: Guard, spool: Path, *, idle: int = 1) -> None:
        self.connector = Connector(Resolver(guard))
        self._spool = spool
        self._idle = idle
        self._kept: dict[Key, list[Connection]] = {}

    async def exchange(self, ask: Ask, record: Callable[[Answer], None]) -> Answer:
        """Sends a request; ``record`` is called once for every attempt, whatever comes of it.

        Raises Forbidden, ConnectFailed (nothing was sent), ``asyncio.CancelledError``. A failure
        later on is an :class:`Answer` whose exchange says ``error`` or ``truncated``.
        """
        key = origin_of(ask.target_uri)
        self.connector.resolver.guard.check(key[1], key[2])
        connection = self._take_kept(key)
        if connection is not None:
            answer = await self._attempt(connection, ask, record)
            died = answer.nothing_came and connection.lost is not None
            if not (died or answer.foreign) or ask.method not in _REPEATABLE:
                return answer
        return await self._attempt(await self._connect(key, ask.seconds), ask, record)

    async def _connect(self, key: Key, seconds: float) -> Connection:
        """A fresh connection, within a bound whatever names and addresses there are to try."""
        try:
            async with asyncio.timeout(seconds):
                return await self.connector.connect(key)
        except TimeoutError as error:
            raise ConnectFailed("timeout", f"{key[1]}:{key[2]} was not reached in {seconds:g} s") from error

    def _take_kept(self, key: Key) -> Connection | None:
        kept = self._kept.get(key, [])
        while kept:
            connection = kept.pop()
            if connection.usable:
                return connection
            connection.close()
        return None

    async def _attempt(self, connection: Connection, ask: Ask, record: Callable[[Answer], None]) -> Answer:
        recording = Recording(ask.target_uri, self._spool, page_id=ask.page_id)
        turn = Turn(
            recording, ResponseReader(ask.method, keep=ask.keep), limit=ask.limit, forward=ask.forward
        )
        truncated: Truncation | None = "unspecified"  # what remains if we are cancelled
        try:
            connection.take(turn, ask.wire)
            truncated = await _await_end(turn, ask)
        finally:
            connection.give_back()
            answer = _answer(turn, connection, truncated)
            if answer.connection is None:
                self._keep(connection, turn, answer)
            record(answer)
        return answer

    def _keep(self, connection: Connection, turn: Turn, answer: Answer) -> None:
        """Keeps a connection that the message leaves in a known state, else closes it."""
        kept = self._kept.setdefault(connection.key, [])
        clean = answer.exchange.error is None and answer.exchange.truncated is None and not turn.surplus
        if clean and turn.reader.persistent and connection.usable and len(kept) < self._idle:
            kept.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Closes the kept connections."""
        for kept in self._kept.values():
            for connection in kept:
                connection.close()
        self._kept.clear()


async def _await_end(turn: Turn, ask: Ask) -> Truncation | None:
    """Waits for the turn's end; says how the response was cut short, if it was.

    A server that is slow but keeps sending has ``PATIENCE`` times as long as one that drips.
    """
    for _ in range(PATIENCE):
        had = turn.recording.size
        await asyncio.wait((turn.over,), timeout=ask.seconds)
        if turn.over.done() or turn.recording.size - had < ask.seconds * LEAST_RATE:
            break
    if not turn.over.done():
        turn.error = turn.error or f"no complete answer within {ask.seconds:g} s"
        return "time"
    if turn.too_long and not turn.reader.done:
        turn.error = turn.error or f"the answer is longer than {ask.limit} bytes"
        return "length"
    return "disconnect" if turn.broke_off else None


def _answer(turn: Turn, connection: Connection, truncated: Truncation | None) -> Answer:
    reader = turn.reader
    notes = (f"{len(turn.surplus)} surplus bytes after the message's end",) if turn.surplus else ()
    upgraded = reader.done and reader.status == 101
    if upgraded:
        notes = ("upgraded; what followed was tunnelled and is not archived",)
    headed = reader.status is not None and (reader.status >= 200 or upgraded)
    return Answer(
        exchange=turn.recording.finish(
            connection.facts,
            truncated=truncated if turn.recording.size else None,
            error=turn.error,
            notes=notes,
        ),
        status=reader.status if headed else None,
        headers=reader.headers if headed else (),
        version=reader.version,
        body=b"".join(reader.parts),
        framed=reader.persistent,
        foreign=turn.foreign,
        connection=connection if upgraded else None,
    )


def without_fragment(url: str) -> str:
    """The URL as it is archived and asked for."""
    return urldefrag(url)[0] if "#" in url else url
