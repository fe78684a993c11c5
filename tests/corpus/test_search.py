"""Full text search finds exactly what is there, in either script, and is never a syntax error."""

import doctest
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

import corpus.search as search

TEXTS = (
    "本年度财政预算公开，政府信息公开工作稳步推进。",
    "財政預算公開，政府資訊公開條例。",
    "一般公共预算财。政府采购",
    "乡村振兴、信息发布2023年第12号文件",
    "ＡＢＣ123甲\n乙ﬁ 〇二四",
    "𰻝𰻞面馆在㐂鿕村",
    "政 府 信 息",
    "",
)


@pytest.fixture
def db() -> Database:
    return indexed(TEXTS)


def indexed(texts: tuple[str, ...]) -> Database:
    made = Database(memory=True)
    search.create_index(made)
    search.register(made.conn)
    for n, text in enumerate(texts):
        search.add_report(made, {"rowid": n, "title": "", "issuer": "", "text": text})
    return made


def found(db: Database, asked: str) -> list[int]:
    rows = db.execute("select rowid from reports_fts where reports_fts match escape_fts(?)", [asked])
    return sorted(row[0] for row in rows.fetchall())


def test_doctests():
    assert doctest.testmod(search).failed == 0


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("财政", [0, 1]),  # two characters, and the traditional text
        ("財政", [0, 1]),
        ("公开工作", [0]),
        ("政府信息", [0]),
        ("财", [0, 1, 2]),  # one character, at the end of a clause too
        ("财政府", []),  # no phrase across punctuation
        ("振兴信息", []),
        ("甲乙", []),
        ("2023年", [3]),
        ("年第12号", [3]),
        ("文件", [3]),
        ("abc123甲", [4]),
        ("〇二", [4]),
        ("𰻝𰻞", [5]),
        ("𰻞", [5]),
        ("㐂鿕村", [5]),
        ("鿕", [5]),
        ("财政 政府信息", [0]),
        ('"财政预算公开"', [0, 1]),
        ("采购 OR 乡村", [2, 3]),
        ("财政 -稳步", [1]),
        ("不存在", []),
        ("。", []),
        ("", []),
        ('"', []),
        ("OR", []),
        ("-财政", []),
        ("财政 OR", [0, 1]),
    ],
)
def test_what_is_found(db, asked, where):
    assert found(db, asked) == where


HAN = st.text(alphabet="政府信息公开年，。a1 \n", max_size=30)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(HAN, min_size=1, max_size=8), asked=st.text("政府信息公开", min_size=1, max_size=4))
def test_a_phrase_is_found_exactly_where_it_stands(texts, asked):
    db = indexed(tuple(texts))
    assert found(db, asked) == [n for n, text in enumerate(texts) if asked in text]


@settings(max_examples=200, deadline=None)
@given(asked=st.text(max_size=30))
def test_whatever_is_typed_is_no_error(asked):
    db = indexed(TEXTS)
    found(db, asked)
    for text in TEXTS:
        assert "".join(part.text for part in search.highlighted(text, asked)) == text


def test_sqlite_takes_every_han_character_for_a_letter():
    """Its tables are of Unicode 6.1; what they take for punctuation could not be found."""
    raw = sqlite3.connect(":memory:")
    raw.execute("create virtual table i using fts5(text, content='', tokenize='unicode61')")
    codes = [
        code
        for code in (*range(0x3005, 0x3008), *range(0x3400, 0x10000), *range(0x20000, 0x33480, 7))
        if search._PIECE.fullmatch(chr(code))
    ]
    raw.executemany("insert into i (rowid, text) values (?, ?)", ((code, chr(code)) for code in codes))
    raw.execute("create virtual table words using fts5vocab(i, 'instance')")
    assert [*raw.execute("select distinct doc from words order by doc")] == [(code,) for code in codes]


def test_highlights_stand_where_the_words_stand_in_the_other_script():
    parts = search.highlighted("本縣財政預算公開", "财政")
    assert [(part.text, part.hit) for part in parts] == [
        ("本縣", False),
        ("財政", True),
        ("預算公開", False),
    ]


def test_a_snippet_shows_the_hit_and_escapes_the_page():
    text = "前" * 200 + "<script>财政</script>" + "后" * 200
    shown = search.zh_snippet(text, "财政")
    assert "&lt;script&gt;<mark>财政</mark>&lt;/script&gt;" in shown
    assert shown.startswith("…前")
    assert shown.endswith("后…")
    assert len(shown) < 160
    assert search.zh_snippet("见<b>财政</b>", "<b>财政") == "见<mark>&lt;b&gt;财政</mark>&lt;/b&gt;"


def test_the_sql_functions_take_null():
    connection = sqlite3.connect(":memory:")
    search.register(connection)
    answer = connection.execute("select zh_snippet(null, null), zh_query(null)").fetchone()
    assert answer == ("", '("")')
