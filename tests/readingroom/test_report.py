"""A report's page: archived page and clean text side by side, figures, checks, receipts, provenance."""

import gzip
import io
import json
import sqlite3
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from playwright.sync_api import Browser, FrameLocator, Page

import reports
from corpus.readingroom.seriesnames import NAMES
from reports.crosswalk import SERIES
from tests.furnished import page_html
from tests.readingroom.conftest import Room

pytestmark = pytest.mark.browser


def archived(page: Page) -> FrameLocator:
    """The replayed page: the room's frame, ReplayWeb.page's element, its application, the page."""
    return (
        page.frame_locator(".archived iframe")
        .frame_locator("replay-web-page iframe")
        .frame_locator("iframe")
    )


def test_the_archived_page_stands_beside_its_text(room: Room, page: Page, shots: Path) -> None:
    page.goto(f"{room.url}/report/{room.report('110105-2019')}")
    shown = archived(page)
    assert shown.locator("h1").inner_text() == "朝阳区人民政府2019年政府信息公开工作年度报告"
    assert shown.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(160, 20, 20)"
    assert shown.locator("#seal").evaluate("e => e.naturalWidth") == 24
    text = page.locator(".text").inner_text()
    assert "一、总体情况" in text
    page.screenshot(path=shots / "report.png", full_page=True)


def test_a_figure_is_marked_in_its_place(room: Room, page: Page, shots: Path) -> None:
    name = "110105-2019"
    page.goto(f"{room.url}/report/{room.report(name)}")
    figures = room.triples[name][2].figures
    assert page.locator("table.figures tbody tr").count() == len(figures)
    row = page.locator("#row-3")
    assert figures[3].id in row.inner_text()
    row.locator("a.place").click()
    marked = page.locator("#f-3")
    assert marked.inner_text() == figures[3].printed
    assert marked.evaluate("e => e.matches(':target')")
    lit = marked.evaluate("e => getComputedStyle(e).backgroundColor")
    assert lit != page.locator("#f-4").evaluate("e => getComputedStyle(e).backgroundColor")
    assert marked.evaluate("e => e.closest('td') !== null")
    page.screenshot(path=shots / "figure.png")
    page.locator("#f-4").click()
    assert page.url.endswith("#row-4")


def test_what_cannot_be_read_is_said(room: Room, page: Page) -> None:
    page.goto(f"{room.url}/report/{room.report('110105-2019')}")
    assert page.locator("mark.unread").inner_text() == "约百余"
    row = page.locator("table.figures tr", has_text="n_applications")
    assert "不能确定" in row.inner_text()


def test_tables_are_tables(room: Room, page: Page) -> None:
    name = "110105-2019"
    page.goto(f"{room.url}/report/{room.report(name)}")
    (table,) = room.triples[name][1].tables
    rows = page.locator(".text table.printed tr")
    assert rows.count() == len(table.rows)
    assert rows.first.locator("th").all_inner_texts() == list(table.rows[0])
    assert rows.nth(1).locator("td").all_inner_texts() == list(table.rows[1])


def test_cuts_and_repairs_are_shown_with_their_rules(room: Room, page: Page) -> None:
    page.goto(f"{room.url}/report/{room.report('110105-2019')}")
    cut = page.locator("#cut")
    assert cut.locator("code").all_inner_texts() == ["breadcrumb", "counter", "footer"]
    struck = cut.locator("del", has_text="浏览次数")
    assert "line-through" in struck.evaluate("e => getComputedStyle(e).textDecorationLine")
    repair = page.locator("#r-1")
    assert repair.locator("del").inner_text() == "２０"
    assert "wavy" in repair.locator("ins").first.evaluate("e => getComputedStyle(e).textDecorationStyle")
    assert page.locator("#repairs tbody tr").count() == 2


def test_a_cut_is_struck_through_where_it_stood(room: Room, page: Page) -> None:
    name = "110105-2019"
    page.goto(f"{room.url}/report/{room.report(name)}")
    gone = page.locator(".text .gone")
    assert gone.locator("code").all_inner_texts() == ["breadcrumb", "counter", "footer"]
    assert gone.nth(2).locator("del").inner_text() == "主办：某某县人民政府办公室"
    assert gone.nth(1).evaluate("e => e.previousElementSibling.textContent").endswith("一、总体情况")
    struck = gone.first.locator("del").evaluate("e => getComputedStyle(e).textDecorationLine")
    assert struck == "line-through"
    page.locator("#cut a").nth(1).click()
    assert gone.nth(1).evaluate("e => e.matches(':target')")
    page.get_by_label("显示删去的文字").uncheck()
    assert not gone.first.is_visible()


def test_neighbouring_years_are_held_against_each_other(room: Room, page: Page) -> None:
    with sqlite3.connect(room.data / "corpus.db") as corpus:
        sql = "select document_id, last_document_id, left, right from year_checks order by left desc"
        this, last, left, right = corpus.execute(sql).fetchone()
    page.goto(f"{room.url}/document/{this}")
    beside = page.locator("#checks h3", has_text="上一年度")
    table = page.locator(f"#checks [aria-label$='上一年度相对照： {last[-4:]}'] tbody")
    assert [f"{left:,}", f"{right:,}"] in [
        row.locator("td.n").all_inner_texts() for row in table.locator("tr").all()
    ]
    beside.locator("a").click()
    page.wait_for_url("**/report/*")
    assert f" {last[-4:]}" in page.locator(".crumbs").inner_text()
    assert page.locator("#checks h3 a", has_text=this[-4:]).count() == 1


def test_checks_show_both_sides(room: Room, page: Page) -> None:
    name = next(
        name
        for name, triple in room.triples.items()
        if triple[2].checks[0].status == "fail" and "-20" in name
    )
    check = room.triples[name][2].checks[0]
    page.goto(f"{room.url}/report/{room.report(name)}")
    cells = page.locator("#checks tr.fail", has_text="S1").locator("td").all_inner_texts()
    assert cells[1:3] == [str(check.left), str(check.right)]
    assert "勾稽不符" in page.locator(".facts").first.inner_text()


def test_a_series_has_a_name_in_both_languages(room: Room, page: Page) -> None:
    address = f"{room.url}/county/110105?series=x_granted"
    for language, name in (("zh", "予以公开（件）"), ("en", "Granted")):
        page.goto(f"{address}&lang={language}")
        assert page.locator("figcaption").inner_text() == f"{name} x_granted"
        assert page.locator("#series-name option:checked").inner_text() == name
        assert page.locator("svg.plot").get_attribute("aria-label") == name
    assert set(SERIES) == set(NAMES)


def test_other_years_and_a_plot_of_the_series(room: Room, page: Page) -> None:
    page.goto(f"{room.url}/report/{room.report('110105-2019')}")
    dots = page.locator("svg.plot a")
    years = [name for name in room.triples if name.startswith("110105-")]
    assert dots.count() == len(years) == page.locator(".years a").count()
    assert page.locator("svg.plot .dot.here").count() == 1
    dots.first.locator("circle").click()
    page.wait_for_url(f"**/report/{room.report(years[0])}")


def test_versions_and_what_changed(room: Room, page: Page, shots: Path) -> None:
    page.goto(f"{room.url}/report/{room.report('110102-2022')}")
    assert page.locator("#versions table").first.locator("tbody tr").count() == 2
    change = page.locator("#versions table").nth(1).locator("tbody tr")
    assert change.locator("ins").inner_text() in ("98", "99")
    page.get_by_role("link", name="比较两次存档").click()
    page.locator("select#a").wait_for()
    page.get_by_role("button", name="比较两次存档").click()
    assert page.locator("tr.changed").count() == 1
    assert page.locator("tr.changed ins").inner_text() == change_text(room)
    for side in (0, 1):
        frame = page.frame_locator(".two iframe >> nth=" + str(side))
        inside = frame.frame_locator("replay-web-page iframe").frame_locator("iframe")
        assert "2022年" in inside.locator("h1").inner_text()
    page.screenshot(path=shots / "compare.png", full_page=True)


def change_text(room: Room) -> str:
    first, later = (room.triples[name][2].figures for name in ("110102-2022", "110102-2022-later"))
    return next(b.printed for a, b in zip(first, later, strict=True) if a.printed != b.printed)


def test_how_it_was_found_and_the_record(room: Room, page: Page) -> None:
    name = "110105-2019"
    page.goto(f"{room.url}/report/{room.report(name)}")
    assert page.locator(".path li").count() == 3
    assert page.locator(".path q").all_inner_texts() == ["政务公开", "年度报告"]
    record = page.locator("table.record").inner_text()
    assert "portals-" in record
    assert "sha1:" in record or "sha256:" in record
    with page.expect_download() as waited:
        page.get_by_role("link", name="下载原始字节").click()
    taken = Path(waited.value.path()).read_bytes()
    assert gzip.decompress(taken) == page_html(room.triples[name], port_of(room))
    with page.expect_download() as waited:
        page.get_by_role("link", name="下载 WARC 记录").click()
    (found,) = list(ArchiveIterator(io.BytesIO(Path(waited.value.path()).read_bytes())))
    assert found.headers["WARC-Target-URI"] == room.triples[name][0].target_uri
    assert found.headers["WARC-Record-ID"].strip("<>") in record.replace("\n", "")


def port_of(room: Room) -> int:
    return int(room.url.rsplit(":", 1)[1])


def test_a_report_as_json_and_as_text(room: Room) -> None:
    name = "110105-2019"
    said = json.loads(room.get(f"/report/{room.report(name)}.json").content)
    assert said == json.loads(json.dumps(reports.to_json(room.triples[name][2])))
    assert room.get(f"/report/{room.report(name)}.txt").text == room.triples[name][1].text


def test_permanent_addresses(room: Room) -> None:
    answer = room.get("/document/110105-2019")
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        f"/report/{room.report('110105-2019')}",
    )
    for path in ("/report/0123456789abcdef", "/document/no-2019", "/capture/0/bytes", "/report/x.json"):
        assert room.get(path).status_code == 404, path


def test_everything_that_is_text_reads_without_scripts(room: Room, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(f"{room.url}/report/{room.report('110105-2019')}#f-3")
    assert page.locator("#f-3").evaluate("e => e.matches(':target')")
    assert "What was cut" in page.locator("#cut").inner_text()
    assert page.locator("table.figures tbody tr").count() > 50
    context.close()
