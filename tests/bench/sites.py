# ruff: noqa: E501 - made-up pages read best unbroken
"""Whole made-up sites for the template trial: articles, lists and reports in one dress each.

A dress is a frame and what the site hangs around a text in words that no rule has: slogans, captions of
codes, widgets, bars of links. ``[[…]]`` is furniture. Reports are in all editions, form-less ones of 2008
to 2013 among them, and open, sign and date alike every year.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.bench.cleaningpages import Labelled, filled, truth
from tests.portals import forms
from tests.portals.forms import Block, Made

COUNTY = "清江县"
# Where the head {h}, the body {body} and the tail {t} stand. All of them in the article's own box, or flat.
FRAMES = {
    "one box": "<div class=wrap><div class=cc><h1>{title}</h1>{h}{body}{t}</div></div>",
    "box in box": "<div class=x1><div class=x2><h2>{title}</h2>{h}<div class=x3>{body}</div>{t}</div></div>",
    "table": "<table width=980><tr><td align=center><b>{title}</b></td></tr><tr><td>{h}</td></tr><tr><td>{body}{t}</td></tr></table>",
    "flat": "<center><b>{title}</b></center>{h}<hr>{body}<hr>{t}",
    "paragraphs": "<div><p>{title}</p>{h}{body}{t}</div>",
}
# (head, tail) in the article's box; a site has one pair.
DRESSES = {
    "slogan": ("<p>[[绿水青山入画来 古韵清江待君游]]</p>", "<p>[[为民之心常在]]</p>"),
    "codes": ("", "<div><p>[[码上看清江]]</p><p>[[把镜头对准它继续看]]</p></div>"),
    "poll": (
        "",
        "<div><span>[[这篇写得怎样]]</span></div><div>[[很赞]]</div><div>[[还行吧]]</div><div>[[待加油]]</div>",
    ),
    "voice": ("<div>[[听小清念给您]]</div><div>[[换个颜色看]]</div>", "<div>[[智能小清随时待命]]</div>"),
    "links": (
        "",
        "<div><a href=/a1>[[清江先锋]]</a> <a href=/a2>[[清江文旅云]]</a> <a href=/a3>[[清江微课堂]]</a></div>",
    ),
    "bar": (
        "<p><a href=/l1>[[走近清江]]</a></p><p><a href=/l2>[[指尖办事大厅]]</a></p>",
        "<p><a href=/l3>[[看完了换一篇]]</a></p>",
    ),
    "pass on": ("", "<div>[[告诉朋友]]</div><div>[[存进我的小书签]]</div><div>[[发到圈子里]]</div>"),
    "motto": ("<div>[[让数据多跑路，让群众少跑腿]]</div>", "<div>[[数字清江欢迎您]]</div>"),
    "game": ("", "<p>[[随手拍一拍，家乡更美丽]]</p><p>[[参与有奖竞猜]]</p>"),
    "split": ("<p>[[清江在线]]</p><p>[[首页推荐位]]</p>", "<p>[[阅读到此结束]]</p><p>[[再看看别的]]</p>"),
    "counted": ("<p>[[已有{hits}位乡亲看过]]</p>", "<p>[[今日第{hits}张面孔]]</p><p>[[老乡请留步]]</p>"),
    "partners": (
        "",
        "<div><p>[[清江融媒矩阵]]</p><p><a href=/p1>[[清江晚听]]</a></p><p><a href=/p2>[[大美清江]]</a></p></div>",
    ),
}
TOPICS = (
    "防汛演练",
    "植树活动",
    "道路养护",
    "校车检查",
    "春耕备播",
    "消防培训",
    "食品抽检",
    "图书下乡",
    "敬老慰问",
    "河道清淤",
)
NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Site:
    """One site: pages that are no reports, as received, and its reports with their truth."""

    name: str
    others: tuple[bytes, ...]
    reports: tuple[Labelled, ...]


def sites() -> Iterator[Site]:
    """Every dress in every frame."""
    for d, dress in enumerate(DRESSES):
        for f, frame in enumerate(FRAMES):
            yield dressed(dress, frame, 10 * d + f)


def dressed(dress: str, frame: str, seed: int = 1) -> Site:
    """One site."""
    return Site(f"{dress}/{frame}", tuple(_others(dress, frame, seed)), tuple(_reports(dress, frame, seed)))


def _others(dress: str, frame: str, seed: int) -> Iterator[bytes]:
    for n, topic in enumerate(TOPICS):
        yield _page(dress, frame, f"{COUNTY}{topic}有序开展", _article(topic, n, seed), seed + n).html
    for n in range(7):
        rows = "".join(
            f"<li><a href=/n{n}{m}>{COUNTY}{TOPICS[m]}第{NUMBERS[n]}期信息刊发</a> 2024-03-{m + 10}</li>"
            for m in range(8)
        )
        yield _page(dress, frame, f"动态信息第{NUMBERS[n]}页", f"<ul>{rows}</ul>", seed + n).html


def _article(topic: str, n: int, seed: int) -> str:
    """A notice that says and signs what reports say and sign, too."""
    rng = Random(f"{seed}/{topic}")
    said = f"<p>为做好{topic}工作，{COUNTY}各有关单位于{rng.randrange(1, 28)}日集中行动，共出动{rng.randrange(20, 900)}人次，群众普遍反映良好，后续工作正在推进。</p>"
    contact = "<p>联系人：办公室值班员</p><p>联系电话：0370-6600011</p>" if seed % 2 else ""
    opening = (
        "<p>根据《中华人民共和国政府信息公开条例》要求，现将有关情况公布如下：</p>" if seed % 3 else ""
    )
    closing = f"<p>特此公告</p>{contact}<p>{COUNTY}人民政府办公室</p><p>2024年{n % 12 + 1}月{rng.randrange(1, 28)}日</p>"
    return opening + said + "<p>一、总体情况</p><p>各项工作平稳。</p>" + closing


def _reports(dress: str, frame: str, seed: int) -> Iterator[Labelled]:
    editions = ((2009, "narrative_only"), (2012, None), (2016, None), (2020, None), (2023, None))
    for year, edition in editions:
        made = forms.make(seed=seed, county=COUNTY, year=year, edition=edition)  # type: ignore[arg-type]
        made = _signed(made, year)
        yield _page(dress, frame, made.title, made.html("plain" if seed % 2 else "br"), seed, made)


def _signed(made: Made, year: int) -> Made:
    """The report with what a county prints on all its papers."""
    head = Block(
        kind="paragraph", text="根据《中华人民共和国政府信息公开条例》要求，现将有关情况公布如下："
    )
    tail = [
        Block(kind="paragraph", text=text)
        for text in ("联系电话：0370-6600011", f"{COUNTY}人民政府办公室", f"{year + 1}年1月9日")
    ]
    return replace(made, blocks=(head, *made.blocks, *tail))


def _page(dress: str, frame: str, title: str, body: str, seed: int, made: Made | None = None) -> Labelled:
    head, tail = DRESSES[dress]
    inner = FRAMES[frame].replace("{h}", head).replace("{t}", tail)
    values = {"title": title, "hits": str(1000 + 7 * seed)}
    page = f"<html><head><title>{{title}}</title></head><body>{inner}</body></html>"
    source, chrome = filled(page, values, body)
    text, rows = truth(made) if made else ("", ())
    name = f"{dress}/{frame}/{made.year if made else title}"
    return Labelled(name, source.encode(), title, text, rows, chrome, "http://www.qingjiang.gov.cn/a.html")
