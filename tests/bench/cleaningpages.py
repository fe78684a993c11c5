# ruff: noqa: E501 - made-up pages and texts read best unbroken
"""Labelled pages for the cleaning bench: made-up reports in page templates as real portals have them.

``[[…]]`` in a template is furniture: it must not be in the clean text. Every template is made up here after
the shapes of PORTALS E and G; the reports come from ``tests.portals.forms``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.portals import forms
from tests.portals.forms import Made

META = (
    '<meta name="SiteName" content="{county}人民政府"><meta name="SiteIDCode" content="4113210001">'
    '<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{date}">'
    '<meta name="ContentSource" content="{county}人民政府办公室">'
)
NAV = (
    "<ul class=nav><li><a href=/>[[首页导航]]</a></li><li><a href=/zjqx/>[[走进{county}]]</a></li>"
    "<li><a href=/xwzx/>[[新闻中心]]</a></li><li><a href=/zwgk/>[[政务公开专栏]]</a></li>"
    "<li><a href=/bsfw/>[[办事服务大厅]]</a></li><li><a href=/hdjl/>[[互动交流平台]]</a></li></ul>"
)
FOOT = (
    "<div class=footer><p>[[主办：{county}人民政府　承办：{county}人民政府办公室]]</p>"
    "<p>[[豫ICP备05012345号-1　豫公网安备41132102000012号　网站标识码：4113210001]]</p>"
    "<p><a href=/map>[[网站地图]]</a> | <a href=/about>[[关于我们]]</a> | <a href=/copy>[[版权声明]]</a></p></div>"
)
SHARE = "<div class=bdsharebuttonbox>[[分享到：微信 新浪微博 QQ空间]]</div><div class=ewm>[[扫一扫在手机打开当前页]]</div>"
RELATED = (
    "<div class=xgwz><h3>[[相关链接]]</h3><ul><li><a href=/a1>[[{county}召开2019年政务公开工作推进会]]</a></li>"
    "<li><a href=/a2>[[《{county}人民政府工作规则》政策解读]]</a></li><li><a href=/a3>[[关于召开座谈会的通知]]</a></li></ul></div>"
)

TEMPLATES: dict[str, str] = {
    "trs": "<html><head><title>{title}-{county}人民政府</title>" + META + "</head><body><div class=header><img src=l.png>"
    "[[欢迎访问{county}人民政府门户网站]]</div>" + NAV + "<div class=dqwz>[[您当前的位置：首页 > 政务公开 > 年度报告]]</div>"
    "<div class=detail><h1>{title}</h1><div class=info><span>[[来源：{county}人民政府办公室]]</span> <span>[[发布时间：{date} 10:22]]</span>"
    " <span>[[浏览次数：{hits}]]</span> [[【字体：大 中 小】]] <a href='javascript:window.print()'>[[打印本页]]</a></div>"
    "<div class='trs_editor_view TRS_UEDITOR trs_paper_default'><style>.TRS_Editor P{{margin:0}}</style>{body}</div></div>"
    + SHARE + FOOT + "</body></html>",
    "hanweb": "<html><head><title>{title}</title>" + META + "</head><body>" + NAV + "<table width=1000><tr><td>"
    "[[当前位置：首页>信息公开>政府信息公开年报]]</td></tr></table><table id=c width=1000><tr><td align=center class=title>"
    "<!--<$[标题]>begin-->{title}<!--<$[标题]>end--></td></tr><tr><td>[[发布日期：{date}]] [[浏览次数：]]<script src='/module/visitcount/"
    "articlehits.jsp?colid=1&artid=2'></script>[[次]] [[字号：[ 大 中 小 ]]]</td></tr><tr><td><div id=zoom class=article_zoom>"
    "<!--<$[信息内容]>begin-->{body}<!--<$[信息内容]>end--></div></td></tr></table>"
    "<a href='http://www.hanweb.com' style='display:none'>[[Produced By 大汉网络 大汉版通发布系统]]</a>" + FOOT + "</body></html>",
    "ucap": "<html><head><title>{title}_{county}人民政府网</title>" + META + "</head><body><div class=top>" + NAV + "</div><div class=con>"
    "<UCAPTITLE>{title}</UCAPTITLE><div class=xl_tit>[[发布时间：<PUBLISHTIME>{date}</PUBLISHTIME>]] [[信息来源：{county}政府网]] "
    "[[阅读次数：{hits}次]]</div><div id=zoom><UCAPCONTENT>{body}</UCAPCONTENT></div></div>" + RELATED + FOOT + "</body></html>",
    "vsb": "<html><head><title>{title}-{county}政府</title></head><body>" + NAV + "<div class=main><form name=_newscontent_fromname>"
    "<div class=bt>{title}</div><div class=xx>[[时间：{date}]] [[作者：]] [[点击数：]]<script>_showDynClicks('wbnews',1,2)</script></div>"
    "<div id=vsb_content_2><div class=v_news_content>{body}</div></div><div id=div_vote_id></div><p>[[上一条：{county}2015年年报]]</p>"
    "<p>[[下一条：关于公布权责清单的公告]]</p><p>[[【关闭】]]</p></form></div>" + FOOT + "</body></html>",
    "lonsun": "<html><head><title>{title}</title>" + META + "</head><body><div id=header>" + NAV + "</div><div class=wzcon><h1 class=wztit>{title}</h1>"
    "<div class=wzfbxx><span class=fbsj>[[发布时间：{date} 08:30]]</span><span class=res>[[信息来源：{county}政务公开办]]</span>"
    "<span class=aut>[[作者：管理员]]</span><span>[[浏览量：{hits}]]</span></div><div class='j-fontContent newscontnet'>{body}</div>"
    "<div class=gzk-article>[[打印本页]] [[关闭窗口]]</div></div><div class=leftnav><a href=/1>[[信息公开指南]]</a><a href=/2>[[信息公开制度]]</a>"
    "<a href=/3>[[法定主动公开内容]]</a><a href=/4>[[依申请公开入口]]</a></div>" + FOOT + "</body></html>",
    "nfcms": "<html><head><title>{title} {county}人民政府门户网站</title>" + META + "</head><body><header>" + NAV + "<p>[[无障碍阅读]]</p></header>"
    "<div class=crumb>[[首页 > 政府信息公开 > 政府信息公开年报]]</div><div class=article-content-wrap><h3>{title}</h3>"
    "<p class=date>[[{date} 15:02:11]]　[[来源:本网站]]</p><div class='article-content news_cont_d_wrap'>{body}</div><p>[[扫一扫在手机打开当前页]]</p>"
    "</div><footer>[[技术支持：某某信息技术有限公司]]<br>[[建议使用1366*768分辨率浏览本网站]]</footer></body></html>",
    "epoint": "<html><head><title>{county}政府信息公开</title></head><body><div class=ewb-top>[[今天是2026年11月22日 星期日]]</div>" + NAV
    + "<div class=ewb-loc>[[当前位置：首页>政府信息公开年报>正文]]</div><div class=ewb-main><h2 class=ewb-title>{title}</h2><p class=ewb-sub>"
    "[[信息时间：{date}]]　[[阅读次数：{hits}]]</p><div class=ewb-article>{body}</div></div><div class=ewb-side><h4>[[热点专题推荐]]</h4>"
    "<a href=/x>[[优化营商环境专题]]</a><a href=/y>[[疫情防控专题]]</a><a href=/z>[[乡村振兴专题]]</a></div>" + FOOT + "</body></html>",
    "layout": "<html><head><title>{title}</title></head><body><table width=960 align=center><tr><td colspan=2><table><tr><td><a href=/>[[网站首页]]</a>"
    "</td><td><a href=/n>[[{county}新闻网]]</a></td><td><a href=/g>[[公告公示栏]]</a></td></tr></table></td></tr><tr><td width=200 valign=top>"
    "<table><tr><td><a href=1>[[机构设置简介]]</a></td></tr><tr><td><a href=2>[[法规文件汇编]]</a></td></tr><tr><td><a href=3>[[统计信息发布]]</a></td></tr></table></td>"
    "<td valign=top><table width=700><tr><td align=center><b>{title}</b></td></tr><tr><td align=center>[[发布时间：{date}]] [[点击：{hits}]] "
    "[[【打印】]][[【关闭】]]</td></tr><tr><td>{body}</td></tr></table></td></tr><tr><td colspan=2>[[版权所有：{county}人民政府]]</td></tr></table></body></html>",
    "aspnet": "<html><head><title>信息公开</title></head><body><form method=post action=ShowInfo.aspx><input type=hidden name=__VIEWSTATE value=abc>"
    "<div><select><option>[[请选择栏目分类]]</option><option>[[规范性文件栏目]]</option></select><input type=submit value=搜索></div><table class=tb><tr>"
    "<td class=left><a href=a.aspx>[[领导信息之窗]]</a><br><a href=b.aspx>[[机构职能概况]]</a><br><a href=c.aspx>[[应急管理预案]]</a></td><td class=right>"
    "<span id=lblTitle>{title}</span><br><span id=lblInfo>[[发布机构：{county}人民政府办公室]] [[生成日期：{date}]] [[访问量：{hits}]]</span><hr>"
    "<span id=lblContent>{body}</span></td></tr></table><div>[[版权所有 {county}人民政府　技术支持：某某科技]]</div></form></body></html>",
    "center": "<html><head><title>{title}</title></head><body bgcolor=#ffffff><center><font size=5><b>{title}</b></font><br><font size=2>[[{date}]]　"
    "[[阅读：{hits}次]]</font></center><hr>{body}<hr><center><font size=2>[[【返回顶部】]][[【打印本页】]][[【关闭窗口】]]<br>[[{county}人民政府办公室主办]]"
    "</font></center></body></html>",
    "mobile_copy": "<html><head><title>{title}</title>" + META + "</head><body><div class=pc>" + NAV + "<h1>{title}</h1><p>[[发布时间：{date}]]</p><div class=pc-content>"
    "{body}</div></div><div class=phone><div class=m-title></div><div class=m-content>{body}</div></div>" + FOOT + "</body></html>",
    "elder_copy": "<html><head><title>{title}</title><style>.zzb{{display:none}}</style>" + META + "</head><body>" + NAV + "<div class=zzb><h1>{title}</h1>{body}</div>"
    "<div class=normal><h1>{title}</h1><p class=laiyuan>[[来源：本站]] [[时间：{date}]] [[大 中 小]]</p><div class=content>{body}</div></div><p>[[进入长者版]]</p>" + FOOT + "</body></html>",
    "early_end": "<html><head><title>{title}</title>" + META + "</head><body><div class=top>[[{county}人民政府网站欢迎您]]</div></body></html>" + NAV + "<div class=a><h1>{title}</h1>"
    "<p>[[发布日期：{date} 浏览：{hits}]]</p><div class=b>{body}</div></div>" + FOOT,
    "bare": "<html><head><title>{title}</title></head><body><div><div>" + NAV + "</div><div><div><p>{title}</p><p>[[{date} 09:15]]</p>{body}</div></div><div>"
    "<p>[[Copyright 2023 {county}人民政府 All Rights Reserved]]</p></div></div></body></html>",
    "sidebar": "<html><head><title>{title}-{county}</title></head><body>" + NAV + "<div class=wrap><div class=side><h3>[[网站使用声明]]</h3><p>[[本网站由{county}人民政府主办，"
    "未经授权不得转载，违者依法追究责任。]]</p><p>[[用户在浏览本网站时，即视为同意上述各项声明内容。]]</p></div><div class=cont><h1>{title}</h1><p>[[来源：办公室　时间：{date}]]</p>{body}</div></div>"
    + FOOT + "</body></html>",
    "related": "<html><head><title>{title}</title>" + META + "</head><body>" + NAV + "<div class=art><h1>{title}</h1><div class=ly>[[{date} 来源：{county}政府网]]</div><div class=nr>{body}</div>"
    "<div class=fj></div>" + RELATED + "<div>[[上一篇：{county}2014年政府信息公开年报]]</div><div>[[下一篇：没有了]]</div><p>[[责任编辑：王小明]]</p></div>" + FOOT + "</body></html>",
    "card": "<html><head><title>{title}</title>" + META + "</head><body>" + NAV + "<div class=xxgk><table class=xxgk_table><tr><td>[[索引号：]]</td><td>[[005432100/2023-00012]]</td><td>[[主题分类：]]</td>"
    "<td>[[综合政务]]</td></tr><tr><td>[[发布机构：]]</td><td>[[{county}政府办公室]]</td><td>[[发文日期：]]</td><td>[[{date}]]</td></tr><tr><td>[[文号：]]</td><td>[[无文号]]</td><td>[[有效性：]]</td><td>[[有效]]</td></tr></table>"
    "<h1>{title}</h1><div class=xxgk_content>{body}</div></div>" + FOOT + "</body></html>",
    "tools": "<html><head><title>{title}</title></head><body><div class=toolbar>[[视力保护色：]] [[语音播报]] [[繁體中文版]]</div>" + NAV + "<div class=detail-box><div class=detail-title>{title}</div>"
    "<div class=detail-info>[[发布时间：{date}]]|[[来源：政务公开科]]|[[浏览量：{hits} 次]]|[[字号：默认 大 超大]]|[[打印]]|[[收藏本页]]|[[分享：]]</div><div class=detail-content>{body}</div>"
    "<div>[[【打印此页】]] [[【关闭窗口】]]</div>" + SHARE + "</div>" + FOOT + "</body></html>",
    "spam": "<html><head><title>{title}</title></head><body><div style='position:absolute;left:-9999px'><a href=http://x.example.com>[[北京赛车pk10开奖直播网]]</a></div>" + NAV
    + "<div class=main><h1>{title}</h1><p>[[发布时间：{date}　来源：县政府办]]</p><div class=txt>{body}<p>[[重庆时时彩 幸运飞艇 极速赛车平台官网]]</p></div></div>"
    "<marquee width=1 height=1><a href=http://y.example.com>[[澳门威尼斯人娱乐城注册]]</a></marquee>" + FOOT + "</body></html>",
    "address": "<html><head><title>{title}</title></head><body>" + NAV + "<div id=content><h1>{title}</h1><p>[[日期：{date}]]　[[编辑：李四]]</p>{body}</div><div class=foot><p>[[主办单位：{county}人民政府]]</p>"
    "<p>[[地址：{county}建设路1号　邮编：473000　电话：0377-66000000]]</p><p>[[您是第1234567位访问者]]</p></div></body></html>",
    "viewer": "<html><head><title>{title}</title>" + META + "</head><body>" + NAV + "<div class=p><h1>{title}</h1><p>[[发布时间：{date}]] [[下载次数：12次]]</p><div class=q>{body}</div>"
    "<iframe src='/pdfjs/web/viewer.html?file=/attach/nb.pdf'></iframe></div>" + FOOT + "</body></html>",
    "spans": "<html><head><title>{title}</title></head><body><div class=h><span>[[{county}政府门户]]</span><span>[[数字政府频道]]</span></div><div class=c><span class=t>{title}</span><br><span class=i>"
    "[[{date}]]</span><span>[[　点击：{hits}]]</span><br><span>{body}</span></div><div class=f><span>[[联系我们]]</span> <span>[[网站地图]]</span> <span>[[豫ICP备12345678号]]</span></div></body></html>",
    "crumbs_list": "<html><head><title>{title}</title></head><body><ol class=breadcrumb><li><a href=/>[[网站首页]]</a></li><li><a href=/zwgk>[[政务公开栏目]]</a></li><li>[[年报正文]]</li></ol><section><article>"
    "<header><h1>{title}</h1><time>[[{date} 16:40]]</time></header>{body}</article><aside><h4>[[最新政务动态]]</h4><ul><li><a href=1>[[县政府召开常务会议]]</a><span>[[02-11]]</span></li>"
    "<li><a href=2>[[全县经济工作会议召开]]</a><span>[[02-10]]</span></li><li><a href=3>[[安全生产检查全面展开]]</a><span>[[02-09]]</span></li></ul></aside></section>" + FOOT + "</body></html>",
    "popup": "<html><head><title>{title}</title>" + META + "</head><body><div class=popup style='display: none'><p>[[您访问的链接即将离开本网站，是否继续？]]</p><a href=#>[[继续访问]]</a></div>" + NAV
    + "<div class=g><h1>{title}</h1><p>[[发布日期：{date}]]　[[信息来源：{county}政府]]　[[保护视力色：]]</p>{body}</div><div class=fx>[[分享到：]]</div><p>[[我要纠错]]</p>" + FOOT + "</body></html>",
}  # fmt: skip

MARKUPS = ("plain", "word", "br")
_CHROME = re.compile(r"\[\[(.*?\]?)\]\](?!\])")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page with its truth: what must be in the text, which rows, and what must not."""

    name: str
    html: bytes
    title: str
    text: str
    rows: tuple[tuple[str, ...], ...]
    chrome: tuple[str, ...]
    url: str


def page(
    name: str, markup: str, made: Made, *, codec: str = "utf-8", rng: Random | None = None
) -> Labelled:
    """One labelled page."""
    rng = rng or Random(name)
    county = made.issuer.removesuffix("人民政府")
    body = made.html(markup)  # type: ignore[arg-type]
    values = {
        "title": made.title,
        "county": county,
        "date": made.published,
        "hits": str(rng.randrange(10, 9999)),
    }
    source, chrome = filled(TEMPLATES[name], values, body)
    text, rows = truth(made)
    return Labelled(f"{name}/{markup}/{made.edition}", source.encode(codec, "xmlcharrefreplace"), made.title, text, rows, chrome,
                    f"http://www.{name}.gov.cn/zwgk/nb/t20230120_1.html")  # fmt: skip


def filled(source: str, values: dict[str, str], body: str) -> tuple[str, tuple[str, ...]]:
    """A template with its values and its body, and its furniture."""
    for key, value in values.items():
        source = source.replace("{" + key + "}", value)
    source = source.replace("{{", "{").replace("}}", "}")
    chrome = tuple(re.sub("<[^>]*>", "", text) for text in _CHROME.findall(source))
    return _CHROME.sub(r"\1", source).replace("{body}", body), chrome


def truth(made: Made) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """What must be in the text of a page with this report: the text, and the rows."""
    rows = tuple(
        tuple(cell.text for cell in row if cell.text)
        for block in made.blocks
        if block.grid
        for row in block.grid.rows
    )
    return "\n".join([made.title, *(b.text or _flat(b) for b in made.blocks)]), rows


def _flat(block: forms.Block) -> str:
    assert block.grid is not None
    return "\n".join("\t".join(c.text for c in row) for row in block.grid.rows)


def pages(seeds: int = 1) -> Iterator[Labelled]:
    """Every template in every markup, the editions going round."""
    years = (2012, 2016, 2020, 2022, 2023, 2017)
    for seed in range(seeds):
        for n, name in enumerate(TEMPLATES):
            for m, markup in enumerate(MARKUPS):
                made = forms.make(
                    seed=seed * 100 + n, county="青岭县", year=years[(n + m + seed) % len(years)]
                )
                yield page(name, markup, made, codec="gb18030" if (n + m) % 4 == 0 else "utf-8")
