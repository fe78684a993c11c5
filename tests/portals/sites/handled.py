"""Portals on which plain links lead nowhere: handlers, tabs over a service, a search of their own."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import parse_qs

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item


class HandledSite(Site):
    """Columns open by ``onclick``, rows by a function of the page, pages by a box that submits its form."""

    per_page = 12

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/lm/{column.number}" + ("" if page == 1 else f"?curpage={page}")

    def item_url(self, item: Item) -> str:
        return f"/open/{item.id}.htm"

    def column_link(self, column: Column) -> str:
        if column.parent == "annual":
            return f'<span data-url="{self.column_url(column)}">{column.name}</span>'
        return f"<div class=it onclick=\"location.href='{self.column_url(column)}'\">{column.name}</div>"

    def row(self, item: Item) -> str:
        cells = f"<td>{escape(item.title)}</td><td>{item.date}</td>"
        return f"<tr onclick=\"show('{item.id}', this)\">{cells}</tr>"

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        return f"<table>{''.join(map(self.row, items))}</table>" + self.pager(column, page)

    def pager(self, column: Column, page: int) -> str:
        numbers = range(1, self.page_count(column) + 1)
        options = "".join(
            f"<option value={n}{' selected' if n == page else ''}>{n}</option>" for n in numbers
        )
        box = f"<select name=curpage onchange='this.form.submit()'>{options}</select>"
        return f"<form action={self.column_url(column)}>转到 {box}</form>" if len(numbers) > 1 else ""

    def shell(self, title: str, inner: str, meta: str = "") -> str:
        script = (
            "<script>var root = '/open/'; function show(id, e){ window.open(root + id + '.htm'); }</script>"
        )
        return super().shell(title, inner + script, meta)


class TabsSite(Site):
    """The annual column is a tab a year; each asks a service by POST, whose rows have ids only."""

    script = """<script>
function load(year, pageNo) {
  $.post('/api/reports', {year: year, pageNo: pageNo, pageSize: 10}, function (d) {
    d.data.rows.forEach(function (r) {
      $('#rows').append('<li onclick="window.open(\\'/report_' + r.guid + '.html\\')">' + r.bt + '</li>'); }); });
}
$('#years li').click(function () { var nd = $(this).data('nd'); load(nd, 1); });
</script>"""

    def item_url(self, item: Item) -> str:
        return f"/report_{item.id}.html" if self._annual(item) else super().item_url(item)

    def _annual(self, item: Item) -> bool:
        return self.column(item).key.startswith("annual")

    def subcolumns(self, column: Column) -> str:
        return "" if column.key == "annual" else super().subcolumns(column)

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        if not column.key.startswith("annual"):
            return super().list_html(column, items, page)
        tabs = "".join(f'<li data-nd="{year}">{year}年</li>' for year in range(2025, 2011, -1))
        return f'<ul id="years">{tabs}</ul><ul id="rows"></ul>{self.script}'

    def api(self, request: Request) -> Response | None:
        if request.path != "/api/reports" or request.method != "POST":
            return None
        told = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        year, at, size = (int(told[name]) for name in ("year", "pageNo", "pageSize"))
        annual = [i for c in self.county.columns.values() for i in c.items if self._annual(i)]
        mine = [i for i in annual if i.made is not None and i.made.year == year]
        rows = [{"guid": i.id, "bt": i.title} for i in mine[(at - 1) * size : at * size]]
        body = json.dumps({"data": {"rows": rows, "total": len(mine)}}, ensure_ascii=False).encode()
        return Response(body=body, content_type="application/json")


class SearchSite(Site):
    """No column leads to the reports; the portal's own search does. A page in GBK is asked in GBK."""

    encoding = "gbk"
    declared = "gb2312"
    hits = 10

    def navigated(self) -> list[Column]:
        return [c for c in super().navigated() if not c.key.startswith("annual")]

    def subcolumns(self, column: Column) -> str:
        shown = (self.county.columns[key] for key in column.children if not key.startswith("annual"))
        return "".join(map(self.column_link, shown))

    def items(self, column: Column) -> list[Item]:
        return column.items  # a column above others lists nothing of theirs

    def trail(self, column: Column) -> str:
        return "<div class=pos>您的位置：<a href=/>首页</a></div>"

    def home(self) -> str:
        form = "<form action=/s.asp method=get><input name=q><input type=submit value=搜索></form>"
        boxes = "".join(self.column_link(c) for c in self.navigated())
        return self.shell(f"{self.county.government}门户网站", form + boxes)

    def api(self, request: Request) -> Response | None:
        if request.path != "/s.asp":
            return None
        told = parse_qs(request.target.partition("?")[2], encoding="gbk")
        wanted, at = told.get("q", [""])[0], int(told.get("page", ["1"])[0])
        every = [i for c in self.county.columns.values() for i in c.items]
        found = [i for i in every if wanted and i.made is not None and wanted in i.title]
        rows = "".join(map(self.row, found[(at - 1) * self.hits : at * self.hits]))
        query = request.target.partition("q=")[2].partition("&")[0]
        more = f"<a href=/s.asp?q={query}&page={at + 1}>下一页</a>" if at * self.hits < len(found) else ""
        return self.page_response(self._pieces(self.shell("搜索结果", f"<ul>{rows}</ul>{more}")))
