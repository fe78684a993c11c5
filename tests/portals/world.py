"""What a made-up county publishes, whatever system its portal is made with.

A county has columns; a column has items, newest first; some items are annual reports with a truth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tests.portals.forms import Made, make

NAMES = (
    "青岭县", "松泉县", "临棠县", "鹿鸣县", "望川县", "柳塘县", "丹崖县", "凤栖县", "北渡县", "沅堤县", "金穗县",
    "雁回县", "碧螺县", "云起县", "墨池县", "晴川县", "烟汀县", "古渡县", "澄湖县", "寒溪县", "芦荻县", "石钟县",
    "槐荫县", "桂影县", "枫桥县", "银汉县", "琴台县", "漱玉县",
)  # fmt: skip
DEPARTMENTS = ("教育局", "财政局", "民政局")
TOWNSHIPS = ("清河镇", "石桥乡", "南坪镇")
YEARS = range(2012, 2026)
FLAWS = {2015: "prose", 2021: "total"}  # a county's own report of that year contradicts itself
SUBJECTS = (
    "召开安全生产工作会议", "开展春季义务植树活动", "推进农村人居环境整治", "调研重点项目建设情况",
    "举办职工运动会", "部署防汛抗旱工作", "开展送医下乡活动", "召开经济形势分析会", "启动高标准农田建设",
    "慰问一线环卫工人", "举行消防应急演练", "推进中小学课后服务", "开展食品安全专项检查", "发布高温黄色预警",
)  # fmt: skip
Kind = Literal["news", "report", "neighbour", "text"]
Form = Literal["html", "pdf", "docx", "docx_too"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article. ``made`` where it is an annual report; ``html`` where its body is given."""

    id: int
    title: str
    date: str
    kind: Kind
    made: Made | None = None
    form: Form = "html"
    quirks: frozenset[str] = frozenset()
    html: str | None = None
    truth: dict[str, object] | None = None
    author: str = ""


@dataclass(slots=True, kw_only=True)
class Column:
    """A column of the site; ``children`` are the keys of its sub-columns."""

    key: str
    name: str
    number: int
    items: list[Item] = field(default_factory=list)
    children: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """A made-up county: its name, six-digit code, the seed of everything drawn for it, its columns."""

    name: str
    code: str
    seed: int
    columns: dict[str, Column]

    @property
    def government(self) -> str:
        return f"{self.name}人民政府"

    def column_of(self, item: Item) -> Column:
        return next(c for c in self.columns.values() if item in c.items)


LAYOUT = (
    # key, name, parent, number of news items in it
    ("news", "新闻中心", "", 0),
    ("headlines", "要闻动态", "news", 160),
    ("notices", "通知公告", "news", 90),
    ("bureaus", "部门动态", "news", 70),
    ("towns", "乡镇动态", "news", 60),
    ("disclosure", "政府信息公开", "", 0),
    ("guide", "政府信息公开指南", "disclosure", 1),
    ("rules", "政府信息公开制度", "disclosure", 6),
    ("budget", "财政预决算", "disclosure", 16),
    ("annual", "政府信息公开年报", "disclosure", 0),
    ("annual_county", "县政府年报", "annual", 0),
    ("annual_bureaus", "部门年报", "annual", 0),
    ("annual_towns", "乡镇年报", "annual", 0),
    ("services", "政务服务", "", 30),
    ("interaction", "互动交流", "", 20),
)


def county(*, seed: int, index: int, scale: float = 1.0) -> County:
    """The county of that index; ``scale`` multiplies the noise, never the reports."""
    name = NAMES[index % len(NAMES)]
    made = County(
        name=name, code=f"99{index // 90:02d}{index % 90 + 10:02d}", seed=seed * 1000 + index, columns={}
    )
    rng = Random(made.seed)
    for number, (key, title, parent, news) in enumerate(LAYOUT):
        children = tuple(k for k, _, p, _ in LAYOUT if p == key)
        made.columns[key] = Column(
            key=key, name=title, number=number + 1001, children=children, parent=parent
        )
        made.columns[key].items += [_news(made, key, n, rng) for n in range(int(news * scale))]
    _fill_annual(made, rng)
    for column in made.columns.values():
        column.items.sort(key=lambda item: item.date, reverse=True)
    return made


def _news(county: County, key: str, n: int, rng: Random) -> Item:
    year, month, day = rng.randrange(2016, 2027), rng.randrange(1, 13), rng.randrange(1, 29)
    if year == 2026:
        month = min(month, 10)
    titles = {
        "guide": f"{county.name}政府信息公开指南",
        "rules": f"{county.name}政府信息公开工作{('考核', '保密审查', '社会评议', '责任追究', '发布协调', '年度报告')[n % 6]}制度",
        "budget": f"{county.name}{2009 + n}年财政{('预算', '决算')[n % 2]}公开",
    }
    title = (
        titles.get(key)
        or f"{county.name}{rng.choice(('', '县领导', '多部门', '各乡镇'))}{rng.choice(SUBJECTS)}"
    )
    number = (list(county.columns).index(key) + 1) * 10_000 + n
    return Item(
        id=number, title=title, date=f"{year}-{month:02d}-{day:02d}", kind="news", author=county.name
    )


def _fill_annual(county: County, rng: Random) -> None:
    number = iter(range(800_001, 900_000))
    wanted = [("annual_county", county.government, "county", year) for year in YEARS]
    wanted += [
        ("annual_bureaus", f"{county.name}{d}", "department", y)
        for d in DEPARTMENTS
        for y in range(2016, 2026)
    ]
    wanted += [
        ("annual_towns", f"{county.name}{t}人民政府", "township", y)
        for t in TOWNSHIPS
        for y in range(2017, 2026)
    ]
    for key, issuer, level, year in wanted:
        county.columns[key].items.append(_report(county, next(number), issuer, level, year))
    for title, date in neighbours(county.name):
        item = Item(id=next(number), title=title, date=date, kind="neighbour", author=county.government)
        county.columns["annual_county"].items.append(item)


def _report(county: County, number: int, issuer: str, level: str, year: int) -> Item:
    narrative = level == "county" and year == 2013
    edition = "narrative_only" if narrative else None
    made = make(
        seed=county.seed,
        county=county.name,
        year=year,
        edition=edition,
        issuer=issuer,
        level=level,
        flaw=FLAWS.get(year, "") if level == "county" else "",
    )
    form, quirks = _oddities(level, year)
    return Item(
        id=number,
        title=made.title,
        date=made.published,
        kind="report",
        made=made,
        form=form,
        quirks=quirks,
        author=issuer,
    )


def _oddities(level: str, year: int) -> tuple[Form, frozenset[str]]:
    """The county's own reports carry the known troubles, each in a year of its own."""
    if level != "county":
        return "html", frozenset()
    forms: dict[int, Form] = {2019: "pdf", 2022: "docx", 2024: "docx_too"}
    quirks = {2016: {"slipped"}, 2017: {"spam"}, 2020: {"redated"}}
    return forms.get(year, "html"), frozenset(quirks.get(year, ()))


def neighbours(name: str) -> list[tuple[str, str]]:
    """What stands in the annual-report column and is no such report."""
    out = [(f"{name}{y}年法治政府建设年度报告", f"{y + 1}-02-20") for y in range(2018, 2026)]
    out += [(f"{name}人民政府门户网站工作年度报表（{y}年度）", f"{y + 1}-01-28") for y in range(2018, 2026)]
    out += [(f"{name}{y}年度财政决算公开情况说明", f"{y + 1}-09-12") for y in range(2019, 2025)]
    out += [
        (f"关于做好{y}年政府信息公开工作年度报告编制发布工作的通知", f"{y + 1}-01-05")
        for y in range(2020, 2024)
    ]
    out.append((f"图解：{name}2023年政府信息公开工作年度报告", "2024-02-02"))
    return out
