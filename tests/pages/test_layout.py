# ruff: noqa: E501 - made-up pages read best unbroken
"""The page as a reader sees it: what is hidden, what only a script shows, markup that is barely any."""

import gc

import pytest
from selectolax.lexbor import LexborHTMLParser

import pages
from pages import sheets

SENTENCE = (
    "2011年，青岭县认真贯彻落实政府信息公开条例，主动公开政府信息一千余条，受到群众欢迎，工作取得新的进展。"
)
ARTICLE = "".join(
    f"<p>{SENTENCE.replace('一千', word)}</p>" for word in ("一千", "两千", "三千", "四千", "五千")
)


@pytest.mark.parametrize(
    "page",
    [f"<h1>青岭县年报</h1><div style='visibility: hidden; opacity: 0'>{ARTICLE}</div><p>预览时标签不可点</p>",
     f"<style>.txt{{display:none}}</style><h1>青岭县年报</h1><div class=txt>{ARTICLE}</div>"],
)  # fmt: skip
def test_an_article_that_only_a_script_shows_is_shown(page: str) -> None:
    made = pages.clean(f"<html><body>{page}</body></html>".encode())
    assert made.text.count("受到群众欢迎") == 5
    assert "hidden until a script" in made.issues[0]


def test_a_hidden_copy_beside_an_article_stays_hidden() -> None:
    hidden = ARTICLE.replace("青岭", "别的")
    made = pages.clean(f"<body><div>{ARTICLE}</div><div style='display:none'>{hidden}</div>".encode())
    assert "别的县" not in made.text
    assert [r.rule for r in made.removals] == ["hidden_display_none"]


@pytest.mark.parametrize(
    "markup",
    ["<p a\"b=1 c<d=2 =e>甲乙</p>", "<p><a<b>甲乙</a<b></p>", "<a<></a<>甲乙", "<xmp>甲<乙</xmp>", "<plaintext>甲乙</p>",
     "<noembed>甲<b>乙</noembed>", "<div title='<b>x</b> a=\"'>甲乙</div>", "<p>甲<!-- </p><p> -->乙</p>"],
)  # fmt: skip
def test_no_oddity_of_the_markup_loses_a_character(markup: str) -> None:
    made = pages.clean(f"<html><body><div>前文</div>{markup}<div>后文</div></body></html>".encode())
    told = "".join((made.text + "".join(r.before for r in made.repairs)).split())
    assert "前文" in told
    assert "甲" in told
    assert "乙" in told
    assert "后文" in told


def test_a_second_bodys_title_goes_with_it() -> None:
    title = "<h1>青岭县2011年政府信息公开工作年度报告</h1>"
    made = pages.clean(
        f"<body><div>{title}<div>{ARTICLE}</div></div><div>{title}<div>{ARTICLE}</div></div>".encode()
    )
    assert made.text.count("年度报告") == 1


def test_the_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    with pytest.raises(pages.Refused):
        pages.clean(("<div>" * 60_000).encode())
    assert gc.isenabled()


@pytest.mark.timeout(10)  # each took minutes where a pattern was quadratic
@pytest.mark.parametrize(
    "junk",
    [
        "a",
        "@media ",
        "/* ",
        "url(",
        "@media{a{}",
        "@",
        "@media{",
        "a;",
        "@ a{b{}",
        "a{b;",
        "@media" + " " * 999,
    ],
)
def test_a_sheet_without_an_end_costs_one_reading(junk: str) -> None:
    sheet = ".x{display:none} " + junk * (200_000 // len(junk))
    tree = LexborHTMLParser(f"<style>{sheet}</style><p class=x>一</p>")
    assert [node.text() for node, _ in sheets.hidden(tree, lambda _: "x")] == ["一"]


def test_a_sheet_left_open_does_not_hide_the_next() -> None:
    tree = LexborHTMLParser(
        "<style>a{opacity:0} /* </style><style>.y{display:none}</style><p class=y>二</p>"
    )
    assert [node.text() for node, _ in sheets.hidden(tree, lambda _: "x")] == ["二"]


def test_what_media_and_comments_hold_hides_as_it_did() -> None:
    sheet = (
        "/* {*/ .a{display:none} @media print{.b{display:none}} @media screen { .c{display:none} .e{color:red} }"
        "@font-face{src:url(" + "x" * 300 + ")} .d{color:red;display:none}"
    )
    body = "".join(f"<p class={name}>{name}</p>" for name in "abcde")
    tree = LexborHTMLParser(f"<style>{sheet}</style>{body}")
    assert [
        node.text() for node, _ in sheets.hidden(tree, lambda low: "x" if "none" in low else None)
    ] == list("acd")
