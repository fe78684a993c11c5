"""博达 VSB: the column's page is the newest, older ones are numbered downwards; years alone as titles."""

from tests.portals.site import Site
from tests.portals.world import Column, Item


class VsbSite(Site):
    """``/xxgk/nb.htm``, then ``/xxgk/nb/2.htm``, ``/xxgk/nb/1.htm``. The own reports are listed by year only."""

    family = "vsb"
    editor = (
        '<form name="_newscontent_fromname"><div id="vsb_content_2"><div class="v_news_content">',
        "</div></div></form><div id='div_vote_id'></div>",
    )

    def column_url(self, column: Column, page: int = 1) -> str:
        base = f"/xxgk/{column.key}"
        return f"{base}.htm" if page == 1 else f"{base}/{self.page_count(column) - page + 1}.htm"

    def item_url(self, item: Item) -> str:
        return f"/info/{self.column(item).number}/{item.id}.htm"

    def document_url(self, item: Item) -> str:
        return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid={item.id}"

    def row(self, item: Item) -> str:
        short = item.made and item.made.level == "county" and item.made.year % 2 == 0
        shown = f"{item.made.year}年" if short and item.made else item.title
        return f'<li id="line_u9_{item.id % 15}"><a href="{self.item_url(item)}">{shown}</a><em>{item.date.replace("-", "/")}</em></li>'

    def pager(self, column: Column, page: int) -> str:
        count = self.page_count(column)
        if count == 1:
            return ""
        numbers = "".join(
            f'<span class="p_no"><a href="{self.column_url(column, n)}">{n}</a></span>'
            for n in range(1, count + 1)
            if n != page
        )
        on = (
            f'<span class="p_next p_fun"><a href="{self.column_url(column, page + 1)}">下页</a></span>'
            if page < count
            else '<span class="p_next_d p_fun_d">下页</span>'
        )
        return f'<div class="pb_sys_common">共{len(self.items(column))}条 {numbers}{on}</div>'

    def article_html(self, item: Item) -> str:
        hits = '点击数：<script>_showDynClicks("wbnews", 1, 2)</script><link href="/system/resource/style/component/x.css">'
        return hits + super().article_html(item)
