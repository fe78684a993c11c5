"""Ucap: shells over a list API, bodies in elements of its own, page breaks as literal words."""

import json
from random import Random

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item


class UcapSite(Site):
    """The column's page has a channel id and no rows; ``/common/search/<channel>`` answers JSON."""

    family = "ucap"
    markup = "word"
    per_page = 20
    editor = '<div id="zoomcon"><ucapcontent>', "#PAGE_BREAK#</ucapcontent></div>"

    def channel(self, column: Column) -> str:
        return f"{Random(f'{self.county.code}{column.key}').getrandbits(128):032x}"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/{self.county.code}/c{column.number}00/" + (
            "zfxxgk_list.shtml" if "annual" in column.key else "list.shtml"
        )

    def item_url(self, item: Item) -> str:
        number = self.column(item).number
        return f"/{self.county.code}/c{number}00/{item.date[:4]}{item.date[5:7]}/{item.id:032x}.shtml"

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        return f"<script>var channelId='{self.channel(column)}';</script><div id='list'>加载中...</div><script src='/js/list.js'></script>"

    def api(self, request: Request) -> Response | None:
        if not request.path.startswith("/common/search/"):
            return None
        channel = request.path.rpartition("/")[2]
        column = next((c for c in self.county.columns.values() if self.channel(c) == channel), None)
        if column is None or request.query.get("_isJson") != "true":
            return Response(body=b'{"data":null}', content_type="application/json")
        page, size = int(request.query.get("page") or 1), int(request.query.get("_pageSize") or 20)
        listed = self.items(column)
        results = [self.result(item) for item in listed[(page - 1) * size : page * size]]
        data = {"total": len(listed), "page": page, "rows": size, "results": results}
        return Response(
            body=json.dumps({"code": 200, "data": data}).encode(), content_type="application/json"
        )

    def result(self, item: Item) -> dict[str, object]:
        source = [{"resultList": [{"key": "source", "value": item.author}]}]
        return {
            "title": item.title, "url": self.item_url(item), "publishedTimeStr": f"{item.date} 09:00:00",
            "content": item.title, "contentHtml": "", "domainMetaList": source,
        }  # fmt: skip
