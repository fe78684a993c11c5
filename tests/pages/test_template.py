# ruff: noqa: E501 - made-up lines read best unbroken
"""A site's template: what it learns, what it never learns, and what it cuts from a page, with a receipt."""

from dataclasses import astuple

import pytest

import pages
from pages import template
from pages.template import Template, around, learn, lesson, teachable
from reports.model import CleanPage, Removal
from tests.bench.sites import dressed
from tests.bench.templates import learned, trial
from tests.portals import forms

CODES = frozenset({"码上看清江", "把镜头对准它继续看"})
ARTICLE = "防汛演练在城区举行，各有关单位共出动三百余人次，群众普遍反映良好，后续工作正在推进之中。"


def shows(*lines: str, kind: str = "other", title: str = "防汛演练") -> CleanPage:
    return CleanPage(text="\n".join(lines), kind=kind, title=title)  # type: ignore[arg-type]


def taught(*clean: CleanPage) -> Template:
    return learn(found for page in clean if (found := lesson(page)) is not None)


def test_it_wins_and_loses_nothing() -> None:
    """Four of the sites over all of which ``scripts/bench cleaning`` measures it."""
    pairs = zip(
        ("voice", "split", "slogan", "partners"), ("one box", "table", "flat", "paragraphs"), strict=True
    )
    scores = trial(dressed(dress, frame, seed) for seed, (dress, frame) in enumerate(pairs))
    without, with_it = scores["without"], scores["with"]
    assert with_it.text_f >= max(without.text_f, 0.998)
    assert with_it.rows == without.rows == 1.0
    assert with_it.leak <= 0.05 < 0.3 <= without.leak
    assert with_it.cut >= 30
    assert with_it.lost == 0


def test_every_cut_has_its_receipt() -> None:
    site = dressed("codes", "one box")
    for one in site.reports:
        without, with_it = (pages.clean(one.html, template=which) for which in (None, learned(site)))
        cut = [removal for removal in with_it.removals if removal.rule == "site_template"]
        assert "\n".join(removal.text for removal in cut) == "码上看清江\n把镜头对准它继续看"
        assert [removal.start for removal in cut] == [len(with_it.text)]
        assert without.text == "\n".join([with_it.text, *(removal.text for removal in cut)])
        assert [astuple(r) for r in with_it.removals if r not in cut] == [
            astuple(r) for r in without.removals
        ]


@pytest.mark.parametrize("number", [5, 6])
def test_fewer_than_six_pages_teach_nothing(number: int) -> None:
    common = taught(*[shows(f"第{n}篇", ARTICLE, "码上看清江") for n in range(number)]).common
    assert common == ({"码上看清江"} if number == 6 else frozenset())


def test_a_giant_teaches_nothing() -> None:
    assert lesson(shows(ARTICLE, *["码上看清江"] * 40_000)) is None


def test_what_half_of_the_pages_show_is_not_common() -> None:
    clean = [shows(ARTICLE, "码上看清江" if n % 2 else "把镜头对准它继续看") for n in range(12)]
    assert taught(*clean).common == frozenset()


def test_what_was_cut_teaches_too_but_what_nobody_sees() -> None:
    cuts = (
        Removal(rule="beside_article", text="码上看清江"),
        Removal(rule="hidden_style", text="藏起来的话"),
    )
    clean = [CleanPage(text=ARTICLE, kind="other", title="演练", removals=cuts) for _ in range(6)]
    assert taught(*clean).common == {"码上看清江"}


def test_articles_and_lists_teach_apart() -> None:
    articles = [shows(ARTICLE, "码上看清江") for _ in range(4)]
    lists = [shows("动态信息", kind="list") for _ in range(9)]
    assert taught(*articles, *lists).common == {"码上看清江", "动态信息"}


@pytest.mark.parametrize("year", [2009, 2012, 2016, 2020, 2023])
def test_reports_teach_nothing(year: int) -> None:
    edition = "narrative_only" if year == 2009 else None
    made = [forms.make(seed=n, year=year, edition=edition) for n in range(7)]  # type: ignore[arg-type]
    clean = [pages.clean(f"<title>{m.title}</title><h1>{m.title}</h1>{m.html()}".encode()) for m in made]
    assert [lesson(page) for page in clean] == [None] * 7
    untitled = [shows(*page.text.split("\n")[1:], title="") for page in clean]
    assert taught(*untitled).common == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "根据《中华人民共和国政府信息公开条例》要求，现将有关情况公布如下：", "青岭县人民政府办公室", "青岭县",
        "青岭县教育局", "青岭县第一中学校", "2024年1月9日", "二○一三年一月九日", "一、总体情况", "（一）概述情况",
        "联系电话：0370-6600011", "单位负责人：", "填报人签名", "附件", "附件：统计表", "特此报告", "此件公开发布", "其他事项如下",
        "法人或其他组织", "申请人情况", "本年新收政府信息公开申请数量", "政府信息公开年报", "无", "无。", "不予公开", "各乡镇人民政府：",
    ],
)  # fmt: skip
def test_what_reports_say_is_never_learned(line: str) -> None:
    assert not teachable(template.block(line))
    assert line not in taught(*[shows(ARTICLE, line) for _ in range(8)]).common


def test_nothing_between_two_lines_of_the_body_goes() -> None:
    taught = Template(common=CODES, pages=6)
    lines = [
        "码上看清江",
        "一、总体情况",
        "码上看清江",
        "规章\t0",
        "把镜头对准它继续看",
        "码上看清江",
        "（完）",
    ]
    fixed = [line == "规章\t0" for line in lines]
    assert around(lines, fixed, taught) == [0, 4, 5]
    assert around(["码上看清江"], [False], taught) == []


def test_a_page_that_keeps_no_line_of_it_is_the_same_with_it() -> None:
    site = dressed("counted", "flat")
    for one in site.reports:
        assert pages.clean(one.html, template=Template(common=CODES, pages=6)) == pages.clean(one.html)
