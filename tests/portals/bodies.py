"""The bodies of articles: reports with their troubles, neighbours, news, and attached documents."""

from __future__ import annotations

from html import escape
from random import Random
from typing import Any

from tests.portals import damage, documents
from tests.portals.world import SUBJECTS, Item

SPAM = ("<div style=\"position:absolute;left:-9999px\"><a href=\"http://www.bet-example.com/\">北京赛车pk10开奖直播</a> "
        "<a href=\"http://www.bet-example.com/ssc\">重庆时时彩投注网</a></div>",
        "<p>幸运飞艇开奖结果 极速赛车投注平台 <a href=\"http://www.bet-example.com/app\">彩票app下载</a></p>")  # fmt: skip


def body(item: Item, markup: Any, document_url: str) -> str:
    """The inside of the editor's div."""
    if item.html is not None:
        return item.html
    if item.made is None:
        return _paragraphs(item)
    link = (
        f'<p>附件：<a href="{document_url}">{escape(item.title)}.{document_url.rpartition(".")[2]}</a></p>'
    )
    if item.form in ("pdf", "docx"):
        return link
    html = item.made.html(markup)
    if "slipped" in item.quirks:
        # clerks indent the labels with a full-width space; that is where the marks straddle
        return damage.slipped(damage.traditional(html.replace(">（", ">　（")))
    if "spam" in item.quirks:
        return SPAM[0] + html + SPAM[1]
    return html + (link if item.form == "docx_too" else "")


def document(item: Item) -> tuple[bytes, str]:
    """The attached document and its content type."""
    assert item.made is not None
    return documents.pdf(item.made) if item.form == "pdf" else documents.docx(item.made)


def _paragraphs(item: Item) -> str:
    """A few paragraphs with numbers in them, as news and neighbours have."""
    rng = Random(item.id)
    if item.title.startswith("图解"):
        return f'<p><img src="/images/{item.id}.jpg" alt="图解"></p>'
    lines = [
        f"{item.date[:4]}年，{item.author}{rng.choice(SUBJECTS)}，参加人员{rng.randrange(20, 900)}人，"
        f"投入资金{rng.randrange(2, 400)}万元，完成项目{rng.randrange(2, 60)}个，较上年增长{rng.randrange(1, 30)}%。"
        for _ in range(rng.randrange(4, 9))
    ]
    table = ""
    if "报表" in item.title or "决算" in item.title:
        cells = "".join(
            f"<tr><td>{name}</td><td>{rng.randrange(1, 999)}</td></tr>"
            for name in ("信息发布总数", "收到留言数量", "支出合计")
        )
        table = f"<table border=1>{cells}</table>"
    return "".join(f"<p>　　{line}</p>" for line in lines) + table
