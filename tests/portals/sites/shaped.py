"""Sites of no known system whose annual-report column has a shape of its own."""

import json

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item

ANNUAL = ("annual_county", "annual_bureaus", "annual_towns")


class YearsSite(Site):
    """The column has a sub-column a year (``2022n/``), and each of those the reports of all organs."""

    family = "generic"
    markup = "word"

    def place(self) -> None:
        super().place()
        for key in ANNUAL:
            for page in range(2, self.page_count(self.county.columns[key]) + 1):
                self.pages.pop(self.column_url(self.county.columns[key], page), None)
        for year in self.years():
            self.pages[self.year_url(year)] = lambda year=year: self.year_page(year)

    def years(self) -> list[int]:
        found = {int(item.date[:4]) - 1 for key in ANNUAL for item in self.county.columns[key].items}
        return sorted(found, reverse=True)

    def year_url(self, year: int) -> str:
        return f"/zfxxgk/zfxxgknb/{year}n/"

    def column_url(self, column: Column, page: int = 1) -> str:
        if column.key in ANNUAL:
            return "/zfxxgk/zfxxgknb/" + ("" if page == 1 else f"{column.key}{page}/")
        name = {"annual": "zfxxgk/zfxxgknb", "disclosure": "zfxxgk"}.get(column.key, column.key)
        return f"/{name}/" + ("" if page == 1 else f"list{page}.html")

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        if column.key != "annual":
            return super().list_html(column, items, page)
        return "".join(f'<li><a href="{self.year_url(year)}">{year}年</a></li>' for year in self.years())

    def subcolumns(self, column: Column) -> str:
        return "" if column.key == "annual" else super().subcolumns(column)

    def year_page(self, year: int) -> str:
        items = [i for key in ANNUAL for i in self.county.columns[key].items if int(i.date[:4]) - 1 == year]
        rows = "".join(f"<dd><a href='{self.item_url(i)}'>{i.title}</a></dd>" for i in items)
        return self.shell(f"{year}年", f"<dl><dt>{year}年政府信息公开年报</dt>{rows}</dl>")


class FramedSite(Site):
    """Every list stands in a frame, whose own page has the rows and the pager."""

    family = "generic"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/channel/{column.number}.shtml"

    def frame_url(self, column: Column, page: int) -> str:
        return f"/inner/list.jsp?cid={column.number}&start={(page - 1) * self.per_page}"

    def place(self) -> None:
        super().place()
        for column in self.county.columns.values():
            for page in range(1, self.page_count(column) + 1):
                self.pages[self.frame_url(column, page)] = lambda c=column, p=page: self.frame(c, p)

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        return f'<iframe src="{self.frame_url(column, 1)}" width="100%" frameborder="0" title="{column.name}"></iframe>'

    def frame(self, column: Column, page: int) -> str:
        start = (page - 1) * self.per_page
        rows = "".join(self.row(item) for item in self.items(column)[start : start + self.per_page])
        on = (
            f'<a href="{self.frame_url(column, page + 1)}" target="_self">下一页</a>'
            if page < self.page_count(column)
            else ""
        )
        return f"<html><head><meta charset=utf-8></head><body><ul>{rows}</ul>{on}</body></html>"

    def item_url(self, item: Item) -> str:
        return f"/article/{item.date.replace('-', '')}/{item.id}.shtml"


class FetchedSite(Site):
    """A shell fetches its rows from an API of no known make, with names of its own."""

    family = "generic"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/site/{column.number}.html"

    def item_url(self, item: Item) -> str:
        return f"/site/x/{item.id}.html"

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        return (
            "<div id=app>数据加载中</div><script>var pageNo=1;function load(){"
            f'$.getJSON("/api/v2/channel/{column.number}/docs?rows=15&pageNo="+pageNo,function(r){{show(r.result);}});}}load();</script>'
        )

    def api(self, request: Request) -> Response | None:
        parts = request.path.split("/")
        if parts[:4] != ["", "api", "v2", "channel"]:
            return None
        column = next((c for c in self.county.columns.values() if str(c.number) == parts[4]), None)
        page = int(request.query.get("pageNo") or 1)
        listed = self.items(column) if column else []
        records = [
            {"id": i.id, "bt": i.title, "lj": self.item_url(i), "rq": i.date}
            for i in listed[(page - 1) * 15 : page * 15]
        ]
        told = {"code": 0, "result": {"records": records, "pages": -(-len(listed) // 15), "current": page}}
        return Response(body=json.dumps(told, ensure_ascii=False).encode(), content_type="application/json")
