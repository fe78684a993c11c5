"""TRS WCM: static pages, t-date addresses, relative links, ``createPageHTML`` in two of its variants."""

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import Column, Item

SLUGS = {
    "news": "xwzx", "headlines": "xwzx/ywdt", "notices": "xwzx/tzgg", "bureaus": "xwzx/bmdt", "towns": "xwzx/xzdt",
    "disclosure": "zwgk", "guide": "zwgk/zfxxgkzn", "rules": "zwgk/zfxxgkzd", "budget": "zwgk/czyjs",
    "annual": "zwgk/zfxxgknb", "annual_county": "zwgk/zfxxgknb/xzf", "annual_bureaus": "zwgk/zfxxgknb/bm",
    "annual_towns": "zwgk/zfxxgknb/xz", "services": "zwfw", "interaction": "hdjl",
}  # fmt: skip


class TrsSite(Site):
    """Pages count from 0 and the second is ``index_1.html``; robots.txt is real."""

    family = "trs"
    demo = True
    markup = "word"
    editor = (
        '<div class="view TRS_UEDITOR trs_paper_default trs_web"><style>.TRS_Editor P{line-height:1.5}</style>',
        "</div>",
    )
    robots = "User-agent: *\nDisallow: /hdjl/\nDisallow: /search/\n\nUser-agent: BadBot\nDisallow: /\n"

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/{SLUGS[column.key]}/" + ("" if page == 1 else f"index_{page - 1}.html")

    def item_url(self, item: Item) -> str:
        shown = "2018-08-03" if "redated" in item.quirks else item.date
        day = shown.replace("-", "")
        return f"/{SLUGS[self.column(item).key]}/{day[:6]}/t{day}_{item.id}.html"

    def document_url(self, item: Item) -> str:
        day = item.date.replace("-", "")
        ending = "pdf" if item.form == "pdf" else "docx"
        return self.item_url(item).rpartition("/")[0] + f"/P0{day}{item.id}.{ending}"

    def row(self, item: Item) -> str:
        cut = item.title if len(item.title) < 30 else item.title[:28] + "..."
        return f'<li><a href="{self.item_url(item)}" target="_blank" title="{item.title}">{cut}</a><b>{item.date[5:]}</b></li>'

    def list_html(self, column: Column, items: list[Item], page: int) -> str:
        here = f"/{SLUGS[column.key]}/"
        rows = "".join(self.row(item).replace(f'href="{here}', 'href="./') for item in items)
        return f'<div class="list"><ul>{rows}</ul></div>{self.pager(column, page)}'

    def pager(self, column: Column, page: int) -> str:
        return (
            '<script src="/images/createPage.js"></script><div class="page">'
            f'<script>createPageHTML({self.page_count(column)}, {page - 1}, "index", "html");</script></div>'
        )

    def api(self, request: Request) -> Response | None:
        if request.path.endswith(".js"):
            return Response(
                body=b"function createPageHTML(a,b,c,d){document.write(a)}", content_type="text/javascript"
            )
        if request.path.endswith("index.html"):
            return self.answer(Request(method="GET", target=request.path[: -len("index.html")]))
        return None


class TrsOtherSite(TrsSite):
    """The six-argument variant, counted from 1, the second page is ``_2``; addresses carry no date."""

    demo = False
    markup = "plain"
    robots = None
    editor = (
        '<div class="TRS_Editor"><style>.TRS_Editor P{margin:0}</style><div class="Custom_UnionStyle">',
        "</div></div>",
    )

    def column_url(self, column: Column, page: int = 1) -> str:
        return f"/{SLUGS[column.key]}/" + ("" if page == 1 else f"list_{page}.shtml")

    def item_url(self, item: Item) -> str:
        return f"/{SLUGS[self.column(item).key]}/t{item.id + 20_000_000}.shtml"

    def pager(self, column: Column, page: int) -> str:
        count, total = self.page_count(column), len(self.items(column))
        return (
            f"<script>var countPage = {count}; var currentPage = {page};</script><div id='page_div'></div>"
            f"<script>createPageHTML('page_div', countPage, currentPage, 'list', 'shtml', {total});</script>"
        )
