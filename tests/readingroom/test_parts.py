"""The parts that need no server: marks, grids, plots, addresses, comparison, memory."""

import doctest
from datetime import UTC, datetime
from pathlib import Path

import pytest

import archive.replay
import pages
from archive.capture import Capture, RecordLocation
from archive.replay import calendar, identity, opened, wanted
from corpus.readingroom import plot, plugin, words
from corpus.readingroom.changes import difference
from corpus.readingroom.grids import grid
from corpus.readingroom.marks import Heading, Mark, Marked
from corpus.readingroom.plot import Point, svg
from corpus.readingroom.remembered import Remembered
from corpus.readingroom.room import Room, hostname


@pytest.mark.parametrize("module", [archive.replay, plot, plugin, words])
def test_doctests(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def mark(start: int, end: int, key: str, **more: str) -> Mark:
    return Mark(start=start, end=end, key=key, kind="figure", **more)


def test_text_is_escaped_once() -> None:
    html = Marked("a <b> & c", [mark(2, 5, "f-0", title='"><script>')]).html()
    assert (
        html
        == '<p>a <mark class="figure" id="f-0" title="&#34;&gt;&lt;script&gt;">&lt;b&gt;</mark> &amp; c</p>'
    )


def test_marks_that_overlap_are_split_and_named_once() -> None:
    html = Marked("abcdef", [mark(0, 4, "f-0"), mark(2, 6, "f-1")]).html()
    assert html.count('id="f-0"') == html.count('id="f-1"') == 1
    assert html.count('data-of="f-0"') == html.count('data-of="f-1"') == 1
    assert html.striptags() == "abcdef"


def test_a_repair_that_left_nothing_is_still_seen() -> None:
    html = Marked("abc", [Mark(start=1, end=1, key="r-0", kind="certain", before="□")]).html()
    assert "<del>□</del><ins>b</ins>" in html
    assert Marked("abc", [Mark(start=7, end=9, key="r-0", kind="x", before="y")]).html() == "<p>abc</p>"


def test_headings_stand_on_their_line() -> None:
    html = Marked("x\n  一、总体\ny", [], [Heading(start=2, key="s-0")]).html()
    assert '<h3 id="s-0">  一、总体</h3>' in html


def shape(text: str, rows: list[list[str]]) -> list[list[tuple[str, int, int]]]:
    cells = grid(text, 0, len(text), rows)
    return [[(text[c.start : c.end], c.columns, c.rows) for c in row] for row in cells]


def test_spans_come_back() -> None:
    text = "指标\t申请人\t\n\t自然人\t法人\n收到\t3\t"
    rows = [["指标", "申请人", "申请人"], ["指标", "自然人", "法人"], ["收到", "3", ""]]
    assert shape(text, rows) == [
        [("指标", 1, 2), ("申请人", 2, 1)],
        [("自然人", 1, 1), ("法人", 1, 1)],
        [("收到", 1, 1), ("3", 1, 1), ("", 1, 1)],
    ]


def test_a_block_of_rows_and_columns() -> None:
    text = "a\t\tb\n\t\tc"
    assert shape(text, [["a", "a", "b"], ["a", "a", "c"]]) == [[("a", 2, 2), ("b", 1, 1)], [("c", 1, 1)]]


def test_the_pages_print_tables_so() -> None:
    html = """<html><head><meta charset="utf-8"></head><body><p>表</p><table><tr><td rowspan="2">指标</td>
    <td colspan="2">申请人</td></tr><tr><td>自然人</td><td>法人</td></tr></table></body></html>"""
    page = pages.clean(html.encode())
    (table,) = page.tables
    cells = grid(page.text, table.start, table.end, table.rows)
    assert [[(c.columns, c.rows) for c in row] for row in cells] == [[(1, 2), (2, 1)], [(1, 1), (1, 1)]]


def test_equal_neighbours_are_no_span() -> None:
    assert shape("0\t0\t0\n0\t0\t0", [["0"] * 3] * 2) == [[("0", 1, 1)] * 3] * 2


def test_what_does_not_agree_is_shown_as_printed() -> None:
    assert shape("a\tb\nc", [["a", "b"], ["x", "y"]]) == [[("a", 1, 1), ("b", 1, 1)], [("c", 1, 1)]]
    assert shape("a\tz", [["a", "b"]]) == [[("a", 1, 1), ("z", 1, 1)]]
    assert shape("a\tb", [["a", "b"], ["c", "d"]]) == [[("a", 1, 1), ("b", 1, 1)]]


def test_a_plot_keeps_its_gaps() -> None:
    years = (2019, 2020, 2022)
    drawn = svg([Point(year=y, value=y, href=f"/report/{y}", says="<x>") for y in years], "标题 & co")
    path = drawn.split('d="')[1].split('"')[0]
    assert (path.count("M"), path.count("L")) == (2, 1)
    assert "&lt;x&gt;" in drawn
    assert svg([], "x") == ""
    assert "nan" not in svg([Point(year=2020, value=0, href="#", says="")], "x")


@pytest.mark.parametrize(
    ("rest", "url", "timestamp", "modifier"),
    [
        ("20200102030405id_/http://a.test/x?b=1", "http://a.test/x?b=1", "20200102030405", "id_"),
        ("2020mp_/https:/a.test/", "https://a.test/", "20200101000000", "mp_"),
        ("id_/urn:page:1", "urn:page:1", None, "id_"),
        ("20200102/a.test", "http://a.test", "20200102000000", ""),
    ],
)
def test_addresses(rest: str, url: str, timestamp: str | None, modifier: str) -> None:
    found = wanted(rest)
    assert found is not None
    assert (found.url, found.timestamp, found.modifier) == (url, timestamp, modifier)


def test_no_addresses() -> None:
    for rest in (
        "",
        "x",
        "2020",
        "20/http://a.test/",
        "/http://a.test/",
        "202001020304050607/http://a.test/",
    ):
        assert wanted(rest) is None, rest
    found = wanted("*/http://a.test/")
    assert found is not None
    assert found.every


def capture(status: int, headers: list[tuple[bytes, bytes]], payload: bytes = b"body") -> Capture:
    return Capture(
        target_uri="http://a.test/dir/page",
        date=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC),
        status=status,
        headers=tuple(headers),
        payload=payload,
        payload_digest="",
        record_id="urn:x",
        record_type="response",
        location=RecordLocation(filename="x", offset=0, length=0),
    )


def test_a_redirect_stays_in_the_archive() -> None:
    answer = identity(capture(302, [(b"Location", b"../there?x=1")]), "/replay/")
    assert (b"Location", b"/replay/20200102030405id_/http://a.test/there?x=1") in answer.headers
    assert answer.status == 302
    inside = dict(opened(capture(301, [(b"location", b"//b.test/")])).headers)
    assert inside[b"x-orig-location"] == b"http://b.test/"
    assert inside[b"x-redirect-status"] == b"301"


def test_headers_cannot_be_smuggled() -> None:
    odd = [(b"X-A", b"1\r\nSet-Cookie: a=b"), (b"bad name", b"x"), (b"Location", b"http://b.test/\r\nX: y")]
    answer = identity(capture(302, odd), "/replay/")
    assert all(b"\r" not in value and b"\n" not in value for _, value in answer.headers)
    assert not any(b" " in name for name, _ in answer.headers)


STATUSES = [(204, 204, b""), (304, 304, b""), (99, 200, b"body"), (999, 200, b"body")]


@pytest.mark.parametrize(("status", "shown", "body"), STATUSES)
def test_odd_statuses(status: int, shown: int, body: bytes) -> None:
    answer = identity(capture(status, []), "/replay/")
    assert (answer.status, answer.body) == (shown, body)


def test_a_calendar_has_weeks() -> None:
    (month,) = calendar(["20220301120000", "20220301130000", "20220331000000"])
    assert month.days == {1: ("20220301120000", "20220301130000"), 31: ("20220331000000",)}
    assert month.weeks()[0] == [0, 1, 2, 3, 4, 5, 6]


def test_a_visit_counter_is_no_difference() -> None:
    assert list(difference("题\n浏览次数：12", "题\n浏览次数：13")) == []
    changed = [line for line in difference("收到申请3件", "收到申请4件") if line.kind == "changed"]
    assert [piece.text for piece in changed[0].later or () if piece.changed] == ["4"]


def test_lines_without_a_counterpart() -> None:
    (line,) = [line for line in difference("a", "a\nb") if line.kind == "changed"]
    assert line.earlier is None
    assert line.later is not None


def test_memory_lasts_until_the_corpus_changes(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    path.write_bytes(b"1")
    memory = Remembered(path)
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert (memory.get("a", make), memory.get("a", make)) == (1, 1)
    (tmp_path / "corpus.db-wal").write_bytes(b"22")
    assert memory.get("a", make) == 2


def test_hosts() -> None:
    made = Room(corpus=Path("x"), collection=None, host="127.0.0.1", replay_port=1)  # type: ignore[arg-type]
    assert not made.welcomes("evil.test")
    assert made.welcomes("[::1]:80")
    assert hostname("[::1]:80") == "[::1]"
    anywhere = Room(corpus=Path("x"), collection=None, host="0.0.0.0", replay_port=1)  # type: ignore[arg-type]
    assert anywhere.welcomes("reading.example")


def test_every_word_is_in_both_languages() -> None:
    for key, both in words.WORDS.items():
        assert len(both) == 2, key
        assert all(both), key
    assert words.language_of(None, None, "fr;q=1, en-GB;q=0.8") == "en"
    assert words.language_of("xx", None, "") == "zh"
    assert words.language_of("zh", "en", "en") == "zh"
