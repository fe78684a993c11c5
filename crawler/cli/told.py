"""What a crawl says to a person at its end."""

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.crawl import Outcome


def tell(outcome: "Outcome", data: Path, *, as_json: bool) -> None:
    """Prints the outcome, for a person or as one JSON object, and what went wrong on standard error."""
    if as_json:
        click.echo(json.dumps(outcome.answer(), ensure_ascii=False))
    else:
        _tell(outcome, data)
    if outcome.reason != "finished":
        click.echo(f"xianzhi: {_stopped(outcome, data)}", err=True)
    if outcome.failure and outcome.reason in ("disk_full", "archive_failed"):
        click.echo(f"xianzhi: {outcome.failure}", err=True)
    for row in outcome.portals:
        for sentence in row.get("less", ()):
            click.echo(f"xianzhi: {row['seed']}: {sentence}", err=True)
        if row["status"] != "ok" and (row["error"] or row["status"] != "interrupted"):
            why = row["error"] or f"see {outcome.directory / 'issues.jsonl'}"
            click.echo(f"xianzhi: {row['seed']}: {row['status']}: {why}", err=True)
        elif row["status"] == "ok" and not row["reports"]:
            click.echo(f"xianzhi: {row['seed']}: no report was found on {row['pages']} pages", err=True)


def _stopped(outcome: "Outcome", data: Path) -> str:
    waiting = sum(row["status"] == "interrupted" for row in outcome.portals)
    name = outcome.directory.parents[1].name
    again = f"xianzhi crawl --resume --data {data}" + ("" if name == "portals" else f" --collection {name}")
    why = outcome.reason.replace("_", " ")
    return f"stopped ({why}), {waiting} of {len(outcome.portals)} portals not done; go on with: {again}"


def kinds(path: Path) -> "Counter[str]":
    """How many issues of each kind a crawl wrote down; a last line that a kill tore is left out."""
    found: Counter[str] = Counter()
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            with suppress(ValueError):
                found[json.loads(line)["kind"]] += 1
    return found


def _tell(outcome: "Outcome", data: Path) -> None:
    """Prints portals, pages, reports by year, checks failed, where the files are, and what next."""
    answer = outcome.answer()
    for row in outcome.portals:
        years = _spans(row["years"])
        click.echo(
            f"{row['seed']}  {row['status']}: {row['pages']} pages, {row['reports']} reports"
            + (f" (the county's own: {years})" if years else "")
        )
    reports = sum(row["reports"] for row in outcome.portals)
    by_year = Counter(year for row in outcome.portals for year in row["years"])
    if len(outcome.portals) > 1 and by_year:
        click.echo("county reports by year: " + ", ".join(f"{y}: {n}" for y, n in sorted(by_year.items())))
    click.echo(
        f"{len(outcome.portals)} portals, {answer['pages']} pages, {reports} reports, "
        f"{sum(row['checks_failed'] for row in outcome.portals)} checks failed; "
        f"{answer['captures']} captures ({answer['revisits']} revisits), {answer['bytes'] / 1e6:.1f} MB, "
        f"{answer['seconds']} s"
    )
    issues = outcome.directory / "issues.jsonl"
    if issues.is_file():
        counted = ", ".join(f"{kind} {n}" for kind, n in kinds(issues).most_common())
        click.echo(f"out of the ordinary: {counted} ({issues})")
    click.echo(f"corpus: {data / 'corpus.db'}   archive: {outcome.directory.parents[1] / 'archive'}")
    if outcome.reason == "finished":
        click.echo(f"next: xianzhi serve --data {data}")


def _spans(years: list[int]) -> str:
    """Years as spans.

    >>> _spans([2014, 2015, 2016, 2018])
    '2014-2016, 2018'
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
