"""Cuts in the text: each once, where it stood, escaped, whatever the offsets say."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.readingroom.cuts import Cut
from corpus.readingroom.marks import Mark, Marked
from corpus.readingroom.reading import LONGEST, context


def html(text: str, *cuts: tuple[int, str], marks: tuple[Mark, ...] = (), tables: tuple = ()) -> str:
    made = [Cut(start=at, key=f"c-{n}", rule="rule", text=gone) for n, (at, gone) in enumerate(cuts)]
    return str(Marked(text, marks, (), made).html(tables))


def test_within_a_line() -> None:
    assert html("abcd", (2, "<x>")) == (
        '<p>ab<del class="gone" id="c-0" title="rule">&lt;x&gt;</del>cd</p>'
    )


def test_within_a_mark() -> None:
    mark = Mark(start=1, end=3, key="f-0", kind="figure")
    shown = html("abcd", (2, "x"), marks=(mark,))
    assert shown.index(">b<") < shown.index(">x<") < shown.index(">c<")


def test_between_lines_and_at_both_ends() -> None:
    shown = html("ab\ncd", (0, "head"), (2, "middle"), (5, "tail"))
    order = [shown.index(word) for word in ("head", "<p>ab", "middle", "<p>cd", "tail")]
    assert order == sorted(order)
    assert shown.count('<p class="gone"') == 3


def test_a_long_one_is_folded() -> None:
    shown = html("ab", (2, "a" * 50 + "\n" + "b" * 90))
    assert "<details" in shown
    assert shown.count("b" * 90) == 1


def test_around_a_table() -> None:
    tables = ((2, 9, (("1", "2"), ("3", "4")), 0),)
    shown = html("a\n1\t2\n3\t4\nb", (1, "above"), (5, "inside"), (9, "below"), tables=tables)
    order = [shown.index(word) for word in ("<p>a", "above", "<table", "inside", "below", "<p>b")]
    assert order == sorted(order)


def test_in_a_cell_that_a_span_fills() -> None:
    shown = html("a\t\tb", (2, "gone"), tables=((0, 4, (("a", "a", "b"),), 0),))
    assert shown.count(">gone<") == 1


@given(st.text("ab\n\t", max_size=12), st.lists(st.integers(-3, 15), max_size=5))
def test_no_cut_is_lost_or_shown_twice(text: str, places: list[int]) -> None:
    cuts = [(at, f"gone{n}") for n, at in enumerate(places)]
    as_table = ((0, len(text), tuple(tuple(line.split("\t")) for line in text.split("\n")), 0),)
    for shown in (html(text, *cuts), html(text, *cuts, tables=as_table)):
        for at, gone in cuts:
            assert shown.count(f">{gone}<") == (0 <= at <= len(text)), (gone, shown)


def test_a_text_without_end_is_shown_in_part() -> None:
    text = "甲" * 50 + "\n" + "乙" * LONGEST + "\n丙"
    empty = ("figures", "tables", "repairs", "sections", "captures", "years")
    row = {"n": 0, "rule": "spam", "text": "gone", "start": len(text)}
    found = {"page": {"text": text}, "report": {"county": None}, "removals": [row]} | {k: [] for k in empty}
    shown = context(found, str)
    assert shown["longer"]
    assert "乙" in shown["text"]
    assert "丙" not in shown["text"]
    assert shown["cut"] == [("spam", [row])]  # below the text it stands all the same
