"""The gate on answers as PORTALS H.3 describes them; every body here is made up."""

import pytest

from pages import gate

ARTICLE = (
    "<html><head><title>青岭县人民政府</title></head><body>"
    + "<p>青岭县人民政府关于进一步做好政务公开工作的通知，各乡镇要认真落实。</p>" * 40
    + "</body></html>"
)
NOTICE = "<html><head><title>{}</title></head><body><h2>{}</h2></body></html>"

CASES = [
    # status, headers, body, label
    (200, (), ARTICLE, None),
    (404, (), NOTICE.format("404", "页面不存在"), None),
    (521, ((b"Server", b"nginx"),), "<script>document.cookie='__jsl_clearance_s=1';</script>", "challenge"),
    (412, (), "<html><script>$_ts=window['$_ts'];</script></html>", "challenge"),
    (202, (), "<script src='/a.js'></script>", "challenge"),
    (200, (), "<script>document.cookie='C3VK=ab12; max-age=300';location.reload();</script>", "challenge"),
    (200, (), NOTICE.format("安全验证", "请拖动滑块完成验证"), "challenge"),
    (200, (), "<body>请输入验证码后继续<input name=code>", "challenge"),
    (200, (), NOTICE.format("登录", "<input name=u><input type='password' name=p>"), "challenge"),
    (503, (), "<h1>请稍候</h1><script>f(function(){document.cookie='a=1';location.reload()})</script>",
     "challenge"),
    (200, (), "<head><meta charset=x></head><body><script>eval(atob('ZG9'))</script></body>", "challenge"),
    (200, (), "<title>县</title><body><div id=app></div><script src=/app.js></script></body>", None),
    (200, (), "<i id=app></i><noscript>请启用JavaScript</noscript><script src=/a.js></script>", None),
    # a short list is no notice, whatever its titles and scripts say
    (200, (), "<a href=/a>网站升级改版公告</a>" + "<li><a href=/b>年度报告</a>" * 6, None),
    (200, (), "<a href=/b>报</a>" * 6
     + "<script>document.cookie='s=1';function f(){location.href=u}</script>", None),
    (200, (), NOTICE.format("Request Rejected", "The requested URL was rejected. Support ID: 12"), "waf"),
    (200, (), NOTICE.format("", "您所在的地区暂时无法访问本网站"), "waf"),
    (451, (), "x", None),
    (403, ((b"WZWS-Ray", b"1"),), "", "waf"),
    (405, (), NOTICE.format("405", "Your request is blocked as it may cause potential threats"), "waf"),
    (200, (), NOTICE.format("提示", "您的请求被拦截，事件编号 12"), "waf"),
    (493, ((b"Server", b"qianxin-waf"),), "x", "waf"),
    (200, ((b"Set-Cookie", b"HWWAFSESID=1"),), ARTICLE, None),
    (200, ((b"Set-Cookie", b"yunsuo_session_verify=1"),), ARTICLE, None),
    (503, (), NOTICE.format("维护", "网站正在维护，请稍后访问"), "maintenance"),
    (200, (), NOTICE.format("公告", "本网站升级改版，暂停服务"), "maintenance"),
    (200, (), ARTICLE.replace("政务公开", "网站改版"), None),
    (200, (), "<script>window.location.href='/xxgk/index.html'</script>", "redirect_stub"),
    (200, (), "<meta http-equiv='refresh' content='0;url=/zwgk/'>", "redirect_stub"),
    (200, (), "<body onload=\"location.href='/new/'\">请稍候</body>", "redirect_stub"),
    (200, (), "<select onchange=\"location.href='/dept_'+this.value\"><option>财政局</select>", None),
    (200, (), "<div onclick=\"location.href='/zwgk/'\">政务公开</div>", None),
    (200, (), "<script>function s(){location='/s'}</script>" + "<a href='/a'>新闻</a>" * 4, None),
    (200, (), NOTICE.format("出错了", "您访问的页面不存在或已被删除"), "soft404"),
    (200, (), "<html><body>该信息不存在</body></html>", "soft404"),
]  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("status", "headers", "body", "expected"), CASES)
def test_label(status: int, headers: tuple, body: str, expected: str | None, codec: str) -> None:
    assert gate.label(status, headers, body.encode(codec)) == expected


def test_a_page_about_maintenance_with_a_readers_text_is_a_page() -> None:
    body = NOTICE.format("网站维护公告", "网站维护") + ARTICLE
    assert gate.label(200, (), body.encode()) is None


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("<meta http-equiv=refresh content='3; URL=../b.html'>", "http://x.cn/b.html"),
        ('<META content="0;url=http://y.cn/?a=1&amp;b=2" HTTP-EQUIV="Refresh">', "http://y.cn/?a=1&b=2"),
        ("<script>location.replace( '/c' )</script>", "http://x.cn/c"),
        ("<script>top.location = \"d.htm\";</script>", "http://x.cn/a/d.htm"),
        ("<script>location.href='#'</script>", None),
        ("<p>nothing</p>", None),
    ],
)  # fmt: skip
def test_target_of_a_stub(body: str, where: str | None) -> None:
    assert gate.target(body.encode(), "http://x.cn/a/index.html") == where


def test_the_probe_tells_a_catch_all_page_from_a_page_of_the_same_title() -> None:
    shell = "<title>青岭县</title><div>首页</div><div>政务公开</div><div>关于我们</div>{}<p>访问量 {}</p>"
    catch_all = shell.format("<div>热点新闻</div>", 17).encode()
    probe = gate.probe_of(200, (), catch_all)
    assert probe is not None
    assert gate.label(200, (), shell.format("<div>热点新闻</div>", 99).encode(), probe) == "soft404"
    article = shell.format("<h1>年度报告</h1><p>主动公开</p><p>依申请公开</p>", 3).encode()
    assert gate.label(200, (), article, probe) is None


def test_the_probe_of_a_site_that_sends_every_unknown_address_home() -> None:
    home = ((b"Location", b"/"),)
    probe = gate.probe_of(302, home, b"")
    assert gate.label(302, home, b"", probe) == "soft404"
    assert gate.label(302, ((b"Location", b"/xxgk/"),), b"", probe) is None
    assert gate.label(302, home, b"") is None


def test_an_honest_host_needs_no_probe() -> None:
    assert gate.probe_of(404, (), b"gone") is None
