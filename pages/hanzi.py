"""How ordinary a character is: the measure by which damaged text and wrong encodings are known.

``FREQUENT`` are the commonest characters of government pages (93 % of what they print, counted over the
real pages at hand); an *ordinary* character is one of the levels that GB2312 and Big5 were made for; an
*odd* one never stands in such a page's prose but is what a slipped decoder makes of it (PORTALS H.2).
"""

import math
import re
from functools import cache

from reports.reading import simplified

FREQUENT = (
    "政公开信息件三府的法务作工行国省人理一年网生会中环关数和部办业西市境态其不发新请处机规申文家江术他要动全管厅化计艺项事大制保读县情展于体建设局实重解站组结条民进服总在度报分二复主上"
    "有四区量社构与策提方物织内定本品邯通平为郸是第况安性单强监员科专五成及了以委收出次门合对范号自加案无议日闻图山我美题学时企标资点诉河北布等目研室属统明施南台类面督下导同位商护正告求"
    "推水律权页画或天期容产版领相问应意益然治高确依系微接传用地月知众院责查予形经转书程执到共藏力改清视入果现式栏废供心代步十源个长好六投海各当费能评起准印小指取多决过由航万任落城举群效"
    "交后华障集持将按外回调流博载联育种污完记原名询据可览来未所首东职审认讼阳表技域户划备线做章电间近协更整道答之止例具深党固元立受需见创教论州染直围向究精特陈核存署宣利增密懂召积危访场"
    "神防始束广续索活培金列识运前林习排测优极这维试打移细险放链吉爱风照已基际农切言升九措互子京负并减补健限示从手字享雕财罚们频司湖宫干参级质急禁稳获置综证气注云石断批训济七馆留块善预没"
    "纠真如讯影释玉邮常乡仍继促两革景许秘得思路承贯彻话光码空琐花镇编考反者历造器察百搜输价余土征简再浏握函录称走想色篇张额卷头比媒说轻播丽古掌只序络最热咨就官逾周浙害采坚纳抓严送格史草"
    "飞友彩何罗寸另包至变档涉支房介功丝蒙师王响便八购够根别箱普控繁卖巴村则尚该紧片车拍履龙青唐舟鄱志检引算址口双快看节附牌被苏选春宁背顶右端角候渠待良修还偿层去营声庆启宋鉴详谈但配括随"
    "卡语登签稿故丹票千左即壁诗松温损赔充奖每白键板适累达游款兴福亿油币矿射绕招队使订听旅义康汇料季冀纸超幕摄典销扫错宝验换坛墨圣边豆薯辑样拓约挥窗念住药医象届杂致里材威先纲战铁汉星德趋"
)

ODD = (
    "\u00a1-\u00a6\u00a8-\u00af\u00b2-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u058f\u2400-\u245f"
    "\u2474-\u249b\u2500-\u259f\u3041-\u312f\u3220-\u33ff\ue000-\uf8ff\ufe30-\ufe4f"
)
"""A character class: private use, Bopomofo, kana, box drawing, toned Latin, Greek, Cyrillic, ⒈ and ㈱."""

_RANK = {c: n for n, c in enumerate(FREQUENT)}
_ODD = re.compile(f"[{ODD}]")
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～％＋－／\u3000℃〇０１２３４５６７８９")


@cache
def frequent() -> frozenset[str]:
    """The frequent characters in both scripts."""
    wanted = set(FREQUENT)
    return frozenset(wanted | {c for c in _level("big5", 0xA4, 0xC7) if simplified(c) in wanted})


@cache
def ordinary() -> frozenset[str]:
    """GB2312 level 1 and 2, Big5 level 1, and the punctuation of prose."""
    return frozenset(_level("gb2312", 0xB0, 0xF8) | _level("big5", 0xA4, 0xC7) | _PUNCTUATION)


@cache
def everyday() -> frozenset[str]:
    """GB2312 level 1, its traditional forms in Big5 level 1, and punctuation: what prose is made of."""
    first = _level("gb2312", 0xB0, 0xD8)
    return frozenset(
        first | {c for c in _level("big5", 0xA4, 0xC7) if simplified(c) in first} | _PUNCTUATION
    )


def _level(codec: str, first: int, end: int) -> set[str]:
    pairs = (bytes((lead, trail)) for lead in range(first, end) for trail in range(0x40, 0xFF))
    return {c for pair in pairs for c in pair.decode(codec, "ignore") if c > "\u4dff"}


@cache
def bits(c: str) -> float:
    """What a character costs in a text like these, in bits: 5 for the commonest, over 20 for odd ones.

    Hanzi follow Zipf's law by their rank in ``FREQUENT`` (docs of the measure: CLEANING 4a).
    """
    plain = simplified(c)
    if c < "\u0080":
        return 4.0
    if c in _PUNCTUATION:
        return 5.5 if c in "，。、" else 7.5
    if plain in _RANK:
        return 2.0 + math.log2(_RANK[plain] + 8) + 0.5 * (plain != c)
    if c in everyday():
        return 13.5
    if is_han(c):
        return 17.0 if c in ordinary() else 20.0
    return 24.0 if _ODD.match(c) or c == "\ufffd" else 18.0


def is_han(c: str) -> bool:
    """A unified ideograph of the basic block."""
    return "\u4e00" <= c <= "\u9fff"


def odd_count(text: str) -> int:
    """How many characters of the text are odd."""
    return len(_ODD.findall(text))
