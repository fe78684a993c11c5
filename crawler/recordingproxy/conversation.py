"""One connection of the browser to the proxy: tunnels are opened and read, requests passed on."""

import asyncio
import logging
import socket
import ssl
from typing import TYPE_CHECKING

from crawler.addresses import Forbidden
from crawler.recordingproxy.page import Page, Unwelcome
from crawler.recordingproxy.requests import BadRequest, BrowserRequest, read_request
from crawler.wire.client import Answer, Ask
from crawler.wire.connections import ConnectFailed, Connection

if TYPE_CHECKING:
    from crawler.recordingproxy.proxy import RecordingProxy

logger = logging.getLogger(__name__)
_TLS_HANDSHAKE = 0x16  # RFC 8446 §5.1: the first byte of a ClientHello's record


class Conversation:
    """Serves one connection until either side closes it."""

    def __init__(
        self,
        proxy: "RecordingProxy",
        page: Page,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._proxy, self._page = proxy, page
        self._reader, self._writer = reader, writer
        self._origin: str | None = None  # scheme://host:port inside a tunnel

    async def run(self) -> None:
        """The whole conversation; whatever goes wrong in it ends only itself."""
        try:
            while await self._turn():
                pass
        except (
            BadRequest,
            ConnectionError,
            TimeoutError,
            ssl.SSLError,
            asyncio.IncompleteReadError,
        ) as error:
            logger.debug("A conversation with the browser ended: %s", error)
        finally:
            self._writer.close()

    async def _turn(self) -> bool:
        """One request; whether another may follow."""
        request = await read_request(self._reader)
        if request is None:
            return False
        if request.method == "CONNECT":
            return await self._tunnel(request)
        if self._origin is None:
            url, wire = request.to_server()
        else:
            url, wire = self._origin + request.target, request.wire
        return await self._pass_on(request, url, wire)

    async def _tunnel(self, request: BrowserRequest) -> bool:
        """Opens a tunnel and stays at its end: as the server in TLS, or in the plain (ws:)."""
        host, _, port = request.target.rpartition(":")
        self._writer.transport.pause_reading()  # type: ignore[attr-defined]
        self._writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        secure = await self._begins_with() == _TLS_HANDSHAKE
        self._writer.transport.resume_reading()  # type: ignore[attr-defined]
        if secure:
            await self._writer.start_tls(self._proxy.authority.context_for(host.strip("[]")))
        self._origin = f"{'https' if secure else 'http'}://{host}:{port}"
        for default in ("https://", ":443"), ("http://", ":80"):
            if self._origin.startswith(default[0]):
                self._origin = self._origin.removesuffix(default[1])
        return True

    async def _begins_with(self) -> int | None:
        """Looks at the first byte the browser sends, and leaves it where it is."""
        sock: socket.socket = self._writer.get_extra_info("socket").dup()
        loop = asyncio.get_running_loop()
        readable = loop.create_future()
        loop.add_reader(sock.fileno(), readable.cancel)
        try:
            await asyncio.wait([readable])
            first = sock.recv(1, socket.MSG_PEEK)
        finally:
            loop.remove_reader(sock.fileno())
            sock.close()
        return first[0] if first else None

    async def _pass_on(self, request: BrowserRequest, url: str, wire: bytes) -> bool:
        page = self._page
        page.asked += 1
        try:
            _, host, port = self._proxy.client.connector.resolver.guard.check_url(url)
            async with self._proxy.slot(host, port):
                if not await page.manners.allow(url):
                    raise Unwelcome("robots.txt or the crawl's manners forbid it")
                return await self._fetch(request, url, wire)
        except (Forbidden, Unwelcome) as error:
            return self._refuse(url, "403 Forbidden", str(error))
        except ConnectFailed as error:
            return self._refuse(url, "502 Bad Gateway", str(error))

    async def _fetch(self, request: BrowserRequest, url: str, wire: bytes) -> bool:
        answer: Answer | None = None
        try:
            answer = await self._proxy.client.exchange(self._ask(request, url, wire), self._page.record)
        finally:
            known = (answer.status, answer.headers) if answer else (None, ())
            self._page.manners.done(url, *known)
        if answer.connection is not None:
            await self._relay(answer.connection)
            return False
        if answer.exchange.error is not None:
            self._page.refused.append((url, answer.exchange.error))
            if answer.nothing_came:
                return self._answer("502 Bad Gateway", answer.exchange.error)
            self._writer.transport.abort()  # the browser must see that it is not whole
            return False
        await self._writer.drain()
        return answer.framed

    def _ask(self, request: BrowserRequest, url: str, wire: bytes) -> Ask:
        return Ask(
            target_uri=url,
            method=request.method,
            wire=wire,
            limit=self._page.limit,
            seconds=self._page.seconds,
            page_id=self._page.page_id,
            forward=self._to_browser,
        )

    async def _relay(self, connection: Connection) -> None:
        """After an upgrade: bytes both ways until one side closes."""

        connection.open_tunnel(lambda data: self._to_browser(data) if data else self._writer.close())
        try:
            while data := await self._reader.read(65536):
                connection.write(data)
        finally:
            connection.close()

    def _to_browser(self, data: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(data)

    def _refuse(self, url: str, status: str, reason: str) -> bool:
        self._page.refused.append((url, reason))
        return self._answer(status, reason)

    def _answer(self, status: str, reason: str) -> bool:
        """An answer of the proxy's own, which is archived nowhere."""
        body = f"xianzhi: {reason}\n".encode()
        lines = (
            f"HTTP/1.1 {status}",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(body)}",
        )
        self._to_browser("\r\n".join((*lines, "", "")).encode() + body)
        return True
