# ruff: noqa: E501 - a finder is one pattern, broken where it reads best
"""Injected spam: vocabulary by trade, and when a stretch of text is spam (PORTALS G, S1-S8).

One word proves nothing: 福利彩票公益金, 打击网络赌博 and 贷款 stand in real reports. A stretch is spam when at
least two distinct terms meet, one of them *hard* (no report uses it but to fight it), and nothing near
speaks of fighting it; or when a term stands in a simplified tail behind a traditional body.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SpamRule:
    """A trade's vocabulary: ``hard`` terms no report uses, ``soft`` ones that only count beside others."""

    name: str
    hard: str
    soft: str
    reason: str


SPAM: tuple[SpamRule, ...] = (
    SpamRule(
        name="gambling",
        hard=r"(?:北京|重庆|幸运)?pk\s?(?:10|拾)|(?:北京)?赛车pk\s?10|(?:北京)?赛车(?:pk|开奖|直播|平台|投注)|时时彩|幸运飞艇|秒速(?:赛车|飞艇)|极速(?:赛车|飞艇)|幸运(?:28|5)|pc(?:蛋蛋|28)|加拿大28|澳洲幸运|(?:新2|皇冠)(?:网址|现金|体育|足球|比分)|ag真人|bbin|pt(?:老虎|电子)|k[7y]娱乐|六合彩|快乐十分"
        r"|七星彩|百家乐|老虎机|威廉希尔|欧洲杯(?:竞猜|买球|投注)|世界杯(?:买球|投注)|太阳城|新?葡京|澳门(?:威尼斯人|新葡|金沙|银河|娱乐)|注册送\d*|返水|博彩"
        r"|足彩|买球(?:网|平台|app)|真人(?:娱乐|荷官|视讯|百家)|电子游艺|捕鱼(?:游戏|达人|平台)|棋牌(?:游戏|平台|娱乐|app)|开奖(?:直播|结果|记录|网|号码)"
        r"|(?:bet|w88|188|365)(?:体育|官网|娱乐|平台)|bet365|开云(?:体育|官网)|亚博|万博(?:体育|官网)|(?:必赢|乐鱼|华体会|爱游戏|半岛)(?:体育|官网|app|综合|亚洲)"
        r"|彩票(?:平台|网站|app|计划|导航|注册|开户|官网)|[一二三]肖(?:中特|期期准)|特码|大发(?:快三|彩票)|牛牛(?:游戏|平台)|德州扑克|(?:贵宾|娱乐)(?:城|会所)官网",
        soft=r"北京赛车|赛车|快[3三]|番摊|彩票|开奖|投注|下注|棋牌|捕鱼|真人|体育平台|直播|官方|官网|娱乐城|娱乐平台|app下载|平台下载|注册|网址|登录入口|客户端下载|体彩|竞猜"
        r"|必中|稳赚|彩金|[一三五]分快3|微信群|[一三五]分(?:快三|彩)|计划群|赔率|盘口|外围",
        reason="gambling advertisement",
    ),
    SpamRule(
        name="adult",
        hard=r"毛片|一[二区](?:三区)?[一二三]区|[一二三]区[一二三]区|无码|av(?:在线|网站|片)|成人(?:网站|视频|电影|小说|片|在线)|黄色(?:网站|视频|电影)|精品国产|国产精品|国产(?:自拍|偷拍|av)|日韩(?:欧美|无码|av|精品)|欧美(?:性|一区|日韩|激情)"
        r"|亚洲(?:无码|欧美|精品|一区|av)|久久(?:精品|热|爱|久)|色情|裸聊|一级(?:毛片|黄片|片)|三级片|激情(?:视频|小说|网)|约炮|伦理(?:片|电影)|啪啪|情色|淫|性爱|成人(?:影院|用品|直播|频道|电影院|动漫)|麻豆|黄片|看片|福利(?:姬|视频|导航)|色图|做爱|口爆|自慰|91(?:视频|av|porn)|偷拍视频",
        soft=r"在线(?:观看|播放|视频)|免费(?:观看|视频|看)|高清|www\.com|观看|视频在线|手机在线|中文字幕|人妻|少妇|美女|app",
        reason="adult advertisement",
    ),
    SpamRule(
        name="black_trade",
        hard=r"代孕|供卵|试管(?:婴儿)?(?:包成功|代怀|价格|医院)|(?:代开|出售)[^，。；]{0,10}发票|刻章(?:办证)?|办证刻章|私服|传奇(?:私服|sf|发布)|外挂(?:下载|网)?|迷[药奸]|催情|听话水|枪支(?:出售|弹药网)|仿真枪|弓弩"
        r"|信用卡(?:套现|提额|代办)|花呗套现|套现(?:秒到|平台)|假(?:毕业证|文凭|证件|币出售)|毕业证(?:办理|样本|购买)|包小姐|上门服务(?:电话|小姐)|论文代写|代写论文|网赚|刷单(?:平台|兼职)|vpn(?:下载|翻墙)|翻墙(?:软件|加速)|加速器(?:下载|官网|免费)|男科医院|妇科医院(?:排名|哪家)|减肥药|窃听器|私家侦探|迷情",
        soft=r"贷款|发票|办证|套现|qq[:：]?\d{5,}|微信[:：]?\w{5,}|加微信|联系qq|高仿|代办|包邮|哪家好|多少钱|价格|排名|咨询热线|上门|出售|货到付款|专卖|职称论文|论文(?:发表|代发)|pos机|不看征信|1[3-9]\d{9}",
        reason="black-market advertisement",
    ),
)
"""Vocabularies, in order."""

_FIGHT = re.compile(
    r"打击|查处|整治|取缔|违法|犯罪|案件|专项行动|严禁|防范|严查|治理|举报|清理|监管|禁止|惩治|侦破|诈骗|反诈|反赌|扫黄"
    r"|销毁|收缴|查获|捣毁|涉赌|涉黄|赌博"
)
_LAWFUL = re.compile(r"条例|办法|规定|《")
_LOTTERY = re.compile(r"公益金|宣传|销售管理|福利彩票|体育彩票")
_NEAR = 24
_PLACE = re.compile(r"(?:北京|重庆|天津|上海|广东|广西|江苏|江西|新疆|澳门|加拿大|幸运)$")
_REPORT = re.compile(r"政府|公开|信息|工作|报告|申请|机关|部门|单位|群众|条例|审批|建设|规定")
_SITE = re.compile(
    r"(?:www|wap|m)\.\w[\w-]*\.[a-z]{2,4}|\w[\w-]*\.(?:com|net|cc|top|vip|xyz|app|info|club|tv)(?![a-z])",
    re.I,
)
_KEYWORDS = re.compile(
    r"^[^。；，！？]*(?:[_|丨｜][^。；，！？_|丨｜]{2,}){2}", re.I
)  # a_b_c: words for a search engine
_STRETCH = re.compile(r"[^。；！？!?\n]+[。；！？!?]?")
_GAP = 4
_TOUCH = 2
_ALL = re.compile("|".join(f"(?P<{r.name}_hard>{r.hard})|(?P<{r.name}_soft>{r.soft})" for r in SPAM), re.I)
_HARD = re.compile("|".join(r.hard for r in SPAM), re.I)
# Every hard term has one of these in it (a test holds the vocabularies to that): `in` is fast, the terms' own
# pattern is not.
_SIGNS = (
    "pk", "PK", "Pk", "赛车", "时时彩", "飞艇", "幸运", "蛋蛋", "28", "新2", "皇冠", "bbin", "BBIN", "pt", "PT", "k7", "ky", "K7", "KY", "六合彩", "快乐十分", "七星彩", "百家乐", "老虎机", "希尔", "买球",
    "竞猜", "太阳城", "葡京", "澳门", "注册送", "返水", "博彩", "足彩", "真人", "电子游艺", "捕鱼", "棋牌", "开奖", "体育官网", "bet",
    "Bet", "BET", "w88", "W88", "8体育", "8官网", "8娱乐", "8平台", "5体育", "5官网", "5娱乐", "5平台", "开云", "亚博",
    "万博", "必赢", "乐鱼", "华体会", "爱游戏", "半岛", "彩票", "肖中特", "肖期期", "特码", "大发", "牛牛", "扑克", "会所", "娱乐", "毛片",
    "二区", "三区", "一区", "无码", "av", "AV", "Av", "成人", "黄色", "国产", "日韩", "欧美", "亚洲", "久久", "色情", "裸聊",
    "一级", "三级片", "激情", "约炮", "伦理", "啪啪", "情色", "淫", "性爱", "麻豆", "黄片", "看片", "福利", "色图",
    "做爱", "口爆", "自慰", "91", "偷拍", "代孕", "供卵", "试管", "发票", "刻章", "私服", "传奇",
    "外挂", "迷药", "迷奸", "催情", "听话水", "枪", "弓弩", "信用卡", "花呗", "套现", "假毕业证", "假文凭", "假证件", "假币", "毕业证", "包小姐",
    "上门服务", "代写", "网赚", "刷单", "vpn", "VPN", "翻墙", "加速器", "男科", "妇科", "减肥药", "窃听", "侦探", "迷情",
)  # fmt: skip


def suspicious(text: str) -> bool:
    """A quick look: is there any hard term at all, letter-spaced ones included?"""
    if _LETTERED.search(text):
        text = text.translate(_TIGHT)
    return any(_HARD.search(line) for sign in _SIGNS if sign in text for line in _around(text, sign))


def _around(text: str, sign: str) -> Iterator[str]:
    """The neighbourhood of each place where the sign stands."""
    at = text.find(sign)
    while at >= 0:
        yield text[max(0, at - 20) : at + 30]
        at = text.find(sign, at + 1)


_LETTERED = re.compile(r"(?:[\w\u4e00-\u9fff][ \u3000·*_|]){4}")
_TIGHT = dict.fromkeys(map(ord, " \u3000·*_|"))


def spans(line: str, *, foreign_tail: bool = False) -> Iterator[tuple[str, int, int]]:
    """(rule, start, end) of each spam stretch of a simplified line.

    ``foreign_tail`` says that the line is in another script than the body before it: one term suffices.
    """
    for stretch in _STRETCH.finditer(line):
        text, at = stretch.group(), stretch.start()
        single = foreign_tail or _SITE.search(text) is not None or _KEYWORDS.search(text) is not None
        clusters = [c for c in _clusters(text) if _is_spam(c, single) and not _fought(text, c)]
        if len(clusters) == 1 and _little_else(text, clusters[0]):
            yield _rule(clusters[0]), at, at + len(text)
            continue
        for cluster in clusters:
            start = cluster[0][2][0]
            place = _PLACE.search(text[:start])  # 重庆 before 时时彩
            yield (
                _rule(cluster),
                at + (place.start() if place else start),
                at + max(end for _, _, (_, end), _ in cluster),
            )


Term = tuple[str, str, tuple[int, int], bool]
"""rule, term, place, hard"""


def _is_spam(cluster: list[Term], single: bool) -> bool:
    hard = any(strong for _, _, _, strong in cluster)
    return hard and (single or len({term.lower() for _, term, _, _ in cluster}) >= 2)


def _fought(text: str, cluster: list[Term]) -> bool:
    """Whether something near speaks of fighting it, or of the lotteries that there are by law."""
    start, end = cluster[0][2][0], max(stop for _, _, (_, stop), _ in cluster)
    return any(
        words.search(text[max(0, start - near) : end + near])
        for words, near in ((_FIGHT, _NEAR), (_LAWFUL, _GAP), (_LOTTERY, _GAP))
    )


def _rule(cluster: list[Term]) -> str:
    return next(rule for rule, _, _, hard in cluster if hard)


def _little_else(text: str, cluster: list[Term]) -> bool:
    """Whether the stretch is hardly more than its spam."""
    outside = text[: cluster[0][2][0]] + text[max(end for _, _, (_, end), _ in cluster) :]
    return not _REPORT.search(outside) and len(outside) < 40


def _clusters(text: str) -> list[list[Term]]:
    """The terms in groups that lie close together, or have nothing of a report between them."""
    groups: list[list[Term]] = []
    end = 0
    for term in _terms(text):
        start = term[2][0]
        near = start - end <= _TOUCH or (start - end <= 40 and not _REPORT.search(text[end:start]))
        if groups and near:
            groups[-1].append(term)
        else:
            groups.append([term])
        end = max(end, term[2][1])
    return groups


def _terms(text: str) -> Iterator[Term]:
    """(rule, term, place, hard) in a text; a letter-spaced text is read without its spaces."""
    at = [i for i, c in enumerate(text) if c not in " \u3000·*_|"]
    tight = "".join(text[i] for i in at)
    for found in _ALL.finditer(tight):
        rule, _, strength = (found.lastgroup or "").rpartition("_")
        yield rule, found.group(), (at[found.start()], at[found.end() - 1] + 1), strength == "hard"
