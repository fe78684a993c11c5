"""Made-up annual reports in all editions, deterministic by seed, with their truth beside them.

    made = make(seed=7, county="青岭县", year=2022)
    made.html()          the body as a portal would print it
    made.text("tika")    the same flattened: tika (a cell a line), rows (a row a line), glued
    made.truth()         what a reader can know: issuer, year, edition, every figure

Every number is drawn so that the identities of the form hold; nothing here is taken from a real page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from tests.portals import grids, prose, render
from tests.portals.grids import Grid

Edition = Literal["legacy_local", "stat2014", "reg2019", "reg2021", "narrative_only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a report, in printed order: a heading, a paragraph, or a table."""

    kind: Literal["heading", "paragraph", "table"]
    text: str = ""
    grid: Grid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A made-up report and its truth."""

    title: str
    issuer: str
    level: str
    year: int
    edition: Edition
    published: str
    document_number: str | None
    blocks: tuple[Block, ...]
    figures: dict[str, int | float]
    narrative: tuple[dict[str, Any], ...]

    def html(self, markup: render.Markup = "plain") -> str:
        return render.html(self.blocks, markup)

    def text(self, layout: render.Layout = "tika") -> str:
        return self.title + "\n" + render.text(self.blocks, layout)

    def truth(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "issuer": self.issuer,
            "level": self.level,
            "year": self.year,
            "edition": self.edition,
            "published": self.published,
            "table": dict(self.figures),
            "document_number": self.document_number,
            "narrative": list(self.narrative),
        }


def edition_of(year: int) -> Edition:
    """The form in force for that year's data (REPORTS §0)."""
    if year <= 2013:
        return "legacy_local"
    return "stat2014" if year <= 2018 else "reg2019" if year <= 2020 else "reg2021"


def make(
    *,
    seed: int,
    county: str = "青岭县",
    year: int = 2022,
    edition: Edition | None = None,
    issuer: str | None = None,
    level: str = "county",
    flaw: str = "",
) -> Made:
    """One report. ``issuer`` is the organ's full name, by default the county's government.

    Its identities hold, unless it has a ``flaw``: ``total`` misprints a total by one, ``prose`` lets the
    prose say otherwise than the table. The truth is what is printed, flaw and all.
    """
    edition = edition or edition_of(year)
    rng = Random(f"{seed}/{county}/{year}/{edition}/{issuer}")
    issuer = issuer or f"{county}人民政府"
    tables, figures = _tables(edition, rng, year)
    if flaw == "total":
        tables, figures = misprinted(tables, figures)
    told = {key: value + (flaw == "prose") for key, value in figures.items()}
    story = prose.story(edition, rng, year=year, issuer=issuer, county=county, figures=told)
    number = f"{county[0]}政办〔{year + 1}〕{rng.randrange(2, 90)}号" if rng.random() < 0.3 else None
    return Made(
        title=_title(issuer, year, rng),
        issuer=issuer,
        level=level,
        year=year,
        edition=edition,
        published=f"{year + 1}-{rng.randrange(1, 4):02d}-{rng.randrange(1, 29):02d}",
        document_number=number,
        blocks=_blocks(edition, story, tables, number),
        figures=figures,
        narrative=tuple(story.narrative),
    )


def _tables(edition: Edition, rng: Random, year: int) -> tuple[list[Grid], dict[str, int | float]]:
    if edition == "narrative_only":
        return [], {}
    if edition == "legacy_local":
        return grids.legacy(rng, year)
    if edition == "stat2014":
        return grids.stat2014(rng, year)
    return grids.reg(rng, year, edition=edition)


def misprinted(
    tables: list[Grid], figures: dict[str, int | float]
) -> tuple[list[Grid], dict[str, int | float]]:
    """The total of applications received, one too high, in the table and in the truth."""
    key = next(k for k in ("new_received__total", "applications_received") if k in figures)
    label = {"new_received__total": "一、本年新收", "applications_received": "（一）收到申请数"}[key]
    wrong = int(figures[key]) + 1
    out = [
        replace(
            grid,
            rows=tuple(_ending(row, wrong) if row[0].text.startswith(label) else row for row in grid.rows),
        )
        for grid in tables
    ]
    return out, {**figures, key: wrong}


def _ending(row: tuple[grids.Cell, ...], value: int) -> tuple[grids.Cell, ...]:
    return (*row[:-1], replace(row[-1], text=str(value)))


def _title(issuer: str, year: int, rng: Random) -> str:
    return rng.choice(
        (
            f"{issuer}{year}年政府信息公开工作年度报告",
            f"{year}年{issuer}政府信息公开工作年度报告",
            f"{issuer}{year}年度政府信息公开工作报告",
        )
    )


def _blocks(
    edition: Edition, story: prose.Story, tables: list[Grid], number: str | None
) -> tuple[Block, ...]:
    out: list[Block] = [Block(kind="paragraph", text=number)] if number else []
    out += [Block(kind="paragraph", text=line) for line in story.opening]
    waiting = list(tables)
    for heading, paragraphs in story.sections:
        out.append(Block(kind="heading", text=heading))
        out += [Block(kind="paragraph", text=line) for line in paragraphs]
        if edition.startswith("reg") and heading[0] in "二三四" and waiting:
            out.append(Block(kind="table", grid=waiting.pop(0)))
    if waiting:
        out += [Block(kind="paragraph", text=line) for line in story.caption]
        out += [Block(kind="table", grid=grid) for grid in waiting]
    out += [Block(kind="paragraph", text=line) for line in story.closing]
    return tuple(out)
