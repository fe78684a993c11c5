"""The crawls that tests.bench.archive compares: ``python -m tests.bench.lean KIND URL PAGES DATA``.

KIND: ``bare`` (our wire, nothing kept), ``recorded`` (our wire, our archive), ``scrapy-lean`` (the same
spider on Scrapy's own handler), ``scrapy-warcio`` (Scrapy's defaults, LinkExtractor, a middleware that
writes with warcio), ``scrapy`` (the same without). Prints one JSON line: resident memory in MB at every
tenth of the pages, and CPU seconds of the crawl (from its first page on) and of its writer process.
"""

import io
import json
import logging
import os
import resource
import sys
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from selectolax.lexbor import LexborHTMLParser


def resident() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Lean(scrapy.Spider):
    """Links by selectolax; known URLs are told apart before a Request is built (SPEED.md)."""

    name = "lean"
    url = ""
    memory: list[float] = []  # noqa: RUF012
    every = 100
    ready = 0.0  # CPU seconds spent on getting ready

    async def start(self):
        self.known = {self.url}
        self.pages = 0
        yield scrapy.Request(self.url, dont_filter=True)

    def parse(self, response):
        self.count()
        tree = LexborHTMLParser(response.body)
        for anchor in tree.css("a[href]"):
            url = urljoin(response.url, anchor.attributes["href"])
            if url not in self.known:
                self.known.add(url)
                yield scrapy.Request(url, dont_filter=True)

    def count(self):
        self.pages += 1
        if self.pages == 1:
            Lean.ready = time.process_time()
        if self.pages % self.every == 0:
            self.memory.append(round(resident(), 1))


class Plain(Lean):
    """As Scrapy's tutorial would have it."""

    name = "plain"
    links = LinkExtractor()

    def parse(self, response):
        self.count()
        for link in self.links.extract_links(response):
            yield response.follow(link)


class Nothing:
    """A writer that keeps nothing."""

    def __init__(self, settings: Any) -> None:
        self._done: Future[Any] = Future()
        self._done.set_result(type("R", (), {"record_type": "response"}))
        self.ready = self._done

    def record(self, exchange: Any, discovery: Any = None) -> Future[Any]:
        return self._done

    def close(self) -> None:
        pass


class WarcioMiddleware:
    """What people write: the response as Scrapy has it, through warcio, in process_response."""

    def __init__(self, crawler):
        from warcio.warcwriter import WARCWriter

        path = Path(crawler.settings["BENCH_DATA"]) / "scrapy.warc.gz"
        self.writer = WARCWriter(path.open("wb"), gzip=True)

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler)

    def process_response(self, request, response):
        from warcio.statusandheaders import StatusAndHeaders

        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ]
        http = StatusAndHeaders(f"{response.status} OK", headers, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            response.url, "response", payload=io.BytesIO(response.body), http_headers=http
        )
        self.writer.write_record(record)
        return response


COMMON = {
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "INFO",
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
}
LEAN = {
    "LOG_ENABLED": False,
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400
    },
    "SPIDER_MIDDLEWARES_BASE": {},
    "EXTENSIONS_BASE": {},
    "CONCURRENT_ITEMS": 4,  # Scrapy 2.19 makes that many tasks for every response; the default is 100
    "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "gzip, deflate"},
}
WIRE = {
    **LEAN,
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.downloadhandlers.RecordingHandler"),
    "EXTENSIONS": {"crawler.extensions.recorder.Recorder": 0},
}
ENCODED = {"scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590}
KINDS: dict[str, tuple[type[Lean], dict[str, Any]]] = {
    "bare": (Lean, {**WIRE, "XIANZHI_WRITER": "tests.bench.lean.Nothing"}),
    "recorded": (Lean, WIRE),
    "scrapy-lean": (Lean, {**LEAN, "DOWNLOADER_MIDDLEWARES": ENCODED}),
    "scrapy": (Plain, {"LOG_LEVEL": "INFO"}),
    "scrapy-warcio": (Plain, {"DOWNLOADER_MIDDLEWARES": {"tests.bench.lean.WarcioMiddleware": 595}}),
}


def main(kind: str, url: str, pages: int, data: str) -> None:
    logging.getLogger("scrapy").setLevel(logging.INFO)
    spider, settings = KINDS[kind]
    host = url.split("/")[2]
    made = {**COMMON, **settings, "XIANZHI_DATA": data, "BENCH_DATA": data, "XIANZHI_ALLOWED_HOSTS": [host]}
    spider.url, spider.every = url, max(1, pages // 10)
    process = CrawlerProcess(made)
    process.crawl(spider)
    process.start()
    writers = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = {"cpu_own": time.process_time() - Lean.ready, "cpu_writer": writers.ru_utime + writers.ru_stime}
    print(json.dumps({"memory": spider.memory, **cpu}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
