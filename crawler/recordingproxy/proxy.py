"""The proxy: a port a page, conversations on it, and one client to the servers for all of them.

Errors inside a conversation are answered to the browser in one line and noted on the page; none of
them leaves the proxy.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from crawler.recordingproxy.authority import Authority
from crawler.recordingproxy.conversation import Conversation
from crawler.recordingproxy.page import Page
from crawler.wire.client import Client


class RecordingProxy:
    """Proxies for pages. ``per_host`` requests to one host at a time; manners may hold them further."""

    def __init__(self, client: Client, *, per_host: int = 6) -> None:
        self.client = client
        self.authority = Authority()
        self._per_host = per_host
        self._hosts: dict[tuple[str, int], asyncio.Semaphore] = {}

    def slot(self, host: str, port: int) -> asyncio.Semaphore:
        """The host's places."""
        return self._hosts.setdefault((host, port), asyncio.Semaphore(self._per_host))

    @asynccontextmanager
    async def serve(self, page: Page) -> AsyncIterator[Page]:
        """Opens a port for a page on loopback; at the end it and its conversations are closed."""
        tasks: set[asyncio.Task[Any]] = set()

        def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(Conversation(self, page, reader, writer).run())
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(converse, "127.0.0.1", 0, limit=512 * 1024)
        page.port = server.sockets[0].getsockname()[1]
        try:
            yield page
        finally:
            server.close()
            for task in tuple(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
