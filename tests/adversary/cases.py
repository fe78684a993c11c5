"""The answers, each as the bytes (and pauses, in seconds) that go out.

``close``: the server closes after it. ``bound``: the client gives up before the end (time or size), so
what it has is a prefix. ``surplus``: bytes sent after the message's end, which belong to no record.
``reads``: a page comes of it; its text is in ``text`` where that is worth checking.
"""

import gzip
import zlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Case:
    name: str
    parts: tuple[bytes | float, ...]
    close: bool = False
    bound: bool = False
    surplus: bytes = b""
    reads: bool = True
    text: bytes = b""

    @property
    def sent(self) -> bytes:
        return b"".join(part for part in self.parts if isinstance(part, bytes))


PAGE = "<html><title>县</title><body>政府信息公开工作年度报告</body></html>".encode()
ZIPPED = gzip.compress(PAGE * 40, mtime=0)
HUGE = b"<p>" + b"0123456789abcdef" * 196_608 + b"</p>"  # 3 MiB


def length(body: bytes, *headers: bytes, status: bytes = b"200 OK", version: bytes = b"1.1") -> bytes:
    """A well-formed answer."""
    lines = [b"HTTP/" + version + b" " + status, *headers, b"Content-Length: %d" % len(body)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def head(*lines: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\n\r\n"


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", lf: bytes = b"\r\n") -> bytes:
    return b"".join(b"%x" % len(c) + lf + c + lf for c in chunks) + end


HTML = b"Content-Type: text/html; charset=utf-8"
CHUNKED = b"Transfer-Encoding: chunked"
OK = b"HTTP/1.1 200 OK"

_CASES = (
    Case(name="plain", parts=(length(PAGE, HTML),), text=PAGE),
    Case(name="empty-body", parts=(length(b"", HTML),)),
    Case(name="chunked", parts=(head(OK, HTML, CHUNKED) + chunked(PAGE[:11], PAGE[11:]),), text=PAGE),
    Case(
        name="chunked-extensions-trailers",
        parts=(
            head(OK, HTML, CHUNKED, b"Trailer: X-Sum"),
            b'5;name="a;b"\r\n' + PAGE[:5] + b"\r\n",
            b"%X ; x\r\n" % len(PAGE[5:]) + PAGE[5:] + b"\r\n",
            b"000;last\r\nX-Sum: 1\r\nX-Sum: 2\r\n\r\n",
        ),
        text=PAGE,
    ),
    Case(
        name="chunked-bare-lf",
        parts=(head(OK, HTML, CHUNKED) + chunked(PAGE[:7], PAGE[7:], end=b"0\n\n", lf=b"\n"),),
        text=PAGE,
    ),
    Case(
        name="chunked-split-anywhere",
        parts=tuple(
            piece
            for byte in (head(OK, HTML, CHUNKED) + chunked(b"abc", b"defg"))
            for piece in (bytes([byte]),)
        ),
        text=b"abcdefg",
    ),
    Case(
        name="chunked-odd-sizes",
        parts=(head(OK, HTML, b"transfer-encoding:  Chunked ") + b"00A \r\n0123456789\r\n0\r\n\r\n",),
        text=b"0123456789",
    ),
    Case(
        name="chunked-gzip",
        parts=(head(OK, HTML, b"Content-Encoding: gzip", CHUNKED) + chunked(ZIPPED[:100], ZIPPED[100:]),),
        text=PAGE * 40,
    ),
    Case(
        name="chunked-cut",
        parts=(head(OK, HTML, CHUNKED) + b"fff\r\n" + PAGE,),
        close=True,
        text=PAGE,
    ),
    Case(
        name="chunked-nonsense",
        parts=(head(OK, HTML, CHUNKED) + PAGE,),
        close=True,
        text=PAGE,
    ),
    Case(
        name="headers-odd",
        parts=(
            OK + b"\r\nserver:x\r\nSERVER: y\r\nSet-Cookie: a=1\r\nset-cookie:b=2; Path=/\r\n"
            b"X-Space :  two  \t\r\nx-EMPTY:\r\nX-Tab:\tv\r\n" + HTML,
            b"\r\nContent-Length:%d\r\n\r\n" % len(PAGE) + PAGE,
        ),
        text=PAGE,
    ),
    Case(
        name="header-names-bad",
        parts=(length(PAGE, HTML, b"X Bad Name: 1", b"Bad@Name: 2", b": 0", b"(c): 3", b"no colon"),),
        text=PAGE,
    ),
    Case(
        name="header-not-utf8",
        parts=(
            length(PAGE, HTML, "X-Dept: 信息公开".encode("gbk"), b"X-Raw: \xff\xfe\x80", b"X-Nul: a\x00b"),
        ),
        text=PAGE,
    ),
    Case(name="header-folded", parts=(length(PAGE, HTML, b"X-Long: one\r\n two\r\n\tthree"),), text=PAGE),
    Case(name="header-long", parts=(length(PAGE, HTML, b"X-Long: " + b"v" * 70_000),), text=PAGE),
    Case(
        name="head-bare-lf",
        parts=(b"HTTP/1.1 200 OK\n" + HTML + b"\nContent-Length: %d\n\n" % len(PAGE) + PAGE,),
        text=PAGE,
    ),
    Case(name="blank-lines-first", parts=(b"\r\n\r\n" + length(PAGE, HTML),), text=PAGE),
    Case(name="no-reason", parts=(length(PAGE, HTML, status=b"200"),), text=PAGE),
    Case(name="reason-gbk", parts=(length(PAGE, HTML, status=b"200 " + "成功".encode("gbk")),), text=PAGE),
    Case(
        name="http10-close",
        parts=(b"HTTP/1.0 200 OK\r\n" + HTML + b"\r\n\r\n" + PAGE,),
        close=True,
        text=PAGE,
    ),
    Case(name="http11-close", parts=(head(OK, HTML) + PAGE[:20], 0.02, PAGE[20:]), close=True, text=PAGE),
    Case(name="gzip", parts=(length(ZIPPED, HTML, b"Content-Encoding: gzip"),), text=PAGE * 40),
    Case(name="gzip-lie", parts=(length(PAGE, HTML, b"Content-Encoding: gzip"),), text=PAGE),
    Case(name="gzip-cut", parts=(length(ZIPPED[:-20], HTML, b"Content-Encoding: gzip"),)),
    Case(
        name="gzip-bomb",
        parts=(length(gzip.compress(bytes(30_000_000), 9, mtime=0), HTML, b"Content-Encoding: gzip"),),
        reads=False,
    ),
    Case(
        name="deflate-raw",
        parts=(length(zlib.compress(PAGE)[2:-4], HTML, b"Content-Encoding: deflate"),),
        text=PAGE,
    ),
    Case(
        name="length-too-long",
        parts=(head(OK, HTML, b"Content-Length: 5000") + PAGE,),
        close=True,
        text=PAGE,
    ),
    Case(name="length-twice", parts=(length(PAGE, HTML, b"Content-Length: %d" % len(PAGE)),), text=PAGE),
    Case(name="length-differs", parts=(length(PAGE, HTML, b"Content-Length: 3"),), close=True, text=PAGE),
    Case(
        name="length-nonsense",
        parts=(head(OK, HTML, b"Content-Length: many") + PAGE,),
        close=True,
        text=PAGE,
    ),
    Case(
        name="surplus",
        parts=(length(PAGE, HTML), b"HTTP/1.1 200 OK\r\n\r\n<p>more"),
        close=True,
        surplus=b"HTTP/1.1 200 OK\r\n\r\n<p>more",
        text=PAGE,
    ),
    Case(
        name="interim",
        parts=(
            b"HTTP/1.1 100 Continue\r\n\r\n",
            head(b"HTTP/1.1 103 Early Hints", b"Link: </a.css>; rel=preload"),
            0.02,
            length(PAGE, HTML),
        ),
        text=PAGE,
    ),
    Case(
        name="interim-bare-lf",
        parts=(b"HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n" + HTML + b"\nContent-Length: 5\n\nhello",),
        text=b"hello",
    ),
    Case(
        name="chunked-named-in-a-fold",
        parts=(OK + b"\r\n" + HTML + b"\r\nTransfer-Encoding:\r\n chunked\r\n\r\n" + chunked(PAGE),),
        text=PAGE,
    ),
    Case(name="chunked-twice", parts=(head(OK, HTML, CHUNKED, CHUNKED) + chunked(PAGE),), text=PAGE),
    Case(
        name="length-in-a-fold",
        parts=(OK + b"\r\n" + HTML + b"\r\nContent-Length:\r\n %d\r\n\r\n" % len(PAGE) + PAGE,),
        text=PAGE,
    ),
    Case(
        name="fold-that-looks-blank",
        parts=(OK + b"\r\nX-A: 1\r\n \r\n" + HTML + b"\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE,),
        text=PAGE,
    ),
    Case(name="carriage-return-in-value", parts=(length(PAGE, HTML, b"X-A: a\rb: c"),), text=PAGE),
    Case(name="http-in-body", parts=(length(b"HTTP/1.1 200 OK\r\n\r\nhello", HTML),)),
    Case(name="warc-in-body", parts=(length(b"WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n", HTML),)),
    Case(name="no-content", parts=(head(b"HTTP/1.1 204 No Content", b"X-A: 1"),)),
    Case(
        name="not-modified",
        parts=(head(b"HTTP/1.1 304 Not Modified", b'ETag: "1"', b"Content-Length: 99"),),
    ),
    Case(name="not-found", parts=(length(PAGE, HTML, status=b"404 Not Found"),)),
    Case(name="status-odd", parts=(length(PAGE, HTML, status=b"499 "),)),
    Case(name="error-500", parts=(length(PAGE, HTML, status=b"500 Internal Server Error"),)),
    Case(
        name="redirect", parts=(length(b"moved", b"Location: /plain?from=redirect", status=b"302 Found"),)
    ),
    Case(
        name="redirect-loop",
        parts=(length(b"", b"Location: /redirect-loop", status=b"301 "),),
        reads=False,
    ),
    Case(name="huge", parts=(length(HUGE, HTML),), text=HUGE),
    Case(
        name="huge-chunked",
        parts=(head(OK, HTML, CHUNKED) + chunked(HUGE[:2_000_000], HUGE[2_000_000:]),),
        text=HUGE,
    ),
    Case(
        name="over-limit", parts=(head(OK, HTML) + b"x" * 6_000_000,), close=True, bound=True, reads=False
    ),
    Case(
        name="drip",
        parts=(length(PAGE, HTML)[:60], 0.05, length(PAGE, HTML)[60:90], 0.05, length(PAGE, HTML)[90:]),
        text=PAGE,
    ),
    Case(name="drip-endless", parts=(head(OK, HTML), *(b"x", 0.1) * 60), bound=True, reads=False),
    Case(name="silent", parts=(), close=True, reads=False),
    Case(name="head-cut", parts=(b"HTTP/1.1 200 OK\r\nContent-Ty",), close=True, reads=False),
    Case(name="no-http", parts=(b"SSH-2.0-OpenSSH_9.9\r\n",), close=True, reads=False),
    Case(name="stale", parts=(length(PAGE, HTML),), text=PAGE),
)

CASES = {case.name: case for case in _CASES}
