"""Who, when, what: titles, organs, dates, numbers. All names are made up or plain facts of geography."""

import pytest

import reports
from reports import dates, organs
from reports.model import Attachment, CleanPage, Report

BODY = (
    "\n一、主动公开情况\n全年主动公开政府信息30条。\n二、依申请公开情况\n无。\n"
    "三、存在的问题\n队伍不稳。\n四、其他需要报告的事项\n无。\n"
)


def read(first: str, body: str = BODY, **more: object) -> Report:
    return reports.parse(CleanPage(text=first + body, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "issuer", "level", "year"),
    [
        ("青岭县人民政府2022年政府信息公开工作年度报告", "青岭县人民政府", "county", 2022),
        ("2022年青岭县政府信息公开工作年度报告", "青岭县人民政府", "county", 2022),
        ("青岭县2016年度政务公开工作报告", "青岭县人民政府", "county", 2016),
        ("青岭县人民政府信息公开工作年度报告（2022年）", "青岭县人民政府", "county", 2022),
        ("青岭县教育局2023年政府信息公开工作年度报告", "青岭县教育局", "department", 2023),
        ("青岭县应急管理局关于2023年度政府信息公开工作年度报告", "青岭县应急管理局", "department", 2023),
        ("石桥镇2021年政府信息公开工作年度报告", "石桥镇人民政府", "township", 2021),
        ("城关街道2021年政府信息公开工作年度报告", "城关街道办事处", "township", 2021),
        (
            "青岭经济开发区管委会2021年政府信息公开工作年度报告",
            "青岭经济开发区管理委员会",
            "functional_zone",
            2021,
        ),
        ("南阳市人民政府2021年政府信息公开工作年度报告", "南阳市人民政府", "city", 2021),
        ("邓州市人民政府2021年政府信息公开工作年度报告", "邓州市人民政府", "county", 2021),
        ("青岭自治县人民政府二〇一八年政府信息公开工作年度报告", "青岭自治县人民政府", "county", 2018),
        ("青岭县政府２０１６年信息公开年报", "青岭县人民政府", "county", 2016),
        ("青岭县石桥镇2023年政府信息公开 工作告年度报", "青岭县石桥镇人民政府", "township", 2023),
        ("青岭县人民政府办公室2023年政府信息公开工作年度报告", "青岭县人民政府办公室", "department", 2023),
        ("青嶺縣人民政府2016年政府信息公開工作年度報告", "青岭县人民政府", "county", 2016),
    ],
)
def test_titles(title: str, issuer: str, level: str, year: int) -> None:
    report = read(title)
    assert report.issuer is not None
    assert (report.issuer.name, report.issuer.level, report.year) == (issuer, level, year)
    assert report.title == title.replace(" ", "")


@pytest.mark.parametrize(
    "lines",
    [
        "青岭县人民政府\n2023 年政府信息公开工作年度报告",
        "青岭县人民政府2023年\n政府信息公开工作年度报告",
        "政府信息公开\n青岭县人民政府2023年政府信息公开工作年度报告",
    ],
)
def test_a_title_over_two_lines(lines: str) -> None:
    report = read(lines)
    assert report.title == "青岭县人民政府2023年政府信息公开工作年度报告"
    assert report.issuer is not None and report.issuer.printed == "青岭县人民政府"


def test_the_pages_own_title_without_the_sites_name() -> None:
    report = read("", title="青岭县2020年政府信息公开工作年度报告-青岭县人民政府网站")
    assert (report.title, report.year) == ("青岭县2020年政府信息公开工作年度报告", 2020)


def test_a_title_only_announced_in_the_first_sentence() -> None:
    body = "根据规定，现公布青岭县人民政府2017年政府信息公开工作年度报告。" + BODY
    report = read("首页 > 政务公开\n", body)
    assert report.title == "青岭县人民政府2017年政府信息公开工作年度报告"
    assert report.year == 2017


def test_a_title_without_a_year_takes_the_periods() -> None:
    body = "\n本年度数据截止日期为2025年12月31日。" + BODY
    report = read("青岭县人民政府政府信息公开工作年度报告", body)
    assert report.issuer is not None
    assert (report.issuer.name, report.year) == ("青岭县人民政府", 2025)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("青岭县人民政府办公室关于印发青岭县2013年政府信息公开工作年度报告的通知", "青岭县人民政府"),
        ("（青岭县）2016年政府信息公开工作年度报告", "青岭县人民政府"),
        ("一图读懂青岭县2022年政府信息公开工作年度报告", None),
        ("【图解】青岭县2022年政府信息公开工作年度报告", None),
        ("关于做好2022年政府信息公开工作年度报告编制发布工作的通知", None),
    ],
)
def test_what_brings_a_report_and_what_only_speaks_of_one(title: str, name: str | None) -> None:
    report = read(title)
    assert (report.issuer.name if report.issuer else None) == name
    assert (report.edition is not None) == (name is not None)


def test_a_title_above_an_attachment_is_not_the_report() -> None:
    file = Attachment(url="/a.pdf", name="青岭县2012年政府信息公开工作年度报告.pdf")
    title = "青岭县2012年政府信息公开工作年度报告"
    named = read(title, body="\n附件：" + file.name, attachments=(file,))
    assert named.edition is None and named.why and "attached" in named.why
    assert read(title, body="\n附件下载").edition is None
    assert read(title, attachments=(file,)).edition is not None


def test_a_source_without_a_place_names_nobody() -> None:
    for source in ("政府办公室", "县政府办公室", "人民政府办公室"):
        for title in ("青岭县2016年政府信息公开工作年度报告", "2016年政府信息公开工作年度报告"):
            report = read(title, source=source, body="\n本报告由青岭县人民政府按照条例编制。" + BODY)
            assert report.issuer is not None
            assert (report.issuer.name, report.issuer.level) == ("青岭县人民政府", "county")


def test_a_bare_place_takes_the_organ_that_speaks_for_it() -> None:
    report = read("青岭县2016年政府信息公开工作年度报告", source="青岭县人民政府办公室")
    assert report.issuer is not None
    assert (report.issuer.name, report.issuer.printed) == ("青岭县人民政府", "青岭县人民政府办公室")
    other = read("青岭县2016年政府信息公开工作年度报告", source="青岭县教育局")
    assert other.issuer is not None and other.issuer.name == "青岭县人民政府"


def test_the_data_year_is_not_the_year_of_publication() -> None:
    body = "\n发布时间：2017-03-30\n" + BODY + "青岭县人民政府\n2017年2月24日\n"
    report = read("青岭县人民政府2016年政府信息公开工作年度报告", body + "。" * 200)
    assert (report.year, report.published) == (2016, "2017-03-30")


def test_signature_and_document_number() -> None:
    body = BODY + "说明。" * 80 + "\n青岭县人民政府\n二〇一七年二月二十四日\n"
    report = read("青政办〔2017〕12号\n青岭县人民政府2016年政府信息公开工作年度报告", body)
    assert (report.signed, report.document_number) == ("2017-02-24", "青政办〔2017〕12号")


def test_a_document_number_in_a_sentence_is_somebody_elses() -> None:
    report = read(
        "青岭县人民政府2016年政府信息公开工作年度报告\n根据（青政办〔2017〕12号）要求，现报告如下。"
    )
    assert report.document_number is None


def test_the_division_code_comes_from_the_seed_or_the_page() -> None:
    title = "青岭县人民政府2022年政府信息公开工作年度报告"
    given = reports.parse(CleanPage(text=title + BODY), division_code="411321")
    assert given.issuer is not None and given.issuer.division_code == "411321"
    found = read(title, site_id_code="4113210001")
    assert found.issuer is not None and found.issuer.division_code == "411321"


def test_ordinals_doubled_wrong_and_missing_are_kept() -> None:
    body = (
        "\n一、概述\n甲。\n三、主动公开情况\n乙。\n三、依申请公开情况\n丙。\n"
        "保障措施情况\n丁。\n第四部分、问题\n戊。\n"
    )
    report = read("青岭县2016年政府信息公开工作年度报告", body)
    printed = [(section.ordinal, section.heading) for section in report.sections]
    assert printed == [
        ("一", "概述"),
        ("三", "主动公开情况"),
        ("三", "依申请公开情况"),
        ("", "保障措施情况"),
        ("第四部分", "问题"),
    ]
    for section, following in zip(report.sections, report.sections[1:], strict=False):
        assert report.page.text[section.start : section.end].count(section.heading) >= 1
        assert section.end == following.start


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2017年03月30日", "2017-03-30"),
        ("2017-1-8", "2017-01-08"),
        ("2017年2月32日", None),
        ("2017年", None),
    ],
)
def test_dates(printed: str, day: str | None) -> None:
    assert dates.day(printed) == day


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("河北省人民政府", "other"),
        ("延边朝鲜族自治州人民政府", "city"),
        ("新华区人民政府", "county"),
        ("河南省南阳市邓州市人民政府", "county"),
        ("青岭县发展和改革委员会", "department"),
        ("青岭县公安局交通警察大队", "department"),
        ("城关街道办事处", "township"),
    ],
)
def test_levels(name: str, level: str) -> None:
    assert organs.level_of(name) == level
