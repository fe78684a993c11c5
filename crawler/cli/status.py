"""``xianzhi status``: coverage, health, next crawls."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import data_options
from crawler.cli.exits import ATTENTION, Stop

if TYPE_CHECKING:
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


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@data_options
def command(as_json: bool, data: Path, collection: str) -> None:
    """Which years of which portals are there, how each portal is, and when it is crawled next.

    Ends with 1 where the schedule found that a portal needs attention.
    """
    from crawler.overview import standings

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


def _show(found: list["Standing"], data: Path) -> None:
    if not found:
        click.echo(
            f"Nothing was crawled into {data} yet. Begin with: xianzhi crawl http://www.example.gov.cn/"
        )
        return
    from rich.console import Console
    from rich.table import Table

    years = sorted({year for one in found for year, cell in one.years.items() if cell != "unvisited"})
    first, last = (years[0], years[-1]) if years else (0, -1)
    table = Table(box=None, pad_edge=False)
    for head in ("portal", f"{first}–{last}" if years else "years", "reports", "state", "next crawl"):
        table.add_column(head, overflow="fold")
    for one in found:
        table.add_row(*_row(one, range(first, last + 1)))
    console = Console(highlight=False)
    console.print(table)
    console.print(
        "  ".join(f"[{colour}]{sign}[/] {name}" for name, (sign, colour) in SIGNS.items() if sign != " ")
    )
    for one in found:
        for sentence in one.findings:
            console.print(f"{one.place or one.seed}: {sentence}", markup=False)


def _row(one: "Standing", years: range) -> tuple[str, ...]:
    cells = [SIGNS[one.years.get(year, "unvisited")] for year in years]
    strip = "".join(f"[{colour}]{sign}[/]" for sign, colour in cells)
    reports = sum(cell in ("found", "failed_checks") for cell in one.years.values())
    since = f" since {one.since[:10]}" if one.since else ""
    due = f"{one.due[:16].replace('T', ' ')} ({one.why})" if one.due else "not in the registry"
    return (
        f"{one.code} {one.place}\n[dim]{one.seed}[/]",
        strip,
        f"{reports} of {len(years)}",
        (one.state or "not scheduled yet").replace("_", " ") + since,
        due,
    )
