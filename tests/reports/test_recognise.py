"""What stands beside the reports in the same column of a site, and is none. All texts are made up."""

import pytest

import reports
from reports.model import CleanPage
from tests.bench.pagemaking import clean_page
from tests.portals import forms

LAW = (
    "一年来，法治政府建设稳步推进，法治宣传深入开展，法治意识明显增强，"
    "全面提升法治水平。政府信息公开工作有序。"
)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("青岭县2022年法治政府建设年度报告", LAW),
        ("青岭县人民政府2022年法治政府建设情况报告", LAW * 3),
        (
            "政府网站工作年度报表（2022年度）",
            "填报单位：青岭县政府办\n网站名称 青岭县人民政府门户网站\n独立用户访问总量 12345 个\n",
        ),
        ("青岭县2022年政务公开工作总结", "一年来，主动公开政府信息120条，政务公开水平不断提升。"),
        ("青岭县教育局2022年度部门决算公开", "收入总计1200万元，支出总计1200万元。"),
        ("青岭县人民政府信息公开指南", "为方便公民获取政府信息，编制本指南。申请表可下载。"),
        (
            "关于做好2022年政府信息公开工作年度报告编制工作的通知",
            "各乡镇：请于1月20日前报送年度报告。主动公开政府信息情况按附件填写。",
        ),
        (
            "关于2022年政府信息公开工作年度报告编制和发布工作的通知",
            "各单位：请按格式编制。依申请公开、主动公开数据须准确。",
        ),
        ("青岭县2022年政务公开工作要点", "一、推进主动公开。二、做好依申请公开。"),
        ("青岭县政府工作报告", "各位代表：2022年，地区生产总值增长5.6%。"),
        ("", ""),
        ("页面不存在", "您访问的页面不存在或已被删除。"),
    ],
)
def test_lookalikes_are_answered_with_a_reason(title: str, body: str) -> None:
    report = reports.parse(CleanPage(text=f"{title}\n{body}", title=title or None, kind="report"))
    assert report.edition is None
    assert report.figures == () and report.checks == ()
    assert report.page.kind == "other"
    assert report.why.endswith(".") and len(report.why) > 15


def test_a_list_of_reports_is_not_one() -> None:
    lines = [f"青岭县人民政府{year}年政府信息公开工作年度报告" for year in range(2012, 2024)]
    report = reports.parse(CleanPage(text="\n".join(lines)))
    assert report.edition is None
    assert "list" in report.why.lower()


def test_two_titles_without_a_sentence_are_a_list_too() -> None:
    titles = "".join(
        f"青岭县人民政府{year}年政府信息公开工作年度报告{year + 1}-01-31\n" for year in (2021, 2022)
    )
    report = reports.parse(CleanPage(text=titles, title="政府信息公开年报"))
    assert report.edition is None and report.why is not None and "list" in report.why


def test_a_reports_table_outweighs_an_odd_title() -> None:
    page = clean_page(forms.make(seed=4, year=2022))
    text = page.text.replace("政府信息公开工作", "信息", 1)
    shift = len(text) - len(page.text)
    tables = tuple(
        reports.model.Table(
            rows=t.rows, header_rows=t.header_rows, start=t.start + shift, end=t.end + shift
        )
        for t in page.tables
    )
    assert reports.parse(CleanPage(text=text, tables=tables)).edition == "reg2021"


@pytest.mark.parametrize("kind", ["list", "challenge", "error", "other"])
def test_the_kind_that_pages_found_is_kept_for_what_is_no_report(kind: str) -> None:
    report = reports.parse(CleanPage(text="安全验证", kind=kind))  # type: ignore[arg-type]
    assert report.page.kind == kind


def test_a_report_is_a_report_even_where_the_page_was_not_sure() -> None:
    page = clean_page(forms.make(seed=4, year=2016, edition="narrative_only"))
    assert reports.parse(page).page.kind == "report"


def test_a_form_alone_is_a_report() -> None:
    """Nothing but the table: no title, no sections (an attachment that holds the form only)."""
    made = forms.make(seed=4, year=2022)
    only = forms.Made(
        **{name: getattr(made, name) for name in forms.Made.__dataclass_fields__}
        | {"title": "附件", "blocks": tuple(block for block in made.blocks if block.grid)[1:2]}
    )
    assert reports.parse(clean_page(only)).edition == "reg2021"


@pytest.mark.parametrize(
    "title",
    [
        "青岭县人民政府信息公开保密审查制度",
        "青岭县2022年安全生产工作年度报告",
        "2022年度青岭县企业信用信息年度报告公示",
        "青岭县残疾人联合会2022年整体绩效评价报告",
        "事业单位法人年度报告书（2022年度）",
        "青岭县2022年政府网站与政务新媒体检查情况通报",
    ],
)
def test_the_title_of_another_kind_decides_over_a_reports_skeleton(title: str) -> None:
    text = forms.make(seed=3, year=2016, edition="narrative_only").text("rows").split("\n", 1)[1]
    report = reports.parse(CleanPage(text=f"{title}\n{text}", title=title))
    assert report.edition is None and "title" in report.why


@pytest.mark.parametrize(
    "issuer", ["青岭县安全生产监督管理局", "青岭县住房公积金管理中心", "青岭县生态环境局"]
)
def test_an_office_for_another_matter_reports_like_any(issuer: str) -> None:
    made = forms.make(seed=3, year=2016, edition="narrative_only", issuer=issuer)
    assert reports.parse(clean_page(made)).edition == "narrative_only"


NAMED = "青岭县人民政府2012年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "发布时间：2013-03-01 来源：县政府办\n打印 关闭",
        "您访问的页面不存在或已被删除。",
        "为方便公众了解，现将年度报告予以公布。点击查看全文",
        f"上一篇：{NAMED.replace('2012', '2011')}\n下一篇：没有了",
        "机构概况\n法规公文\n政务动态\n公示公告\n办事指南",
    ],
)
def test_a_title_with_nothing_that_a_report_says_is_none(rest: str) -> None:
    report = reports.parse(CleanPage(text=f"{NAMED}\n{rest}", title=NAMED, kind="report"))
    assert report.edition is None and report.page.kind == "other" and report.why.endswith(".")


@pytest.mark.parametrize(
    "rest",
    [
        "一、概述\n本年度工作正常开展。",
        "2012年，我县主动公开政府信息120条，未收到公开申请。",
        "一年来，我县认真贯彻政府信息公开条例，没有收到申请，没有发生行政复议、行政诉讼。\n二〇一三年二月一日",
        "现向社会公布2012年政府信息公开工作年度报告。一年来，我县主动公开政府信息。依申请公开，没有收到申请。",
    ],
)
def test_a_short_report_is_one(rest: str) -> None:
    assert reports.parse(CleanPage(text=f"{NAMED}\n{rest}")).edition == "narrative_only"
