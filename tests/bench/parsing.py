"""The shared parser beside the row rule, on made-up reports in every form, carrier and damage, in one run.

    scripts/bench parsing [--seeds N] [--json]

Cells: right, doubtful (glued digits of which :mod:`tests.bench.doubt` shows a second reading: null is the
right answer), null (nothing said), wrong (a value that the form has not). The peer is the rule that public
programs use for these tables: find a row by a piece of its label, take the numbers at its end.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import reports
from reports.matrix import COLUMNS, ROWS
from reports.model import CleanPage, Report
from reports.registry import FAMILIES
from tests.bench import doubt
from tests.bench.damages import DAMAGES, Damage
from tests.bench.pagemaking import LAYOUTS, MORE_LAYOUTS, carriers, clean_page, flattened
from tests.portals import forms
from tests.portals.forms import Made

YEARS = (2012, 2016, 2019, 2022)
GLUED = "glued"
Figures = dict[str, Any]
_NONE: frozenset[str] = frozenset()


def row_rule(page: CleanPage) -> Figures:
    """The peer: label pieces and trailing numbers, line by line, tabs and spaces alike."""
    found: Figures = {}
    labels = {re.sub(r"^.*[、.）]", "", row.label): id_ for f in ("stat2014", "legacy_local")
              for id_, row in FAMILIES[f].items()}  # fmt: skip
    for line in reports.simplified(page.text).splitlines():
        numbers = [
            float(n.replace(",", "")) for n in re.findall(r"(?<![\d,])-?\d[\d,]*\.?\d*(?=\s|$)", line)
        ]
        row = next((id_ for id_, label, _ in ROWS if label[:6] in line), None)
        if row and len(numbers) >= 7:
            found |= {f"{row}__{c}": v for c, v in zip(COLUMNS, numbers[-7:], strict=True)}
        elif len(numbers) >= 15:
            names = (f"{k}_{r}" for k in ("review", "litigation_direct", "litigation_after_review")
                     for r in ("upheld", "corrected", "other", "pending", "total"))  # fmt: skip
            found |= dict(zip(names, numbers[-15:], strict=True))
        elif numbers:
            found |= {id_: numbers[-1] for label, id_ in labels.items() if label in line}
    return found


def parsed(page: CleanPage) -> Figures:
    return {
        f.id: f.value for f in reports.parse(page).figures if f.source == "table" and f.value is not None
    }


def tally(found: Figures, made: Made, damage: Damage, doubtful: frozenset[str] = _NONE) -> Counter[str]:
    """Cells of one report; a zero that the damage took off the page counts only where it was read.

    Of a ``doubtful`` cell nothing can be said rightly: null is the right answer, and counted apart.
    """
    counts: Counter[str] = Counter()
    for id_, value in made.figures.items():
        said = found.get(id_)
        lost = said is None and damage.blanks and value == 0
        silent = "blank" if lost else "doubtful" if id_ in doubtful else "null"
        counts[silent if said is None else "right" if said == value else "wrong"] += 1
    counts["wrong"] += sum(
        1 for id_ in found if id_ not in made.figures and not id_.startswith("legacy_raw")
    )
    return counts


def ambiguous(report: Report, made: Made, damage: Damage) -> frozenset[str]:
    """The cells of glued text that were not read and that plain enumeration reads in a second way."""
    silent = {f.id: f.printed for f in report.figures if f.source == "table" and f.value is None}
    return frozenset(
        id_
        for id_, printed in silent.items()
        if id_ in made.figures
        and doubt.doubtful(id_, printed, made.figures, made.edition, blanks=damage.blanks)
    )


def checks_right(report: Report, made: Made) -> Counter[str]:
    """A made report's hard identities hold, and a check says so where its cells were read."""
    hard = [c for c in report.checks if c.severity == "hard"]
    decided = [c for c in hard if c.status != "undecided"]
    return Counter(checks=len(decided), checks_right=sum(c.status == "pass" for c in decided))


def pages_of(made: Made, damage: Damage) -> Iterator[tuple[str, Callable[[], CleanPage]]]:
    yield "grid", lambda: clean_page(made)
    for layout in LAYOUTS:
        yield layout, lambda layout=layout: CleanPage(text=made.text(layout))
    for layout in MORE_LAYOUTS:
        yield layout, lambda layout=layout: CleanPage(text=flattened(made, layout))
    yield from carriers(made) if damage.name in CARRIED else ()


CARRIED = ("none", "hant", "broken over pages", "blanks")


def run(seeds: int) -> dict[str, dict[str, Counter[str]]]:
    """Counts by carrier and by damage, for us and for the row rule."""
    by: dict[str, dict[str, Counter[str]]] = {}
    for damage in DAMAGES:
        for seed in range(seeds):
            for year in YEARS:
                made = forms.make(seed=seed, year=year)
                changed = damage.change(made, Random(seed))
                for carrier, page_of in pages_of(changed, damage):
                    _one(by, carrier, damage, made, page_of())
    return by


def _one(by: Any, carrier: str, damage: Damage, made: Made, page: CleanPage) -> None:
    report = reports.parse(page)
    found = {f.id: f.value for f in report.figures if f.source == "table" and f.value is not None}
    doubtful = ambiguous(report, made, damage) if carrier == GLUED else _NONE
    ours = tally(found, made, damage, doubtful) + checks_right(report, made)
    theirs = tally(row_rule(page), made, damage)
    for group in (
        f"carrier {carrier}",
        f"damage {damage.name}",
        "all",
        *(["told apart"] * (carrier != GLUED)),
    ):
        counts = by.setdefault(group, {"ours": Counter(), "peer": Counter()})
        counts["ours"] += ours
        counts["peer"] += theirs


def accuracy(counts: Counter[str]) -> float:
    cells = counts["right"] + counts["doubtful"] + counts["null"] + counts["wrong"]
    return (counts["right"] + counts["doubtful"]) / cells if cells else 0.0


def speed(count: int = 120) -> tuple[float, float]:
    """Reports per CPU second from clean text, and the row rule's pages per CPU second."""
    pages = [
        CleanPage(text=forms.make(seed=s, year=YEARS[s % 4]).text(("tika", "rows")[s % 2]))
        for s in range(count)
    ]
    rates = []
    for reader in (parsed, row_rule):
        reader(pages[0])
        start = time.process_time()
        for page in pages:
            reader(page)
        rates.append(count / (time.process_time() - start))
    return rates[0], rates[1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--seeds", type=int, default=2)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    by = run(given.seeds)
    ours, peer = speed()
    answer = {
        "groups": {
            name: {who: {**counts, "accuracy": round(accuracy(counts), 5)} for who, counts in pair.items()}
            for name, pair in by.items()
        },
        "reports_per_cpu_second": round(ours),
        "row_rule_per_cpu_second": round(peer),
    }
    print(json.dumps(answer, ensure_ascii=False) if given.json else _table(answer))
    sys.exit(0 if by["all"]["ours"]["wrong"] == 0 else 1)


def _table(answer: dict[str, Any]) -> str:
    heads = (
        ("", 28),
        ("cells", 9),
        ("right", 9),
        ("doubtful", 9),
        ("null", 8),
        ("wrong", 7),
        ("accuracy", 10),
    )
    lines = ["".join(f"{head:>{wide}}" for head, wide in (*heads, ("row rule", 10), ("its wrong", 10)))]
    for name, pair in answer["groups"].items():
        us, them = pair["ours"], pair["peer"]
        cells = sum(us.get(kind, 0) for kind in ("right", "doubtful", "null", "wrong"))
        counted = "".join(f"{us.get(kind, 0):10}" for kind in ("right", "doubtful", "null", "wrong"))
        shares = f"{us['accuracy']:10.5f}{them['accuracy']:10.5f}{them.get('wrong', 0):10}"
        lines.append(f"{name:28}{cells:10}{counted}{shares}")
    us = answer["groups"]["all"]["ours"]
    lines.append(f"checks decided {us.get('checks', 0)}, right {us.get('checks_right', 0)}")
    lines.append(
        f"{answer['reports_per_cpu_second']} reports per CPU second from clean text "
        f"(the row rule reads {answer['row_rule_per_cpu_second']} pages)"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
