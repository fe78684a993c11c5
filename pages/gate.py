"""The gate: is this answer a page of the portal, or something that stands in its way?

``label`` is pure and looks at one answer. Labels, in the order they are tried:

* ``challenge``      a page that only wants a browser to run it (cookie maker, slider)
* ``waf``            a firewall refused us
* ``maintenance``    the site says that it is away
* ``redirect_stub``  a small page that only sends on (``target`` says where to)
* ``soft404``        "no such page" with a status that says otherwise, or the same page as ``Probe``

Marks of vendors and wordings: PORTALS H.3. A mark alone decides nothing on a page that has a reader's
text: firewalls put their cookies on good answers too, and a news item may be about site maintenance.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from archive.capture import Headers

SMALL = 16 * 1024  # bytes; block pages, stubs and soft 404s without page chrome are all below (PORTALS H.3)
LITTLE_TEXT = 600  # characters a reader sees; a notice has fewer, an article more
REFUSALS = frozenset({401, 403, 405, 406, 418, 429, 444, 451, 493, 501, 503, 507, 512})

_TAGS = re.compile(rb"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.S | re.I)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.S | re.I)
_REFRESH = re.compile(rb"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[\"']?[^>]*>", re.I)
_REFRESH_URL = re.compile(rb"url\s*=\s*[\"']?\s*([^\"'>\s]+)", re.I)
_LOCATION = re.compile(
    rb"(?:window|self|top|document|parent)?\.?\blocation(?:\.href)?\s*=\s*([\"'])([^\"']+)\1(?!\s*\+)"
    rb"|\blocation\.(?:replace|assign)\s*\(\s*([\"'])([^\"']+)\3\s*\)",
    re.I,
)


# Where a page sends on by itself: its scripts and its onload, not what a click or a choice would do.
_RUN = re.compile(
    rb"<script\b[^>]{0,500}>(.*?)</script|\bonload\s{0,9}=\s{0,9}(?:\"([^\"]{1,500})\"|'([^']{1,500})')",
    re.S | re.I,
)
_WAYS_ON = re.compile(
    rb"<a\b[^>]{0,500}\bhref\s{0,9}=|\bonclick\s{0,9}=|\bonchange\s{0,9}=|<select\b|<i?frame\b", re.I
)
FEW_WAYS = 2  # a page that sends on has one link for those whose browser does not
ALONE = 5  # ways on: a list that is short of text has more, what stands in the way has fewer
_UNRUN = re.compile(rb"<noscript\b.*?</noscript\s*>|<!--.*?-->", re.S | re.I)
_SCRIPT = re.compile(rb"<script\b[^>]*>.*?</script\s*>", re.S | re.I)
_FRAME = re.compile(
    rb"</?(?:html|head|body|meta|title|style|link|form|input|base)\b[^>]*>|<!doctype[^>]*>", re.I
)
_PASSWORD = re.compile(rb"<input\b[^>]{0,200}\btype\s*=\s*[\"']?password", re.I)


def _either(*words: str) -> bytes:
    """The words as UTF-8 or GBK bytes: the gate works before anything is decoded."""
    return b"|".join(re.escape(w.encode(codec)) for w in words for codec in ("utf-8", "gb18030"))


_WAF_HEADERS = re.compile(
    rb"jiasule-waf|notice-jiasule|wzws-ray|qianxin-waf|hwwafsesid|huaweicloudwaf|safedog-flow-item"
    rb"|yunsuo_session|yd_cookie|yunjiasu|yjs_use_ob|yx_ci_session|ks-waf|aqb_cc|senginx-robot|nsfocus"
    rb"|x-waf|safeline|cloudwaf|wafproxy",
    re.I,
)
_WAF_BODY = re.compile(
    rb"notice-jiasule|wzws-waf-cgi|qianxin-waf|errors\.aliyun\.com|waf\.tencent-cloud\.com|huaweicloudwaf"
    rb"|404\.safedog\.cn|yunsuologo|yundun\.com|365cyd\.com|safeline|<!-- event id:|dbappwaf\.cn"
    rb"|ks-waf-error|aqb_cc/error|senginx-robot|nsfocus"
    rb"|blocked as it may cause potential threats|request has been blocked|"
    + _either(
        "访问被拦截", "请求被拦截", "请求已被拦截", "请求被阻断", "请求已被阻断", "访问被阻断",
        "非法请求", "非法访问", "不合法的参数", "网站防火墙", "应用防火墙", "对网站造成威胁",
        "对网站造成危险", "存在安全威胁", "已被网站管理员设置拦截", "拒绝了您的访问", "设置为拦截",
        "疑似黑客攻击", "访问过于频繁", "请求过于频繁", "限制访问", "已被限制", "禁止访问", "已被封禁",
        "网站访问报错", "所在的地区",
    )
    + rb"|request rejected|requested url was rejected|access denied|you have been blocked|web page blocked"
    rb"|attack id|permission to access",
    re.I,
)  # fmt: skip
_CHALLENGE = re.compile(
    rb"__jsl_clearance|\$_ts\s*[=.]|c3vk|hoy_tr|_bot_sbu|nwaf|slidecaptcha|slider-captcha|captcha"
    rb"|acw_sc__v2|just a moment|checking your browser|"
    + _either(
        "安全验证",
        "滑动验证",
        "拖动滑块",
        "请完成验证",
        "人机验证",
        "访问验证",
        "请输入验证码",
        "需要验证",
        "请开启JavaScript",
        "请启用JavaScript",
        "检查您的浏览器",
        "浏览器安全检查",
    ),
    re.I,
)
_COOKIE_MAKER = re.compile(rb"document\.cookie\s*=", re.I)
_RELOAD = re.compile(rb"location\.reload\s*\(|location(?:\.href)?\s*=|\.submit\s*\(", re.I)
_AWAY = re.compile(
    _either(
        "网站维护", "网站正在维护", "系统维护", "正在维护中", "网站升级", "升级维护", "升级改版",
        "网站改版", "网站迁移", "网站关停", "网站已关停", "网站已关闭", "暂停服务", "暂停访问",
    )
)  # fmt: skip
_GONE = re.compile(
    _either(
        "页面不存在", "页面已删除", "页面删除", "页面找不到", "找不到页面", "找不到您", "该信息不存在",
        "信息不存在", "栏目不存在", "文章不存在", "内容不存在", "无法找到该页", "页面未找到",
        "您要查看的页面", "您访问的页面", "已被删除", "页面走丢", "无法显示该页",
    )
    + rb"|404 not found|page not found|not found",
    re.I,
)  # fmt: skip
_GONE_TITLE = re.compile(
    rb"(?<!\d)404(?!\d)|not found|"
    + _either("页面不存在", "找不到", "页面未找到", "出错", "错误页", "错误提示", "无法显示"),
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a host answers for a path that nobody can have: where it sends, or what it shows."""

    location: str | None
    title: bytes
    lines: frozenset[bytes]


def label(status: int, headers: Headers, body: bytes, probe: Probe | None = None) -> str | None:
    """The gate's label of one answer, ``None`` for a page. ``body`` is without its content coding."""
    if 300 <= status < 400:
        return "soft404" if probe and probe.location and _same_place(headers, probe) else None
    small = body if len(body) <= SMALL else b""
    text = _visible(small)
    notice = bool(small.strip()) and len(text) <= LITTLE_TEXT  # 瑞数 sends 412 or 202, 加速乐 521 or 512
    return (
        _in_the_way(status, headers, small, notice)
        or (_sent_on(status, small, text) if notice else None)
        or (_to_be_run(status, small) if notice else None)
        or _missing(status, body, text if notice else "", probe)
    )


def target(body: bytes, base: str) -> str | None:
    """Where a redirect stub sends its reader: the address of its refresh or of its script."""
    if refresh := _REFRESH.search(body[:SMALL]):
        found = _REFRESH_URL.search(refresh.group())
        where = found.group(1) if found else b""
    else:
        where = _by_script(body[:SMALL])
    address = where.decode("utf-8", "replace").replace("&amp;", "&").strip()
    return _joined(base, address) if address and not address.startswith(("#", "javascript:")) else None


def _by_script(body: bytes) -> bytes:
    """Where the page's own script goes; nowhere where the reader has other ways to choose from."""
    if len(_WAYS_ON.findall(body)) > FEW_WAYS:
        return b""
    run = b"\n".join(b"".join(found.groups(b"")) for found in _RUN.finditer(body))
    found = _LOCATION.search(run)
    return (found.group(2) or found.group(4)) if found else b""


def probe_of(status: int, headers: Headers, body: bytes) -> Probe | None:
    """The probe of a host whose answer to an impossible path was not an honest 404 or 410."""
    if status >= 400 or status < 200:
        return None
    return Probe(location=_header(headers, b"location"), title=_title(body), lines=_lines(body))


def _in_the_way(status: int, headers: Headers, small: bytes, notice: bool) -> str | None:
    """Challenges, firewalls and maintenance, by vendor mark, wording and status."""
    if status in (412, 512, 521) or (status == 202 and notice):
        return "challenge"
    alone = notice and len(_WAYS_ON.findall(small)) <= ALONE
    if alone and _asks_visitor(_UNRUN.sub(b"", small)):
        return "challenge"
    refused = status in REFUSALS
    if (refused or alone) and _WAF_BODY.search(small):
        return "waf"
    if refused and _WAF_HEADERS.search(_flat(headers)):
        return "waf"
    if (alone or status == 503) and _AWAY.search(small):
        return "maintenance"
    return None


def _asks_visitor(small: bytes) -> bool:
    """Whether a page wants something done before it lets in: a script run, a puzzle solved, a log-in."""
    if _CHALLENGE.search(small) or _PASSWORD.search(small):
        return True
    return bool(_COOKIE_MAKER.search(small) and _RELOAD.search(small))


def _to_be_run(status: int, small: bytes) -> str | None:
    """A page that is a script and nothing else (the constant stubs of 江西): only running it tells."""
    bare = _UNRUN.sub(b"", small)
    if status >= 400 or not _SCRIPT.search(bare):
        return None
    return None if _FRAME.sub(b"", _TITLE.sub(b"", _SCRIPT.sub(b"", bare))).strip() else "challenge"


def _sent_on(status: int, small: bytes, text: str) -> str | None:
    if status >= 400 or len(text) > 120 or not target(small, "http://x/"):
        return None
    return "redirect_stub"


def _missing(status: int, body: bytes, notice_text: str, probe: Probe | None) -> str | None:
    if status >= 400:
        return None
    if _GONE_TITLE.search(_title(body)) and (notice_text or len(_visible(body[: 4 * SMALL])) < 4000):
        return "soft404"
    if notice_text and len(notice_text) < 200 and _GONE.search(notice_text.encode()):
        return "soft404"
    return "soft404" if probe and not probe.location and _same_page(body, probe) else None


def _same_page(body: bytes, probe: Probe) -> bool:
    """Whether the page is the probe's page: same title, and nine lines of ten in common."""
    if _title(body) != probe.title:
        return False
    lines = _lines(body)
    if not lines and not probe.lines:
        return bool(body.strip()) and bool(probe.title)
    return len(lines & probe.lines) >= 0.9 * len(lines | probe.lines)


def _same_place(headers: Headers, probe: Probe) -> bool:
    return _header(headers, b"location") == probe.location


def _visible(body: bytes) -> str:
    text = _TAGS.sub(b" ", body)
    try:
        shown = text.decode("utf-8")
    except UnicodeDecodeError:
        shown = text.decode("gb18030", "replace")
    return re.sub(r"(?:\s|&nbsp;|&[a-z]+;)+", " ", shown).strip()


def _lines(body: bytes) -> frozenset[bytes]:
    """The page's text between tags, digits left out: counters and clocks differ at every fetch."""
    bare = re.sub(rb"\d+|\s+", b"", re.sub(rb"<(script|style)\b.*?</\1\s*>", b"", body, flags=re.S | re.I))
    return frozenset(piece for piece in re.split(rb"<[^<>]*>", bare) if len(piece) > 3)


def _title(body: bytes) -> bytes:
    found = _TITLE.search(body[:SMALL])
    return found.group(1).strip() if found else b""


def _flat(headers: Headers) -> bytes:
    return b"\n".join(name + b": " + value for name, value in headers)


def _header(headers: Headers, name: bytes) -> str | None:
    for key, value in headers:
        if key.lower() == name:
            return value.decode("latin-1")
    return None


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address)
    except ValueError:
        return None
