# ruff: noqa: E501 - made-up pages and texts read best unbroken
"""What holds of every clean page, whatever the bytes: nothing lost, nothing invented, nothing twice."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import pages
from pages.layout import SKIPPED
from reports.model import CleanPage

LINES = (
    "一、总体情况", "2022年，我县主动公开政府信息1136条，比上年增长5%，群众满意度不断提升。", "分享到：微信 微博",
    "浏览次数：722", "来源：青岭县人民政府办公室 发布时间：2023-01-20 10:22 【字体：大 中 小】", "打印本页", "收藏",
    "北京pk10赛车官方开奖直播", "福利彩票公益金使用情况向社会公开，接受监督。", "【打印】【关闭】", "????（一）主动公开",
    "政務(wù)公開，發(fā)布信(xin)息", "&nbsp;&nbsp;二、主动公开政府信息情况", "?。ㄒ唬┲鲃庸\ue0a6_政府信息數", "加強??h政府",
    "锛堜竴锛変富鍔ㄥ叕寮€鏀垮簻淇℃伅", "£¨Ò»£©Ö÷¶¯¹«¿ªÕþ¸®ÐÅÏ¢", "规章\t0\t0\t0", "行政许可  550", "行政处罚  4119", "行政强制  195",
    "\t规章", "\t0", "\t4", "第二十条第（一）项", "一、本年新收政府信息公开申请数量2000002二、上年结转政府信息公开申请数量0000000",
    "上一篇：2021年年报", "主办：青岭县人民政府", "当前位置：首页 > 政务公开", "\u200b零宽\ufeff", "数?/td>", "<td>5</td>", "锟斤拷锟斤拷",
    "\ufffd\ufffd政府", "A+ A-", "（此件公开发布）", "2023年1月20日", "\u3000\u3000（二）依申请公开", "  ", "", "?", "。！？",
)  # fmt: skip
TAGS = ("p", "div", "span", "b", "td", "tr", "table", "li", "ul", "h1", "a href='x.pdf'", "a href=http://z.example/", "center",
        "div style='display:none'", "div class=share", "div class=footer", "td rowspan=2", "td colspan=3", "th", "form", "pre",
        "div id=zoom", "noscript", "marquee width=1", "caption", "br", "/html", "/div", "/table", "span style='display: none'",
        "span hidden", "p a\"b=1 c<d=2", "a<b", "xmp", "img title='a>b<c' style=display:none", "i title=\"<span>\"", "noembed", "svg", "/span",
        "!-- x --", "iframe", "/iframe", "div style='top:-999px;content:\"\\27\"'", "hr", "plaintext", "\u516c\u5f00")  # fmt: skip

_TAG = re.compile(r"<[a-z]")
texts = st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=14).map("\n".join)


@st.composite
def markup(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(
            st.sampled_from(LINES) | st.text(max_size=6) | st.sampled_from(TAGS).map(lambda t: f"<{t}>"),
            max_size=30,
        )
    )
    closed = [
        part + (f"</{part[1:].split()[0].rstrip('>')}>" if draw(st.booleans()) and _TAG.match(part) else "")
        for part in parts
    ]
    return "<html><head><title>年报</title></head><body>" + "".join(closed)


FEW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=6000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def printed(page: CleanPage) -> str:
    """The kept text as it was before the repairs."""
    text = page.text
    for repair in reversed(page.repairs):
        assert text[repair.start : repair.start + len(repair.after)] == repair.after
        text = text[: repair.start] + repair.before + text[repair.start + len(repair.after) :]
    return text


def ink(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def holds(page: CleanPage, visible: str) -> None:
    """Everything visible is kept or signed away, and only that."""
    assert ink(printed(page) + "".join(r.text for r in page.removals)) == ink(visible)
    assert all(r.rule and r.text for r in page.removals)
    assert all(r.kind and r.before != r.after for r in page.repairs)
    last = 0
    for table in page.tables:
        assert last <= table.start < table.end <= len(page.text)
        last = table.end
        assert len({len(row) for row in table.rows}) == 1 and 0 <= table.header_rows <= len(table.rows)
        inside = ink(page.text[table.start : table.end])
        for row in table.rows:
            for cell in row:
                assert not ink(cell) - inside, (cell, page.text[table.start : table.end])
    if page.simplified is not None:
        assert len(page.simplified) == len(page.text)


def visible_text(html: str) -> str:
    tree = LexborHTMLParser(html)
    for node in tree.css(",".join(sorted(SKIPPED - {"-comment", "!doctype"}))):
        node.decompose()
    return tree.body.text(separator="\n") if tree.body else ""


def check_text(text: str) -> None:
    page = pages.clean_text(text)
    holds(page, text.removeprefix("\ufeff"))
    again = pages.clean_text(page.text)
    assert (again.text, again.removals, again.repairs) == (page.text, (), ())


def kept_whole(html: str) -> CleanPage:
    page = pages.clean(html.encode("utf-8", "replace"), content_type="text/html; charset=utf-8")
    holds(page, visible_text(html.encode("utf-8", "replace").decode()))
    return page


def check_markup(html: str) -> None:
    """With the second cleaning."""
    page = kept_whole(html)
    again = pages.clean_text(page.text)
    assert (again.text, again.removals, again.repairs) == (page.text, (), ())


@given(texts)
@FEW
def test_of_any_text_nothing_is_lost_and_a_second_cleaning_changes_nothing(text: str) -> None:
    check_text(text)


@given(markup())
@FEW
def test_of_any_page_nothing_is_lost_and_a_second_cleaning_changes_nothing(html: str) -> None:
    check_markup(html)


@given(st.binary(max_size=400) | st.sampled_from([b"PK\x03\x04", b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n"]).flatmap(
    lambda magic: st.binary(max_size=300).map(lambda rest: magic + rest)))  # fmt: skip
@FEW
def test_any_bytes_are_a_page_or_a_refusal(data: bytes) -> None:
    try:
        page = pages.clean(data)
    except pages.Refused as refused:
        assert str(refused)
        assert "\n" not in str(refused)
    else:
        assert page.encoding.used


@pytest.mark.storm
@pytest.mark.timeout(3600)
@given(texts)
@MANY
def test_storm_of_texts(text: str) -> None:
    check_text(text)


@pytest.mark.storm
@pytest.mark.timeout(3600)
@given(markup())
@MANY
def test_storm_of_pages(html: str) -> None:
    check_markup(html)
