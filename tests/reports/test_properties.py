"""Over any text: the parser answers, offsets hold, and every value's digits stand on the page."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import reports
from reports.model import CleanPage, Figure, Report
from reports.numbers import chinese
from reports.reading import plain, simplified, squeeze
from tests.bench.pagemaking import LAYOUTS, clean_page
from tests.portals import forms

WORDS = [
    *("政府信息公开工作年度报告", "2022年", "青岭县人民政府", "一、总体情况", "（七）总计"),
    *("本年新收政府信息公开申请数量", "上年结转", "自然人", "商业企业", "法律服务机构", "总计"),
    *("结转下年度继续办理", "统计指标", "政务微博公开政府信息数", "申请办结数", "第二十条第（一）项"),
    *("规章", "行政规范性文件", "行政许可", "本年制发件数", "现行有效件数", "历年累计", "指标名称"),
    *("计量单位", "主动公开文件数", "结果维持", "未经复议直接起诉", "予以公开", "1.属于国家秘密"),
    *(
        "其中：",
        "收到政府信息公开申请",
        "行政复议",
        "信息处理费",
        "培训",
        "0",
        "5",
        "12",
        "1,234",
        "00",
        "４",
    ),
    *(
        "增1",
        "-3",
        "/",
        "——",
        "\t",
        "\n",
        "\n\n",
        "件",
        "条",
        "元",
        "。",
        "，",
        "；",
        "三次",
        "约",
        "余",
        "万",
    ),
    *("無", "縣", "《", "》", "〔2016〕68号", "㈠", "\xa0", "\x0c", "代码", "序号", "小计", "统计数"),
]
texts = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from([*WORDS, " "]), max_size=120).map("".join),
    st.lists(st.sampled_from([*WORDS, " "]), max_size=120).map(" ".join),
)
VALIDATORS = {kind: Draft202012Validator(reports.schema(kind)) for kind in ("clean_page", "report")}
NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万亿]+")


def grounded(figure: Figure) -> bool:
    """The value's digits are printed, or the figure says that it was derived or stated as none."""
    if figure.value is None or figure.qualifier in ("derived", "stated_none"):
        return True
    printed = plain(figure.printed).replace(",", "").replace(" ", "")
    digits = re.findall(r"\d+(?:\.\d+)?", printed)
    scaled = any(mark in printed for mark in "十百千万亿")
    said = {float(d) for d in digits} | {
        float(v) for n in NUMERAL.findall(printed) if (v := chinese(n)) is not None
    }
    return abs(float(figure.value)) in said or (scaled and bool(said))


def sound(report: Report) -> None:
    text = report.page.text
    assert all(text[f.start : f.end] == f.printed for f in report.figures)
    assert all(0 <= s.start <= s.end <= len(text) for s in report.sections)
    assert [f for f in report.figures if not grounded(f)] == []
    assert (report.edition is None) == bool(report.why)
    assert (report.edition is None) == (report.page.kind != "report")
    keys = [(f.id, f.source) for f in report.figures]
    assert len(keys) == len(set(keys))


@given(texts)
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered(text: str) -> None:
    sound(reports.parse(CleanPage(text=text)))


@pytest.mark.storm
@pytest.mark.timeout(900)  # a time-out raised within hypothesis is told as a flaky strategy
@given(texts)
@settings(max_examples=20_000, deadline=None)
def test_any_text_is_answered_for_long(text: str) -> None:
    sound(reports.parse(CleanPage(text=text)))


@given(seed=st.integers(0, 9999), year=st.sampled_from((2012, 2016, 2019, 2022)), data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_report_cut_and_scrambled_is_answered(seed: int, year: int, data: st.DataObject) -> None:
    text = forms.make(seed=seed, year=year).text(data.draw(st.sampled_from(LAYOUTS)))  # type: ignore[arg-type]
    a, b = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    sound(reports.parse(CleanPage(text=text[:a] + text[b:])))
    sound(reports.parse(CleanPage(text=text[b:] + text[:a])))


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_every_reading_has_the_texts_length(text: str) -> None:
    assert len(plain(text)) == len(simplified(text)) == len(text)
    tight = squeeze(text)
    assert [text[at] for at in tight.at] == list(tight.text)


@given(seed=st.integers(0, 9999), year=st.sampled_from((2012, 2016, 2019, 2022)))
@settings(max_examples=15, deadline=None)
def test_json_there_and_back(seed: int, year: int) -> None:
    report = reports.parse(clean_page(forms.make(seed=seed, year=year)))
    data = json.loads(json.dumps(reports.to_json(report), ensure_ascii=False))
    VALIDATORS["report"].validate(data)
    VALIDATORS["clean_page"].validate(data["page"])
    assert reports.report_from_json(data) == report
    assert reports.page_from_json(reports.to_json(report.page)) == report.page


@pytest.mark.parametrize(
    "data", [[], {}, {"text": 5}, {"text": "x", "script": "latin"}, {"text": "x", "tables": "y"}]
)
def test_what_is_no_page_is_told_in_one_sentence(data: object) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+\.$"):
        reports.page_from_json(data)  # type: ignore[arg-type]


def test_the_schemas_are_schemas() -> None:
    for kind in ("clean_page", "report"):
        Draft202012Validator.check_schema(reports.schema(kind))


def test_the_registry_holds_every_form() -> None:
    from reports.registry import FAMILIES

    sizes = {family: len(rows) for family, rows in FAMILIES.items()}
    assert sizes == {"stat2014": 58, "reg2019": 198, "reg2021": 200, "legacy_local": 32}
    assert reports.FIGURES["new_received__total"].unit == "件"
    assert reports.FIGURES["fees_amount"].unit == "万元"
    assert len({id_ for rows in FAMILIES.values() for id_ in rows}) == len(reports.FIGURES)
