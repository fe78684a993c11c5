"""From a page to rows: what scripts say, chains without end, and what is asked in the end."""

from typing import Any

from scrapy.http import Request

from crawler.addresses import Guard
from spiders import lastresort
from spiders.answers import Answer
from spiders.reader import LONGEST_DRY, Reader, Step
from spiders.scope import FRUITLESS, Scope
from spiders.scoring import PROMISING, Promise
from spiders.traps import Traps
from spiders.vouching import serves, vouches, why_not

HOME = "http://www.qingling.gov.cn/"
LIST = """<ul id=l></ul><script>function load(n){$.post('/api/l',{c:9,pageNo:n},function(d){
 d.rows.forEach(function(r){ $('#l').append('<a href="/d_'+r.id+'.html">'+r.bt+'</a>') }) })}
 load(1)</script>"""


def read(html: str, kind: str, scope: Scope | None = None, **meta: Any) -> Step:
    scope = scope or Scope(seed=HOME)
    reader = Reader(
        portal=1, scope=scope, traps=Traps(), known=lambda urls: set(), vouch=lambda url, promise, on: False
    )
    request = Request(HOME + "gk/", meta={"kind": kind, **meta})
    return reader.read(Answer(request.url, 200, (), html.encode(), request.meta, request))


def rows(step: Step) -> dict[str, tuple[str, bool]]:
    return {r.url: (r.meta["kind"], r.priority >= PROMISING) for r in step.rows}


def test_a_choice_of_departments_is_as_good_as_their_links():
    html = "<select onchange=\"location='/nb_'+this.value\"><option value=3>财政局<option value=4>清河镇"
    found = rows(read(html, "annual"))
    assert found == {HOME + "nb_3": ("issuers", True), HOME + "nb_4": ("issuers", True)}


def test_an_address_that_is_none_costs_only_itself():
    bad = "<a href='http://[link]/x'>公开</a><a href='http://[link]/y'>青岭县2020年政府信息公开年报</a>"
    step = read(bad + "<a href='/1.html'>青岭县2019年政府信息公开年报</a>", "annual")
    assert list(rows(step)) == ["http://www.qingling.gov.cn/1.html"]
    assert list(step.trapped) == ["no usable address"]


def test_a_list_that_a_script_asks_for_is_asked_for_with_the_way_to_its_rows_and_back():
    (row,) = read(LIST, "annual").rows
    assert (row.method, row.body, row.meta["rows"]) == ("POST", b"c=9&pageNo=1", "/d_{id}.html")
    assert row.meta["shell"]["url"] == HOME + "gk/" and row.meta["shell"]["meta"]["browser"] is True


def test_a_list_with_a_button_for_more_asks_for_more():
    rows = "<a href='/1.html'>青岭县2020年政府信息公开年报</a><b onclick='more()'>加载更多</b>"
    script = "<script>var page=1;function more(){page++;fetch('/ajax?page='+page)}</script>"
    assert "http://www.qingling.gov.cn/ajax?page=1" in [r.url for r in read(rows + script, "annual").rows]


def test_a_home_page_asks_no_services():
    assert not any(row.body for row in read(LIST, "home").rows)


def test_a_service_s_rows_have_the_addresses_that_the_script_makes():
    answer = '{"rows":[{"id":7,"bt":"青岭县2020年政府信息公开年报"}]}'
    assert rows(read(answer, "annual", list=1, rows="/d_{id}.html")) == {
        HOME + "d_7.html": ("report", True)
    }


def test_a_file_behind_a_button_of_an_empty_report_is_asked_for():
    html = "<b onclick=\"openUrl('/get?id=7')\">附件下载</b><b onclick=\"open('/x')\">打印"
    assert rows(read(html, "report")) == {HOME + "get?id=7": ("document", True)}


def test_a_column_of_any_kind_has_its_menu_read():
    html = (
        '<select onchange="window.open(this.value)"><option>选择<option value="/nb?lm=7">年报年鉴</select>'
    )
    assert HOME + "nb?lm=7" in rows(read(html, "column"))


def test_a_report_whose_page_has_but_its_title_is_sought_in_its_frame():
    title = "<h3>青岭县人民政府2020年政府信息公开工作年度报告</h3>"
    assert rows(read(title + '<iframe src="/body?y=2020">', "report"))[HOME + "body?y=2020"] == (
        "report",
        True,
    )
    told = title + "<p>一、总体情况</p><p>本年新收情况</p><p>行政复议、存在的主要问题及改进情况</p>"
    assert rows(read(told + '<iframe src="/weather">', "report"))[HOME + "weather"] != ("report", True)


def test_a_home_page_is_not_followed_in_a_circle():
    request = Request(HOME + "b", meta={"kind": "home"})
    answer = Answer(request.url, 302, (), b"", request.meta, request)
    seen = {HOME, HOME + "b"}
    assert why_not(Scope(seed=HOME), answer, HOME, 2, seen.intersection) == "leads in a circle"
    assert not why_not(Scope(seed=HOME), answer, HOME + "b", 2, seen.intersection)  # with a cookie now
    assert not why_not(Scope(seed=HOME), answer, HOME + "c", 2, seen.intersection)


def test_columns_that_lead_to_columns_without_end_promise_no_more():
    html = "<a href='/gk?n=1'>政府信息公开年报</a>"
    step = read(html, "annual", dry=LONGEST_DRY - 1)
    assert step.promising and step.rows[0].meta["dry"] == LONGEST_DRY and not step.trapped
    step = read(html, "annual", dry=LONGEST_DRY)
    assert not step.promising and step.trapped and step.rows[0].priority < PROMISING


def test_a_list_of_reports_begins_the_count_anew():
    html = "<a href='/1.html'>青岭县2020年政府信息公开年报</a><a href='/2/'>2019年</a>"
    assert not any("dry" in row.meta for row in read(html, "annual", dry=LONGEST_DRY).rows)


def test_promises_that_are_never_kept_end_a_portal():
    scope = Scope(seed=HOME, fruitless=FRUITLESS + 1)
    assert scope.enough(lambda: 1000)


def test_the_end_is_asked_only_where_nothing_was_found():
    form = "<form action=/s.asp><input name=q><input type=submit value=搜索></form>"
    login = "<form action=/login.do><input name=user><input type=password name=p>搜索</form>"
    scope = Scope(seed=HOME)
    read(login + form, "home", scope)
    assert lastresort.wanted(scope, 1, None, lambda portal: 500) == []
    scope.lists, scope.reports = 1, 1
    assert lastresort.wanted(scope, 1, "nothing promising is left", lambda portal: None) == []
    scope.reports = 0
    asked = [row.url for row in lastresort.wanted(scope, 1, None, lambda portal: None)]
    assert asked[0] == HOME + "sitemap.xml" and len(asked) == 1 + len(lastresort.WANTED)
    assert all("/s.asp?q=" in url for url in asked[1:])
    assert lastresort.wanted(scope, 1, None, lambda portal: None) == []


def test_a_script_may_ask_governments_but_no_private_address():
    scope = Scope(seed=HOME)
    assert serves(scope, "http://api.hlj.gov.cn/search/common/search/1") and serves(scope, HOME + "api")
    assert not serves(scope, "http://cdn.example.com/list.json")
    here = Scope(seed="http://127.0.0.1:8000/")
    assert serves(here, "http://127.0.0.1:8000/api") and not serves(here, "http://127.0.0.1:9000/api")


def test_a_second_home_at_localhost_is_judged_and_not_stumbled_over():
    scope = Scope(seed="http://127.0.0.1:8000/")
    guard = Guard([("127.0.0.1", 8000)])
    old = Promise(kind="old", priority=640)
    assert not vouches(scope, guard, "http://localhost:8001/", old, "home")
    assert vouches(scope, guard, "http://127.0.0.1:8001/", old, "home")
