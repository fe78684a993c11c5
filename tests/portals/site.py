"""A made-up county's portal. A family's site says how addresses, lists and articles look; the rest is here."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cached_property, partial
from html import escape
from random import Random
from typing import Any

from tests.portals import bodies
from tests.portals.server import Hit, Request, Response
from tests.portals.world import Column, County, Item

COUNTER = "@@VIEWS@@"


class Site:
    """The plain site that every family's site is made from.

    ``pages`` maps a target (path and query) to what makes its page; the origin is known only when the
    port is, so addresses are paths. Pages are made once and kept; the view counter is put in each time.
    """

    family = "generic"
    encoding = "utf-8"
    declared = "utf-8"
    markup: Any = "plain"
    per_page = 15
    editor = '<div class="article-content">', "</div>"
    robots: str | None = None
    robots_status = 200
    demo = False

    def __init__(self, county: County, name: str) -> None:
        self.county, self.name = county, name
        self.url = ""
        self.second: Site | None = None
        self.log: list[Hit] = []
        self.pages: dict[str, Callable[[], str]] = {}
        self.documents: dict[str, Callable[[], tuple[bytes, str]]] = {}
        self._made: dict[str, tuple[bytes, ...]] = {}
        self._views = itertools.count(Random(county.seed).randrange(1000, 9000))
        self.place()

    # -- where things are

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/{column.key}/" if page == 1 else f"/{column.key}/index_{page}.html"

    def item_url(self, item: Item) -> str:
        return f"/{self.column(item).key}/{item.date[:4]}/{item.id}.html"

    def document_url(self, item: Item) -> str:
        return f"/files/{item.date[:4]}/{item.id}.{'pdf' if item.form == 'pdf' else 'docx'}"

    def column(self, item: Item) -> Column:
        return self._columns[item.id]

    @cached_property
    def _columns(self) -> dict[int, Column]:
        return {item.id: column for column in self.county.columns.values() for item in column.items}

    def items(self, column: Column) -> list[Item]:
        """What the column lists: its own, or the newest of its children where it has none."""
        if column.items or not column.children:
            return column.items
        below = [i for key in column.children for i in self.items(self.county.columns[key])[:8]]
        return sorted(below, key=lambda item: item.date, reverse=True)[: self.per_page]

    def page_count(self, column: Column) -> int:
        return max(1, -(-len(self.items(column)) // self.per_page))

    def place(self) -> None:
        """Every address of the site, and what makes its page."""
        self.pages["/"] = self.home
        for column in self.county.columns.values():
            for page in range(1, self.page_count(column) + 1):
                self.pages.setdefault(self.column_url(column, page), partial(self.list_page, column, page))
            for item in column.items:
                self.pages[self.item_url(item)] = partial(self.article_page, item)
                if item.form != "html":
                    self.documents[self.document_url(item)] = partial(bodies.document, item)

    # -- answers

    def answer(self, request: Request) -> Response:
        gate = self.gate(request)
        if gate is not None:
            return gate
        if request.path == "/robots.txt":
            return self.robots_txt()
        made = self.held(request.target)
        if made is None:
            return self.api(request) or self.missing(request)
        return self.page_response(made)

    def gate(self, request: Request) -> Response | None:
        """What stands before every page (a challenge, a block), if anything does."""
        return None

    def api(self, request: Request) -> Response | None:
        """Whatever is not a page: list APIs, counters, search."""
        return None

    def robots_txt(self) -> Response:
        if self.robots is None:
            return Response(status=404, body=b"not found", content_type="text/plain")
        return Response(body=self.robots.encode(), content_type="text/plain", status=self.robots_status)

    def missing(self, request: Request) -> Response:
        """An honest 404."""
        body = "<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>"
        return Response(status=404, body=body.encode())

    def soft_missing(self) -> Response:
        """A 404 that says 200, in the portal's own dress."""
        words = "您访问的页面不存在或已删除，<span id=s>5</span>秒后返回首页"
        return self.page_response(self._pieces(self.shell("页面不存在", f'<div class="err">{words}</div>')))

    def held(self, target: str) -> tuple[bytes, ...] | None:
        """The made page or document, from memory after the first time."""
        if target not in self._made:
            if target in self.documents:
                data, content_type = self.documents[target]()
                self._made[target] = (data, content_type.encode())
            elif target in self.pages:
                self._made[target] = self._pieces(self.pages[target]())
            else:
                return None
        return self._made[target]

    def _pieces(self, html: str) -> tuple[bytes, ...]:
        head, _, tail = html.partition(COUNTER)
        codec = "gb18030" if self.encoding.startswith("gb") else self.encoding
        return head.encode(codec), b"", tail.encode(codec)

    def page_response(self, made: tuple[bytes, ...]) -> Response:
        if len(made) == 2:
            return Response(body=made[0], content_type=made[1].decode())
        views = str(next(self._views)).encode()
        return Response(body=made[0] + views + made[2], content_type=self.content_type())

    def content_type(self) -> str:
        return f"text/html; charset={self.declared}"

    # -- pages

    def home(self) -> str:
        blocks = []
        for column in self.county.columns.values():
            if self.items(column) and column.parent != "annual":
                rows = "".join(self.row(item) for item in self.items(column)[:6])
                more = f'<a href="{self.column_url(column)}">更多&gt;&gt;</a>'
                blocks.append(f'<div class="box"><h3>{column.name}</h3>{more}<ul>{rows}</ul></div>')
        return self.shell(f"{self.county.government}门户网站", "\n".join(blocks))

    def list_page(self, column: Column, page: int) -> str:
        start = (page - 1) * self.per_page
        inner = self.list_html(column, self.items(column)[start : start + self.per_page], page)
        meta = f'<meta name="ColumnName" content="{column.name}"><meta name="ColumnType" content="{column.name}">'
        return self.shell(
            f"{column.name}-{self.county.government}",
            self.trail(column) + self.subcolumns(column) + inner,
            meta,
        )

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        rows = "\n".join(self.row(item) for item in items)
        return f'<ul class="list">{rows}</ul>' + self.pager(column, page)

    def row(self, item: Item) -> str:
        return f'<li><a href="{self.item_url(item)}" title="{escape(item.title)}">{escape(item.title)}</a><span>{item.date}</span></li>'

    def pager(self, column: Column, page: int) -> str:
        count = self.page_count(column)
        if count == 1:
            return ""
        links = [f'<a href="{self.column_url(column, n)}">{n}</a>' for n in range(1, count + 1)]
        if page < count:
            links.append(f'<a href="{self.column_url(column, page + 1)}">下一页</a>')
        return f'<div class="page">第{page}/{count}页 {" ".join(links)}</div>'

    def subcolumns(self, column: Column) -> str:
        links = (self.column_link(self.county.columns[key]) for key in column.children)
        return '<div class="left">' + "".join(links) + "</div>"

    def column_link(self, column: Column) -> str:
        return f'<a href="{self.column_url(column)}">{column.name}</a>'

    def trail(self, column: Column) -> str:
        parts, at = [], column
        while True:
            parts.append(self.column_link(at))
            if not at.parent:
                break
            at = self.county.columns[at.parent]
        return (
            '<div class="pos">您的位置：<a href="/">首页</a> &gt; '
            + " &gt; ".join(reversed(parts))
            + "</div>"
        )

    def article_page(self, item: Item) -> str:
        meta = (
            f'<meta name="ArticleTitle" content="{escape(item.title)}"><meta name="PubDate" content="{item.date}">'
            f'<meta name="ContentSource" content="{item.author}">'
        )
        inner = self.trail(self.column(item)) + self.article_html(item)
        return self.shell(
            f"{item.title}-{self.county.government}", inner, meta if item.kind != "text" else ""
        )

    def article_html(self, item: Item) -> str:
        line = (
            ""
            if item.kind == "text"
            else f"来源：{item.author}　发布时间：{item.date}　浏览次数：{COUNTER}次 【字体：大 中 小】"
        )
        head = "" if item.kind == "text" else f"<h1>{escape(item.title)}</h1>"
        body = bodies.body(item, self.markup, self.document_url(item))
        before, after = self.editor
        return f'{head}<div class="info">{line}</div>{before}{body}{after}{self.tail(item)}'

    def tail(self, item: Item) -> str:
        beside = self.column(item).items
        at = beside.index(item)
        links = [
            f'<p>{word}：<a href="{self.item_url(beside[n])}">{escape(beside[n].title)}</a></p>'
            for word, n in (("上一篇", at - 1), ("下一篇", at + 1))
            if 0 <= n < len(beside)
        ]
        return '<div class="share">分享到： 【打印】【关闭窗口】</div>' + "".join(links)

    # -- the dress

    def shell(self, title: str, inner: str, meta: str = "") -> str:
        views = "" if COUNTER in inner else f"您是第{COUNTER}位访客"
        return (
            f"<!DOCTYPE html>\n<html><head><meta charset={self.declared}><title>{escape(title)}</title>\n"
            f'<meta name="SiteName" content="{self.county.government}">'
            f'<meta name="SiteIDCode" content="{self.county.code}0001">{meta}</head>\n<body>'
            f'<div class="top"><a href="/">{self.county.government}</a></div>{self._nav}\n'
            f'<div class="main">{inner}</div>\n<div class="side"><h4>最新信息</h4><ul>{self._latest}</ul></div>\n'
            f"{self._foot}{views}</div></body></html>"
        )

    def navigated(self) -> list[Column]:
        """The columns that the navigation of every page names."""
        return [c for c in self.county.columns.values() if c.parent in ("", "news", "disclosure")]

    @cached_property
    def _nav(self) -> str:
        links = "".join(f"<li>{self.column_link(column)}</li>" for column in self.navigated())
        return f'<div class="nav"><ul><li><a href="/">首页</a></li>{links}</ul></div>'

    @cached_property
    def _latest(self) -> str:
        return "".join(self.row(item) for item in self.county.columns["headlines"].items[:8])

    @cached_property
    def _foot(self) -> str:
        return (
            '<div class="foot"><p>友情链接：<a href="http://www.gov.cn/">中国政府网</a> '
            '<a href="http://www.example.gov.cn/">省人民政府</a></p>'
            f"<p>主办：{self.county.government}办公室　网站标识码：{self.county.code}0001　"
            "地址：人民路1号　联系电话：0000-1234567</p>"
        )

    # -- the truth

    def truth(self) -> list[dict[str, Any]]:
        """Every report page: its address and what it says; attachments as addresses beside it."""
        out = []
        for column in self.county.columns.values():
            for item in column.items:
                told = item.made.truth() if item.made else item.truth
                if told is None:
                    continue
                extra = {
                    "url": self.url + self.item_url(item),
                    "form": item.form,
                    "quirks": sorted(item.quirks),
                }
                if item.form != "html":
                    extra["attachment"] = self.url + self.document_url(item)
                out.append({**told, **extra})
        return out + (self.second.truth() if self.second else [])
