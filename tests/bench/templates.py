"""What learning a site's template wins and loses: without, and with what its other pages taught.

Part of ``scripts/bench cleaning``: text F, rows and leak of the reports of ``tests.bench.sites``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean

import pages
from pages import template
from pages.template import Template
from tests.bench.cleaning import f_score, leak, row_share
from tests.bench.cleaningpages import Labelled
from tests.bench.sites import Site, sites


@dataclass(frozen=True, slots=True)
class Score:
    """Means over all reports; how many lines the template cut, and how many of these a report has."""

    text_f: float
    rows: float
    leak: float
    cut: int
    lost: int


def trial(made: Iterable[Site]) -> dict[str, Score]:
    """The scores without and with the template of each site."""
    found: dict[str, list[tuple[Labelled, Template | None]]] = {"without": [], "with": []}
    for site in made:
        taught = learned(site)
        found["without"] += [(page, None) for page in site.reports]
        found["with"] += [(page, taught) for page in site.reports]
    return {name: _score(rows) for name, rows in found.items()}


def learned(site: Site) -> Template:
    """What the pages of a site that are no reports teach."""
    lessons = (template.lesson(pages.clean(html)) for html in site.others)
    return template.learn(lesson for lesson in lessons if lesson)


def _score(rows: list[tuple[Labelled, Template | None]]) -> Score:
    texts = [(page, pages.clean(page.html, template=taught)) for page, taught in rows]
    cut = [
        (page, line)
        for page, clean in texts
        for one in clean.removals
        if one.rule == "site_template"
        for line in one.text.split("\n")
    ]
    return Score(
        text_f=mean(f_score(page.text, clean.text) for page, clean in texts),
        rows=mean(row_share(page.rows, clean.text) for page, clean in texts if page.rows),
        leak=mean(leak(page.chrome, clean.text) for page, clean in texts),
        cut=len(cut),
        lost=sum("".join(line.split()) in "".join(page.text.split()) for page, line in cut),
    )


def table() -> str:
    """Two lines and a head."""
    made = list(sites())
    count = sum(len(site.reports) for site in made)
    lines = [
        f"{len(made)} sites, {count} reports",
        "template  text F  rows    leak    lines cut  of a report",
    ]
    for name, score in trial(made).items():
        figures = f"{score.text_f:.4f}  {score.rows:.4f}  {score.leak:.4f}"
        lines.append(f"{name:8}  {figures}  {score.cut:9}  {score.lost:11}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
