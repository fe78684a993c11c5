"""LonSun: organs have directories; an organ's reports are ``/public/column/<organ>?type=3``."""

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import DEPARTMENTS, TOWNSHIPS, Column, Item


class LonsunSite(Site):
    """Nothing on the site links to the annual reports: only the organ's directory with ``type=3`` has them."""

    family = "lonsun"
    editor = '<div class="wzcon j-fontContent">', "</div>"
    DIRECTORY = "directory"

    def place(self) -> None:
        super().place()
        for key in ("annual", "annual_county", "annual_bureaus", "annual_towns"):
            for page in range(1, self.page_count(self.county.columns[key]) + 1):
                self.pages.pop(self.column_url(self.county.columns[key], page), None)
        self.pages["/public/organs.html"] = self.organs

    def organ(self, issuer: str) -> int:
        names = [self.county.government, *(self.county.name + d for d in DEPARTMENTS)]
        names += [f"{self.county.name}{t}人民政府" for t in TOWNSHIPS]
        return 6596001 + (names.index(issuer) if issuer in names else 0)

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/content/column/{column.number}" + ("" if page == 1 else f"?pageIndex={page}")

    def item_url(self, item: Item) -> str:
        if item.kind == "news":
            return f"/content/article/{item.id}"
        return f"/public/{self.organ(item.author)}/{item.id}.html"

    def navigated(self) -> list[Column]:
        return [c for c in super().navigated() if not c.key.startswith("annual")]

    def column_link(self, column: Column) -> str:
        if column.key.startswith("annual"):
            return '<a href="/public/organs.html">信息公开目录</a>'
        return super().column_link(column)

    def home(self) -> str:
        return self.shell(
            f"{self.county.government}门户网站",
            '<a href="/public/organs.html">政府信息公开</a>' + self.boxes(),
        )

    def boxes(self) -> str:
        news = self.county.columns["headlines"]
        return f"<ul class=doc_list>{''.join(self.row(item) for item in news.items[:9])}</ul>"

    def organs(self) -> str:
        names = {
            item.author
            for key in ("annual_county", "annual_bureaus", "annual_towns")
            for item in self.county.columns[key].items
            if item.made
        }
        links = "".join(
            f'<li><a href="/public/column/{self.organ(name)}">{name}</a></li>' for name in sorted(names)
        )
        return self.shell("信息公开目录", f"<ul>{links}</ul>")

    def reports_of(self, organ: int) -> list[Item]:
        keys = ("annual_county", "annual_bureaus", "annual_towns")
        held = [i for key in keys for i in self.county.columns[key].items if self.organ(i.author) == organ]
        return sorted(held, key=lambda item: item.date, reverse=True)

    def api(self, request: Request) -> Response | None:
        head, _, organ = request.path.rpartition("/")
        if head != "/public/column" or not organ.isdigit():
            return None
        asked = request.query
        page = int(asked.get("pageIndex") or 1)
        items = self.reports_of(int(organ)) if asked.get("type") == "3" else []
        if page > 1 and asked.get("action") != "list":
            items, page = items[: self.per_page], 1
        return self.page_response(self._pieces(self.directory(items, page)))

    def directory(self, items: list[Item], page: int) -> str:
        rows = "".join(self.row(item) for item in items[(page - 1) * self.per_page : page * self.per_page])
        count = max(1, -(-len(items) // self.per_page))
        script = f'<script>Ls.pagination("#page", {{pageCount: {count}, pageIndex: {page}, pageSize: {self.per_page}, total: {len(items)}}});</script>'
        return self.shell("政府信息公开", f"<ul class='doc_list'>{rows}</ul><div id=page></div>{script}")

    def pager(self, column: Column, page: int) -> str:
        count = self.page_count(column)
        return f"<script>Ls.pagination('#page', {{pageCount: {count}, pageIndex: {page}, pageSize: {self.per_page}}});</script>"
