"""``xianzhi schedule``: the scheduled crawls."""

import json
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from crawler.cli import data_options, exits
from crawler.cli.clock import moment
from crawler.cli.exits import ATTENTION, DONE, INTERRUPTED, Stop

if TYPE_CHECKING:
    from crawler.child import Child
    from crawler.schedule import Due
    from crawler.scheduler import Office, Turn


@click.group()
def command() -> None:
    """The scheduled crawls: run what is due, list what comes next."""


MOST_NEW = 20  # lines of the same
OWN = click.option("--own", is_flag=True, help="Only the portals of the data folder's own portals.tsv.")
NOW = click.option("--now", "now_text", help="Rehearse: act as if it were this date (UTC).")


@command.command("list")
@click.option("--within", default=31, show_default=True, help="Only the next so many days.")
@OWN
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@NOW
@data_options
def list_(within: int, own: bool, as_json: bool, now_text: str | None, data: Path, collection: str) -> None:
    """What comes next, and why then. Ends with 1 where a row of the registry cannot be used."""
    from crawler.scheduler import Office, unusable, upcoming

    now = moment(now_text)
    with told():
        found = [d for d in upcoming(Office(data=data), now) if (d.at - now).days < within]
        mine = _own(data)
        if own:
            found = [d for d in found if d.portal.code in mine]
        left_out = unusable(data)
    if as_json:
        rows = [
            {"code": d.portal.code, "at": d.at.astimezone(UTC).isoformat(), "why": d.why} for d in found
        ]
        click.echo(json.dumps({"due": rows, "unusable": left_out}, ensure_ascii=False))
    else:
        _list(found, mine, now)
    for sentence in left_out:
        click.echo(f"xianzhi: left out: {sentence}", err=True)
    if left_out:
        raise SystemExit(ATTENTION)


def _list(found: "list[Due]", mine: frozenset[str], now: datetime) -> None:
    """A line each; for a person's screen the thousands that were never crawled are one line."""
    new = {d.portal.code for d in found if d.new} - mine
    folded = new if len(new) > MOST_NEW and sys.stdout.isatty() else set()
    for one in found:
        if one.portal.code not in folded:
            when = "now" if one.at <= now else one.at.strftime("%Y-%m-%d %H:%M %Z")
            click.echo(f"{when:<20} {one.portal.code} {one.portal.place} ({one.why})")
    if folded:
        click.echo(f"{'now':<20} {len(folded)} more of the registry, all new (| less shows each)")


def _own(data: Path) -> frozenset[str]:
    """The codes of the operator's own rows."""
    from crawler import registry

    path = data / registry.OWN
    return frozenset(row.code for row in registry.read(path)) if path.exists() else frozenset()


@command.command("accept")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@data_options
def accept(codes: tuple[str, ...], data: Path, collection: str) -> None:
    """Takes what the last run of a portal found for all there is: it is held against this from now on."""
    from crawler.runs import Runs

    with told():
        runs = Runs(data)
        try:
            states = {code: runs.accept(code) for code in codes}
        finally:
            runs.close()
    for code, state in states.items():
        if state is None:
            raise Stop(f"{code} was never in a turn of the schedule: see xianzhi status")
        click.echo(f"{code}: {state.replace('_', ' ')}")


@command.command("run")
@click.option(
    "--forever", is_flag=True, help="Stay and do a turn whenever something is due (containers, laptops)."
)
@click.option(
    "--at-once", default=200, show_default=True, help="Most portals in one turn, crawled side by side."
)
@click.option("--only", multiple=True, help="Only these division codes.")
@OWN
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
    own: bool,
    reading_room: str,
    options: tuple[str, ...],
    now_text: str | None,
    data: Path,
    collection: str,
) -> None:
    """Crawls what is due, judges it, tells of changes. Safe to call at any time, by a timer or cron.

    Every portal of the registry is in the schedule, the project's some thousands too; --own and --only
    take fewer, --at-once fewer in one turn.

    Prints one JSON line; the exit status is the worst of the crawl's and the portals' states.
    """
    from crawler.child import Child
    from crawler.scheduler import Office

    clock = ("--now", moment(now_text).isoformat()) if now_text else ()
    office = Office(
        data=data,
        collection=collection,
        at_once=at_once,
        reading_room=reading_room.rstrip("/"),
        crawl_options=(*options, *clock),
        say=lambda sentence: click.echo(f"xianzhi: {sentence}", err=True),
    )
    with told():
        chosen = _own(data) if own else None
    if only:
        chosen = frozenset(only) if chosen is None else chosen & frozenset(only)
    child = Child(data, collection)
    _stops(child.stop)
    if forever:
        _end(_forever(office, chosen, child), child)
    with told():
        _end(_turn(office, moment(now_text), chosen, child), child)


def _stops(stop: Callable[[], None]) -> None:
    """Has the signals end what runs, within ten seconds: the kernel's alarm ends whatever keeps it."""

    def stopped(*_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, exits.SOON)
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopped)


def _end(status: int, child: "Child") -> NoReturn:
    if child.stopping:
        exits.leave(status)
    sys.exit(status)


@contextmanager
def told() -> Iterator[None]:
    """One line for what stops a command of the schedule."""
    try:
        yield
    except ValueError as error:
        raise Stop(str(error)) from None
    except OSError as error:
        raise exits.told(error) from None
    except sqlite3.Error as error:
        mend = "it holds no capture: put it back from a copy, or delete it and every portal counts as new"
        raise Stop(f"operations.db in the data folder cannot be used ({error}); {mend}") from None


def _turn(office: "Office", now: datetime, only: frozenset[str] | None, child: "Child") -> int:
    from crawler.scheduler import turn

    began = time.monotonic()
    done = turn(office, now, only=only, crawl=child)
    if done.busy and done.status:
        click.echo("xianzhi: another turn is under way for days: see journal.jsonl and ps", err=True)
    click.echo(json.dumps(_line(done, round(time.monotonic() - began, 1)), ensure_ascii=False))
    return done.status


def _line(done: "Turn", seconds: float) -> dict[str, object]:
    answer = done.answer
    return {
        "run_id": done.run_id,
        "crawl_id": answer.get("crawl_id"),
        "portals": len(done.crawled),
        "states": done.crawled,
        "unfinished": done.unfinished,
        "changed": done.changed,
        "alarms_failed": done.alarms_failed,
        "unusable": done.unusable,
        "resumed": done.resumed,
        "busy": done.busy,
        "pages": answer.get("pages", 0),
        "captures": answer.get("captures", 0),
        "seconds": seconds,
        "exit": done.status,
    }


def _forever(office: "Office", only: frozenset[str] | None, child: "Child") -> int:
    from apscheduler.schedulers.blocking import BlockingScheduler

    scheduler = BlockingScheduler(timezone=UTC)
    under_way = threading.Lock()

    def job() -> None:
        try:
            with under_way, told():
                _turn(office, datetime.now(UTC), only, child)
        except Stop as stop:  # the next turn tries again
            stop.show()
        if child.stopping and scheduler.running:  # it was told before there was a scheduler to tell
            scheduler.shutdown(wait=False)

    def stop() -> None:
        child.stop()
        if scheduler.running:
            scheduler.shutdown(wait=False)

    _stops(stop)
    # one turn at a time; a turn missed while another ran is caught up once (coalesce)
    scheduler.add_job(
        job,
        "interval",
        minutes=5,
        next_run_time=datetime.now(UTC),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.start()
    with under_way:  # the turn that was told to stop tells what it did
        return INTERRUPTED if child.interrupted else DONE
