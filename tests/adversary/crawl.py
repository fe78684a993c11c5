"""A small recording crawl in a process of its own: ``python -m tests.adversary.crawl JOB.json``.

The job: ``{"urls", "settings", "meta", "out"}``. In ``out`` (pickle): ``exchanges`` (whole, spools read
in), ``pages`` (url, status, body, flags, meta's gate and record id), ``failures`` (url, class, message).
Without ``XIANZHI_WRITER`` in the settings the exchanges are only kept; with it, both.
"""

import dataclasses
import json
import pickle
import resource
import sys
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

from archive import ArchiveError
from archive.capture import Exchange, Recorded, RecordLocation
from crawler.extensions.recorder import collection, collection_writer

EXCHANGES: list[Exchange] = []
RESOURCES: list[tuple[str, str, bytes, str | None]] = []


def impatient(settings: Any) -> Any:
    """The collection's writer, which waits for no other."""
    return collection(settings).writer(patience=0)


class Keeper:
    """Keeps what it is given, and gives it on to the real archive where the job asks for that."""

    def __init__(self, settings: Any) -> None:
        self.archive = None
        if settings.getbool("TEST_ARCHIVE"):
            self.archive = collection_writer(settings)
        self.ready = self.archive.ready if self.archive else _kept(0)

    def record(self, exchange: Exchange, discovery: Any = None) -> Future[Recorded]:
        spool = exchange.response_spool
        whole = Path(spool).read_bytes() if spool else exchange.response
        EXCHANGES.append(dataclasses.replace(exchange, response=whole))
        if self.archive:
            return self.archive.record(exchange, discovery)
        return _kept(len(EXCHANGES))

    def resource(self, target_uri: str, content_type: str, body: bytes, *, page_id: str | None = None,
                 concurrent_to: str | None = None) -> Future[Recorded]:  # fmt: skip
        RESOURCES.append((target_uri, content_type, body, page_id))
        if self.archive:
            return self.archive.resource(
                target_uri, content_type, body, page_id=page_id, concurrent_to=concurrent_to
            )
        return _kept(-len(RESOURCES))

    def close(self) -> None:
        if self.archive:
            self.archive.close()


def _kept(number: int) -> Future[Recorded]:
    future: Future[Recorded] = Future()
    future.set_result(
        Recorded(
            record_id=f"kept-{number}",
            location=RecordLocation(filename="", offset=0, length=0),
            payload_digest=None,
            record_type="response",
            date=datetime.now(UTC),
        )
    )
    return future


class Visitor(scrapy.Spider):
    name = "visitor"
    pages: list[dict[str, Any]] = []  # noqa: RUF012
    failures: list[tuple[str, str, str]] = []  # noqa: RUF012
    job: dict[str, Any] = {}  # noqa: RUF012

    async def start(self):
        for url in self.job["urls"]:
            yield scrapy.Request(
                url,
                self.parse,
                errback=self.failed,
                dont_filter=True,
                meta=dict(self.job.get("meta", {})),
                headers=self.job.get("headers"),
            )

    def parse(self, response):
        try:
            recorded = response.meta["recorded"].result(timeout=10)
        except ArchiveError as error:
            self.failures.append((response.url, type(error).__name__, str(error)))
            return
        exchange = response.meta["exchange"]
        self.pages.append(
            {
                "asked": response.request.url,
                "url": response.url,
                "status": response.status,
                "body": response.body,
                "type": type(response).__name__,
                "flags": response.flags,
                "gate": exchange.gate,
                "cookies": response.headers.getlist("Set-Cookie"),
                "ip": str(response.ip_address),
                "record_id": recorded.record_id,
                "browser": {k: v for k, v in response.meta.items() if k.startswith("browser_")},
            }
        )

    def failed(self, failure):
        self.failures.append((failure.request.url, failure.type.__name__, failure.getErrorMessage()))


SETTINGS = {
    "COOKIES_ENABLED": False,  # Scrapy's own ask the network for the list of public suffixes
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.downloadhandlers.RecordingHandler"),
    "EXTENSIONS": {
        "crawler.extensions.recorder.Recorder": 0,
        "scrapy.extensions.telnet.TelnetConsole": None,
    },
    "XIANZHI_WRITER": "tests.adversary.crawl.Keeper",
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "INFO",
    "HTTPERROR_ALLOW_ALL": True,
    "RETRY_TIMES": 1,
    "REDIRECT_MAX_TIMES": 3,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
}


def main(job: dict[str, Any]) -> None:
    process = CrawlerProcess({**SETTINGS, **job.get("settings", {})})
    crawler = process.create_crawler(Visitor)
    Visitor.job = job
    if limit := job.get("largest_file"):  # bytes; a full disk for whoever writes more
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    process.crawl(crawler)
    process.start()
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    from tests.adversary import crawl as kept  # run as __main__, the writer lives in the module

    result = {
        "exchanges": kept.EXCHANGES,
        "resources": kept.RESOURCES,
        "pages": Visitor.pages,
        "failures": Visitor.failures,
        "stats": crawler.stats.get_stats(),
    }
    Path(job["out"]).write_bytes(pickle.dumps(result))


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
