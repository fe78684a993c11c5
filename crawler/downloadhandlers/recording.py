"""The recording download handler: asks through crawler.wire, hands every exchange to the recorder.

It stands on asyncio (Scrapy's default reactor) and on none of Scrapy's or Twisted's HTTP code, so
nothing reinterprets what is recorded, and pages that Twisted's parser refuses are not lost
(docs/decisions/0010-wire.md). Names of Scrapy in use are listed in tests/crawler/test_contract.py.

What a spider finds in ``response.meta``: ``exchange`` (archive.capture.Exchange) and ``recorded`` (a
``concurrent.futures.Future`` of archive.capture.Recorded, resolved once it is on disk). What it may
give: ``discovery``, ``download_timeout``, ``download_maxsize``, ``browser`` (rendered by a browser).
A response that broke off carries the flag ``dataloss`` and is handed on; a longer one than
``DOWNLOAD_MAXSIZE`` or one that takes longer than ``DOWNLOAD_TIMEOUT`` is recorded and fails.
"""

import ipaddress
import time

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotConfigured,
)
from scrapy.http import Response

from crawler.addresses import Forbidden, guard_of
from crawler.downloadhandlers.answers import scrapy_response
from crawler.extensions.recorder import Recorder, Taken
from crawler.wire.client import Answer, Ask, Client, get_wire, without_fragment
from crawler.wire.connections import ConnectFailed

_FAILURES: dict[str, type[Exception]] = {
    "name": CannotResolveHostError,
    "refused": DownloadConnectionRefusedError,
    "timeout": DownloadTimeoutError,
}
_CUT_SHORT: dict[str | None, type[Exception]] = {
    "time": DownloadTimeoutError,
    "length": DownloadCancelledError,
}


class RecordingHandler(BaseDownloadHandler):
    """Downloads http and https, and records every exchange below anything that reinterprets."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        recorder = crawler.get_extension(Recorder)
        if recorder is None:
            raise NotConfigured("RecordingHandler needs crawler.extensions.recorder.Recorder in EXTENSIONS")
        self._recorder = recorder
        self._limit = settings.getint("DOWNLOAD_MAXSIZE") or 2**62
        self._seconds = settings.getfloat("DOWNLOAD_TIMEOUT")
        # Politeness says how many a host has at once; a connection that has come about is kept.
        self._client = Client(guard_of(crawler), recorder.spool, idle=16)

    async def download_request(self, request: Request) -> Response:
        """The response; Scrapy's own download exceptions, or IgnoreRequest for a forbidden address."""
        for stale in ("exchange", "recorded"):
            request.meta.pop(stale, None)
        if self._recorder.failure is not None:
            raise IgnoreRequest(f"not fetched, because it could not be kept: {self._recorder.failure}")
        if request.meta.get("browser"):
            from crawler.rendering.answering import rendered_response  # Playwright only where needed

            return await rendered_response(self.crawler, request)
        return await self._plain(request)

    async def _plain(self, request: Request) -> Response:
        began = time.monotonic()
        last: list[Taken] = []

        def record(answer: Answer) -> None:
            last[:] = [self._record(request, answer)]

        try:
            answer = await self._client.exchange(self._ask(request), record)
        except Forbidden as error:
            raise IgnoreRequest(str(error)) from error
        except ConnectFailed as error:
            raise _FAILURES.get(error.kind, DownloadFailedError)(str(error)) from error
        request.meta["download_latency"] = time.monotonic() - began
        return _response(answer, last[0])

    def _ask(self, request: Request) -> Ask:
        url = without_fragment(request.url)
        headers = tuple(
            (name, value)
            for name, values in request.headers.items()
            if name.lower() != b"proxy-authorization"
            for value in values
        )
        return Ask(
            target_uri=url,
            method=request.method,
            wire=get_wire(url, request.method, headers, request.body),
            limit=request.meta.get("download_maxsize") or self._limit,
            seconds=request.meta.get("download_timeout") or self._seconds,
        )

    def _record(self, request: Request, answer: Answer) -> Taken:
        """Hands one attempt to the recorder."""
        limit = request.meta.get("download_maxsize") or self._limit
        asked = request.meta
        taken = self._recorder.take(
            answer, limit=limit, discovery=asked.get("discovery"), probe=asked.get("probe")
        )
        request.meta["exchange"], request.meta["recorded"] = taken.exchange, taken.recorded
        return taken

    async def close(self) -> None:
        """Closes the kept connections."""
        self._client.close()


def _response(answer: Answer, taken: Taken) -> Response:
    """Scrapy's response, or the exception that says what became of it."""
    exchange = taken.exchange
    if exchange.truncated in _CUT_SHORT or answer.status is None:
        raise _CUT_SHORT.get(exchange.truncated, DownloadFailedError)(exchange.error or "no answer")
    if taken.bomb:
        raise DownloadCancelledError(f"{exchange.target_uri}: {taken.bomb}")
    return scrapy_response(
        exchange.target_uri,
        answer,
        taken.body,
        ip_address=ipaddress.ip_address(exchange.ip_address) if exchange.ip_address else None,
        flags=["dataloss"] if exchange.truncated else [],
    )
