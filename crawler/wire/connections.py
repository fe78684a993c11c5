"""Connections to servers: to a permitted address, in TLS as good as the server can do, one turn at a time.

Certificates are recorded and not verified: many portals' have run out, and the archive says what was
seen (``Exchange.certificates``). Old government servers fail a modern handshake; they get a second
and a third one that are more patient, and the exchange says so.

Errors: :class:`ConnectFailed` (with ``kind``) where there is no connection; Forbidden from addresses.
"""

import asyncio
import ssl
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from crawler.addresses import Forbidden, Resolver
from crawler.wire.reading import NotHttp, ResponseReader
from crawler.wire.recording import Facts, Recording

CONNECT_SECONDS = 30.0

Key = tuple[str, str, int]
Kind = Literal["name", "refused", "timeout", "tls", "network"]

# (what the exchange says of it, OpenSSL security level, least version); tried in turn.
_LADDER: tuple[tuple[str | None, int | None, ssl.TLSVersion], ...] = (
    (None, None, ssl.TLSVersion.TLSv1_2),
    ("legacy TLS: security level 1, unsafe renegotiation allowed", 1, ssl.TLSVersion.TLSv1),
    ("legacy TLS: security level 0, unsafe renegotiation allowed", 0, ssl.TLSVersion.TLSv1),
)


class ConnectFailed(Exception):
    """No connection came about; the message is one sentence."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@cache
def _context(step: int) -> ssl.SSLContext:
    _, level, least = _LADDER[step]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    if level is not None:
        context.set_ciphers(f"DEFAULT:@SECLEVEL={level}")
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    context.minimum_version = least
    return context


class Turn:
    """One request and its response on a connection; ``over`` is done when the response has ended.

    ``foreign``: what came is no HTTP from its first byte on, and was not forwarded.
    """

    def __init__(
        self,
        recording: Recording,
        reader: ResponseReader,
        *,
        limit: int,
        forward: Callable[[bytes], None] | None = None,
    ) -> None:
        self.recording = recording
        self.reader = reader
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.error: str | None = None
        self.too_long = False
        self.broke_off = False
        self.foreign = False
        self.surplus = b""
        self._limit = limit
        self._forward = forward

    def feed(self, data: bytes) -> None:
        """Takes bytes of the connection; those past the message's end are surplus."""
        try:
            rest = self.reader.feed(data)
        except NotHttp as error:
            self.error, rest = str(error), b""
            self.foreign = not self.recording.size
        self.surplus = rest or b""
        part = data[: len(data) - len(self.surplus)] if self.surplus else data
        self.recording.received(part)
        if self._forward is not None and not self.foreign:
            self._forward(part)
        self.too_long = self.recording.size > self._limit
        if rest is not None or self.too_long:
            self.end()

    def end(self) -> None:
        """Nothing more is expected."""
        if not self.over.done():
            self.over.set_result(None)


class Connection(asyncio.Protocol):
    """A connection to a server. It serves one turn at a time; between turns any byte spoils it."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.facts = Facts()
        self.turns = 0
        self.spoiled = False
        self.lost: str | None = None
        self._tunnel: Callable[[bytes], None] | None = None
        self._early = bytearray()
        self._turn: Turn | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @property
    def usable(self) -> bool:
        """Whether another turn may be taken."""
        if self.spoiled or self.lost is not None or self._transport is None:
            return False
        return not self._transport.is_closing()

    def take(self, turn: Turn, request: bytes) -> None:
        """Begins a turn: the request is noted and sent."""
        assert self._transport is not None
        self._turn = turn
        self.turns += 1
        turn.recording.sent(request)
        self._transport.write(request)

    def give_back(self) -> None:
        """Ends the turn."""
        self._turn = None

    def data_received(self, data: bytes) -> None:
        turn = self._turn
        if self._tunnel is not None:
            self._tunnel(data)
        elif turn is not None and not turn.over.done():
            turn.feed(data)
            if turn.reader.done and turn.reader.status == 101:
                self._early += turn.surplus
                self._tunnel = self._early.extend
        else:
            self.spoiled = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = str(exc) if exc else "the server closed the connection"
        if self._tunnel is not None:
            self._tunnel(b"")
        if self._turn is not None and not self._turn.over.done():
            self._close_turn(self._turn)

    def _close_turn(self, turn: Turn) -> None:
        try:
            whole = turn.reader.eof()
        except NotHttp as error:
            turn.error, whole = str(error), False
        if not whole:
            turn.broke_off = turn.error is None
            turn.error = turn.error or f"the answer broke off: {self.lost}"
        turn.end()

    def open_tunnel(self, forward: Callable[[bytes], None]) -> None:
        """After an upgrade: what the server sends goes to ``forward``, ``b""`` when it closes."""
        self._tunnel = forward
        if self._early:
            forward(bytes(self._early))
        if self.lost is not None:
            forward(b"")

    def write(self, data: bytes) -> None:
        """Sends bytes outside any turn (a tunnel's)."""
        if self._transport is not None:
            self._transport.write(data)

    def close(self) -> None:
        """Closes at once; what is not yet sent is dropped."""
        if self._transport is not None:
            self._transport.abort()


class Connector:
    """Opens connections; remembers which servers need which handshake."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._steps: dict[Key, int] = {}

    async def connect(self, key: Key) -> Connection:
        """A fresh connection to (scheme, host, port)."""
        _, host, port = key
        try:
            addresses = await self.resolver.addresses(host, port)
        except OSError as error:
            raise ConnectFailed("name", f"{host} cannot be resolved: {error.strerror or error}") from error
        failure: ConnectFailed | None = None
        for ip in addresses:
            try:
                return await self._handshakes(key, ip)
            except ConnectFailed as error:
                failure = failure or error
        assert failure is not None
        raise failure

    async def _handshakes(self, key: Key, ip: str) -> Connection:
        step = self._steps.get(key, 0)
        while True:
            try:
                connection = await self._open(key, ip, step)
            except (ssl.SSLError, ConnectionResetError, ConnectionAbortedError) as error:
                if key[0] != "https" or step + 1 == len(_LADDER):
                    kind: Kind = "tls" if key[0] == "https" else "network"
                    raise ConnectFailed(kind, _line(key, error)) from error
                step += 1
                continue
            except TimeoutError as error:
                raise ConnectFailed("timeout", f"{key[1]}:{key[2]} did not answer in time") from error
            except OSError as error:
                refused = isinstance(error, ConnectionRefusedError)
                raise ConnectFailed("refused" if refused else "network", _line(key, error)) from error
            if step:
                self._steps[key] = step
            return connection

    async def _open(self, key: Key, ip: str, step: int) -> Connection:
        scheme, host, port = key
        secure = scheme == "https"
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_SECONDS):
            transport, connection = await loop.create_connection(
                lambda: Connection(key),
                ip,
                port,
                ssl=_context(step) if secure else None,
                server_hostname=host if secure else None,
            )
        peer = str(transport.get_extra_info("peername")[0])
        try:
            self.resolver.guard.check(host, port, peer)  # before the first byte is sent
        except Forbidden:
            transport.abort()
            raise
        connection.facts = _facts(transport, peer.partition("%")[0], _LADDER[step][0])
        return connection


def _line(key: Key, error: Exception) -> str:
    return f"{key[1]}:{key[2]}: {getattr(error, 'strerror', None) or error or type(error).__name__}"


def _facts(transport: asyncio.BaseTransport, peer: str, note: str | None) -> Facts:
    """The connection's facts."""
    tls = transport.get_extra_info("ssl_object")
    if tls is None:
        return Facts(ip_address=peer)
    version = {"TLSv1": "tls/1.0"}.get(tls.version(), tls.version().replace("TLSv", "tls/"))
    return Facts(
        ip_address=peer,
        protocols=("http/1.1", version),
        cipher=(tls.cipher() or (None,))[0],
        certificates=_chain(tls),
        notes=(note,) if note else (),
    )


def _chain(tls: Any) -> tuple[bytes, ...]:
    """The certificates shown, leaf first, as DER. Public since Python 3.13, there before."""
    chain = getattr(tls, "get_unverified_chain", None)
    if chain is not None:
        return tuple(chain())
    held = getattr(getattr(tls, "_sslobj", None), "get_unverified_chain", lambda: None)()
    leaf = tls.getpeercert(binary_form=True)
    shown = tuple(ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in held or ())
    return shown or ((leaf,) if leaf else ())
