"""Families before hostile, cut and empty pages: no error, and time in proportion to the page."""

import pytest

from pages import families
from pages.families import FAMILIES, Document

LONG = 40_000  # characters: enough that anything worse than linear runs out of time
HOSTILE = {
    "empty": "",
    "json scalar": "3",
    "json cut": '{"articles": [{"title": "a", ',
    "json deep": "[" * 3000 + "]" * 3000,
    "json odd": '{"articles": [null, {"title": 5, "url": 0}, {"title": "t", "url": "//[:"}], "total": ""}',
    "json wrong kinds": '{"data": [], "custom": {"total": null}, "articles": 7}',
    "stores unclosed": "<datastore><record><![CDATA[" * (LONG // 30),
    "pagers": "createPageHTML(" * (LONG // 15),
    "spaces": "createPageHTML (" + " " * LONG + "channelId" + " " * LONG + "=" + "1" + " " * LONG + "/",
    "digits": "1 / " * (LONG // 4),
    "no breaks": "dataproxy.jsp"
    + "x" * LONG
    + "xxgkAnnualReport.jsp"
    + "/front/page/build/unit"
    + "a" * LONG,
    "quotes": "content:" + '"\\' * (LONG // 2) + " _CONFIG SID:'1' NFCMS",
    "nodes": "window._CONFIG={SID:'1',TREE:[" + "{id:1," * (LONG // 6),
    "strings": "<script>" + "'page=" * (LONG // 6) + "</script>",
    "page 0": '<a href="?page=-1">下一页</a><script>createPageHTML(9999999999, -5, "../x", "h")</script>',
    "anchors": '<a href="x">1</a>' * 600,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "url", ["http://h.gov.cn/xxgk/nb.htm", "http://h.gov.cn/a?page=99999999999999999999&startrecord=x"]
)
def test_no_page_upsets_a_family(name, url):
    for family in FAMILIES:
        doc = Document(url=url, text=HOSTILE[name])
        assert 0 <= family.matches(doc) <= 1
        links, asked = families.report_links(doc, family), families.next_page(doc, family)
        asked += family.text_requests(doc)
        family.entry_points(doc), family.body(doc)
        assert all(r.url.startswith(("http://", "https://")) for r in asked)
        assert all(link.url.startswith(("http://", "https://")) for link in links)


def test_one_page_asks_for_a_few_more_only():
    text = "".join(f"<script>createPageHTML({n}, 0, 'index', 'html')</script>" for n in range(2, 500))
    assert len(families.next_page(Document(url="http://h.gov.cn/a/", text=text))) <= 3
