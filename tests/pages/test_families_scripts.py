"""Links and lists that only a script knows, read without running it. Every page here is made up."""

import pytest

from pages import families
from pages.families import Document, ListRequest, loads


def page(body: str, script: str = "", url: str = "http://x.gov.cn/gk/index.html") -> Document:
    return Document(url=url, text=f"<html><body>{body}<script>{script}</script></body></html>")


def clicked(body: str, script: str = "") -> dict[str, str]:
    """What is said -> what is asked for (address, and the body of a POST behind a space)."""
    found = families.clicks(page(body, script))
    return {c.text: f"{c.request.url} {c.request.body.decode()}".strip() for c in found}


CLICKS = [
    ("""<div onclick="window.open('/zwgk/')">政务公开</div>""", "", {"政务公开": "http://x.gov.cn/zwgk/"}),
    ("<li data-href='/nb/'>年报</li>", "", {"年报": "http://x.gov.cn/nb/"}),
    (
        """<a href="javascript:void(0)" onclick="show('2021')">2021年年报</a>""",
        "function show(id){ window.open('/nb/'+id+'.html'); }",
        {"2021年年报": "http://x.gov.cn/nb/2021.html"},
    ),
    (
        """<a href="javascript:go('07', 2)">年度报告</a>""",
        "var root='/list'; function go(id, n){ var u = root + '.jsp?c=' + id; "
        "location.href = u + '&p=' + n; }",
        {"年度报告": "http://x.gov.cn/list.jsp?c=07&p=2"},
    ),
    (
        "<select onchange=\"location='nb_'+this.options[this.selectedIndex].value+'.html'\">"
        "<option>--</option><option value='003'>财政局</option></select>",
        "",
        {"财政局": "http://x.gov.cn/gk/nb_003.html"},
    ),
    (
        "<ul id='years'><li data-year='2020'>2020年</li></ul>",
        "$('#years li').click(function(){var y=$(this).data('year');"
        "$.get('/api/nb?year='+y,function(d){})});",
        {"2020年": "http://x.gov.cn/api/nb?year=2020"},
    ),
    (
        "<b class='tab' data-y='2019'>2019</b>",
        "document.querySelectorAll('.tab').forEach(t => t.addEventListener('click', () => {"
        " fetch(`/nb/${t.dataset.y}.json`) }));",
        {"2019": "http://x.gov.cn/nb/2019.json"},
    ),
    (
        "<form name='f' method='post' action='/l.do'><input name='lm' value=''>"
        "<input name='p' value='1'></form>"
        "<a href=\"javascript:go('07')\">年度报告</a>",
        "function go(id){document.f.lm.value=id;document.f.submit();}",
        {"年度报告": "http://x.gov.cn/l.do lm=07&p=1"},
    ),
    (
        "<form name=f method=post action=nb.jsp><select name=nian onchange='document.f.submit()'>"
        "<option value=2020>2020年</option></select></form>",
        "",
        {"2020年": "http://x.gov.cn/gk/nb.jsp nian=2020"},
    ),
    ("", """document.write('<li><a href="/nb/">年报</a></li>');""", {"年报": "http://x.gov.cn/nb/"}),
    ("", """document.write('<a href="/nb_' + n + '">年报</a>');""", {}),
    (
        "<ul id='tree'></ul>",
        'var zNodes=[{"id":14,"name":"年报","url":"/list.jsp?c=14"},{id:15,name:"指南"}];',
        {"年报": "http://x.gov.cn/list.jsp?c=14"},
    ),
]


@pytest.mark.parametrize(("body", "script", "told"), CLICKS)
def test_what_a_click_asks_for(body, script, told):
    assert clicked(body, script) == told


@pytest.mark.parametrize(
    ("body", "script"),
    [
        ("""<a onclick="show(id)">年报</a>""", "function show(x){ location.href = '/nb/' + x; }"),
        ("""<a onclick="go(1)">年报</a>""", "function go(n){ go(n); }"),
        ("""<a onclick="f()">年报</a>""", "var a = a + '/x'; function f(){ location.href = a; }"),
        ("""<a onclick="location.href='javascript:alert(1)'">年报</a>""", ""),
        ("""<a onclick="document.f.lm.value=x;document.f.submit()">年报</a>""", ""),
    ],
)
def test_what_is_not_known_is_not_guessed(body, script):
    assert clicked(body, script) == {}


def test_a_handler_that_leads_to_itself_a_thousand_times_ends():
    script = "".join(f"function f{n}(a){{ f{n + 1}(a); f{n + 1}(a); }}" for n in range(1000))
    assert clicked("<a onclick=\"f0('1')\">年报</a>" * 400, script) == {}


LOADS = [
    ('$.ajax({url:"data.xml",dataType:"xml"})', ("http://x.gov.cn/gk/data.xml", "")),
    (
        "var channelId='9a8b';$.ajax({type:'post',url:'/api/'+channelId,data:{'_isJson':'true','page':1}})",
        ("http://x.gov.cn/api/9a8b", "_isJson=true&page=1"),
    ),
    (
        "var cid=new URLSearchParams(location.search).get('cid');function load(n){fetch('/api/list',"
        "{method:'POST',body:JSON.stringify({cid:cid,pageNo:n})}).then(r=>r.json())} load(1);",
        ("http://x.gov.cn/api/list", '{"cid": 31, "pageNo": 1}'),
    ),
    ("axios.get('/api/l', {params: {c: 5, pageIndex: n}})", ("http://x.gov.cn/api/l?c=5&pageIndex=1", "")),
    (
        "function q(page){var x=new XMLHttpRequest();x.open('GET','/l.jsp?c=1&page='+page);x.send()} q(1)",
        ("http://x.gov.cn/l.jsp?c=1&page=1", ""),
    ),
]


@pytest.mark.parametrize(("script", "told"), LOADS)
def test_what_a_page_asks_for_when_it_opens(script, told):
    found = loads.lists(page("<ul id='l'></ul>", script, url="http://x.gov.cn/gk/column.html?cid=31"))
    assert (found[0].url, found[0].body.decode()) == told and len(found) == 1


def test_counters_and_weather_are_no_lists():
    assert loads.lists(page("", "$.get('/visit/count?id=1'); $.getJSON('/tianqi.json')")) == ()


def test_rows_with_ids_only_get_the_address_that_the_script_makes():
    script = """fetch('/api/l?page=1').then(d => d.rows.forEach(r => {
        ul.innerHTML += '<a href="/d_'+r.id+'.html">' }))"""
    (asked,) = loads.lists(page("<ul></ul>", script))
    answer = Document(
        url=asked.url, text='{"rows":[{"id":7,"bt":"某县2020年政府信息公开年报"}]}', request=asked
    )
    assert [link.url for link in families.report_links(answer)] == ["http://x.gov.cn/d_7.html"]


@pytest.mark.parametrize(
    "row",
    [
        "<item><title><![CDATA[某县2020年年报]]></title><link>/a.html</link></item>",
        "<row title='某县2020年年报' url='/a.html'/>",
        "<root><data><bt>某县2020年年报</bt><url>/a.html</url></data></root>",
        "<entry><title>某县2020年年报</title><link href='/a.html'/></entry>",
    ],
)
def test_lists_that_are_xml(row):
    doc = Document(url="http://x.gov.cn/l.xml", text=f'<?xml version="1.0"?><list>{row}</list>')
    assert [(k.url, k.text) for k in families.report_links(doc)] == [
        ("http://x.gov.cn/a.html", "某县2020年年报")
    ]


def test_a_page_that_calls_itself_xml_is_a_page():
    doc = Document(
        url="http://x/", text='<?xml version="1.0"?><!DOCTYPE html><html><a href="/a.html">年报</a>'
    )
    assert not doc.is_answer and families.report_links(doc)


def test_the_next_page_of_a_service_is_asked_as_the_first():
    request = ListRequest(url="http://x/api", method="POST", body=b"page=1&_pageSize=1&c=9")
    row = '{"title":"年报","url":"/a","publishedTimeStr":""}'
    text = f'{{"data":{{"total":3,"page":1,"rows":1,"results":[{row}]}}}}'
    (asked,) = families.next_page(Document(url=request.url, text=text, request=request))
    assert asked.body == b"page=2&_pageSize=1&c=9"
