"""Sites unlike the others: no known system, lists only JavaScript makes, old years on a second host."""

import base64
import json
from typing import ClassVar

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, County, Item


class UnlikeSite(Site):
    """No known system: addresses say nothing, names are unusual, pages by path, rows are divs by script."""

    family = "generic"
    markup = "word"
    editor = "<section class=w17><div>", "</div></section>"
    NAMES: ClassVar = {
        "annual": "公开年报",
        "annual_county": "历年报告",
        "annual_bureaus": "各单位",
        "annual_towns": "乡镇（街道）",
        "disclosure": "公开",
    }

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/z/{column.number * 7}" + ("" if page == 1 else f"/p{page}")

    def item_url(self, item: Item) -> str:
        return f"/v/{item.id * 3 + 1}"

    def column_link(self, column: Column) -> str:
        return f'<a href="{self.column_url(column)}"><span>{self.NAMES.get(column.key, column.name)}</span></a>'

    def row(self, item: Item) -> str:
        return f"<div class=q onclick=\"openUrl('{self.item_url(item)}')\"><i>{item.date[:7]}</i><b>{item.title}</b></div>"

    def pager(self, column: Column, page: int) -> str:
        on = page < self.page_count(column)
        return (
            f'<a href="{self.column_url(column, page + 1)}" class=nx title="下一页">&rsaquo;</a>'
            if on
            else "<a class=nx>&rsaquo;</a>"
        )


class ScriptedSite(Site):
    """The lists of the annual columns exist only after the page's script has run: packed data, built by code."""

    family = "generic"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/p/{column.key}.html" + ("" if page == 1 else f"?n={page}")

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        if not column.key.startswith("annual"):
            return super().list_html(column, items, page)
        rows = [[self.item_url(item)[::-1], item.title, item.date] for item in self.items(column)]
        packed = base64.b64encode(json.dumps(rows).encode()).decode()
        return (
            '<div id="app"><div class="loading">正在加载，请稍候…</div></div><script>'
            f"var d=JSON.parse(atob('{packed}'));setTimeout(function(){{var u=document.createElement('ul');"
            "d.forEach(function(r){var l=document.createElement('li'),a=document.createElement('a');"
            "a.setAttribute('href',r[0].split('').reverse().join(''));a.textContent=r[1];l.appendChild(a);"
            "l.appendChild(document.createTextNode(' '+r[2]));u.appendChild(l);});"
            "var p=document.getElementById('app');p.innerHTML='';p.appendChild(u);},50);</script>"
        )


class OldHost(Site):
    """The host where the years before a migration stayed."""

    family = "generic"
    encoding = "gbk"
    declared = "gb2312"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/old/list_{column.number}" + (".html" if page == 1 else f"_{page}.html")

    def item_url(self, item: Item) -> str:
        return f"/old/{item.date[:4]}/{item.id}.htm"


class MovedSite(Site):
    """Years up to 2018 are on a second host, which only the navigation of this one names."""

    family = "generic"
    UNTIL = 2018

    def __init__(self, county: County, name: str) -> None:
        old = County(name=county.name, code=county.code, seed=county.seed, columns={})
        for key, column in county.columns.items():
            early = [i for i in column.items if i.made and i.made.year <= self.UNTIL]
            old.columns[key] = Column(
                key=key,
                name=column.name,
                number=column.number,
                children=column.children,
                parent=column.parent,
                items=early,
            )
            column.items = [i for i in column.items if i not in early]
        second = OldHost(old, f"{name}-old")
        super().__init__(county, name)
        self.second = second

    @property
    def _nav(self) -> str:  # type: ignore[override]
        there = self.second.url + "/" if self.second else ""
        return Site._nav.func(self) + f'<p><a href="{there}">信息公开历史归档（旧版网站）</a></p>'  # type: ignore[attr-defined]

    def answer(self, request: Request) -> Response:
        return super().answer(request)
