# ruff: noqa: E501 - a finder is one pattern, broken where it reads best
"""The registry of chrome rules: lines and boxes. Vocabulary: PORTALS G."""

import re
from dataclasses import dataclass
from typing import Literal

Where = Literal["anywhere", "head", "tail"]
EDGES_OF_PAGE: tuple[Where, ...] = ("head", "tail")
_D = r"\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?))?"
_ISO = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_NEXT = r"(?=$|[\s|｜丨【\[〖（(<]|(?:信息|文章|稿件)?来源|发布|发表|作者|编辑\s*[:：]|责任|责编|审核|浏览|阅读|点击|访问|时间|日期|字体|字号|打印|收藏|分享|关闭|人气|保护|视力)"
_END = r"(?=$|[\s|｜丨【】\[\]〖〗()（）<>《])"
_ALONE: dict[Where, str] = {
    "head": r"(?!^[【\[〖][^】\]〗]*[】\]〗]$)",
    "tail": "",
}  # 【编者按】 is a heading


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRule:
    """Finds spans of a line. ``where``: anywhere, or only before or after the body; ``edge``: may cut the
    end of a line that also holds something else; ``keeps``: the metadata it carries."""

    name: str
    finder: str
    reason: str
    where: Where = "anywhere"
    edge: bool = False
    keeps: Literal["published", "source", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRule:
    """Finds a box by its id and classes (lower case). Never applied to what carries the national form."""

    name: str
    finder: re.Pattern[str]
    reason: str


LINES: tuple[LineRule, ...] = (
    LineRule(
        name="view_counter",
        finder=r"[(（\[【]?(?:(?:本页|本文|页面|文章)?(?:浏览|访问|点击|阅读|查看|查阅|观看|累计|下载)\s*(?:次数|总?量|数量?|人数|人次|率)|(?:总)?访问量"
        r"|(?:访问|查看|阅览|已阅)(?=\s*[:：(（\[])|浏览|点击|阅读|人气(?:指数|值)?|热度(?:指数|值)?|评论|点赞|转发|在看|(?:page\s?)?views?|hits|pv)\s*[:：]?\s*[\[【(（]?\s*(?:\d[\d,]*|\.{2,}|-+|(?<=[:：\[(（【])|loading)?\s*[\])）】]?\s*(?:人?次|条)?[)）\]】]?"
        + _END,
        reason="a view counter; it changes at every fetch",
        edge=True,
    ),
    LineRule(
        name="view_counter_suffix",
        finder=r"(?:已有|共有?|被|已被)?\s*\d*\s*(?:人|次)(?:浏览|阅读|访问|点击|观看)(?:过?本?文)?" + _END
        + r"|[（(]?(?:本文|本页|此文|文章|信息)?(?:已|共)?被?(?:浏览|阅读|访问|点击|下载|查看)[过了]?\s*\d*\s*(?:人次|次|人)[）)]?" + _END
        + r"|您?是(?:本文|本页|本站)?第\s*\d+\s*位(?:读者|访客|访问者|浏览者)",
        reason="a view counter in words",
        edge=True,
    ),
    LineRule(
        name="font_size",
        finder=r"[【\[〖(（]?\s*(?:选择)?(?:文字|字体|字号|字级)(?:大小|显示)?\s*[:：]?\s*[【\[〖(（]?\s*"
        r"(?:(?:特大|超大|放大|缩小|增大|减小|还原|恢复|正常|常规|大|中|小|默认|标准)[\s|/丨｜、]*)*[】\]〗)）]*|[【\[〖]\s*(?:大|中|小)(?:[\s|/]*(?:大|中|小))*\s*[】\]〗]"
        r"|(?:特大|大)[\s|/丨]+中[\s|/丨]+小" + _END + r"|T\|T|A[+＋]\s*A[-－]|A[+＋-－]" + _END,
        reason="a font-size switch",
        edge=True,
    ),
    LineRule(
        name="print_close",
        finder=r"[【\[〖(（]?\s*(?:我要)?(?:打印|关闭)(?:本页|此页|文章|内容|窗口|页面|正文|本文)?\s*[】\]〗)）]?" + _END,
        reason="a print or close button",
        edge=True,
    ),
    LineRule(
        name="bookmark",
        finder=r"[【\[〖(（]?\s*(?:加入|添加)?(?:收藏|收藏本页|收藏夹|设为首页)\s*[】\]〗)）]?" + _END,
        reason="a bookmark button",
        edge=True,
    ),
    LineRule(
        name="share",
        finder=r"[【\[〖]?(?:一键)?分享(?:到|至|给|本文|按钮|该页面|此页面)?\s*[:：]?(?:\s*(?:微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|QQ"
        r"|朋友圈|人人网|豆瓣|空间|更多|好友))*[】\]〗]?" + _END
        + r"|(?:微信|新浪微博|微博|QQ空间|QQ好友|朋友圈|腾讯微博|人人网|百度贴吧)(?:[\s、|]+(?:微信|新浪微博|微博|QQ空间|QQ好友|QQ|朋友圈"
        r"|腾讯微博|人人网|百度贴吧|复制链接|更多))+|(?:分享)?(?:微信|新浪微博|QQ空间|QQ好友|朋友圈)扫一扫(?:[^。]{0,20})|复制链接" + _END,
        reason="a share bar",
    ),
    LineRule(
        name="scan_code",
        finder=r"[【(（]?(?:微信|手机|用手机|请用)?扫(?:一扫|码|描)[^。；]{0,8}(?:手机|二维码|打开|查看|浏览|分享|关注|阅读)[^。；]{0,14}[】)）]?$"
        r"|(?:打开)?微信[,，]?点击(?:底部的)?[“\"]?发现[”\"]?[^\n]{0,60}$|扫一扫$",
        reason="a QR code's caption",
    ),
    LineRule(
        name="accessibility",
        finder=r"(?:进入)?(?:无障碍|适老化|长者|关怀|老年|敬老)(?:浏览|阅读|版|模式|通道|服务|专区)*" + _END
        + r"|(?:语音|智能)(?:播报|朗读)|(?:点击)?(?:播放语音|语音播放|朗读|(?:收?听)(?:文章|全文|本文))(?:\s*[▶►]\s*(?:\d{2}:\d{2})?)?" + _END
        + r"|(?:保护视力|视力保护|背景颜?)色?\s*[:：]?|繁體(?:中文|版)?" + _END + r"|繁体(?:中文|版)?" + _END
        + r"|简体(?:中文|版)?" + _END + r"|English" + _END + r"|(?:本(?:网)?站(?:已)?支持)?IPv6(?:网络|访问)?" + _END,
        reason="an accessibility or language switch",
    ),
    LineRule(
        name="breadcrumbs",
        finder=r"(?:您?当前的?(?:所在)?位置|您(?:现在)?(?:所在)?的?位置|所在位置|现在位置|您现在的位置是?)\s*[:：]?.{0,120}$|^位置\s*[:：].{0,120}$"
        r"|首页(?:\s*(?:>+|»|›|/|→|＞+|-)\s*[^>»›/→＞]{1,40})+[>»›/→＞]?$",
        reason="breadcrumbs",
        where="head",
    ),
    LineRule(
        name="source",
        finder=r"(?:信息|文章|稿件|文档|内容)?来源\s*[:：]\s*(?P<source>[^\s:：|【】\[\]<>]{0,40}?)" + _NEXT
        + r"|(?:发布|发文|公开|供稿|报送|信息提供)(?:机构|单位|部门|人|者)\s*[:：]\s*[^\s:：]{0,40}?" + _NEXT,
        reason="the source line; kept as metadata",
        where="head",
        keeps="source",
    ),
    LineRule(
        name="published",
        finder=r"(?:(?:信息)?(?:发布|发表|公布|公开|发稿|更新|生成|创建|归档|录入|添加|成文|发文)(?:的?(?:时间|日期))|时间|日期)\s*(?:[:：]\s*[\[【(（]?\s*(?:"
        + _D + r")?|" + _D + r")\s*[\]】)）]?|(?:^|(?<=[\s|｜\[【]))" + _ISO + r"(?=$|[\s\]】|｜])|^[（(]\s*" + _D + r"[^，。；]{0,20}发布\s*[）)]$",
        reason="the publication date; kept as metadata",
        where="head",
        keeps="published",
    ),
    LineRule(
        name="published",
        finder=r"(?:发布|发表|更新|归档)(?:时间|日期)\s*[:：]\s*" + _D + r"(?=$|[\s|｜])",
        reason="the publication date; kept as metadata",
        where="tail",
        keeps="published",
    ),
    LineRule(
        name="published",
        finder=r"^(?:(?:信息)?(?:发布|发表|公布|更新|生成|归档|成文|发文)(?:时间|日期)|来源|作者)$",
        reason="the label of the publication date or the source, on a line of its own",
        where="head",
    ),
    LineRule(
        name="menu_line",
        finder=r"^(?:网站|本站)?首\s*页(?:[\s|｜·丨、/]+[一-鿿]{2,8}){3,}$",
        reason="a menu in one line",
        where="head",
    ),
    LineRule(
        name="byline",
        finder=r"[【\[(（]?\s*(?:文章|信息|网站|稿件)?(?:责任编辑|责编|编辑|作者|记者|审核人?|校对|初审|复审|终审|审签|录入|供稿|撰稿|通讯员|信息员|签发|发布人|发布者|编审|编校)\s*[:：]\s*[^\s:：。；]{0,16}?\s*[】\])）]?" + _NEXT,
        reason="who edited the page",
        where="head",
    ),
    LineRule(
        name="editor",
        finder=r"[【\[(（]?\s*(?:文章|信息|网站|稿件)?(?:责任编辑|责编|编辑|网站编辑|(?<=文章|信息|网站|稿件)(?:审核|采集|发布)|校对|初审|复审|终审|审签|录入|供稿|编审|编校|编发|审读|核稿|新媒体编辑|值班编辑)\s*[:：]\s*[^\s:：。；]{0,16}?\s*[】\])）]?" + _NEXT,
        reason="who edited the page",
        where="tail",
    ),
    LineRule(
        name="document_card",
        finder=r"(?:索\s*引\s*号|信息索引|组配分类|主题分类|体裁分类|服务对象|发文机关|发布机构|公开机构|发文字号|成文日期|生成日期|发文日期|公开日期|公开方式"
        r"|公开范围|有\s*效\s*性|有效期|主\s*题\s*词|关\s*键\s*词|信息名称|名\s*称|内容概述|信息分类|公开形式|公开时限|生效日期|废止日期|效力状态|文\s*号|统一编号"
        r"|所属机构|公开责任部门|语\s*种)\s*[:：][^。；]{0,80}?(?=$|\s{2}|\t)",
        reason="the document card above the body",
        where="head",
    ),
    *(
        LineRule(
            name="web_address",
            finder=r"^(?:https?://|www\.)[\w./:?=&%#~-]{6,100}" + _END,
            reason="the page's own address, where all of the line is furniture",
            where=where,
        )
        for where in EDGES_OF_PAGE
    ),
    LineRule(
        name="neighbours",
        finder=r"[【\[]?(?:上|下|前|后)[一1](?:篇|条|页|则|章)(?:文章|新闻|信息)?\s*[】\]]?\s*[:：]?.{0,90}$",
        reason="previous and next",
        where="tail",
    ),
    LineRule(
        name="neighbours",
        finder=r"^[«‹←].{2,90}$|^.{2,90}[»›→]$",
        reason="previous and next",
        where="tail",
    ),
    LineRule(
        name="related",
        finder=r"[【\[]?(?:相关(?:链接|信息|文档|文件|解读|阅读|稿件|政策|新闻|文章|报道|推荐)|延伸阅读|推荐阅读|热点(?:新闻|推荐)|猜你喜欢|友情链接|您可能感兴趣|最新(?:信息|文章)|更多>*)[】\]]?\s*[:：>]*$",
        reason="the head of a list of other pages",
        where="tail",
    ),
    LineRule(
        name="go_back",
        finder=r"[【\[(（]?\s*(?:返回|回到|回)(?:顶部|首页|上一?页|列表|上级|主页|网站首页|页首)?\s*[】\])）]?" + _END + r"|[【\[]?\s*TOP\s*[】\]]?" + _END + r"|顶部$",
        reason="a way back",
    ),
    *(
        LineRule(
            name="button",
            finder=_ALONE[where] + r"(?:[【\[〖]\s*[一-鿿A-Za-z][一-鿿A-Za-z ]{1,11}\s*[】\]〗][\s|｜]*)+",
            reason="a button in brackets, where all of the line is furniture",
            where=where,
        )
        for where in EDGES_OF_PAGE
    ),
    LineRule(
        name="feedback",
        finder=r"(?:我要)?(?:纠错|评论|投诉|咨询|点赞|留言|挑错|找错)(?:\(\d+\))?" + _END
        + r"|(?:你|您)?(?:觉得)?(?:本|此|这)(?:篇|条)?(?:文章|信息|页面|内容)(?:对您)?(?:是否)?有(?:用|帮助)[^。]{0,20}$|(?:登录|注册|退出)" + _END
        + r"|更多信息请关注[^。]{0,30}$|(?:长按|识别|点击)[^。]{0,12}(?:二维码|关注)[^。]{0,12}$|[（(]?点击(?:图片|此处)?查看(?:大图|原图|详情|更多|全文)[)）]?$",
        reason="a feedback or log-in button",
    ),
    LineRule(
        name="downloads",
        finder=r"(?:附件|文件|文档|全文)?下载(?:次数)?\s*[:：]?\s*\d*\s*次?" + _END + r"|点击下载$|(?:相关)?附件\s*[:：]?$",
        reason="a download button",
        where="tail",
    ),
    LineRule(
        name="footer",
        finder=r"^(?:免责声明|版权声明|特别声明|转载声明)\s*[:：].{4,200}$|(?:网站地图|站点地图|网站声明|网站纠错|网站帮助|关于我们|联系我们|隐私(?:声明|保护|政策)|版权(?:声明|保护|信息)|法律声明|免责声明|使用帮助|手机版|电脑版)"
        r"(?:[\s|｜丨·/-]+[一-鿿]{2,8}){0,8}|(?:主办|承办|协办|主管|维护|制作|运维|建设)(?:单位|维护|管理|机构)?\s*[:：].{2,120}$|(?:技术支持|版权所有|网站维护|运行维护)\s*[:：]?.{0,90}$"
        r"|^中文域名\s*[:：].{2,60}$|copyright.{0,120}$|©.{0,100}$|.{0,60}ICP[备证].{0,80}$|.{0,60}(?:公网安备|公安机?关?备案|网警备案).{0,60}$"
        r"|(?:政府)?网站标识码\s*[:：]?\s*\w{6,12}.{0,60}$|建议使用.{0,40}(?:浏览器|分辨率).{0,40}$|(?:您是第|网站访问量|今日访问).{0,40}$|Produced By.{0,60}$"
        r"|.{2,30}(?:主办|承办|维护)$|(?:党政机关|事业单位|政府网站\s*找错)$",
        reason="the site's footer",
        where="tail",
    ),
    LineRule(
        name="code_leftover",
        finder=r"Your browser does not support.{0,80}$|[您你](?:的浏览器(?:版本过低|不支持|禁用了)|(?:没有|未|尚未)安装Flash).{0,60}$|(?:document\.write|\$\(|jQuery|function\s*\(|var\s+\w+\s*=|window\.|_showDynClicks|bdshare).{0,300}$|[.#][\w-]+(?:\s+[\w.#-]+)*\s*\{[^{}]*\}\s*"
        r"|@media.{0,200}$|<!--.{0,200}(?:-->|$)|<%.{0,500}?%>|<%(?:--|@).{0,500}$|^-*%>|#PAGE_BREAK#|\[!--.{1,60}--\]|\{\{.{1,60}\}\}|<\?=.{1,60}\?>",
        reason="code that leaked into the text",
    ),
)  # fmt: skip
"""Rules of lines, in order; where two find the same span the earlier one signs."""


def _names(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-]|(?<=[a-z])(?=\d))(?:{words})(?:$|[\s_\d-])")


BOXES: tuple[BoxRule, ...] = (
    BoxRule(
        name="share_box",
        finder=_names("(?:bd)?share(?:box|bar|btn|to|-?component)?|bdsharebuttonbox|social-share|jiathis(?:_style)?|fenxiang|fx"),
        reason="a share widget",
    ),
    BoxRule(
        name="navigation_box",
        finder=_names("nav(?:bar|igation|list|box)?|topnav|mainnav|menu(?:box|list|bar)?|submenu|sidebar|side-?nav|leftnav|daohang|dh"),
        reason="a menu",
    ),
    BoxRule(
        name="breadcrumbs_box",
        finder=_names("breadcrumbs?|crumbs?|position|location|dqwz|wz|weizhi|curpos|path|mianbaoxie|szwz|nowplace"),
        reason="breadcrumbs",
    ),
    BoxRule(
        name="footer_box",
        finder=_names("(?:page|site|g)?foot(?:er)?(?:box|wrap|nav|er)?|bottom(?:nav|bar|link)?|copyright|banquan|friend-?links?|yqlj"),
        reason="the site's footer",
    ),
    BoxRule(
        name="header_box",
        finder=_names("(?:page|site|g|top)?-?head(?:er)?(?:box|wrap)?|topbar|top-?bar|logo(?:box)?|banner|search(?:box|bar|form)?|sousuo"),
        reason="the site's header",
    ),
    BoxRule(
        name="related_box",
        finder=_names("related?(?:list|news|links?|box|read)?|xg(?:xx|wz|yd|wj|jd|lj|zc)|xgyd|recommend|tuijian|hot(?:news|list|box)?|relevant|prenext|prev-?next|sxp|shangxia"),
        reason="links to other pages",
    ),
    BoxRule(
        name="tools_box",
        finder=_names("(?:print|tools?|toolbar|fontsize|font-?size|zihao|gongju|scan|qr-?code|ewm|erweima|gotop|backtop|comment|pinglun|jiucuo|vote|dianzan|login)(?:box|bar|list)?"),
        reason="page tools",
    ),
)  # fmt: skip
"""Rules of boxes, in order."""
