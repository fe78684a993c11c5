"""The names of Scrapy, Twisted-free, that the recording side leans on: a change in any fails here first.

The handler stands on no private name of Scrapy's or Twisted's HTTP code; these are the seams it does use,
public and less so. pyproject pins scrapy>=2.18,<2.20.
"""

import asyncio
import inspect
import ssl
import subprocess
import sys
import textwrap

import scrapy
from scrapy.core.downloader.handlers import DownloadHandlerProtocol, DownloadHandlers
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, HtmlResponse, Response, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.settings import Settings

from crawler.downloadhandlers import RecordingHandler


def parameters(function):
    return list(inspect.signature(function).parameters)


def test_the_version_is_one_we_know():
    major, minor = (int(part) for part in scrapy.__version__.split(".")[:2])
    assert (2, 18) <= (major, minor) < (2, 20)


def test_a_download_handler_is_what_it_was():
    assert {"lazy", "download_request", "close"} <= set(dir(DownloadHandlerProtocol)) | set(
        DownloadHandlerProtocol.__annotations__
    )
    assert parameters(DownloadHandlerProtocol.download_request) == ["self", "request"]
    assert issubclass(RecordingHandler, BaseDownloadHandler)
    assert BaseDownloadHandler.__abstractmethods__ == {"download_request"}
    assert parameters(BaseDownloadHandler.__init__) == ["self", "crawler"]
    for name in ("download_request", "close"):
        assert inspect.iscoroutinefunction(getattr(RecordingHandler, name))
    assert parameters(DownloadHandlers.download_request_async) == ["self", "request"]


def test_scrapys_own_download_exceptions_are_there():
    for name in (
        "CannotResolveHostError",
        "DownloadCancelledError",
        "DownloadConnectionRefusedError",
        "DownloadFailedError",
        "DownloadTimeoutError",
        "IgnoreRequest",
        "NotConfigured",
    ):
        assert issubclass(getattr(scrapy.exceptions, name), Exception)
    retried = [str(path) for path in Settings().getlist("RETRY_EXCEPTIONS")]
    for name in ("DownloadFailedError", "DownloadTimeoutError", "DownloadConnectionRefusedError"):
        assert any(path.endswith(name) or name in path for path in retried)


def test_responses_are_made_as_scrapy_makes_them():
    assert parameters(responsetypes.from_args)[:4] == ["headers", "url", "filename", "body"]
    kinds = {
        b"text/html; charset=gb2312": HtmlResponse,
        b"application/json": TextResponse,
        b"application/pdf": Response,
        b"": Response,
    }
    for content_type, kind in kinds.items():
        found = responsetypes.from_args(
            headers=Headers({"Content-Type": content_type}), url="http://a/x", body=b"\x00"
        )
        assert issubclass(found, kind)
    headers = Headers()
    headers.appendlist(b"bad name\xff", b"\xb8\xb4")
    headers.appendlist(b"Set-Cookie", b"a")
    headers.appendlist(b"set-cookie", b"b")
    assert headers.getlist(b"Set-Cookie") == [b"a", b"b"]


def test_the_engine_can_be_asked_to_stop():
    from scrapy.core.engine import ExecutionEngine

    assert parameters(ExecutionEngine.close_spider_async) == ["self", "reason"]
    assert inspect.iscoroutinefunction(ExecutionEngine.close_spider_async)
    assert parameters(Crawler.get_extension) == ["self", "cls"]
    for name in ("spider_opened", "spider_closed", "engine_stopped"):
        assert hasattr(scrapy.signals, name)


def test_the_handler_says_what_is_missing():
    """Without the recorder there is no handler: nothing is fetched that nobody keeps."""
    code = textwrap.dedent("""
        import scrapy
        from scrapy.crawler import CrawlerProcess
        class One(scrapy.Spider):
            name = "one"
            async def start(self):
                yield scrapy.Request("http://127.0.0.1:9/", errback=lambda f: print("ERR", f.value))
        handlers = dict.fromkeys(("http", "https"), "crawler.downloadhandlers.RecordingHandler")
        off = dict.fromkeys(("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED"), False)
        p = CrawlerProcess({"DOWNLOAD_HANDLERS": handlers, "LOG_LEVEL": "ERROR", **off})
        p.crawl(One); p.start()
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "Recorder in EXTENSIONS" in done.stdout and "Traceback" not in done.stderr


def test_what_the_wire_needs_of_asyncio_and_ssl():
    assert hasattr(asyncio.StreamWriter, "start_tls")  # Python 3.11; the proxy is a server with it
    assert "server_side" in inspect.getsource(asyncio.StreamWriter.start_tls)
    assert hasattr(ssl.SSLContext, "set_alpn_protocols") and ssl.HAS_TLSv1_3
