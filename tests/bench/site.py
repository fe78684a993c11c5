"""A flat site of made-up pages on loopback, for benchmarks: fast, without latency, the same every time.

``python -m tests.bench.site PAGES`` serves ``/0.html`` to ``/(PAGES-1).html`` (20-60 KB, about a hundred
links each; one in ten in GBK, one in ten gzipped; up to 5,000 are made before) and prints its port.
``/stats`` tells requests served and the seconds between the first and the last, and counts anew.
"""

import asyncio
import gzip
import random
import sys
import time
from functools import lru_cache

_WORDS = "政府信息公开工作年度报告主动公开依申请公开行政规范性文件收到和处理情况存在的主要问题及改进情况"


@lru_cache(maxsize=128)
def _text(kind: int, codec: str) -> bytes:
    chance = random.Random(kind)  # the same page every time
    rows = []
    for _ in range(60 + kind):
        cells = "".join(f"<td class=c>{''.join(chance.choices(_WORDS, k=28))}</td>" for _ in range(3))
        rows.append(f"<tr>{cells}<td>{chance.randrange(10_000)}</td></tr>")
    return f"<table border=1>{''.join(rows)}</table>".encode(codec)


def links(number: int, pages: int) -> list[int]:
    """Forty pages that every page links to, and sixty near and far ones."""
    near = [(number + step) % pages for step in range(1, 31)]
    far = [(number * 7 + step * 131) % pages for step in range(30)]
    return [*range(min(40, pages)), *near, *far]


def page(number: int, pages: int) -> bytes:
    """One page with its head."""
    anchors = "".join(
        f'<li><a href="/{n}.html">第{n}号 关于公开的通知</a></li>' for n in links(number, pages)
    )
    codec = "gbk" if number % 10 == 1 else "utf-8"
    start = (
        f"<!doctype html><html><head><meta charset={codec}><title>第{number}号</title></head><body>"
        f"<div class=nav><ul>{anchors}</ul></div><h1>第{number}号文件</h1>"
    )
    end = "<div class=footer>主办单位：县人民政府办公室</div></body></html>"
    body, extra = start.encode(codec) + _text(number % 61, codec) + end.encode(codec), b""
    if number % 10 == 2:
        body, extra = gzip.compress(body, 6, mtime=0), b"Content-Encoding: gzip\r\n"
    head = b"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/html\r\n%bContent-Length: %d\r\n\r\n"
    return head % (extra, len(body)) + body


class Site(asyncio.Protocol):
    """Answers GETs; everything is made once."""

    served = 0
    first = last = 0.0

    def __init__(self, pages: int, made: list[bytes]) -> None:
        self._pages, self._made = pages, made
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            target = self._buffer.split(b" ", 2)[1]
            self._buffer = self._buffer[end + 4 :]
            self._transport.write(self._answer(target))

    def _answer(self, target: bytes) -> bytes:
        name = target[1:].removesuffix(b".html")
        if name == b"stats":
            body = b'{"served": %d, "seconds": %.4f}' % (Site.served, Site.last - Site.first)
            Site.served, Site.first = 0, 0.0
        elif name.isdigit() and (number := int(name)) < self._pages:
            Site.last = time.monotonic()
            Site.first = Site.first or Site.last
            Site.served += 1
            return self._made[number] if number < len(self._made) else page(number, self._pages)
        else:
            body = b"User-agent: *\nDisallow:\n" if name == b"robots.txt" else b"?"
        status = b"404 Not Found" if body == b"?" else b"200 OK"
        head = b"HTTP/1.1 %b\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b"
        return head % (status, len(body), body)


async def main(pages: int) -> None:
    made = [page(number, pages) for number in range(min(pages, 5000))]
    server = await asyncio.get_running_loop().create_server(lambda: Site(pages, made), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
