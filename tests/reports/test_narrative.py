"""Numbers in prose: bound to what they count, or not at all. All sentences are made up."""

import pytest

import reports
from reports.model import CleanPage, Figure

TITLE = "清河县人民政府2018年政府信息公开工作年度报告\n一、概述\n"


def said(prose: str) -> dict[str, Figure]:
    report = reports.parse(CleanPage(text=TITLE + prose))
    assert all(report.page.text[f.start : f.end] == f.printed for f in report.figures)
    return {f.id: f for f in report.figures}


@pytest.mark.parametrize(
    ("prose", "id_", "value", "qualifier"),
    [
        ("全年主动公开各类政府信息21,597条。", "n_proactive_total", 21597, "exact"),
        ("累计公开政府信息26.8万条。", "n_proactive_total", 268000, "exact"),
        ("通过政府门户网站公开信息近800条。", "n_via_website", 800, "lt"),
        ("政务微信公众号推送信息约120条。", "n_via_wechat", 120, "approx"),
        ("政务新媒体发布信息5994条。", "n_new_media", 5994, "exact"),
        ("收到政府信息公开申请二十五件。", "n_applications_received", 25, "exact"),
        ("共收到3件政府信息公开申请。", "n_applications_received", 3, "exact"),
        ("本年度没有收到政府信息公开申请。", "n_applications_received", 0, "stated_none"),
        ("其中信函申请2件,网上申请1件。", "n_applications_letter", 2, "exact"),
        ("上年结转3件,结转下年度1件。", "n_carried_in", 3, "exact"),
        ("上年结转3件,结转下年度1件。", "n_carried_out", 1, "exact"),
        ("发生行政复议2起,行政诉讼1起。", "n_reviews", 2, "exact"),
        ("发生行政复议2起,行政诉讼1起。", "n_litigations", 1, "exact"),
        ("未发生因信息公开引起的行政复议和行政诉讼。", "n_reviews", 0, "stated_none"),
        ("未发生因信息公开引起的行政复议和行政诉讼。", "n_litigations", 0, "stated_none"),
        ("收取信息处理费380元。", "n_info_fee_yuan", 380, "exact"),
        ("本年度未收取信息处理费。", "n_info_fee_yuan", 0, "stated_none"),
        ("举办业务培训3场,培训干部200余人。", "n_trainings", 3, "exact"),
        ("举办业务培训3场,培训干部200余人。", "n_trainees", 200, "ge"),
        ("先后召开三次工作会议。", "n_meetings", 3, "exact"),
        ("召开新闻发布会12场。", "n_press_conf", 12, "exact"),
        ("县长信箱办理来信163件。", "n_mailbox", 163, "exact"),
        ("12345热线受理诉求19357件。", "n_hotline", 19357, "exact"),
        ("编印政府公报6期。", "n_gazette_issues", 6, "exact"),
        ("配备专职人员4名,兼职人员12名。", "n_staff_part", 12, "exact"),
        ("发布政策解读材料20篇。", "n_interpretations", 20, "exact"),
        ("主动公开政\n府信息 1136 条。", "n_proactive_total", 1136, "exact"),
    ],
)
def test_bound(prose: str, id_: str, value: float, qualifier: str) -> None:
    figure = said(prose)[id_]
    assert (figure.value, figure.qualifier) == (value, qualifier)


@pytest.mark.parametrize(
    "prose",
    [
        "印发《公开工作要点》(清政办〔2018〕68号),对42个部门进行考核。",
        "联系电话0377-66912345,邮编474650。",
        "根据国务院令第711号,自2019年5月15日起施行。",
        "通过微博、微信、广播等形式开展宣传。",
        "严格防范行政复议、行政诉讼风险。",
        "清理规范性文件20件。",
        "没有行政复议被纠错的情况。",
    ],
)
def test_not_bound(prose: str) -> None:
    assert said(prose) == {}


def test_components_are_summed_against_their_total() -> None:
    prose = "主动公开政府信息30条,其中政策文件12条;工作动态15条;公告公示3条。"
    report = reports.parse(CleanPage(text=TITLE + prose))
    parts = {f.id: f.value for f in report.figures if "part" in f.id}
    assert parts == {
        "n_proactive_part_policy": 12,
        "n_proactive_part_news": 15,
        "n_proactive_part_notice": 3,
    }
    check = next(c for c in report.checks if c.id == "parts_sum_to_total")
    assert (check.status, check.left, check.right) == ("pass", 30, 30)
    wrong = reports.parse(CleanPage(text=TITLE + prose.replace("12条", "13条")))
    assert next(c for c in wrong.checks if c.id == "parts_sum_to_total").status == "fail"


def test_a_section_that_says_nothing_states_a_zero() -> None:
    figures = said("无。\n二、依申请公开办理情况\n无。\n三、行政复议、诉讼情况\n无\n四、其他\n无。\n")
    assert {id_: f.qualifier for id_, f in figures.items()} == {
        "n_applications_received": "stated_none",
        "n_reviews": "stated_none",
        "n_litigations": "stated_none",
    }
    assert all(f.printed.startswith("无") for f in figures.values())


def test_a_number_is_bound_once() -> None:
    assert set(said("通过政府网站主动公开政府信息800条。")) == {"n_via_website"}
    assert set(said("政府公报公开政府信息12条，政务微博公开政府信息84条。")) == {
        "n_via_gazette",
        "n_via_weibo",
    }


def test_apposition_carries_the_number_of_its_clause() -> None:
    figure = said("共收到政府信息公开申请5件，均为信函形式申请，已经办结。")["n_applications_letter"]
    assert figure.value == 5
    assert figure.printed.endswith("信函形式申请")
