"""An old ASP site: GBK bytes that call themselves gb2312, addresses in queries, unknown pages go home."""

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item


class OldAspSite(Site):
    """Rare characters (镕, 朱鎔) stand in its pages, so gb2312 alone cannot read it."""

    family = "asp"
    demo = True
    encoding = "gbk"
    declared = "gb2312"
    markup = "br"
    per_page = 12
    editor = '<td class="content" id="NewsContent"><font size=3>', "</font></td>"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/class.asp?id={column.number}" + ("" if page == 1 else f"&page={page}")

    def item_url(self, item: Item) -> str:
        return f"/show.asp?id={item.id}"

    def document_url(self, item: Item) -> str:
        return f"/UploadFiles/{item.date[:4]}/{item.id}.{'pdf' if item.form == 'pdf' else 'docx'}"

    def row(self, item: Item) -> str:
        return f'<tr><td>·<a href="{self.item_url(item)}" target=_blank>{item.title}</a></td><td>{item.date.replace("-0", "-")}</td></tr>'

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        return f"<table width=98%>{''.join(self.row(item) for item in items)}</table>{self.pager(column, page)}"

    def pager(self, column: Column, page: int) -> str:
        count = self.page_count(column)
        on = f'<a href="{self.column_url(column, page + 1)}">下一页</a>' if page < count else "下一页"
        return f"<p>共{len(self.items(column))}条 页次:{page}/{count}页 <a href='{self.column_url(column)}'>首页</a> {on}</p>"

    def article_html(self, item: Item) -> str:
        return f"<table><tr>{super().article_html(item)}</tr></table><p>编辑：朱镕喆</p>"

    def content_type(self) -> str:
        return "text/html"

    def missing(self, request: Request) -> Response:
        """Whatever is unknown is sent to the home page."""
        if request.path == "/robots.txt":
            return super().missing(request)
        return Response(status=302, headers=(("Location", "/"),))
