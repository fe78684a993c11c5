# ruff: noqa: E501 - a finder is one pattern, broken where it reads best
"""Short lines at the edges of the text: what stands there and says nothing of the report.

Before the first and behind the last line of a body stand facts about the page (``文档状态：有效``), steps of
a path, links, and the words of page tools that no list has whole. Place, shape and link are the evidence,
one noun of furniture is enough; what a report prints at its edges (a signature, a date, the form's caption
and foot, how to reach the office, notes, files) stays.
"""

import re
from dataclasses import dataclass

from pages.attachments import is_document
from pages.boxes import Line
from pages.chrome.rules import EDGES_OF_PAGE, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRule:
    """Finds a whole short line ``where``, if it says nothing that a report prints there."""

    name: str
    where: Where
    finder: str
    reason: str


_STEP = r"[^\s>»›→＞/。，；：:\[\]【】〖〗]{1,14}"

LABEL = r"(?:(?!受理|办公|联系|接待|咨询|监督|投诉|指标|计量|统计|填|报|编制|编报|制表|项目|单位\b|名称\b)[一-鿿]{0,4}(?:状\s*态|来源|时间|日期|形式|范围|机构|单位|部门|科室|分类|类别|栏目|编号|字号|文\s*号|索\s*引\s*号?|名\s*称|标\s*题|方式|有效性|有\s*效\s*期|时\s*限|密级|体裁|主题词|关键词|语种|主\s*题|权限|索取号|流水号|载体|级别|版本|属性)|(?:浏览|点击|阅读|访问)(?:次数|量))"
"""What labels a fact about a document, with or without a colon behind it."""

_NAME = rf"(?:{LABEL}|是否[一-鿿]{{2,6}}|[一-鿿]{{0,6}}(?:字数|次数|读|览|作者|人员|发布者?|发布人|拟稿人?|ID|排序|版本|载体|文件|摘要|概述|信息))"
# Possessive and with one way to read each line: a card of empty values took the time of all readings.
_VALUE = rf"(?:(?!{_NAME}\s*[】\]）)]?\s*[:：])(?:[^\s。；，:：】\]）)]|(?<=\d)[:：](?=\d)|:(?=//))++[】\]）)]?+)?+"
_FACT = rf"[【\[（(·•]?\s*+{_NAME}\s*+[】\]）)]?\s*+[:：]\s*+{_VALUE}"

EDGES: tuple[EdgeRule, ...] = (
    EdgeRule(
        name="path_line",
        where="head",
        finder=rf"(?:[·•>»›→＞/|｜-]\s*)*{_STEP}(?:\s*(?:[>»›→＞]+|&gt;|::)\s*{_STEP})+(?:\s*[>»›→＞]+)?|(?:〖{_STEP}〗\s*){{2,}}|(?:[\[【]{_STEP}[\]】]\s*){{2,}}",
        reason="the steps to this page, or a row of buttons",
    ),
    EdgeRule(
        name="page_fact",
        where="head",
        finder=rf"(?:{_FACT}[\s|｜丨]*+)+|(?=.*(?:19|20)\d\d[-年/.]\d)(?:[^|｜丨。，]{{0,24}}[|｜丨]){{2,}}[^|｜丨。，]{{0,24}}|(?:{LABEL}\s*+[|｜丨]\s*+[^\s|｜丨。]{{1,30}}+(?:\s++|$))+",
        reason="a fact about the page: label, colon, value",
    ),
    EdgeRule(
        name="page_fact",
        where="head",
        finder=r".*(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?\s*T?\s*\d{1,2}\s*[:：时点]\s*\d{2}.*",
        reason="a time of day: of the page, not of the report",
    ),
    EdgeRule(
        name="site_note",
        where="head",
        finder=r".*(?:本页|本站|右侧|左侧|点击上方|蓝字|温馨提示|阅读提示|小贴士).*",
        reason="what the site says of itself",
    ),
    EdgeRule(
        name="today",
        where="head",
        finder=r"(?:今[天日]是?\s*[:：]?\s*)?\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:星期|周)[一二三四五六日天].{0,40}",
        reason="the day on which the page was fetched",
    ),
    *(
        EdgeRule(
            name="ornament",
            where=where,
            finder=r"[=*~_-]{5,}|—{6,}|[|｜丨▲▼◆★☆ ]+",
            reason="a line that is drawn, not written",
        )
        for where in EDGES_OF_PAGE
    ),
    EdgeRule(
        name="page_fact",
        where="tail",
        finder=r"是否[一-鿿]{2,6}\s*[:：]\s*[是否有无]|(?:编辑?|责编|监制|校对|审核|作者|来源)\s*[|｜丨/]\s*\S{1,12}(?:\s+(?:编辑?|责编|监制|校对|审核|作者|来源)\s*[|｜丨/]\s*\S{1,12})*",
        reason="a fact about the page: label, colon, value",
    ),
    EdgeRule(
        name="page_number",
        where="tail",
        finder=r"[共第]?\s*\d+\s*[页/／].{0,24}|(?:(?:今日|昨日|本[周月]|总|在线|累计)[^\s:：]{0,4}[:：]\s*+\d[\d,]*+\s*+(?:人?次|人)?[\s|]*+)+|(?:\d+\s*(?:条评论|人参与|人?点赞|个?赞)[\s，,|]*)+|(?=.*[页\[])(?:上一页|下一页|首页|尾页|末页|跳转到?|\[?\d{1,2}(?!\d)\]?|[\s|>»])+",
        reason="the steps through an article's pages",
    ),
    EdgeRule(
        name="site_note",
        where="tail",
        finder=r".*(?:本页|本站|本网|此页|浏览器|转载(?:请|须|需|时|或)|(?:禁止|不得|谢绝|允许)转载|未经(?:授权|许可)|镜像|本[条篇]?(?:信息|文|稿件?)由).*",
        reason="what the site says of itself",
    ),
    EdgeRule(
        name="page_tool",
        where="tail",
        finder=r".*(?:打\s?印|收\s?藏|转发到|扫码|扫一扫|二维码|纠错|挑错|评论|评价|评分|满意|投票|票数|点赞|顶一下|踩一下|看法|感觉|[您你]觉得|这篇(?:文章|内容)|有用|有帮助|朗读|播报|播放|语音|返回|上[一1][篇条页则]|下[一1][篇条页则]"
        r"|查看(?:更多|原文|详情|结果|全文)|登录|注册|版权|浏览器|(?:下载|安装).*(?:软件|阅读器|插件)|分辨率|客户端|APP|公众号|责任编辑|责编|(?<!数据)来源|出处|录入|校对|编辑[:：]|撰稿|供稿|投稿|浏览|点击|阅读|访[问客]|关闭|字[体号]|站长|网管|更新(?:时间|日期)"
        r"|发布(?:时间|日期|人)|本页|本文|此文|全文完|正文结束|推荐|关注(?:我们|本站|微信|公众)|官方(?:微信|微博)|收起|展开|提交|热词|热门|标签|关键[词字]|猜你|留言|昵称|验证码|用户名|密码|看不清|原文|链接|网址|空间|新浪|腾讯|人人网|微博|微信|朋友圈|公众平台|头条|抖音|快手|视频号|网友|客服|相关(?:信息|链接|文章|新闻|阅读|内容|报道)|举报[该此本]|Powered by|Processed in|GMT\+8|延伸|顶\s*[\[(（]\s*\d|踩\s*[\[(（]\s*\d|\d\s*票|在线人数|今日访|页次).*",
        reason="a page tool, named by its noun",
    ),
)
"""Rules of the edges, in order."""

LINK = EdgeRule(
    name="link_line",
    where="tail",
    finder="",
    reason="a link to another page and nothing else; before the body too",
)
ECHO = EdgeRule(
    name="title_echo", where="head", finder="", reason="the title once more, behind a label: 摘要, 文件名称"
)
ABOVE = EdgeRule(name="above_title", where="head", finder="", reason="what stands above the title")
BEHIND = EdgeRule(
    name="behind_furniture",
    where="tail",
    finder="",
    reason="behind the first furniture at the foot of a page, what is no sentence and nothing a report ends with",
)
BESIDE = (LINK, ECHO, ABOVE, BEHIND)
"""Found by where they stand, not by their words."""

_PRINTED = re.compile(
    r"^[\W_]*(?:附|注|备注|说明|单位[:：]|填|制表|报送|盖章|统计|报告|联\s*系|地\s*址|电\s*话|传\s*真|邮|主送|抄送|印发|此件|特此|单位负责人|负责人|审核人|年度)"
    r"|填报|填表|负责人|报告|年报|统计|盖章|年度"
)
_TOLD = re.compile(
    r"[今昨]日[^:：]{0,4}[:：]\s*\d|[\W_]*(?:CNZZ|站长统计|百度统计|51\.?la|统计(?:分析|代码))|[\W_]*(?:爆料|投稿|热线服务|(?:爆料|投稿|新闻|服务)热线|(?:文章|信息|稿件|发布者?|栏目|页面)\s*(?:ID|编号)|最后(?:修改|更新)|版本|(?:所属|信息|文章|公开)(?:类别|分类|栏目|主题|形式|方式|状态)|(?:本文)?关键[词字]|标\s?签|热词|相关热词|原文(?:链接|地址|出处)?|本文(?:链接|地址|网址|来[源自])|(?:信息|文章|稿件|新闻)?(?:来源|出处|来自)|责任编辑|责编|编辑)\s*[:：].{0,60}$"
)
_SITE_TALK = re.compile(
    r"^\W*(?:免责|版权|特别|郑重|转载|网站|本[站网])声明|本站(?:立场|观点|不|所|内容|刊登|转载)|著作权|与本[站网]|网友评论|文明上网|跟帖|建立镜像"
)
_APPENDED = re.compile(r"^\W*附|统计表|\.(?:docx?|wps|pdf|xlsx?|et|ofd|zip|rar)\b", re.I)
_RULED = " \u3000\xa0=-—_*~#"
_LONGEST_NOTE = 260
_ORGAN = r"[^\s:：|｜]{2,}(?:政府|室|委|局|中心|办|处|院|镇|乡|街道|馆|台|队|部|区|会|校|学|社|司|站|所|科|股|团|场|厅|署|厂|园|村|县|市|集团|公司)(?:[（(][^）)]*[)）]){0,2}$"
_SIGNED = re.compile(rf"^{_ORGAN}|[日号]$|^(?:19|20)\d\d[-/.]|二[〇○零]|^[（(].*[)）]$|^\W*\d+[.、．]")
_SAID = frozenset({"page_tool", "site_note"})
_NUMBER = re.compile(r"\d[\d,.]*\s*[次人票条篇个分册]?|[\W_]+")
_COUNTED = 3  # hanzi beside a number: 阅读量; more of them are what a report counts
_LABEL_AT_MOST = 8
_FACTS = frozenset({"page_fact"})
_SHORT = 36  # characters of a page tool's line
_ROW = re.compile(r"(?:\t|\s{2,})[-+]?\d[\d,.]*$|\d[\d,.]*\s*(?:件|条|个|项|份|篇|期|场|家|人次|万元|元)?$")
_LONGEST = {"head": 100, "tail": 100, "anywhere": 0}
_ALL = {
    where: re.compile(
        "|".join(f"(?P<rule{n}>{r.finder})" for n, r in enumerate(EDGES) if r.where == where), re.I
    )
    for where in ("head", "tail")
}


def prints(text: str) -> bool:
    """Whether a short line says what a report prints at its edges, or a row with its number."""
    return _PRINTED.search(text) is not None or _ROW.search(text) is not None


def site_talk(text: str) -> bool:
    """A note of the site's, however long: its terms, its disclaimer, its rules of commenting."""
    return len(text) <= _LONGEST_NOTE and _SITE_TALK.search(text) is not None and not _PRINTED.search(text)


def _away(line: Line) -> bool:
    """A link and nothing else, not to a document."""
    return line.linked > 0.8 * len(line.now) and not any(is_document(href) for href, _ in line.links)


def edge(text: str, where: Where, line: Line | None = None) -> str | None:
    """The rule that takes a whole line (simplified reading) at the edge of a body, if any. ``line`` says what of it is a
    link; without it no line goes for being one.

    >>> edge("文档状态：有效", "head"), edge("填报单位：青岩县", "head")
    ('page_fact', None)
    >>> edge("顶 [0] 踩 [0]", "tail"), edge("青岩县人民政府", "tail")
    ('page_tool', None)
    """
    if where == "tail" and site_talk(text):
        return "site_note"
    if where == "anywhere" or len(text) > _LONGEST[where] or "。" in text or "；" in text:
        return None
    if where == "tail" and _TOLD.match(text):
        return "page_fact"
    if line is not None and _away(line) and not _APPENDED.search(text):
        return LINK.name
    found = _ALL[where].fullmatch(text.strip(_RULED) or text)
    if found is None:
        return None
    name = EDGES[int((found.lastgroup or "rule0")[4:])].name
    if name in _SAID and (re.match(_ORGAN, text) or _counts(text)):
        return None
    if name != "path_line" and (prints(text) if name not in _FACTS else _PRINTED.search(text)):
        return None  # a fact about the page may end in a number
    return None if name == "page_tool" and (len(text) > _SHORT or "，" in text) else name


def _counts(text: str) -> bool:
    """A result with its number: 群众满意率98%, 公众号关注人数 1234."""
    if "%" in text or "％" in text:
        return True
    numbered = text[-1:].isdigit() or (text[-1:] in "次人票条篇个分册" and any(map(str.isdigit, text)))
    return numbered and len(_NUMBER.sub("", text)) > _COUNTED


def echoes(text: str, title: str) -> bool:
    """Whether a line is a label and the page's title.

    >>> echoes("摘要：青岩县2020年年报", "青岩县2020年年报"), echoes("青岩县2020年年报", "青岩县2020年年报")
    (True, False)
    """
    label, colon, value = text.replace("：", ":", 1).partition(":")
    return (
        bool(colon) and len(label.strip()) <= _LABEL_AT_MOST and len(title) > 5 and value.strip() == title
    )


def after(text: str) -> bool:
    """Whether a line behind the furniture at a page's foot is the foot's too: short, no sentence, nothing
    that a report prints at its end.

    >>> after("常用软件"), after("青岩县人民政府"), after("2023年1月20日")
    (True, False, False)
    """
    return (
        len(text) <= _LONGEST["tail"] and "。" not in text and not prints(text) and not _SIGNED.search(text)
    )
