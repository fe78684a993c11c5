"""ASP.NET: PowerEasy, and a plain site whose pager is a post-back with ``__VIEWSTATE``."""

import base64

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item


class PowerEasySite(Site):
    """``/Category_N/Index_2.aspx`` and ``/Item/ID.aspx``; the pager has words but no links."""

    family = "powereasy"
    editor = '<div id="fontzoom">', "</div>"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/Category_{column.number}/Index" + (".aspx" if page == 1 else f"_{page}.aspx")

    def item_url(self, item: Item) -> str:
        return f"/Item/{item.id}.aspx"

    def pager(self, column: Column, page: int) -> str:
        return f"<div class=pagecss>共 {len(self.items(column))} 条 页次：{page}/{self.page_count(column)}页 <span onclick='go()'>下页</span></div>"

    def article_html(self, item: Item) -> str:
        return f'<script src="/Common/GetHits.aspx?id={item.id}"></script>' + super().article_html(item)


class AspNetSite(Site):
    """One address a column; its later pages only by POST of the page's own state."""

    family = "asp"
    markup = "br"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/InfoList.aspx?lanmuid={column.number}"

    def item_url(self, item: Item) -> str:
        return f"/ShowInfo.aspx?InfoID={item.id}"

    def state(self, column: Column, page: int) -> str:
        return base64.b64encode(f"{column.key}|{page}|{self.county.code}".encode()).decode()

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        return (
            f'<form method="post" action="InfoList.aspx?lanmuid={column.number}" id="form1">'
            f'<input type="hidden" name="__VIEWSTATE" value="{self.state(column, page)}"/>'
            f'<input type="hidden" name="__EVENTVALIDATION" value="ev{page}=="/>'
            f'<input type="text" name="keyword"/>{super().list_html(column, items, page)}</form>'
        )

    def pager(self, column: Column, page: int) -> str:
        links = [
            f"<a href=\"javascript:__doPostBack('AspNetPager1','{n}')\">{n}</a>"
            if n != page
            else f"<span>{n}</span>"
            for n in range(1, self.page_count(column) + 1)
        ]
        return f"<div id=AspNetPager1>{' '.join(links)}</div>"

    def answer(self, request: Request) -> Response:
        form = request.form if request.method == "POST" and request.path == "/InfoList.aspx" else {}
        if not form:
            return super().answer(request)
        key, _, code = (
            base64.b64decode(form.get("__VIEWSTATE", "") + "==").decode("utf-8", "replace").split("|")
        )
        if code != self.county.code or not form.get("__EVENTVALIDATION"):
            return Response(status=500, body=b"Invalid viewstate")
        column = self.county.columns[key]
        page = int(form.get("__EVENTARGUMENT") or 1) if form.get("__EVENTTARGET") == "AspNetPager1" else 1
        return self.page_response(self._pieces(self.list_page(column, page)))
