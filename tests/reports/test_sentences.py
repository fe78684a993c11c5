"""One sentence, and every figure that it states: no more, no fewer. All sentences are made up."""

import pytest

import reports
from reports.model import CleanPage

TITLE = "清河县人民政府2018年政府信息公开工作年度报告\n一、概述\n"
PUBLIC, ASKED = "n_proactive_total", "n_applications_received"
Said = dict[str, tuple[float | None, str]]

SENTENCES: tuple[tuple[str, Said], ...] = (
    ("全年主动公开政府信息3500多条。", {PUBLIC: (3500, "ge")}),
    ("全年主动公开各类政府信息近3万条。", {PUBLIC: (30000, "lt")}),
    ("2018年，我县累计主动公开政府信息12,345条，较上年增长15.2%。", {PUBLIC: (12345, "exact")}),
    ("主动公开政府信息比上年增加120条。", {}),
    ("主动公开政府信息同比增长230条。", {}),
    ("主动公开政府信息较2017年减少45条。", {}),
    ("2017年主动公开政府信息800条，2018年主动公开政府信息950条。", {PUBLIC: (950, "exact")}),
    ("上年主动公开政府信息800条，今年950条。", {}),
    ("截至2018年底，历年累计主动公开政府信息5.6万条。", {}),
    ("主动公开政府信息1万余条。", {PUBLIC: (10000, "ge")}),
    ("主动公开政府信息三千多条。", {PUBLIC: (3000, "ge")}),
    ("主动公开政府信息10余万条。", {PUBLIC: (100000, "ge")}),
    ("主动公开政府信息784.58万条。", {PUBLIC: (7845800, "exact")}),
    ("主动公开政府信息2000—3000条。", {}),
    ("主动公开政府信息100至200条。", {}),
    ("主动公开政府信息约44条。", {PUBLIC: (44, "approx")}),
    ("主动公开政府信息达到1136条以上。", {PUBLIC: (1136, "ge")}),
    ("主动公开政府信息不少于500条。", {PUBLIC: (500, "ge")}),
    ("主动公开政府信息不足500条。", {PUBLIC: (500, "lt")}),
    ("计划主动公开政府信息1000条。", {}),
    ("要求各单位每年主动公开政府信息不少于50条。", {}),
    ("下一步，力争主动公开政府信息2000条以上。", {}),
    ("其中主动公开规范性文件28件。", {"n_normative_docs": (28, "exact")}),
    ("按照清政办〔2018〕68号文件要求，主动公开政府信息320条。", {PUBLIC: (320, "exact")}),
    (
        "通过政府门户网站公开政府信息988条，政务微博公开政府信息120条，政务微信公开政府信息85条。",
        {"n_via_website": (988, "exact"), "n_via_weibo": (120, "exact"), "n_via_wechat": (85, "exact")},
    ),
    ("县政府门户网站全年发布信息4818篇。", {"n_via_website": (4818, "exact")}),
    ("“清河发布”微信公众号推送信息1261篇，阅读量达870.3万人次。", {"n_via_wechat": (1261, "exact")}),
    ("微信公众号粉丝数突破40万。", {}),
    ("政务微博关注量达3万余人。", {}),
    ("全年共收到政府信息公开申请21件。", {ASKED: (21, "exact")}),
    ("共受理依申请公开17件，均已按时办结。", {ASKED: (17, "exact")}),
    ("收到公民、法人和其他组织政府信息公开申请5件。", {ASKED: (5, "exact")}),
    ("收到4份以信函形式提出的信息公开申请。", {ASKED: (4, "exact"), "n_applications_letter": (4, "exact")}),
    (
        "2018年新收政府信息公开申请12件，上年结转2件，办结13件，结转下年度继续办理1件。",
        {
            ASKED: (12, "exact"),
            "n_carried_in": (2, "exact"),
            "n_carried_out": (1, "exact"),
            "n_closed": (13, "exact"),
        },
    ),
    ("全年未收到依申请公开。", {ASKED: (0, "stated_none")}),
    ("未收到公民、法人或者其他组织提出的政府信息公开申请。", {ASKED: (0, "stated_none")}),
    ("本年度没有收到政府信息公开申请。", {ASKED: (0, "stated_none")}),
    ("本年度收到政府信息公开申请0件。", {ASKED: (0, "stated_none")}),
    ("收到政府信息公开申请零件。", {ASKED: (0, "stated_none")}),
    ("无依申请公开政府信息情况发生。", {ASKED: (0, "stated_none")}),
    ("依申请公开0件。", {ASKED: (0, "stated_none")}),
    ("收到政府信息公开申请较上年增加3件。", {}),
    ("2017年收到政府信息公开申请9件。", {}),
    ("近三年共收到政府信息公开申请40件。", {}),
    (
        "收到政府信息公开申请21件，其中网上申请15件，信函申请4件，当面申请2件。",
        {
            ASKED: (21, "exact"),
            "n_applications_online": (15, "exact"),
            "n_applications_letter": (4, "exact"),
            "n_applications_in_person": (2, "exact"),
        },
    ),
    (
        "共收到政府信息公开申请1件，为网上申请。",
        {ASKED: (1, "exact"), "n_applications_online": (1, "exact")},
    ),
    ("发生行政复议3件，行政诉讼2件。", {"n_reviews": (3, "exact"), "n_litigations": (2, "exact")}),
    (
        "因政府信息公开被申请行政复议0件、被提起行政诉讼0件。",
        {"n_reviews": (0, "stated_none"), "n_litigations": (0, "stated_none")},
    ),
    (
        "全年未发生因政府信息公开引起的行政复议、行政诉讼。",
        {"n_reviews": (0, "stated_none"), "n_litigations": (0, "stated_none")},
    ),
    ("行政复议和行政诉讼均为0。", {"n_reviews": (0, "stated_none"), "n_litigations": (0, "stated_none")}),
    ("行政复议28件、未经复议直接起诉9件、复议后起诉2件。", {"n_reviews": (28, "exact")}),
    ("无因信息公开引发的行政复议案件。", {"n_reviews": (0, "stated_none")}),
    ("没有发生行政诉讼案件被判败诉的情况。", {}),
    ("行政复议案件中被纠错1件。", {}),
    ("县政府全年办理行政复议案件56件。", {"n_reviews": (56, "exact")}),
    (
        "2018年有1件政府信息公开申请案件收取信息处理费380元。",
        {"n_info_fee_yuan": (380, "exact"), "n_info_fee_cases": (1, "exact")},
    ),
    ("未收取信息处理费。", {"n_info_fee_yuan": (0, "stated_none")}),
    ("2021年未收取任何信息处理费用。", {"n_info_fee_yuan": (0, "stated_none")}),
    ("依据《政府信息公开信息处理费管理办法》收取信息处理费共计0元。", {"n_info_fee_yuan": (0, "exact")}),
    (
        "举办政务公开培训班2期，培训人员225人次。",
        {"n_trainings": (2, "exact"), "n_trainees": (225, "exact")},
    ),
    ("组织两次业务培训，参训人员达180余人。", {"n_trainings": (2, "exact")}),
    ("先后召开推进会议3次。", {"n_meetings": (3, "exact")}),
    ("两次召开全县政务公开工作会议。", {"n_meetings": (2, "exact")}),
    ("第二次召开会议。", {}),
    ("县政府第3次常务会议审议通过。", {}),
    ("召开第12次县政府常务会议。", {}),
    ("配备专职人员6名、兼职人员42名。", {"n_staff_full": (6, "exact"), "n_staff_part": (42, "exact")}),
    ("县长信箱共收到群众来信163件，办结率100%。", {"n_mailbox": (163, "exact")}),
    ("12345热线受理群众诉求19357件。", {"n_hotline": (19357, "exact")}),
    ("拨打12345热线电话。", {}),
    (
        "接待现场咨询134人次，接听咨询电话285次。",
        {"n_consult_visits": (134, "exact"), "n_consult_calls": (285, "exact")},
    ),
    ("召开新闻发布会18场，在线访谈9期。", {"n_press_conf": (18, "exact"), "n_interviews": (9, "exact")}),
    ("2017年，我厅召开三次新闻发布会。", {}),
    ("全年召开三次新闻发布会。", {"n_press_conf": (3, "exact")}),
    ("回应公众关注热点15次。", {"n_response": (15, "exact")}),
    ("编发《清河县人民政府公报》12期。", {"n_gazette_issues": (12, "exact")}),
    ("发送手机报54期，1181条次。", {"n_mobile_paper": (54, "exact")}),
    (
        "办理人大代表建议123件、政协提案151件。",
        {"n_proposals_congress": (123, "exact"), "n_proposals_conference": (151, "exact")},
    ),
    ("人大建议政协提案办理结果29件。", {"n_proposals": (29, "exact")}),
    ("发布政策解读稿件118篇。", {"n_interpretations": (118, "exact")}),
    ("制定规范性文件5件，废止规范性文件3件。", {"n_normative_docs": (5, "exact")}),
    ("根据《政府信息公开条例》第三十二条规定，主动公开政府信息。", {}),
    ("联系电话：0377-66912345，邮政编码474650，主动公开政府信息。", {}),
    ("传真：66912345。", {}),
    ("网址：http://www.qinghe.gov.cn/2018/123456.html公开信息。", {}),
    ("自2019年5月15日起，主动公开政府信息实行新规。", {}),
    ("（一）主动公开政府信息情况。2018年共公开1200条。", {}),
    ("1.主动公开政府信息1200条。", {PUBLIC: (1200, "exact")}),
    ("一是主动公开政府信息200条；二是组织培训3次。", {PUBLIC: (200, "exact"), "n_trainings": (3, "exact")}),
    ("第一季度主动公开政府信息100条。", {}),
    ("上半年主动公开政府信息500条。", {}),
    ("平均每月主动公开政府信息80条。", {}),
    ("教育局主动公开政府信息80条，财政局主动公开政府信息120条。", {}),
    ("全县主动公开政府信息1200条，其中县教育局主动公开政府信息80条。", {PUBLIC: (1200, "exact")}),
    ("办结率100%，答复率98%。", {}),
    (
        "收到政府信息公开申请10件，答复10件，按时答复率100%。",
        {ASKED: (10, "exact"), "n_closed": (10, "exact"), "n_on_time_rate": (100, "exact")},
    ),
    ("收到依申请公开事项二十五件，全部办结。", {ASKED: (25, "exact")}),
    ("全年共收到依申请公开政府信息申请一百零三件。", {ASKED: (103, "exact")}),
    ("政务新媒体共发布信息5994条。", {"n_new_media": (5994, "exact")}),
    ("开展意见征集12次，收到意见230条。", {"n_survey": (12, "exact")}),
    ("全年公开信息1,0条。", {}),
    ("主动公开政府信息\ufffd50条。", {PUBLIC: (None, "exact")}),
    ("主动公开政府信息12\ufffd条。", {}),
    ("主动公开政府信息1\ufffd25条。", {}),
    ("收到政府信息公开申请?件。", {}),
    ("全年主动公开政府信息总数为 3 456 条。", {PUBLIC: (3456, "exact")}),
    ("睢縣全年主動公開政府信息１０００餘條。", {PUBLIC: (1000, "ge")}),
    ("收到政府信息公開申請1件，為信函申請。", {ASKED: (1, "exact"), "n_applications_letter": (1, "exact")}),
    ("预计收到政府信息公开申请30件。", {}),
    ("若收到政府信息公开申请5件以上的，应当报告。", {}),
    ("对收到政府信息公开申请超过20件的单位进行督导。", {}),
)
# A frame with its number's place, the figure; every quantity is tried in every frame.
FRAMES = (
    ("全县共主动公开政府信息{}条", "n_proactive_total"),
    ("通过县政府门户网站公开信息{}条", "n_via_website"),
    ("政务微博发布政府信息{}条", "n_via_weibo"),
    ("微信公众号推送信息{}条", "n_via_wechat"),
    ("政府公报公开政府信息{}条", "n_via_gazette"),
    ("政务新媒体发布信息{}条", "n_new_media"),
    ("共收到政府信息公开申请{}件", "n_applications_received"),
    ("县长信箱收到来信{}件", "n_mailbox"),
    ("12345热线受理诉求{}件", "n_hotline"),
    ("发布政策解读材料{}篇", "n_interpretations"),
    ("培训人员{}人次", "n_trainees"),
    ("办理政协提案{}件", "n_proposals_conference"),
)
QUANTITIES = (
    ("37", 37, "exact"),
    ("1,204", 1204, "exact"),
    ("２５", 25, "exact"),
    ("三十二", 32, "exact"),
    ("一百零五", 105, "exact"),
    ("3500多", 3500, "ge"),
    ("500余", 500, "ge"),
    ("10余万", 100_000, "ge"),
    ("5万余", 50_000, "ge"),
    ("超过600", 600, "ge"),
    ("突破900", 900, "ge"),
    ("近800", 800, "lt"),
    ("不足60", 60, "lt"),
    ("约44", 44, "approx"),
    ("26.8万", 268_000, "exact"),
    ("两千", 2000, "exact"),
)


def said(prose: str) -> Said:
    report = reports.parse(CleanPage(text=TITLE + prose))
    assert all(report.page.text[f.start : f.end] == f.printed for f in report.figures)
    return {f.id: (f.value, f.qualifier) for f in report.figures}


@pytest.mark.parametrize(("prose", "expected"), SENTENCES)
def test_a_sentence_states_these_figures_and_no_others(prose: str, expected: Said) -> None:
    assert said(prose) == expected


@pytest.mark.parametrize(("frame", "id_"), FRAMES)
def test_every_quantity_in_every_frame(frame: str, id_: str) -> None:
    for printed, value, qualifier in QUANTITIES:
        assert said(frame.format(printed) + "。") == {id_: (value, qualifier)}, printed
        assert said("上年" + frame.format(printed) + "。") == {}, printed
        assert said("2017年" + frame.format(printed) + "。") == {}, printed
        assert said("计划" + frame.format(printed) + "。") == {}, printed
