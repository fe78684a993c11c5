"""Epoint: shells for lists and articles; both are answered by REST services by POST."""

import json
from uuid import UUID

from tests.portals import bodies
from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item


class EpointSite(Site):
    """Articles of the disclosure columns have no text of their own; the service has it."""

    family = "epoint"
    project = "/EpointWebBuilder"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/zwgk/{column.number:06d}/list.html"

    def uuid(self, item: Item) -> str:
        return str(UUID(int=item.id * 7919 + 2**100))

    def item_url(self, item: Item) -> str:
        if self.shelled(item):
            return f"/zwgk/showinfo.html?infoGuid={self.uuid(item)}"
        return f"/zwgk/{self.column(item).number:06d}/{item.date.replace('-', '')}/{self.uuid(item)}.html"

    def shelled(self, item: Item) -> bool:
        return self.column(item).key.startswith("annual")

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        return (
            f"<script>var siteInfo={{siteGuid:'7eb5f7f1-9041-43ad-8e13-8fcb82ea831a',projectName:'{self.project}'}};"
            f"var categorynum='{column.number:06d}';</script>"
            f"<script src='/js/webBuilderCommon.js'></script><ul id=list><li><a href='<?=el.link?>'><?=el.title?></a></li></ul>"
        )

    def article_html(self, item: Item) -> str:
        if not self.shelled(item):
            return super().article_html(item)
        return (
            f"<script>var siteInfo={{siteGuid:'7eb5f7f1-9041-43ad-8e13-8fcb82ea831a',projectName:'{self.project}'}};</script>"
            f"<script>var service='{self.project}/rest/lightfrontaction/getGovInfoDetail';</script><span id='info_spnContent'></span>"
        )

    def api(self, request: Request) -> Response | None:
        if not request.path.startswith(f"{self.project}/rest/") or request.method != "POST":
            return None
        asked = json.loads(request.form.get("params") or "{}")
        listing = request.path.lower().endswith("list")
        told = self.listed(asked) if listing else self.detail(asked)
        body = json.dumps({"custom": told, "status": {"code": 1}}, ensure_ascii=False).encode()
        return Response(body=body, content_type="application/json;charset=utf-8")

    def listed(self, asked: dict) -> dict:
        column = next(
            (c for c in self.county.columns.values() if f"{c.number:06d}" == asked.get("categoryNum")), None
        )
        listed = self.items(column) if column else []
        start, size = (
            int(asked.get("pageIndex", 0)) * int(asked.get("pageSize", 15)),
            int(asked.get("pageSize", 15)),
        )
        rows = [
            {"infoid": self.uuid(i), "title": i.title, "infodate": i.date, "infourl": self.item_url(i)}
            for i in listed[start : start + size]
        ]
        return {"total": len(listed), "infodata": rows}

    def detail(self, asked: dict) -> dict:
        item = next(
            (
                i
                for c in self.county.columns.values()
                for i in c.items
                if self.uuid(i) == asked.get("infoid")
            ),
            None,
        )
        if item is None:
            return {"data": None}
        content = bodies.body(item, self.markup, self.document_url(item))
        pdf = (
            [{"attachname": item.title, "attachurl": self.document_url(item)}] if item.form == "pdf" else []
        )
        told = {
            "title": item.title,
            "infodate": item.date,
            "infocontent": "" if pdf else content,
            "pdflist": pdf,
        }
        return {"data": {**told, "infotype": "pdf" if pdf else "html"}}
