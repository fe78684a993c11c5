# ruff: noqa: E501 - made-up pages and texts read best unbroken
"""Pages as whole: the floors that never sink, second opinions, tables without markup."""

import gzip
import hashlib
from datetime import UTC, datetime
from statistics import mean

import pytest

import pages
from archive.capture import Capture, RecordLocation
from pages import opinion
from pages.flattened import find
from tests.bench.cleaning import f_score, leak, row_share
from tests.bench.cleaningpages import TEMPLATES, page
from tests.bench.cleaningpages import pages as labelled
from tests.portals import forms

FLOORS = {"text_f": 0.97, "rows": 0.995, "leak": 0.01}
DIGEST = "b514821492d4f353"
"""Of the labelled pages: whoever changes them says so here, and looks at the figures again."""


@pytest.fixture(scope="module")
def sample():
    return list(labelled())


def test_a_base_that_is_no_address_is_none() -> None:
    page = pages.clean(
        b'<base href="http://[x/"><p>text</p><a href="a.pdf">a</a>', url="http://h.example/b/"
    )
    assert [a.url for a in page.attachments] == ["http://h.example/b/a.pdf"]


def test_the_floors_hold_on_the_pages_they_were_pinned_on(sample) -> None:
    digest = hashlib.sha256(b"".join(p.html for p in sample)).hexdigest()[:16]
    assert digest == DIGEST
    assert len(TEMPLATES) >= 20
    texts = [pages.clean(p.html, url=p.url).text for p in sample]
    scored = list(zip(sample, texts, strict=True))
    assert mean(f_score(p.text, t) for p, t in scored) >= FLOORS["text_f"]
    assert mean(row_share(p.rows, t) for p, t in scored if p.rows) >= FLOORS["rows"]
    assert mean(leak(p.chrome, t) for p, t in scored) <= FLOORS["leak"]


def test_the_measures_can_fail() -> None:
    assert f_score("政府信息公开年度报告", "别的什么文字在这里") < 0.1
    assert row_share([("规章", "0", "0")], "规章 0\n0") == 0.0
    assert leak(["浏览次数：722"], "正文 浏览次数：722") == 1.0


def test_metadata_is_kept(sample) -> None:
    for one in sample:
        made = pages.clean(one.html, url=one.url)
        assert made.title == one.title, one.name
        assert made.kind == "report", one.name


def test_grids_are_the_forms_grids() -> None:
    made = forms.make(seed=4, year=2022)
    for markup in ("plain", "word", "br"):
        one = pages.clean(page("trs", markup, made).html)
        matrix = next(t for t in one.tables if len(t.rows[0]) == 10)
        assert matrix.header_rows == 3
        assert {row[0] for row in matrix.rows[5:-1]} == {"三、本年度办理结果"}
        lines = one.text[matrix.start : matrix.end].split("\n")
        assert len(lines) == len(matrix.rows)
        assert all(line.count("\t") == 9 for line in lines)


def test_a_strong_disagreement_with_the_second_opinion_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "<html><body><div><p>今天天气很好，我们去公园里散步，看见了很多人。</p></div></body></html>".encode()
    assert pages.clean(data).issues == ()
    monkeypatch.setattr(opinion, "text_of", lambda markup: "完全是另外一篇文章，讲的是别的事情。" * 6)
    assert "second opinion" in pages.clean(data).issues[0]


def capture_of(payload: bytes, headers: dict[str, str]) -> Capture:
    return Capture(
        target_uri="http://www.qingling.gov.cn/zwgk/nb/2022.html",
        date=datetime(2026, 3, 31, tzinfo=UTC),
        status=200,
        headers=tuple((k.encode(), v.encode()) for k, v in headers.items()),
        payload=payload,
        payload_digest="sha1:x",
        record_id="urn:uuid:1",
        record_type="response",
        location=RecordLocation(filename="a.warc.gz", offset=0, length=1),
    )


def test_a_capture_is_opened_and_cleaned() -> None:
    made = forms.make(seed=6, year=2022)
    html = page("hanweb", "word", made, codec="gb18030").html
    capture: Capture = capture_of(
        gzip.compress(html), {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
    )
    one = pages.clean_capture(capture)
    assert one.title == made.title
    assert one.encoding.used == "gb18030"
    assert one.url == capture.target_uri


@pytest.mark.parametrize("layout", ["tika", "rows", "lines", "glued"])
@pytest.mark.parametrize("year", [2012, 2016, 2019, 2022])
def test_flattened_tables_are_recognised(layout: str, year: int) -> None:
    made = forms.make(seed=9, year=year)
    one = pages.clean_text(made.text(layout))  # type: ignore[arg-type]
    assert one.tables
    cells = {"".join(cell.split()) for t in one.tables for row in t.rows for cell in row}
    labels = {
        "".join(r[0].text.split())
        for b in made.blocks
        if b.grid
        for r in b.grid.rows
        if len(r) > 2 and not r[0].text.strip().isdigit()
    }
    share = sum(label in cells for label in labels) / len(labels)
    assert share > (0.6 if layout == "glued" else 0.9), labels - cells


def test_a_single_row_and_a_split_head_are_a_table() -> None:
    text = "行政复议\n结果 结果 其他 尚未 总计\n维持 纠正 结果 审结\n1 0 0 2 3\n正文继续，写到这里为止。"
    (table,) = find(text)
    assert table.rows[-1][:5] == ("1", "0", "0", "2", "3")
    assert table.header_rows == 3
    assert text[table.start : table.end].endswith("1 0 0 2 3")


@pytest.mark.parametrize(
    "prose",
    ["2022年，全县共收到申请21件，办结20件。\n一是加强领导；\n二是强化督查。", "电话：0377-66000000\n邮编 473000\n地址：建设路1号",
     "\t第一段以制表符开头，写得很长很长，是普通的正文段落，不是表格。\n\t第二段也是如此，写得很长很长，同样不是表格里的内容。\n\t第三段。"],
)  # fmt: skip
def test_prose_is_no_table(prose: str) -> None:
    page_ = pages.clean_text(prose)
    assert page_.tables == ()
    assert page_.text == prose


def test_a_very_deep_and_a_very_wide_page_come_back() -> None:
    deep = b"<div>" * 4000 + "正文".encode()
    assert pages.clean(deep).text == "正文"
    wide = "<table><tr><td colspan=99999999 rowspan=99999999>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    assert len(pages.clean(wide.encode()).tables[0].rows[0]) <= 200
