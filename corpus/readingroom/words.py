"""Every word that the reading room says, in both languages: key -> (中文, English)."""

from collections.abc import Callable
from typing import Literal

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    # the house
    "name": ("县志", "xianzhi"),
    "subtitle": ("县级政府信息公开年度报告阅览室", "A reading room of county open-government reports"),
    "coverage": ("收录", "Coverage"),
    "search": ("检索", "Search"),
    "tables": ("数据表", "Tables"),
    "codebook": ("编码簿", "Codebook"),
    "sql": ("SQL", "SQL"),
    "skip": ("跳到正文", "Skip to content"),
    "footer": (
        "报告是证据：文字与数字均出自存档网页，核对只报告，从不更改。",
        "Reports are evidence: every word and number stands on an archived page; checks never correct.",
    ),
    "language": ("English", "中文"),
    "menu": ("主导航", "Main"),
    # how the portals are
    "health": ("门户状况", "Health"),
    "changed": ("改动", "Changes"),
    "changed_says": (
        "同一份报告前后两个版本之间改动的数字，最近的在前；网页模板、日期和计数器的变化不算改动。",
        "Figures that became others between two versions of a report, the newest first; templates, dates"
        " and counters make no change.",
    ),
    "changed_none": ("还没有改动过的报告。", "No report has changed yet."),
    "between": ("在此期间", "Between"),
    "side_by_side": ("并排对照", "Side by side"),
    "older_changes": ("更早的改动", "Older changes"),
    "health_says": (
        "每次定时抓取之后，以该门户自己的过去衡量它；状态一变，只发一条消息。",
        "After each scheduled run a portal is held against its own past; one message a change of state.",
    ),
    "health_none": (
        "还没有定时抓取：xianzhi schedule run",
        "Nothing was scheduled yet: xianzhi schedule run",
    ),
    "state": ("状态", "State"),
    "since": ("自", "Since"),
    "findings": ("发现", "Findings"),
    "last_run": ("上次抓取", "Last run"),
    "runs": ("历次", "Runs"),
    "next_run": ("下次", "Next run"),
    "pages_fetched": ("页", "pages"),
    "reports_found": ("份报告", "reports"),
    "state_ok": ("正常", "ok"),
    "state_attention": ("留意", "attention"),
    "state_quiet": ("没有声音", "quiet"),
    "state_blocked_here": ("此处被拦", "blocked here"),
    "state_broken": ("抓取失灵", "broken"),
    # states of a county and year
    "found": ("已收录", "Found"),
    "failed_checks": ("已收录，勾稽不符", "Found, a hard check fails"),
    "missing": ("未见", "Missing"),
    "blocked": ("此处被拦", "Blocked here"),
    "failed": ("抓取失败", "Crawl failed"),
    "unfinished": ("抓取未完", "Crawl unfinished"),
    "unvisited": ("尚未抓取", "Not visited"),
    "elsewhere": ("不属于任何已知门户网站的报告：", "Reports that stand at no known portal:"),
    "legend": ("图例", "Legend"),
    "province": ("省份", "Province"),
    "county": ("县（市、区）", "County"),
    "all_provinces": ("全国", "All provinces"),
    "coverage_says": (
        "每格一县一年。点进去看报告；符号与底纹同颜色一样表意。",
        "One cell a county and year; it leads to the report. Signs and hatching say what colours say.",
    ),
    "provinces_say": (
        "每格是该省当年已收录的门户数，色深者多；底线示有勾稽不符，上点线示有被拦。点省名看各县。",
        "Each cell counts the portals with a report that year, darker for more. A line below: some hard "
        "check fails; dots above: some portals refuse us. Follow a province to see its counties.",
    ),
    "unseen": ("尚未抓取的省份", "Provinces not visited yet"),
    "reports_n": ("报告", "Reports"),
    "years_n": ("年份", "Years"),
    "empty_corpus": (
        "资料库还是空的。先运行 xianzhi crawl 或 xianzhi process。",
        "The corpus is still empty. Run xianzhi crawl or xianzhi process first.",
    ),
    "unknown_province": ("（未知省份）", "(province unknown)"),
    # a county
    "portal": ("门户网站", "Portal"),
    "portals": ("门户网站", "Portals"),
    "last_crawl": ("最近抓取", "Last crawl"),
    "county_reports": ("县级政府的年度报告", "Reports of the county government"),
    "other_reports": ("部门、乡镇及其他", "Departments, townships and others"),
    "none_yet": ("尚无。", "None yet."),
    # a report
    "report": ("报告", "Report"),
    "issuer": ("发布机关", "Issuer"),
    "year": ("年度", "Year"),
    "edition": ("格式版本", "Edition"),
    "published": ("发布日期", "Published"),
    "signed": ("落款日期", "Signed"),
    "document_number": ("文号", "Document number"),
    "source": ("来源", "Source"),
    "live_page": ("原网址", "Live address"),
    "archived_page": ("存档网页", "Archived page"),
    "clean_text": ("净文本", "Clean text"),
    "figures": ("数字", "Figures"),
    "checks": ("核对", "Checks"),
    "cut": ("删去的文字", "What was cut"),
    "repaired": ("修复的字符", "What was repaired"),
    "series": ("历年", "Over the years"),
    "versions": ("版本", "Versions"),
    "changes": ("版本之间的变化", "Changes between versions"),
    "record": ("存档记录", "The record"),
    "how_found": ("如何找到", "How it was found"),
    "contents": ("本页", "On this page"),
    "sections": ("章节", "Sections"),
    "cut_says": (
        "读者看不到报告正文以外的导航、页脚等；下列文字被删去，并注明规则。",
        "Menus, footers and the like are no part of the report; what was cut is here, signed by its rule.",
    ),
    "longer": ("文本太长，其余在净文本文件中。", "The text is longer: the rest is in the clean text file."),
    "cuts_shown": ("显示删去的文字", "Show what was cut"),
    "against_last": ("与上一年度相对照：", "Held against the year before:"),
    "against_next": ("下一年度与本年度相对照：", "The year after held against this one:"),
    "nothing_cut": ("没有删去任何文字。", "Nothing was cut."),
    "nothing_repaired": ("没有修复任何字符。", "Nothing was repaired."),
    "repaired_says": ("文中以下划波纹标出，悬停或点按可见原样。", "Marked in the text by a wavy line."),
    "kind": ("类型", "Kind"),
    "before": ("之前", "Before"),
    "after": ("之后", "After"),
    "certain": ("确定", "Certain"),
    "likely": ("可能", "Likely"),
    "place": ("位置", "Place"),
    "rule": ("规则", "Rule"),
    "no_figures": ("未读出数字。", "No figures were read."),
    "no_checks": ("没有可作的核对。", "No check applies."),
    "id": ("代号", "Id"),
    "label": ("指标", "Indicator"),
    "value": ("数值", "Value"),
    "unit": ("单位", "Unit"),
    "printed": ("原文", "As printed"),
    "qualifier": ("限定", "Qualifier"),
    "read_from": ("读自", "Read from"),
    "note": ("备注", "Note"),
    "uncertain": ("不能确定", "not certain"),
    "in_text": ("在文中", "in the text"),
    "check": ("核对", "Check"),
    "left": ("左边", "Left side"),
    "right": ("右边", "Right side"),
    "status": ("结果", "Result"),
    "severity": ("级别", "Severity"),
    "pass": ("相符", "Holds"),
    "fail": ("不符", "Fails"),
    "undecided": ("无法判定", "Undecided"),
    "hard": ("勾稽", "hard"),
    "soft_check": ("提示", "soft"),
    "hard_fail": ("勾稽不符", "A hard check fails"),
    "soft_fail": ("提示性不符", "A soft check fails"),
    "none": ("未核对", "Not checked"),
    "choose_series": ("指标", "Series"),
    "show": ("显示", "Show"),
    "no_series": ("该县没有可比的序列。", "There is no series for this county."),
    "other_years": ("其他年份", "Other years"),
    "current": ("现行", "current"),
    "first_captured": ("首次存档", "First captured"),
    "last_captured": ("最近存档", "Last captured"),
    "captures": ("存档", "Captures"),
    "was": ("原为", "was"),
    "now": ("改为", "now"),
    "wording": ("只改了文字", "Only the wording changed"),
    "seed": ("起点", "Seed"),
    "step": ("第几步", "Step"),
    "address": ("网址", "Address"),
    "anchor": ("链接文字", "Words of the link"),
    "the_page": ("本页", "this page"),
    "record_id": ("记录号", "Record id"),
    "warc_file": ("WARC 文件", "WARC file"),
    "offset": ("偏移", "Offset"),
    "length": ("长度", "Length"),
    "digest": ("摘要", "Digest"),
    "captured": ("存档时间", "Captured"),
    "http_status": ("HTTP 状态", "HTTP status"),
    "media_type": ("媒体类型", "Media type"),
    "encoding": ("字符编码", "Encoding"),
    "original_bytes": ("下载原始字节", "Download the original bytes"),
    "raw_record": ("下载 WARC 记录", "Download the WARC record"),
    "identity": ("原样查看", "Identity replay"),
    "calendar": ("存档日历", "Calendar of captures"),
    "compare": ("比较两次存档", "Compare two captures"),
    "as_json": ("JSON", "JSON"),
    "as_text": ("净文本文件", "Clean text file"),
    "issues": ("存疑", "Doubts"),
    "attachments": ("附件", "Attachments"),
    "no_scripts": (
        "未装 ReplayWeb.page 脚本：这里显示不运行脚本的存档网页。",
        "ReplayWeb.page's scripts are not installed: this is the archived page without its scripts.",
    ),
    "open_replay": ("单独打开存档网页", "Open the archived page alone"),
    "a_document": (
        "这是一份文件，浏览器里不能原样重放；净文本在旁，原件可下载。媒体类型：",
        "A document is not replayed in a browser; its text is beside, the original below. Media type:",
    ),
    "linked_from": ("链接它的网页：", "The page that links to it:"),
    "not_in_archive": ("存档中没有这个网址。", "This address is not in the archive."),
    "archive_away": ("存档不在此机，只有资料库。", "The archive is not here, only the corpus."),
    # search
    "query": ("检索词", "Words"),
    "level": ("层级", "Level"),
    "results": ("条结果", "results"),
    "no_results": ("没有找到。", "Nothing found."),
    "next_page": ("下一页", "Next page"),
    "previous_page": ("上一页", "Previous page"),
    "remove": ("去掉", "Remove"),
    "narrow": ("缩小范围", "Narrow"),
    "any": ("不限", "any"),
    "search_says": (
        "检索全部报告的净文本；简体与繁体相通，两字词亦可。加引号或空格分词。",
        "Searches the clean text of all reports; simplified finds traditional, two-character words work.",
    ),
    # compare and calendar
    "same": ("两次存档的净文本相同（计数器不计）。", "The clean texts are the same (counters ignored)."),
    "difference": ("净文本的差异（计数器不计）", "Difference of the clean texts (counters ignored)"),
    "choose_two": ("选两次存档", "Choose two captures"),
    "older": ("较早", "Earlier"),
    "newer": ("较晚", "Later"),
    "once": ("次", "captures"),
    # Datasette's own pages
    "tables_say": (
        "资料库的全部表；每张表、每次查询都可取 JSON 与 CSV。",
        "Every table of the corpus; every table and query can be had as JSON and CSV.",
    ),
    "table_name": ("表", "Table"),
    "rows_n": ("行数", "Rows"),
    "rows": ("行", "rows"),
    "no_rows": ("没有行。", "No rows."),
    "what": ("内容", "What it holds"),
    "take": ("取用", "Take away"),
    "queries": ("现成的查询", "Ready-made queries"),
    "run": ("运行", "Run"),
    "edit": ("改写", "Edit"),
    "columns": ("各列的含义", "What the columns mean"),
    "column": ("列", "Column"),
    "condition": ("条件", "Condition"),
    "apply": ("筛选", "Apply"),
    "whole_csv": ("整张 CSV", "Whole CSV"),
    "linked": ("其他表中的相关行", "Rows of other tables"),
    # states of things
    "township": ("乡镇", "township"),
    "department": ("部门", "department"),
    "city": ("市级", "city"),
    "functional_zone": ("功能区", "functional zone"),
    "other": ("其他", "other"),
    "legacy_local": ("早期地方格式", "legacy local form"),
    "stat2014": ("2014 统计表", "2014 statistics form"),
    "reg2019": ("2019 条例格式", "2019 regulation form"),
    "reg2021": ("2021 格式", "2021 form"),
    "narrative_only": ("仅文字", "narrative only"),
    "exact": ("确数", "exact"),
    "ge": ("不少于", "at least"),
    "lt": ("少于", "less than"),
    "approx": ("约", "about"),
    "stated_none": ("文称没有", "stated as none"),
    "blank": ("空格", "left blank"),
    "derived": ("推算", "derived"),
    "table": ("表格", "table"),
    "narrative": ("正文", "narrative"),
    "done": ("完成", "done"),
    "comparable": ("可比", "comparable"),
    "with_caveat": ("有口径差异", "comparable with a caveat"),
    "not_found": ("没有这一页", "There is no such page"),
    "error": ("出错了", "Something went wrong"),
}


def words(language: Language) -> Callable[[str], str]:
    """The words of one language; an unknown key is answered with itself (a value from the data).

    >>> words("en")("search")
    'Search'
    """
    at = 0 if language == "zh" else 1
    return lambda key: WORDS[key][at] if key in WORDS else key


def language_of(asked: str | None, cookie: str | None, accepted: str) -> Language:
    """``?lang=`` before the cookie before Accept-Language; Chinese where none says anything."""
    for choice in (asked, cookie):
        if choice in ("zh", "en"):
            return choice  # type: ignore[return-value]  # narrowed by the tuple
    return _accepted(accepted)


def _accepted(header: str) -> Language:
    for part in header.lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"
