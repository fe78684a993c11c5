"""A site full of traps beside its reports; each is bounded only by the crawler's own bounds."""

from __future__ import annotations

import asyncio
import gzip
import itertools
from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import cache

from tests.portals.server import Request, Response
from tests.portals.site import Site

LINKS = (
    ("/calendar?d=2026-01-01", "工作日历"),
    ("/bbs/list.jsp;jsessionid=A1?sid=1", "互动论坛"),
    ("/endless/?a=1", "信息查询"),
    ("/loop/a", "政府信息公开年报（旧）"),
    ("/loop/long/0", "政府信息公开年度报告汇编"),
    ("/bomb.html", "政府信息公开年度报告数据"),
    ("/huge.html", "2023年政府信息公开年度报告全集"),
    ("/drip.html", "2022年政府信息公开年度报告直播"),
    ("/short.html", "2021年政府信息公开年度报告摘要"),
    ("/long.html", "2020年政府信息公开年度报告节选"),
    ("/cut.html", "2019年政府信息公开年度报告附表"),
    ("/charset.html", "2018年政府信息公开年度报告说明"),
    ("/file", "2017年政府信息公开年度报告下载"),
    ("/deep/", "下属站点"),
    ("http://169.254.169.254/latest/meta-data/", "数据接口"),
    ("http://127.0.0.1:1/", "内部系统"),
    ("http://[::1]:9/", "内部系统二"),
    ("file:///etc/passwd", "本地文件"),
    ("/redirect/private", "2016年政府信息公开年度报告迁移"),
)


class TrapSite(Site):
    """Every trap of the issue, linked from the home page and the annual-report column with promising words."""

    family = "generic"
    lure = "http://169.254.169.254/latest/meta-data/"  # where the site would send its visitors
    HUGE = 200 * 1024 * 1024
    BOMB = 1024 * 1024 * 1024

    def home(self) -> str:
        return super().home().replace('<div class="side">', self.traps() + '<div class="side">', 1)

    def traps(self) -> str:
        links = (*LINKS, (self.lure, "内部系统三"))
        inside = f'<img src="{self.lure}"><iframe src="{self.lure}"></iframe>'
        return inside + "".join(f'<p><a href="{url}">{words}</a></p>' for url, words in links)

    def list_html(self, column, items, page):
        return super().list_html(column, items, page) + (self.traps() if column.key == "annual" else "")

    def api(self, request: Request) -> Response | None:
        name = request.path.strip("/").partition("/")[0].partition(".")[0]
        trap = getattr(self, f"trap_{name}", None)
        return trap(request) if trap else None

    def trap_calendar(self, request: Request) -> Response:
        """A day has a day before and after it, for ever."""
        try:
            day = date.fromisoformat(request.query.get("d", ""))
        except ValueError:
            day = date(2026, 1, 1)
        days = "".join(
            f'<a href="/calendar?d={day + timedelta(n)}">{day + timedelta(n)}</a> '
            for n in (-30, -1, 1, 30)
        )
        return self.made("工作日历", days)

    def trap_bbs(self, request: Request) -> Response:
        """The same page under a new session id each time."""
        number = next(self._views)
        links = "".join(
            f'<a href="/bbs/list.jsp;jsessionid=A{number}{n}?sid={number}{n}">帖子{n}</a> '
            for n in range(20)
        )
        return self.made("互动论坛", links)

    def trap_endless(self, request: Request) -> Response:
        """A parameter more at every step, and folders that go down for ever."""
        more = f"{request.target}&f{len(request.target)}=1"
        return self.made(
            "信息查询",
            f'<a href="{more}">筛选</a> <a href="{request.path}x/?a=1">下级</a> <a href="sub/">子目录</a>',
        )

    def trap_deep(self, request: Request) -> Response:
        return self.made("下属站点", '<a href="deep/">下属站点</a> <a href="./a/../deep/">下属站点</a>')

    def trap_loop(self, request: Request) -> Response:
        """Two pages that send to each other; and a chain that never ends."""
        if request.path.startswith("/loop/long/"):
            number = int(request.path.rpartition("/")[2] or 0) + 1
            return Response(status=302, headers=(("Location", f"/loop/long/{number}"),))
        return Response(
            status=302, headers=(("Location", "/loop/b" if request.path.endswith("a") else "/loop/a"),)
        )

    def trap_redirect(self, request: Request) -> Response:
        return Response(status=302, headers=(("Location", self.lure),))

    def trap_bomb(self, request: Request) -> Response:
        """A gigabyte of spaces in a megabyte of gzip."""
        return Response(body=_bomb(self.BOMB), headers=(("Content-Encoding", "gzip"),))

    def trap_huge(self, request: Request) -> Response:
        """200 MB, made while they are sent."""

        async def pieces() -> AsyncIterator[bytes]:
            yield b"<html><body>"
            for _ in range(self.HUGE // 65536):
                yield b"<p>0123456789abc" * 4096
                await asyncio.sleep(0)

        return Response(stream=pieces, headers=(("Connection", "close"),))

    def trap_drip(self, request: Request) -> Response:
        """A byte a second, for ever."""

        async def pieces() -> AsyncIterator[bytes]:
            for _ in itertools.count():
                yield b" "
                await asyncio.sleep(1)

        return Response(stream=pieces, headers=(("Content-Length", "100000"),))

    def trap_short(self, request: Request) -> Response:
        """Promises more than it sends, then hangs up."""
        return self.raw(b"<html><body>" + "摘要".encode() + b"</body></html>", promised=5000)

    def trap_long(self, request: Request) -> Response:
        """Sends more than it promised."""
        return self.raw(b"<html><body>" + b"x" * 500 + b"</body></html>", promised=20)

    def trap_cut(self, request: Request) -> Response:
        """Chunked, and cut in the middle of a chunk."""

        async def pieces() -> AsyncIterator[bytes]:
            yield b"400\r\n<html><body>half"

        return Response(stream=pieces, headers=(("Transfer-Encoding", "chunked"),))

    def trap_charset(self, request: Request) -> Response:
        """A charset that there is none of, over bytes that are no text."""
        return Response(body=bytes(range(256)) * 8, content_type="text/html; charset=x-no-such-thing")

    def trap_file(self, request: Request) -> Response:
        """A file name with a path in it, one of the raw GBK kind."""
        name = 'attachment; filename="../../../../tmp/年报.pdf"'
        return Response(
            body=b"%PDF-1.4 cut",
            content_type="application/octet-stream",
            headers=(("Content-Disposition", name),),
        )

    def made(self, title: str, inner: str) -> Response:
        return self.page_response(self._pieces(self.shell(title, inner)))

    def raw(self, body: bytes, *, promised: int) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            yield body

        return Response(stream=pieces, headers=(("Content-Length", str(promised)),))


@cache
def _bomb(size: int) -> bytes:
    """Gzip members of a megabyte of spaces each, one after the other."""
    return gzip.compress(b" " * (1024 * 1024), 9, mtime=0) * (size // (1024 * 1024))
