"""The PHP long tail: EmpireCMS and DedeCMS."""

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item


class EmpireSite(Site):
    """Lists by an action that counts its pages from 0; articles by ``show.php``."""

    family = "empire"
    markup = "br"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/e/action/ListInfo/?classid={column.number}" + ("" if page == 1 else f"&page={page - 1}")

    def item_url(self, item: Item) -> str:
        return f"/show.php?classid={self.column(item).number}&id={item.id}&bid=0"

    def pager(self, column: Column, page: int) -> str:
        links = [
            f'<a href="{self.column_url(column, n)}">{n}</a>' if n != page else f"<b>{n}</b>"
            for n in range(1, self.page_count(column) + 1)
        ]
        return (
            f"<div class=pages><a title='总数'><b>{len(self.items(column))}</b></a> {' '.join(links)}</div>"
        )

    def article_html(self, item: Item) -> str:
        hits = f"<script src=/e/public/ViewClick/?classid={self.column(item).number}&id={item.id}&addclick=1></script>"
        return hits + super().article_html(item)

    def shell(self, title: str, inner: str, meta: str = "") -> str:
        return super().shell(title + " - Powered by EmpireCMS", inner, meta)


class DedeSite(Site):
    """``list_TID_N.html`` in the column's folder; the pager is a select box."""

    family = "dede"
    encoding = "gbk"
    declared = "gb2312"
    markup = "word"
    robots = "﻿User-agent: * \nDisallow: /plus/\nDisallow: /include/\n"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/a/{column.key}/" + ("" if page == 1 else f"list_{column.number}_{page}.html")

    def item_url(self, item: Item) -> str:
        return f"/a/{self.column(item).key}/{item.date[:4]}/{item.date[5:7]}{item.date[8:]}/{item.id}.html"

    def pager(self, column: Column, page: int) -> str:
        count = self.page_count(column)
        if count == 1:
            return ""
        options = "".join(
            f"<option value='list_{column.number}_{n}.html'{' selected' if n == page else ''}>{n}</option>"
            for n in range(1, count + 1)
        )
        return f"<div class=dede_pages><select name='sldd'>{options}</select><span class='pageinfo'>共 <strong>{count}</strong>页</span></div>"

    def article_html(self, item: Item) -> str:
        return (
            f"<script src='/plus/count.php?view=yes&aid={item.id}&mid=1'></script>"
            + super().article_html(item)
        )

    def shell(self, title: str, inner: str, meta: str = "") -> str:
        return super().shell(
            title, inner + '<link href="/templets/default/style.css" rel=stylesheet>', meta
        )

    def api(self, request: Request) -> Response | None:
        """``list_TID_1.html`` is the column's first page too."""
        if not request.path.endswith("_1.html"):
            return None
        return self.answer(Request(method="GET", target=request.path.rpartition("/")[0] + "/"))
