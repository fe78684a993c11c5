"""``xianzhi schedule``: the scheduled crawls."""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import data_options
from crawler.cli.clock import moment
from crawler.cli.exits import Stop

if TYPE_CHECKING:
    from crawler.scheduler import Office, Turn


@click.group()
def command() -> None:
    """The scheduled crawls: run what is due, list what comes next."""


NOW = click.option("--now", "now_text", help="Rehearse: act as if it were this date (UTC).")


@command.command("list")
@click.option("--within", default=31, show_default=True, help="Only the next so many days.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@NOW
@data_options
def list_(within: int, as_json: bool, now_text: str | None, data: Path, collection: str) -> None:
    """What comes next, and why then."""
    from crawler.scheduler import Office, upcoming

    now = moment(now_text)
    try:
        found = [d for d in upcoming(Office(data=data), now) if (d.at - now).days < within]
    except ValueError as error:
        raise Stop(str(error)) from None
    if as_json:
        rows = [
            {"code": d.portal.code, "at": d.at.astimezone(UTC).isoformat(), "why": d.why} for d in found
        ]
        click.echo(json.dumps({"due": rows}, ensure_ascii=False))
        return
    for one in found:
        when = "now" if one.at <= now else one.at.strftime("%Y-%m-%d %H:%M %Z")
        click.echo(f"{when:<22} {one.portal.code} {one.portal.place} ({one.why})")


@command.command("run")
@click.option(
    "--forever", is_flag=True, help="Stay and do a turn whenever something is due (containers, laptops)."
)
@click.option(
    "--at-once", default=200, show_default=True, help="Most portals in one turn, crawled side by side."
)
@click.option("--only", multiple=True, help="Only these division codes.")
@click.option("--reading-room", default="http://127.0.0.1:8640", help="Where alarms lead to.")
@click.option(
    "--crawl-option", "options", multiple=True, help="Passed on to xianzhi crawl, once for each word."
)
@NOW
@data_options
def run(
    forever: bool,
    at_once: int,
    only: tuple[str, ...],
    reading_room: str,
    options: tuple[str, ...],
    now_text: str | None,
    data: Path,
    collection: str,
) -> None:
    """Crawls what is due, judges it, tells of changes. Safe to call at any time, by a timer or cron.

    Prints one JSON line; the exit status is the worst of the crawl's and the portals' states.
    """
    from crawler.scheduler import Office

    clock = ("--now", moment(now_text).isoformat()) if now_text else ()
    office = Office(
        data=data,
        collection=collection,
        at_once=at_once,
        reading_room=reading_room,
        crawl_options=(*options, *clock),
    )
    chosen = frozenset(only) or None
    if forever:
        _forever(office, chosen)
    else:
        sys.exit(_turn(office, moment(now_text), chosen))


def _turn(office: "Office", now: datetime, only: frozenset[str] | None) -> int:
    from crawler.scheduler import turn

    began = time.monotonic()
    try:
        done = turn(office, now, only=only)
    except ValueError as error:
        raise Stop(str(error)) from None
    click.echo(json.dumps(_line(done, round(time.monotonic() - began, 1)), ensure_ascii=False))
    return done.status


def _line(done: "Turn", seconds: float) -> dict[str, object]:
    answer = done.answer
    return {
        "run_id": done.run_id,
        "crawl_id": answer.get("crawl_id"),
        "portals": len(done.crawled),
        "states": done.crawled,
        "changed": done.changed,
        "alarms_failed": done.alarms_failed,
        "resumed": done.resumed,
        "pages": answer.get("pages", 0),
        "captures": answer.get("captures", 0),
        "seconds": seconds,
        "exit": done.status,
    }


def _forever(office: "Office", only: frozenset[str] | None) -> None:
    from apscheduler.schedulers.blocking import BlockingScheduler

    scheduler = BlockingScheduler()
    # one turn at a time; a turn missed while another ran is caught up once (coalesce)
    scheduler.add_job(
        lambda: _turn(office, datetime.now(UTC), only),
        "interval",
        minutes=5,
        next_run_time=datetime.now(UTC),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        scheduler.shutdown(wait=False)
