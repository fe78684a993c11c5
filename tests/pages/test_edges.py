# ruff: noqa: E501 - lines of reports read best unbroken
"""Lines at the edges of a text: furniture goes for where it stands, what a report prints there stays."""

import pytest

import pages
from pages.chrome.edges import edge
from pages.chrome.rules import Where

REPORT = (
    "<h1>云岭县2022年政府信息公开工作年度报告</h1>"
    "<p>2022年，云岭县主动公开政府信息1021条，收到依申请公开的申请12件，均按期答复，没有收取费用。</p><p>六、其他需要报告的事项</p>"
)
ENDS = (
    "无", "0", "12", "36件", "政务微博公开信息数 36", "总计\u3000\u30003", "云岭县人民政府办公室", "2023年1月20日", "2023.1.20",
    "注：数据截至12月底", "填报人：赵一禾 联系电话：0392-3312345", "附件：1.统计表", "抄送：县委各部门", "（此件公开发布）", "数据来源：县统计局",
    "转载上级政策文件36条", "联系地址：行政中心三楼", "青岩县自然资源和空间规划局", "县文化和旅游局（新闻出版局、版权局）",
    "县政务服务评价中心", "群众满意率98%", "政务公开满意度 98.5%", "微信公众号关注人数 1234 人", "网站页面浏览量 123456 次",
    "网上投票 12 次", "如有疑问，请拨打县政务公开办电话0851-6666666",
)  # fmt: skip
BEGINNINGS = (
    "云政办〔2023〕7号",
    "（2023年1月20日）",
    "前　言",
    "各乡镇人民政府：",
    "编制单位：云岭县政务公开办",
    "填报单位：云岭县",
    "指标名称",
    "计量单位",
    "单位：件",
    "■ 概述",
    "▶ 基本情况",
    "公开形式",
    "组织机构",
    "受理机构：县政务公开办",
    "办公时间：周一至周五",
)
SIGNATURES = (
    "云岭县档案馆",
    "县图书馆",
    "县总工会",
    "县委宣传部",
    "广播电视台",
    "人民武装部",
    "交警大队",
    "经济开发区",
)
# each has a card with empty values, or a row of digits, that a pattern once read in all possible ways
LONG = (
    "载体: " * 9 + "http://www.yl.gov.cn/zwgk/2023/01/20230120_1.html",
    "来源: " * 12 + "，",
    "[" + "1" * 60 + "x页",
    "甲乙丙丁来源|" * 12,
    "【甲】" * 25 + "乙",
)


@pytest.mark.parametrize("line", ENDS)
def test_what_a_report_ends_with_stays(line: str) -> None:
    assert edge(line, "tail") is None
    text = pages.clean(f"<div>{REPORT}<p>无</p><p>{line}</p></div>".encode()).text
    assert text.split("\n")[-1] == line.replace("\u3000\u3000", "\u3000\u3000")


@pytest.mark.parametrize("line", BEGINNINGS)
def test_what_a_report_begins_with_stays(line: str) -> None:
    assert edge(line, "head") is None
    page = pages.clean(f"<div>{REPORT.replace('</h1>', f'</h1><p>{line}</p>')}<p>无</p></div>".encode())
    assert f"\n{line}\n" in page.text.replace("　", "　")


@pytest.mark.parametrize("line", SIGNATURES)
def test_a_signature_behind_a_tool_stays(line: str) -> None:
    page = pages.clean(f"<div>{REPORT}<p>无</p><p>【打印】【关闭】</p><p>{line}</p></div>".encode())
    assert page.text.endswith(line)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("line", LONG)
@pytest.mark.parametrize("where", ["head", "tail"])
def test_a_line_is_read_in_one_way(line: str, where: Where) -> None:
    edge(line, where)


@pytest.mark.parametrize(
    "tail",
    [
        "<p>您觉得这篇内容：</p><p>一般</p>",
        "<p>[1] [2] 下一页</p>",
        "<p>本站声明</p><p>常用工具</p>",
        "<p><a href='/x/1.html'>县水务局年报</a></p>",
    ],
)
def test_furniture_at_the_foot_goes_with_what_follows_it(tail: str) -> None:
    page = pages.clean(f"<div>{REPORT}<p>无</p>{tail}</div>".encode())
    assert page.text.endswith("六、其他需要报告的事项\n无")
