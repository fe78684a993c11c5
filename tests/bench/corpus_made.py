"""A made corpus of any size: captures, pages and reports with true offsets, the same for a seed.

    python -m tests.bench.corpus_made DATA [--reports 100000] [--seed 7]

writes DATA/corpus.db for the reading room's timings. Counties and codes are the real ones, years run
from 2008; every text, number and address is made up.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from archive.capture import Capture, Discovery, LinkStep, RecordLocation
from corpus import Catalogue
from corpus.divisions import Division, divisions
from reports.crosswalk import series
from reports.model import (
    Check,
    CleanPage,
    EditionId,
    Figure,
    Issuer,
    Removal,
    Repair,
    Report,
    Section,
    Table,
)
from reports.registry import FAMILIES

YEARS = range(2008, 2026)
_WORDS = (
    "政府信息公开",
    "主动公开",
    "依申请公开",
    "政务公开",
    "财政预算",
    "乡村振兴",
    "营商环境",
    "行政许可",
    "行政处罚",
    "政策解读",
    "优化服务",
    "便民措施",
    "监督检查",
    "教育培训",
    "医疗卫生",
    "环境保护",
    "社会保障",
    "安全生产",
    "重点领域",
    "基层治理",
    "数字平台",
    "信息发布",
    "保密审查",
    "规范性文件",
    "会议制度",
    "公众参与",
    "回应关切",
    "民生实事",
    "土地征收",
    "扶贫资金",
)
_SPARSE = (
    "龙舟",
    "茶叶",
    "冰川",
    "盐湖",
    "梯田",
    "榨菜",
    "瓷器",
    "藏药",
    "沙棘",
    "木偶",
)
_HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "存在的主要问题及改进情况",
)
BLOCKED = 17
"""Every seventeenth portal refuses; every fifth report of the others was never published."""


def edition_of(year: int) -> EditionId:
    """The form in force for a year."""
    if year <= 2013:
        return "legacy_local"
    return "stat2014" if year <= 2018 else "reg2019" if year <= 2020 else "reg2021"


@cache
def indicators(edition: str) -> tuple[tuple[str, str, str], ...]:
    """(id, label, unit) of the form's indicators."""
    form = FAMILIES[edition].items()
    return tuple((name, label, unit) for name, (_, label, unit) in form)


@cache
def counties() -> tuple[Division, ...]:
    """The counties of today."""
    return tuple(row for row in divisions() if not row.valid_to)


class Writing:
    """Puts a text together and remembers where things stand."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def add(self, piece: str) -> int:
        """Appends a piece and returns where it begins."""
        start = self.length
        self.pieces.append(piece)
        self.length += len(piece)
        return start

    def text(self) -> str:
        return "".join(self.pieces)


def prose(random: Random, sentences: int) -> str:
    """Sentences of the usual words, now and then a rare one."""
    said = []
    for _ in range(sentences):
        words = random.choices(_WORDS, weights=range(len(_WORDS), 0, -1), k=6)
        if random.random() < 0.02:
            words.append(random.choice(_SPARSE))
        said.append("本年度推进" + "、".join(words) + f"等工作{random.randrange(2, 90)}项。")
    return "".join(said)


def body(random: Random, edition: EditionId) -> tuple[str, list[Section], list[Figure], Table | None]:
    """A text with its sections, figures and the table that holds them."""
    writing, sections, figures, table = Writing(), [], [], None
    for n, heading in enumerate(_HEADINGS):
        ordinal = "一二三四"[n] + "、"
        start = writing.add(f"{ordinal}{heading}\n")
        writing.add(prose(random, 12) + "\n")
        if n == 1:
            table = _table(random, writing, edition, figures)
        sections.append(Section(ordinal=ordinal, heading=heading, start=start, end=writing.length))
    return writing.text(), sections, figures, table


def _table(random: Random, writing: Writing, edition: EditionId, figures: list[Figure]) -> Table:
    rows = [("统计指标", "单位", "统计数")]
    begin = writing.add("\t".join(rows[0]) + "\n")
    for name, label, unit in indicators(edition):
        value = int(random.expovariate(0.02)) if random.random() < 0.4 else 0
        writing.add(f"{label}\t{unit}\t")
        start = writing.add(str(value))
        writing.add("\n")
        rows.append((label, unit, str(value)))
        figures.append(_figure(name, unit, value, start))
    return Table(rows=tuple(rows), header_rows=1, start=begin, end=writing.length - 1)


def _figure(name: str, unit: str, value: int, start: int) -> Figure:
    return Figure(
        id=name,
        value=value,
        qualifier="exact",
        unit=unit,
        source="table",
        printed=str(value),
        start=start,
        end=start + len(str(value)),
    )


def made(number: int, county: Division, year: int, seed: int = 7) -> tuple[Capture, CleanPage, Report]:
    """One capture with its page and report."""
    random = Random(f"{seed}/{county.code}/{year}")
    edition = edition_of(year)
    text, sections, figures, table = body(random, edition)
    title = f"{county.name}人民政府{year}年政府信息公开工作年度报告"
    url = f"http://www.{county.code}.test/zwgk/nb/{year}.html"
    page = CleanPage(
        text=text,
        url=url,
        title=title,
        published=f"{year + 1}-01-{random.randrange(10, 31)}",
        source=f"{county.name}人民政府办公室",
        tables=(table,) if table else (),
        removals=(
            Removal(rule="breadcrumb", text="首页 > 政务公开 > 年报", start=0),
            Removal(rule="counter", text=f"浏览次数：{random.randrange(9999)}", start=text.index("\n")),
        ),
        repairs=(
            Repair(
                kind="mojibake", before="锟斤拷", after=text[:2], certain=random.random() < 0.5, start=0
            ),
        ),
        kind="report",
    )
    report = Report(
        page=page,
        edition=edition,
        issuer=Issuer(
            name=f"{county.name}人民政府",
            printed=f"{county.name}人民政府",
            level="county",
            division_code=county.code,
        ),
        year=year,
        title=title,
        document_number=f"{county.name[:1]}政发〔{year + 1}〕{random.randrange(1, 60)}号",
        published=page.published,
        signed=page.published,
        sections=tuple(sections),
        figures=tuple(figures),
        checks=_checks(random),
        series=series(edition, figures),
    )
    return capture(number, county, year, url), page, report


def _checks(random: Random) -> tuple[Check, ...]:
    left = random.randrange(5, 500)
    right = left if random.random() < 0.9 else left + 1
    broken = "pass" if left == right else "fail"
    return (
        Check(id="S1", severity="hard", status=broken, left=left, right=right),
        Check(id="S9", severity="soft", status=random.choice(("pass", "pass", "fail")), left=3, right=4),
    )


def capture(number: int, county: Division, year: int, url: str) -> Capture:
    """The capture of a made page."""
    home = f"http://www.{county.code}.test/"
    path = (LinkStep(url=home, anchor="政务公开"), LinkStep(url=f"{home}zwgk/", anchor="年度报告"))
    return Capture(
        target_uri=url,
        date=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=number),
        status=200,
        headers=((b"Content-Type", b"text/html; charset=utf-8"),),
        payload=b"",
        payload_digest=f"sha256:{number:064x}",
        record_id=f"urn:uuid:00000000-0000-4000-8000-{number:012x}",
        record_type="response",
        location=RecordLocation(filename="made-0.warc.gz", offset=number * 4096, length=4000),
        discovery=Discovery(seed=home, division_code=county.code, path=path, crawl_id="made-2026"),
    )


def corpus(count: int, seed: int = 7) -> Iterator[tuple[Capture, CleanPage, Report]]:
    """``count`` reports: all counties but the blocked, all years; then the counties' departments."""
    number = 0
    for turn in range(count):
        for place, county in enumerate(counties()):
            if place % BLOCKED == 0:
                continue
            for year in YEARS:
                if turn == 0 and (place + year) % 5 == 0:
                    continue
                if number == count:
                    return
                number += 1
                yield (
                    made(number, county, year, seed)
                    if turn == 0
                    else _department(number, county, year, turn)
                )


def _department(number: int, county: Division, year: int, turn: int) -> tuple[Capture, CleanPage, Report]:
    import dataclasses

    capture_, page, report = made(number, county, year, turn)
    name = f"{county.name}第{turn}局"
    url = f"http://www.{county.code}.test/bm/{turn}/{year}.html"
    page = dataclasses.replace(page, url=url, title=f"{name}{year}年政府信息公开工作年度报告")
    issuer = Issuer(name=name, printed=name, level="department", division_code=county.code)
    report = dataclasses.replace(report, page=page, title=page.title, issuer=issuer)
    return dataclasses.replace(capture_, target_uri=url), page, report


def portals() -> Iterator[dict[str, str]]:
    """The registry of the made portals."""
    for county in counties():
        yield {
            "code": county.code,
            "province": county.province,
            "city": county.city,
            "county": county.name,
            "homepage": f"http://www.{county.code}.test/",
        }


def crawl() -> dict[str, Any]:
    """The summary of the made crawl."""
    rows = [
        {"seed": row["homepage"], "pages": 9, "reports": 1, "years": [], "status": _status(place)}
        for place, row in enumerate(portals())
    ]
    return {"crawl_id": "made-2026", "portals": rows}


def _status(place: int) -> str:
    return "blocked" if place % BLOCKED == 0 else "ok"


def write(data: Path, count: int, seed: int = 7) -> None:
    """Writes DATA/corpus.db."""
    with Catalogue(data / "corpus.db") as catalogue:
        catalogue.store_portals(portals())
        catalogue.store_crawl(crawl())
        for triple in corpus(count, seed):
            catalogue.store(*triple)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a made corpus.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    began = time.monotonic()
    write(asked.data, asked.reports, asked.seed)
    size = (asked.data / "corpus.db").stat().st_size
    sys.stdout.write(f"{asked.reports} reports, {size >> 20} MiB, {time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
