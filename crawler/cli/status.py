"""``xianzhi status``: coverage, health, next crawls."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import data_options
from crawler.cli.exits import ATTENTION, Stop

if TYPE_CHECKING:
    from rich.console import Console

    from crawler.overview import Standing

# a sign and a colour for each: the sign alone must be enough
SIGNS = {
    "found": ("█", "green"),
    "failed_checks": ("▓", "yellow"),
    "missing": ("·", "white"),
    "blocked": ("x", "red"),
    "failed": ("!", "red"),
    "unfinished": ("…", "blue"),
    "unvisited": (" ", "white"),
}
STATES = ("blocked_here", "broken", "attention", "quiet", "ok")  # worst first, as crawler.health has them
COLOURS = {"ok": "green", "quiet": "yellow", "attention": "yellow", "broken": "red", "blocked_here": "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@data_options
def command(as_json: bool, data: Path, collection: str) -> None:
    """Which years of which portals are there, how each portal is, and when it is crawled next.

    The worst come last. A portal that only ``xianzhi crawl`` has visited is "by hand".

    Ends with 1 where the schedule found that a portal needs attention.
    """
    from crawler.overview import standings

    _there(data, collection)
    try:
        found = standings(data, datetime.now(UTC))
    except ValueError as error:
        raise Stop(str(error)) from None
    if as_json:
        click.echo(json.dumps({"portals": [asdict(one) for one in found]}, ensure_ascii=False))
    else:
        _show(found, data)
    if any(one.state not in (None, "ok") for one in found):
        raise SystemExit(ATTENTION)


def _there(data: Path, name: str) -> None:
    """A collection that is asked for by name, and is not there, is a slip of the pen."""
    from archive import ArchiveError, Collection, collections

    try:
        there = Collection(data, name).exists()
    except ArchiveError as error:
        raise Stop(str(error)) from None
    others = [one.name for one in collections(data)]
    if others and not there:
        raise Stop(f"there is no collection {name!r} under {data}, but {', '.join(others)}")


def _show(found: list["Standing"], data: Path) -> None:
    if not found:
        click.echo(
            f"Nothing was crawled into {data} yet. Begin with: xianzhi crawl http://www.example.gov.cn/"
        )
        return
    from rich.console import Console

    years = sorted({year for one in found for year, cell in one.years.items() if cell != "unvisited"})
    span = range(years[0], years[-1] + 1) if years else range(0)
    console = Console(highlight=False)
    for one in sorted(found, key=_worst_last):
        _portal(console, one, span)
    _legend(console, found, span)


def _worst_last(one: "Standing") -> tuple[int, str]:
    """Next to the prompt, where a person looks."""
    return (-STATES.index(one.state) if one.state else -len(STATES), one.code)


def _portal(console: "Console", one: "Standing", years: range) -> None:
    """A portal's head with its strip of years, beside it where there is room; then what there is to say."""
    from rich.padding import Padding
    from rich.text import Text

    state = one.state or "by hand"
    head = Text.assemble(
        (state.replace("_", " ").ljust(13), COLOURS.get(state, "dim")), f"{one.place} {one.code}".rstrip()
    )
    cells = [SIGNS[one.years.get(year, "unvisited")] for year in years]
    reports = sum(cell in ("found", "failed_checks") for cell in one.years.values())
    strip = Text.assemble(*((sign, colour) for sign, colour in cells), f" {reports} of {len(years)}")
    gap = console.width - head.cell_len - strip.cell_len
    if gap > 1:
        console.print(head + " " * gap + strip)
    else:
        console.print(head)
        console.print(Padding(strip, (0, 0, 0, 2)))
    for text, style in _lines(one):
        console.print(Padding(Text(text, style), (0, 0, 0, 2)))


def _lines(one: "Standing") -> list[tuple[str, str]]:
    told = [(one.seed, "dim"), *((sentence, "") for sentence in one.findings)]
    since = f"{one.state.replace('_', ' ')} since {one.since[:10]}; " if one.state and one.since else ""
    if one.due:
        told.append((f"{since}next crawl {one.due[:16].replace('T', ' ')}: {one.why}", "dim"))
    else:
        told.append((f"{since}not in the registry, so never crawled by the schedule", "dim"))
    return told


def _legend(console: "Console", found: list["Standing"], years: range) -> None:
    from rich.text import Text

    seen = {cell for one in found for cell in one.years.values()}
    signs = [
        (f"{sign} {name.replace('_', ' ')}  ", colour)
        for name, (sign, colour) in SIGNS.items()
        if name in seen
    ]
    console.print()
    if years:
        console.print(Text.assemble(f"{years[0]}–{years[-1]}: ", *signs))
    counts = Counter(one.state or "by hand" for one in found)
    summary = ", ".join(f"{n} {state.replace('_', ' ')}" for state, n in counts.most_common())
    console.print(f"{len(found)} portal{'s' * (len(found) != 1)}: {summary}")
