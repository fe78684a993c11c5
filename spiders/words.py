"""The words by which portals name what is looked for, and what lies beside it.

Everything is matched on :func:`plain` text: simplified, half width, without space. Labels are facts of
the sites (PORTALS E.10, F; REPORTS D.4).
"""

import re

# The characters of these words that differ in traditional script; one to one, for matching only.
_TRADITIONAL = str.maketrans(
    "開報縣鄉鎮務門預決計統網財總結舊級區辦處應機構導圖歷檔歸頁類專欄錄內動態縱會員關於發佈費訴訟複議請圍編製讀審決檢",
    "开报县乡镇务门预决计统网财总结旧级区办处应机构导图历档归页类专栏录内动态纵会员关于发布费诉讼复议请围编制读审决检",
)
_SPACE = re.compile(r"[\s\u3000\u200b\ufeff]+")
_FULL = str.maketrans({0xFF01 + i: 0x21 + i for i in range(94)})

REPORT = re.compile(
    r"(?:信息|政务)(?:与政务)?公开(?:工作)?(?:情况)?的?(?:(?:19|20)\d\d年?)?度?(?:年度)?(?:工作)?(?:年度)?(?:总结)?(?:报告|年报)"
    r"|信息公开(?:工作)?年(?=…|\.\.|$)|信息公开(?:工作)?年度(?=…|\.\.|$)"
)
WEAK_REPORT = re.compile(r"年度?(?:工作)?报告|年报|年度(?:工作)?总结报告|年度$|年度?(?:政务|政府信息)公开")
ABOUT = re.compile(
    r"(?:报告|年报)[》」”\"']?(?:的)?(?:解读|图解|制度|编制|编写|说明|培训|会议|要求|模板|格式|图说|图表版|格式文本)"
    r"|图解|一图|读懂|解读|报送|关于做好|关于编制|关于开展|发布会|通报$|考核|评估|培训"
)
NOTICE = re.compile(r"(?:报告|年报)[》」”\"']?的?通知$")  # it may bring the report, or ask for reports
ISSUED = re.compile(r"关于(?:印发|公布|发布|公开)")
NEIGHBOUR = re.compile(
    r"法治政府|依法行政|法治建设|网站(?:工作|监管)?(?:年度)?(?:工作)?(?:报表|报告|年报)|政府网站|新媒体|决算|预算"
    r"|统计公报|统计年鉴|统计年报|工作要点|行政执法|质量年报|就业质量|国有资产|社会保险|绩效|建议提案|行政许可"
    r"|行政处罚|双随机|信用|环境状?况?公报|水资源公报|政府工作报告|审计(?:工作)?报告|工作计划|人大|政协"
    r"|企业年报|年报公示|工商年报|财务|审计结果|债务"
)
ANNUAL = re.compile(
    r"信息公开(?:工作)?(?:年度报告|年报|年度工作报告|年度)|^(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告)$"
    r"|^(?:历年|往年|本级|县级|县政府|区政府|市政府|部门|单位|各部门|各单位|乡镇|街道|镇街|乡镇街道|各乡镇|政府)?"
    r"(?:信息公开)?(?:工作)?(?:年报|年度报告)(?:专栏|公开|列表|查询)?$|年报专栏|工作年度报告$"
)
DISCLOSURE = re.compile(
    r"^(?:县|区|市|旗)?(?:政府)?信息公开(?:平台|专栏|目录|网|专区|栏|专题)?$|信息公开目录|信息公开平台|信息公开专栏"
    r"|信息公开网|(?:部门|单位|乡镇|街道|镇街|基层|县区|区县|县市区|市县|各县|各区)(?:街道)?(?:政府)?(?:信息|政务)公开|法定主动公开"
)
DISCLOSURE_NEAR = re.compile(r"政务公开|信息公开|公开目录|公开平台|公开专栏")
SIBLING = re.compile(r"公开指南|公开制度|公开规定|依申请公开|公开申请|意见箱|公开条例|公开意见")
ORGAN = re.compile(
    r"^.{1,20}(?:局|委|办|委员会|办公室|镇|乡|街道|街道办|办事处|管委会|管理委员会|部门|乡镇|院|厅|苏木|开发区|园区|"
    r"服务中心|管理中心|总队|支队|大队|人民政府|县政府|区政府|市政府|政府办|公司|分局|队|社|站)$"
    r"|^[\u4e00-\u9fff]{1,6}(?:县|区|旗|市|自治县)$"
    r"|^(?:各|县直|区直|市直|政府)?(?:部门|单位|乡镇|镇街|街道|乡镇街道|部门街道|组成部门|工作部门|直属机构|派出机构)(?:公开|信息公开|年报)?$"
)
OLD_HOME = re.compile(
    r"旧版|老版|原网站|旧网站|老网站|历史网站|历史版|历史归档|归档|往年|历年|旧站|原政府网|历史数据|历史信息"
)
SITE_MAP = re.compile(r"网站地图|站点地图|网站导航|sitemap", re.I)
# Columns without a promise of their own in which reports were met (mixed lists of announcements), and those
# in which none ever stands.
MIXED = re.compile(r"公示|公告|通知|文件|公报|公开|政务|年报|报告|信息")
ELSEWHERE = re.compile(
    r"旅游|风光|视频|图片|新闻|要闻|招商|投资|领导|信箱|访谈|服务|办事|互动|投诉|天气|专题|党建|人才|招聘|英文|English"
    r"|手机版|微博|微信|无障碍|长者"
)
FILE = re.compile(r"^(?:点击)?(?:附件|下载|查看)|下载$|全文|\.(?:pdf|docx?|wps|xlsx?)$", re.I)
YEARLY = re.compile(r"年报|年度报告")
MORE = re.compile(r"^(?:更多|more|\+?更多[>»+]*|查看更多|进入|详细|全部)", re.I)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|度|\D|$)")
YEAR_ONLY = re.compile(r"^(?:19|20)\d\d年?度?(?:年报|年度报告)?$")
_HAN_YEAR = re.compile(r"[二][〇○零O0Ｏ][〇○零O0一二][〇○零O0一二三四五六七八九](?=年)")
_HAN_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


def plain(text: str) -> str:
    """The text as the expressions here expect it.

    >>> plain(" ２０２３年　政府信息公開年報 ")
    '2023年政府信息公开年报'
    """
    return _SPACE.sub("", text).translate(_FULL).translate(_TRADITIONAL)


def year_of(text: str) -> int | None:
    """The year that a title names, in digits or in Chinese numerals.

    >>> year_of("二〇一九年政府信息公开年报"), year_of("2021年度报告"), year_of("报告")
    (2019, 2021, None)
    """
    if found := YEAR.search(text):
        return int(found.group(1))
    if found := _HAN_YEAR.search(text):
        return int(found.group().translate(_HAN_DIGITS))
    return None
