"""What prose calls each figure: the rows of REPORTS D.2, in the order in which they may claim a number.

A cue's ``words`` are looked for first (one of them must stand in the sentence); its pattern then binds
the number. A number is bound once, so the narrower cue stands above the wider one.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from .numbers import AFTER, QUANTITY

NEAR, GAP, FAR = (rf"[^\d,。;!?\n]{{0,{width}}}?(?:,(?=共|累计|总计|合计|达))?" for width in (5, 10, 14))


@dataclass(frozen=True)
class Cue:
    """One way to say one figure. ``pattern`` holds ``{Q}`` where the number stands, unit behind it."""

    id: str
    words: tuple[str, ...]
    pattern: str
    unit: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern.replace("{Q}", QUANTITY) + AFTER)


def _after(id_: str, words: str, cue: str, units: str, gap: str = NEAR) -> Cue:
    """``cue … NUM unit``."""
    return Cue(id_, tuple(words.split()), rf"(?:{cue}){gap}{{Q}}(?P<unit>{units})", units.split("|")[0])


def _before(id_: str, words: str, lead: str, units: str, cue: str) -> Cue:
    """``lead NUM unit … cue``."""
    pattern = rf"(?:{lead}){{Q}}(?P<unit>{units}){NEAR}(?:{cue})"
    return Cue(id_, tuple(words.split()), pattern, units.split("|")[0])


_TELL = r"(?:公开|发布|推送|更新|上传|刊登|发送)(?:了)?"
_ALONE = r"(?<![、和及与])"
_NOT_LISTED = r"(?![、和及与])"
_INFO = r"(?:等)?(?:各类|各种|各项)?(?:政府|政务)?(?:信息|文件)"


def _channel(id_: str, words: str, names: str) -> Cue:
    cue = (
        rf"{_ALONE}(?:{names}){_NOT_LISTED}[^\d,。;]{{0,12}}?"
        rf"{_TELL}(?:[^\d,。;]{{0,8}}?(?:信息|文件|消息|稿件|文章)(?:数量|总数|总量|数)?|[^\d。;]{{0,30}}?等{_INFO}|)"
    )
    return _after(id_, words, cue, "条次|条|篇|次|件", "")


_ASKED = r"(?:依申请公开|信息公开(?:的)?申请|公开申请|申请公开|公开(?:政府)?信息申请|信息申请)"
_GOT = r"(?:收到|受理|新收|接收|接到|收悉)(?:的|了)?"


def _asked_by(id_: str, words: str, names: str) -> tuple[Cue, ...]:
    how = rf"(?:{names})(?:形式|方式|渠道)?(?:提交|提出)?(?:的)?"
    return (
        _after(id_, words, rf"{how}(?:政府信息公开)?申请(?:数)?", "件|条|份|次", r"[^\d,。;]{0,3}?"),
        Cue(
            id_,
            tuple(words.split()),
            rf"申请[^\d,。;]{{0,4}}{{Q}}(?P<unit>件|条|份|次)[,(]?(?:均|全部|都)?(?:为|系|是){how}申请",
            "件",
        ),
        Cue(
            id_,
            tuple(words.split()),
            rf"{_GOT}{{Q}}(?P<unit>件|份|条)(?:以|通过)(?:{names})[^\d,。;]{{0,14}}?申请",
            "件",
        ),
    )


CUES: tuple[Cue, ...] = (
    _channel("n_via_gazette", "公报", "政府公报|公报"),
    _channel(
        "n_via_website", "网站 网上 信息网 公开网 官网", "网站(?:平台)?|资源网上?|信息网|公开网|官网|互联网"
    ),
    _channel("n_via_weibo", "微博", "微博"),
    _channel("n_via_wechat", "微信", "微信(?:公众号|公众平台|平台)?"),
    _channel("n_via_other", "其他 其它", "其[他它](?:方式|渠道|形式)"),
    _channel("n_new_media", "新媒体", "政务新媒体"),
    _after(
        "n_interpretations", "解读", "(?:政策)?解读(?:信息|稿件|材料|文件|文章|产品)*", "篇|条|件|份|个"
    ),
    _after(
        "n_normative_docs",
        "规范性文件",
        r"(?<![、和及与])(?<!部门)(?<!清理)(?<!废止)(?<!审查)(?<!失效)(?<!修改)(?:行政)?规范性文件",
        "件|条|份|个|部",
    ),
    _after(
        "n_proactive_total",
        "公开 发布 各类",
        rf"(?:(?:主动公开|累计公开|共公开|公开发布)(?:了)?{_INFO}|发布(?:了)?(?:各类)?(?:政府|政务)信息"
        r"|各类(?:政府|政务|公开)?信息)(?:数|总数|总量|数量)?",
        "条次|条|件",
    ),
    *_asked_by("n_applications_online", "网上 网络 在线", "网上|网络|在线"),
    *_asked_by("n_applications_letter", "信函 邮寄 书信", "信函|邮寄|书信"),
    *_asked_by("n_applications_in_person", "当面 现场", "当面|现场"),
    *_asked_by("n_applications_fax", "传真", "传真"),
    *_asked_by("n_applications_email", "邮件 邮箱", "电子邮件|邮件|电子邮箱"),
    _after("n_carried_in", "结转 转结", "上一?年度?(?:结转|转结)", "件|条|份|宗", FAR),
    _after("n_carried_out", "结转", "结转(?:至|到)?下一?年度?", "件|条|份|宗", FAR),
    _after(
        "n_applications_received",
        "申请",
        rf"{_GOT}[^\d,。;]{{0,12}}?{_ASKED}(?:[^\d,。;]{{0,8}}?)",
        "件|条|份|次|宗|起|例",
    ),
    _before("n_applications_received", "申请", _GOT, "件|条|份|宗", rf"[^\d,。;]{{0,12}}?{_ASKED}"),
    _after(
        "n_applications_received", "申请", "信息公开申请(?:数量|数|量|总数)?", "件|宗", r"(?:为|共|共计)?"
    ),
    _after(
        "n_closed",
        "办结 答复",
        r"申请[^。;]{0,40}?(?:已?办结|(?:予以)?答复)(?:了)?",
        "件|条|份|宗",
        r"(?:共)?",
    ),
    _after(
        "n_closed",
        "答复 办结",
        rf"(?:办结|答复)(?:了)?[^\d,。;]{{0,8}}?{_ASKED}",
        "件|条|份|宗",
        r"(?:共)?",
    ),
    _after("n_on_time_rate", "办结率 答复率", r"申请[^。;]{0,40}?(?:办结|答复)率", "%"),
    _after(
        "n_reviews",
        "复议",
        "行政复议(?:案件|申请|案)?(?:数量|数)?",
        "件|起|宗|例|次",
        r"[^\d,。;、和及]{0,6}?",
    ),
    _after(
        "n_litigations",
        "诉讼",
        "(?:行政)?诉讼(?:案件|案)?(?:数量|数)?",
        "件|起|宗|例|次",
        r"[^\d,。;、和及]{0,6}?",
    ),
    Cue(
        "n_info_fee_cases",
        ("信息处理费",),
        r"{Q}(?P<unit>件)[^\d。;]{0,20}?信息处理费",
        "件",
    ),
    _after("n_info_fee_yuan", "信息处理费", "信息处理费", "元|万元", GAP),
    _after(
        "n_trainings",
        "培训",
        r"(?:组织|举办|开展|召开|集中|进行)[^\d,。;]{0,12}?培训(?:班|会|活动)?",
        "次|场次|场|期|班次|轮",
        r"(?:共|共计)?",
    ),
    _before("n_trainings", "培训", r"(?:组织|举办|开展|召开)[^\d,。;]{0,8}?", "次|场次|场|期|轮", "培训"),
    _after("n_trainees", "培训", "培训(?:人员|干部|工作人员)?", "人次|人|名"),
    _before("n_meetings", "会议", "", "次", "召开[^,。;]{0,10}?会议"),
    _after("n_meetings", "会议 推进会", r"召开[^\d,。;]{0,14}?(?:会议|推进会|工作会)", "次|场", r"(?:共)?"),
    _before("n_meetings", "会议 推进会", "召开(?:了)?", "次|场", r"[^\d,。;]{0,10}?(?:会议|推进会|工作会)"),
    _after("n_staff_full", "专职 全职", "(?:专职|全职)(?:工作)?人员", "名|人"),
    _before("n_staff_full", "专职 全职", "", "名|人", "(?:专职|全职)"),
    _after("n_staff_part", "兼职", "兼职(?:工作)?人员", "名|人"),
    _before("n_staff_part", "兼职", "", "名|人", "兼职"),
    _after(
        "n_mailbox",
        "信箱 信件 来信",
        "(?:[县区市旗]长|领导|书记)信箱|网上(?:信件|来信)|群众来?信件?",
        "件|封|条",
        GAP,
    ),
    _after("n_hotline", "12345", "12345", "件|个|条|次", r"[^\d,。;]{0,12}?"),
    _after("n_consult_visits", "咨询 接待 来访", "现场咨询|接待", "人次|人", GAP),
    _after("n_consult_calls", "电话", r"(?:接听|咨询)[^\d,。;]{0,4}?电话|电话咨询", "次|个|件|人次"),
    _after("n_press_conf", "新闻发布", "新闻发布(?:会|活动)", "场|次"),
    _before("n_press_conf", "新闻发布", "", "场|次", "新闻发布(?:会|活动)"),
    _after("n_interviews", "访谈", "(?:在线|网络|网上)?访谈(?:节目|活动)?", "次|期|场"),
    _after("n_survey", "征集 调查", "(?:意见|民意|网上)(?:征集|调查)(?:活动|调查)?", "次|期|项|条|个"),
    _after("n_response", "回应", "回应(?:社会|公众|群众)?(?:关切|信息|热点|关注热点|关注)", "条|次|件|个"),
    _after("n_mobile_paper", "手机报", "手机报", "期", GAP),
    _after("n_gazette_issues", "公报", "公报", "期"),
    _after("n_proposals_congress", "建议", "人大(?:代表)?建议", "件|条"),
    _after("n_proposals_conference", "提案", r"(?<!建议)(?<!建议、)政协(?:委员)?提案", "件|条"),
    _after("n_proposals", "提案", "提案(?:复文|办理结果)?", "件|条"),
)

# What a section that only says 无 states of its subject: the words of its heading -> ids.
HEADLINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("行政复议.*诉讼", ("n_reviews", "n_litigations")),
    ("行政复议", ("n_reviews",)),
    ("行政诉讼", ("n_litigations",)),
    ("依申请公开|申请.*办理", ("n_applications_received",)),
)

_NONE = (
    r"(?:均?未(?:发生|收到|接到|产生|出现|受理|有)|没有(?:发生|收到|接到|产生|出现)?"
    r"|(?<![有毫])无|不存在|零)"
)
_BAD_END = r"(?![^,。;\n]{0,16}(?:纠错|纠正|败诉|撤销|变更|确认违法))"
NONE_STATED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "n_applications_received",
        ("申请",),
        rf"(?:未收到|没有收到|未接到|未受理|没有接到|未有)[^,。;\d\n]{{0,26}}?{_ASKED}(?![^,。;\n]{{0,20}}(?:复议|诉讼|投诉|举报))"
        r"|依申请公开(?:政府信息)?(?:申请)?(?:数量|数|共|为)*[0零]件|(?<![有毫])无(?:政府信息公开申请|信息公开申请|依申请公开)(?:政府信息|信息)?(?:事项|情况|件)*(?:发生)?(?=[,。;\n]|$)",
    ),
    (
        "n_reviews",
        ("复议",),
        rf"{_NONE}[^,。;\d\n]{{0,28}}?行政复议{_BAD_END}[^,。;\n]{{0,24}}|行政复议[^,。;\d\n]{{0,16}}(?:均?为[零0](?![\d.])|均无)",
    ),
    (
        "n_litigations",
        ("诉讼",),
        rf"{_NONE}[^,。;\d\n]{{0,36}}?(?:行政诉讼|复议[、和及或者与]{{0,2}}诉讼){_BAD_END}[^,。;\n]{{0,24}}"
        r"|行政诉讼[^,。;\d\n]{0,16}(?:均?为[零0](?![\d.])|均无)",
    ),
    (
        "n_info_fee_yuan",
        ("信息处理费", "收取"),
        r"(?:未|没有|无|没)[^,。;\d\n]{0,12}?(?:收取|产生|发生)?[^,。;\d\n]{0,16}?信息处理费(?!管理)",
    ),
)

PARTS: tuple[tuple[str, str], ...] = (
    ("政策|规范性文件|法规", "policy"),
    ("动态|新闻|要闻", "news"),
    ("公告|公示|通知|通告", "notice"),
    ("投资|招商", "investment"),
    ("指南", "guide"),
    ("专题|专栏", "feature"),
    ("财政|资金|预决算", "finance"),
    ("人事|任免", "personnel"),
    ("领导|机构|概况", "organisation"),
    ("统计|数据", "statistics"),
    ("规划|计划", "plan"),
    ("执法|处罚|许可|审批", "enforcement"),
)
