"""``xianzhi portals``: the registry of county portals."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from crawler import registry
from crawler.cli import data_options
from crawler.cli.exits import ATTENTION, Stop


@click.group()
def command() -> None:
    """The registry of county portals: list, check, add."""


def _read(data: Path) -> dict[str, registry.Portal]:
    try:
        return registry.portals(data)
    except (ValueError, OSError) as error:
        raise Stop(f"{error}; mend the registry and try again") from None


@command.command("list")
@click.option("--province", help="Only portals whose province, city or county contains this.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@data_options
def list_(province: str | None, as_json: bool, data: Path, collection: str) -> None:
    """Lists the portals: code, place, home page."""
    rows = [row for row in _read(data).values() if not province or province in row.place]
    if as_json:
        click.echo(json.dumps({"portals": [asdict(row) for row in rows]}, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row.code}  {row.homepage}  {row.place}" + (f"  ({row.seen})" if row.seen else ""))
    click.echo(f"{len(rows)} portals", err=True)


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@data_options
def check(file: Path | None, as_json: bool, data: Path, collection: str) -> None:
    """Explains every row that cannot be used; FILE is another registry to check before it is taken over."""
    try:
        rows = registry.read(file) if file else list(_read(data).values())
    except ValueError as error:
        raise Stop(str(error)) from None
    found = [
        {"code": row.code, "county": row.county, "problem": why} for row, why in registry.problems(rows)
    ]
    if as_json:
        click.echo(json.dumps({"portals": len(rows), "problems": found}, ensure_ascii=False))
    else:
        for problem in found:
            click.echo(
                f"{problem['code'] or '------'} {problem['county'] or '(no name)'}: {problem['problem']}"
            )
        click.echo(f"{len(rows)} portals, {len(found)} problems")
    if found:
        raise SystemExit(ATTENTION)


@command.command("add")
@click.argument("code")
@click.argument("homepage")
@click.option("--county", required=True, help="The county's name, such as 正定县.")
@click.option("--province", default="", help="Its province.")
@click.option("--city", default="", help="Its city.")
@click.option("--other-hosts", default="", help="Old or second homes, separated by spaces.")
@click.option("--frequency", default="", help="daily, weekly, monthly, yearly, or a cron expression.")
@click.option("--quiet-hours", default="", help="Hours in which not to visit it, like 08:00-18:00.")
@click.option("--notes", default="")
@data_options
def add(data: Path, collection: str, **cells: str) -> None:
    """Adds a portal, or replaces the row of its code, in the data folder's own registry."""
    row = registry.Portal(seen="", family="", **cells)
    others = [p for p in _read(data).values() if p.code != row.code]
    faults = [why for bad, why in registry.problems([*others, row]) if bad is row]
    if faults:
        raise Stop("; ".join(faults))
    registry.add(data, row)
    click.echo(f"{row.code} {row.county} is in {data / registry.OWN}")
