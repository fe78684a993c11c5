"""Texts hidden in JSON and scripts reach the clean page, and the figures with them."""

import json

from pages import clean
from pages.families import shells
from tests.portals.forms import make

MADE = make(seed=3, county="青岭县", year=2022)


def test_a_service_answer_is_cleaned_like_a_page():
    told = {"title": MADE.title, "infodate": "2023-01-19", "infocontent": MADE.html(), "infotype": "html"}
    payload = json.dumps({"custom": {"data": told}}, ensure_ascii=False).encode()
    page = clean(payload, url="http://h.gov.cn/rest/getGovInfoDetail", content_type="application/json")
    assert page.title == MADE.title and page.published == "2023-01-19" and page.kind == "report"
    assert len(page.tables) >= 3 and "infocontent" not in page.text


def test_a_body_in_a_script_is_cleaned_like_a_page():
    told = json.dumps({"content": MADE.html()}, ensure_ascii=False).replace("</", "<\\/")
    head = f'<meta charset="utf-8"><meta name="ArticleTitle" content="{MADE.title}"><title>x</title>'
    script = f"<script>window._CONFIG={{DETAIL:{told}}}</script>"
    html = f'<html><head>{head}</head><body class="a"><p>首页</p>{script}</body></html>'
    page = clean(html.encode(), url="http://h.gov.cn/gkmlpt/content/1/9/post_9.html")
    assert page.title == MADE.title and len(page.tables) >= 3 and "DETAIL" not in page.text


def test_other_json_is_left_alone():
    assert shells.opened('{"custom": {"data": null}}', None) is None
    assert shells.opened('{"articles": 3', "http://h/") is None
    assert not shells.is_shell(b"<html>") and shells.is_shell(b"\xef\xbb\xbf {")
