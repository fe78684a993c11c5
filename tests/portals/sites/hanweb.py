"""Hanweb jcms (a list in a ``<datastore>``, more by dataproxy.jsp) and its later JPaaS units."""

import json
from html import escape

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item

GROUP = 3  # pages of a list that one answer holds


class HanwebSite(Site):
    """Rows are CDATA in XML in the page; a soft page answers robots.txt and all that is not there."""

    family = "hanweb"
    demo = True
    per_page = 8
    editor = '<div id="zoom"><!--<$[信息内容]>begin-->', "<!--<$[信息内容]>end--></div>"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/col/col{column.number}/index.html"

    def item_url(self, item: Item) -> str:
        year, month, day = (int(part) for part in item.date.split("-"))
        return f"/art/{year}/{month}/{day}/art_{self.column(item).number}_{item.id}.html"

    def document_url(self, item: Item) -> str:
        ending = "pdf" if item.form == "pdf" else "docx"
        return f"/module/download/downfile.jsp?classid=0&filename={item.id:x}a5.{ending}"

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        return f'<div id="{column.number}77" class="jpage"></div><script type="text/xml">{self.store(column, 0)}</script>'

    def store(self, column: Column, group: int) -> str:
        """The datastore of one group of pages."""
        size = self.per_page * GROUP
        listed = self.items(column)
        records = "".join(
            f"<record><![CDATA[{self.row(item)}]]></record>"
            for item in listed[group * size : (group + 1) * size]
        )
        following = self.proxy_url(column, group + 1)
        return (
            f"<datastore><totalrecord>{len(listed)}</totalrecord><totalpage>{self.page_count(column)}</totalpage>"
            f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup><recordset>{records}</recordset></datastore>'
        )

    def proxy_url(self, column: Column, group: int) -> str:
        return (
            f"/module/web/jpage/dataproxy.jsp?page={group}&appid=1&webid=3&path=/&columnid={column.number}"
            f"&unitid={column.number}77&webname={self.county.code}&permissiontype=0"
        )

    def row(self, item: Item) -> str:
        cut = item.title[:22] + ("…" if len(item.title) > 22 else "")
        return f'<li><a href="{self.item_url(item)}" title="{escape(item.title)}" target="_blank">{escape(cut)}</a><span>[{item.date}]</span></li>'

    def api(self, request: Request) -> Response | None:
        if not request.path.endswith("/dataproxy.jsp"):
            return None
        asked = {**request.query, **request.form}
        column = next(
            (c for c in self.county.columns.values() if str(c.number) == asked.get("columnid")), None
        )
        if column is None:
            return Response(body=b"<datastore></datastore>", content_type="text/xml")
        body = '<?xml version="1.0" encoding="utf-8"?>' + self.store(column, int(asked.get("page") or 0))
        return Response(body=body.encode(), content_type="text/xml; charset=utf-8")

    def robots_txt(self) -> Response:
        return self.soft_missing()

    def missing(self, request: Request) -> Response:
        return self.soft_missing()

    @property
    def _foot(self) -> str:  # type: ignore[override]
        hits = '<script src="/module/visitcount/visit.jsp?type=3&i_webid=3"></script>'
        made = (
            "<a href='http://www.hanweb.com' style='display:none'>Produced By 大汉网络 大汉版通发布系统</a>"
        )
        return hits + made + Site._foot.func(self)  # type: ignore[attr-defined]


class JpaasSite(HanwebSite):
    """The column page is a shell; its list is a unit that the gateway builds."""

    family = "hanweb"
    demo = False
    per_page = 15
    UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"

    def item_url(self, item: Item) -> str:
        return f"/col/col{self.column(item).number}/art/{item.date[:4]}/art_{item.id:032x}.html"

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        told = {
            "parseType": "bulidstatic",
            "webId": "3",
            "tplSetId": "abc",
            "pageType": "column",
            "tagId": "信息列表",
            "editType": "null",
            "pageId": str(column.number),
        }
        data = json.dumps(told, ensure_ascii=False).replace('"', "'")
        return f'<div class="page-content" url="{self.UNIT}" queryData="{data}"><div class="loading">正在加载</div></div>'

    def api(self, request: Request) -> Response | None:
        if request.path != self.UNIT:
            return None
        asked = request.query
        column = next(
            (c for c in self.county.columns.values() if str(c.number) == asked.get("pageId")), None
        )
        told = json.loads(asked.get("paramJson") or "{}")
        page, size = int(told.get("pageNo", 1)), int(told.get("pageSize", 15))
        listed = self.items(column)[(page - 1) * size : page * size] if column else []
        html = "<ul>" + "".join(self.row(item) for item in listed) + "</ul>"
        body = json.dumps({"success": True, "code": "200", "data": {"html": html}}, ensure_ascii=False)
        return Response(body=body.encode(), content_type="application/json;charset=UTF-8")
