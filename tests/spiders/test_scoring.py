"""What links promise: made-up links as portals have them."""

import pytest

from spiders import words
from spiders.scoring import PROMISING, missing_first, promise

X = "http://www.qingling.gov.cn"


@pytest.mark.parametrize(
    ("text", "path", "on", "kind"),
    [
        ("青岭县2023年政府信息公开工作年度报告", "/a/1.html", "annual", "report"),
        ("２０２３年青嶺縣政府信息公開工作年度報告", "/a/1.html", "home", "report"),
        ("青岭县人民政府二〇一二年政府信息公开年报", "/a/1.html", "column", "report"),
        ("青岭县2024年政府信息公开工作年…", "/a/1.html", "column", "report"),
        ("青岭县财政局2022年政府信息公开工作年度报告", "/a/1.html", "annual", "report"),
        ("青岭县2023年政府信息公开工作年度报告", "/a/1.pdf", "annual", "document"),
        ("附件", "/a/downfile.jsp?filename=0a.doc", "report", "document"),
        ("2023年度报告", "/a/1.html", "annual", "year"),
        ("2023年", "/2023n/", "annual", "year"),
        ("政府信息公开年报", "/col/col1/", "home", "annual"),
        ("信息公开年度报告", "/x/", "disclosure", "annual"),
        ("部门年报", "/x/", "annual", "annual"),
        ("", "/zwgk/zfxxgknb/", "home", "annual"),
        ("更多", "/xxgk/xxgknb/index.html", "home", "annual"),
        ("政府信息公开", "/xxgk/", "home", "disclosure"),
        ("乡镇信息公开", "/xz/", "home", "disclosure"),
        ("县教育局", "/jyj/", "annual", "issuers"),
        ("清河镇", "/qhz/", "disclosure", "organ"),
        ("旧版网站", "http://old.qingling.gov.cn/", "home", "old"),
        ("网站地图", "/wzdt/", "home", "sitemap"),
        ("政务公开", "/zwgk/", "home", "near"),
    ],
)  # fmt: skip
def test_promising(text: str, path: str, on: str, kind: str) -> None:
    found = promise(text, path if "//" in path else X + path, on=on)
    assert found.kind == kind
    assert found.priority >= PROMISING


@pytest.mark.parametrize(
    ("text", "path", "on"),
    [
        ("青岭县2023年法治政府建设年度报告", "/a/1.html", "annual"),
        ("2023年政府网站工作年度报表", "/a/1.html", "annual"),
        ("青岭县2023年财政决算", "/a/1.html", "annual"),
        ("2022年国民经济和社会发展统计公报", "/a/1.html", "annual"),
        ("关于报送2022年政府信息公开工作年度报告的通知", "/a/1.html", "annual"),
        ("图解：青岭县2023年政府信息公开年度报告", "/a/1.html", "annual"),
        ("政府信息公开工作年度报告制度", "/a/1.html", "disclosure"),
        ("政府信息公开指南", "/a/1.html", "home"),
        ("县教育局", "/jyj/", "home"),
        ("新闻中心", "/xw/", "home"),
        ("青岭县召开防汛工作会议", "/a/1.html", "home"),
        ("青岭县2023年政府信息公开工作年度报告", "/a/1.jpg", "annual"),
        ("", "/fzzf/nb/", "home"),
    ],
)
def test_not_promising(text: str, path: str, on: str) -> None:
    assert promise(text, X + path, on=on).priority < PROMISING


def test_the_kinds_come_in_their_order() -> None:
    order = [
        promise("青岭县2023年政府信息公开年度报告", X + "/1.html", on="annual"),
        promise("附件", X + "/1.pdf", on="annual"),
        promise("政府信息公开年报", X + "/", on="home"),
        promise("2023年", X + "/", on="annual"),
        promise("县教育局", X + "/", on="annual"),
        promise("政府信息公开", X + "/", on="home"),
        promise("县教育局", X + "/", on="disclosure"),
        promise("政务公开", X + "/", on="home"),
        promise("新闻中心", X + "/", on="home"),
        promise("青岭县召开防汛工作会议", X + "/1.html", on="home"),
    ]
    assert [p.priority for p in order] == sorted((p.priority for p in order), reverse=True)


def test_missing_years_come_first() -> None:
    old = promise("2015年政府信息公开年度报告", X + "/1.html", on="annual")
    assert missing_first(old, frozenset()) > missing_first(old, frozenset({2015}))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("二〇一九年", 2019),
        ("２０２１年度", 2021),
        ("2020-2021年", 2020),
        ("第20240号", None),
        ("年报", None),
    ],
)
def test_years(text: str, year: int | None) -> None:
    assert words.year_of(words.plain(text)) == year
