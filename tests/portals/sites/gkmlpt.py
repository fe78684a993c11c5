"""广东 gkmlpt: the tree stands in a script, lists are JSON (counted from 0 here), bodies are escaped HTML."""

import json

from tests.portals import bodies
from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item

PER_ANSWER = 100


class GkmlptSite(Site):
    """News are ordinary NFCMS columns; the disclosure columns exist in the directory only."""

    family = "gkmlpt"
    first_page = 0

    def place(self) -> None:
        super().place()
        self.pages["/gkmlpt/index"] = self.directory

    def column_url(self, column: Column, page: int = 1) -> str:
        if self.inside(column):
            return (
                f"/gkmlpt/index#{column.number}" if page == 1 else f"/gkmlpt/index?{column.number}-{page}"
            )
        return f"/{column.key}/" + ("index.html" if page == 1 else f"index_{page}.html")

    def inside(self, column: Column) -> bool:
        return column.key.startswith(("annual", "rules", "guide"))

    def item_url(self, item: Item) -> str:
        if self.inside(self.column(item)):
            return f"/gkmlpt/content/1/{item.id // 1000}/post_{item.id}.html"
        return f"/{self.column(item).key}/content/post_{item.id}.html"

    def directory(self) -> str:
        tree = [
            {"id": c.number, "name": c.name, "children": []}
            for c in self.county.columns.values()
            if self.inside(c)
        ]
        told = f"window._CONFIG={{SITE_ID:'1', SID:'755001', TREE:{json.dumps(tree, ensure_ascii=False)}}};"
        return self.shell("政府信息公开目录", f'<div id="app"></div><script>{told}</script>')

    def api(self, request: Request) -> Response | None:
        if not request.path.startswith("/gkmlpt/api/all/"):
            return None
        number = request.path.rpartition("/")[2]
        column = next((c for c in self.county.columns.values() if str(c.number) == number), None)
        listed = self.items(column) if column and request.query.get("sid") == "755001" else []
        start = (int(request.query.get("page") or 0) - self.first_page) * PER_ANSWER
        articles = (
            [self.article(item) for item in listed[max(0, start) : start + PER_ANSWER]]
            if start >= 0
            else []
        )
        told = {"articles": articles, "classify": {"post_count": len(listed)}, "total": len(listed)}
        return Response(body=json.dumps(told).encode(), content_type="application/json")

    def article(self, item: Item) -> dict[str, object]:
        url = self.url + self.item_url(item)
        return {
            "id": item.id,
            "title": item.title,
            "url": url,
            "post_url": url,
            "publisher": item.author,
            "date": item.date,
        }

    def article_html(self, item: Item) -> str:
        if not self.inside(self.column(item)):
            return (
                '<div class="news_cont_d_wrap">'
                + super().article_html(item)
                + "</div><script>window.NFCMS_POST_ID='1'</script>"
            )
        body = bodies.body(item, self.markup, self.document_url(item))
        told = json.dumps(
            {"title": item.title, "publisher": item.author, "content": body}, ensure_ascii=False
        )
        script = told.replace("</", "<\\/")
        return f'<div id="app"></div><script>window._CONFIG={{SID:"755001",DETAIL:{script}}};</script>'
