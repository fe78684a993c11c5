"""``xianzhi crawl``: portals to captures and reports."""

import logging
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from crawler.cli import data_options
from crawler.cli.clock import moment
from crawler.cli.exits import ATTENTION, DISK_FULL, INTERRUPTED, Stop, leave
from crawler.cli.years import span

if TYPE_CHECKING:
    from archive import Collection
    from crawler import registry
    from crawler.crawl import Outcome, Portal

ANY_YEAR = (1990, 2100)


def _seconds(context: click.Context, option: click.Parameter, value: float) -> float:
    """A delay that ends: no more than a day."""
    if not 0 <= value <= 86400:
        raise click.BadParameter(f"{value:g} is no number of seconds between 0 and 86400", context, option)
    return value


def _clock(context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    """A date as the plan keeps it."""
    return moment(text).isoformat() if text is not None else None


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "--portal", "codes", multiple=True, metavar="CODE", help="A county of the registry, by its code."
)
@click.option("--all", "everything", is_flag=True, help="Every county of the registry.")
@click.option(
    "--max-pages", type=click.IntRange(1), default=3000, show_default=True, help="At most, a portal."
)
@click.option("--years", metavar="A-B", help="Only reports for these years.")
@click.option(
    "--browser",
    type=click.Choice(["auto", "never", "always"]),
    default="auto",
    show_default=True,
    help="Use a browser: where a page needs one, never, or for every page.",
)
@click.option(
    "--delay",
    type=float,
    callback=_seconds,
    default=1.0,
    show_default=True,
    help="Least seconds between two requests to one host. Less than 1 only for hosts you own.",
)
@click.option("--resume", is_flag=True, help="Go on with the last crawl that did not finish.")
@click.option(
    "--allow-private-hosts",
    is_flag=True,
    help="Let in the private hosts and ports that are named as seeds.",
)
@click.option("--afresh", is_flag=True, help="Ask for every page, also for those that are not due again.")
@click.option("--now", callback=_clock, help="Rehearse: judge what is due as if it were this date (UTC).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@data_options
def command(
    urls: tuple[str, ...],
    codes: tuple[str, ...],
    everything: bool,
    max_pages: int,
    years: str | None,
    browser: str,
    delay: float,
    resume: bool,
    allow_private_hosts: bool,
    afresh: bool,
    now: str | None,
    as_json: bool,
    data: Path,
    collection: str,
) -> None:
    """Finds the annual reports on county portals, archives them and reads them into the corpus.

    Starts from home pages: URLs, counties of the registry, or all of them; goes from there by itself.
    """
    from archive import ArchiveError, Collection
    from corpus import CorpusError
    from crawler.cli.told import tell

    def last(outcome: "Outcome") -> None:
        tell(outcome, data, as_json=as_json)
        leave(outcome.status())

    how = {"browser": browser, "delay": delay, "private": allow_private_hosts, "afresh": afresh, "now": now}
    try:
        held = Collection(data, collection)
        if resume:
            directory = _left(held, named=bool(urls or codes or everything))
            _writable(data)
        else:
            portals = _portals(data, urls, codes, everything, span(years) or ANY_YEAR, max_pages)
            directory = _begun(data, held, portals, how)
        outcome = _crawled(data, held, directory, last)
    except (ArchiveError, CorpusError) as error:
        raise Stop(str(error)) from None
    if outcome.reason == "interrupted":
        last(outcome)
    tell(outcome, data, as_json=as_json)
    raise SystemExit(outcome.status())


def _left(collection: "Collection", *, named: bool) -> Path:
    from crawler.crawl import unfinished
    from crawler.resuming import damaged

    if named:
        raise Stop(
            "--resume goes on with the last crawl as it was asked for: give it no URL, --portal or --all"
        )
    directory = unfinished(collection)
    if directory is None:
        raise Stop("there is no crawl to go on with: the last one finished, or there was none")
    if why := damaged(directory):
        raise Stop(f"{why}: move {directory} away and crawl anew, what was archived is kept")
    return directory


def _writable(data: Path) -> None:
    """Opens the corpus once before there is a crawl: within Scrapy one that cannot be written to, or that
    another crawl writes to, is only a line of its log.
    """
    from corpus import Catalogue

    Catalogue(data / "corpus.db").close()


def _begun(data: Path, collection: "Collection", portals: "list[Portal]", how: dict[str, Any]) -> Path:
    """The folder of a new crawl; ``how`` are the plan's own fields."""
    from crawler.addresses import Forbidden, Guard, origin_of
    from crawler.configured import named
    from crawler.crawl import Plan, begin

    guard, private = Guard([]), bool(how["private"])
    if private:
        for pair in named([{"seed": portal.seed} for portal in portals]):
            name, _, number = pair.rpartition(":")
            guard.allow(name, int(number))
    for portal in portals:
        try:
            _, host, port = origin_of(portal.seed)
            if not (private and host == "localhost"):
                guard.check(host, port)
        except Forbidden as error:
            raise Stop(str(error)) from None
    _writable(data)
    return begin(collection, Plan(portals=tuple(portals), **how))


def _portals(
    data: Path,
    urls: tuple[str, ...],
    codes: tuple[str, ...],
    everything: bool,
    years: tuple[int, int],
    max_pages: int,
) -> "list[Portal]":
    """The portals that are asked for, each once."""
    from crawler import registry
    from crawler.crawl import Portal

    known = registry.portals(data) if codes or everything else {}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise Stop(f"no portal has the code {', '.join(unknown)}: see xianzhi portals list")
    named = [known[code] for code in codes]
    chosen = usable(known.values() if everything else named, named=not everything)
    wanted = [Portal(seed=_address(url), years=years, max_pages=max_pages) for url in urls]
    wanted += [_registered(row, years, max_pages) for row in chosen]
    if not wanted:
        raise Stop("name a portal: a URL, --portal CODE, --all, or --resume")
    return list({portal.seed: portal for portal in wanted}.values())


def usable(rows: "Iterable[registry.Portal]", *, named: bool) -> "list[registry.Portal]":
    """The rows that can be visited as they say. Another one is told of and left out, or stops the crawl
    (:class:`Stop`) where it was asked for by name.
    """
    from crawler import registry

    found = []
    for row in rows:
        if not (wrong := "; ".join(registry.hindrances(row))):
            found.append(row)
        elif named:
            raise Stop(f"{row.code} {row.county}: {wrong}: mend its row in portals.tsv")
        else:
            click.echo(f"xianzhi: left out: {row.code} {row.county}: {wrong}", err=True)
    return found


def _registered(row: Any, years: tuple[int, int], max_pages: int) -> "Portal":
    from crawler.backlog import site
    from crawler.crawl import Portal

    others = (host if "//" in host else f"http://{host}/" for host in row.other_hosts.split())
    return Portal(
        seed=_address(row.homepage),
        code=row.code,
        years=years,
        max_pages=max_pages,
        family=row.family,
        sites=tuple(site(url) for url in (row.homepage, *others)),
        quiet_hours=row.quiet_hours,
    )


def _address(url: str) -> str:
    """A seed as it is used: with a path. Raises :class:`Stop` for what is no address of a home page."""
    try:
        parts = urlsplit(url)
        usable = parts.hostname is not None and parts.port != 0
    except ValueError:
        parts, usable = urlsplit(""), False
    if "://" not in url:
        raise Stop(f"{url!r} is no address: write it with http:// or https://")
    if parts.scheme and parts.scheme not in ("http", "https"):
        raise Stop(f"{url!r}: portals are crawled over http and https, not {parts.scheme!r}")
    if not usable:
        raise Stop(f"{url!r} cannot be read as an address")
    return url if parts.path or parts.query else f"{url}/"


def _crawled(
    data: Path, collection: "Collection", directory: Path, last: "Callable[[Outcome], None]"
) -> "Outcome":
    """The crawl, and then whatever of the archive the corpus does not have yet."""
    from archive import ArchiveError
    from corpus import CorpusError
    from crawler.crawl import run
    from crawler.reprocessing import process

    logging.raiseExceptions = False  # a full disk takes no log either: no traceback for each line
    outcome = run(data, collection, directory, last)
    if outcome.reason == "finished":
        try:
            process(data, collection.name, rebuild=False, tick=lambda: None)
        except KeyboardInterrupt:
            click.echo("xianzhi: the crawl is done, its reading is not: xianzhi process goes on", err=True)
            last(replace(outcome, least=INTERRUPTED))
        except (sqlite3.DatabaseError, CorpusError, ArchiveError) as error:
            return _untaken(data, outcome, error)
    return outcome


def _untaken(data: Path, outcome: "Outcome", error: Exception) -> "Outcome":
    """Says that the corpus has not all of the archive: that is not lost, nor what is to be told of it."""
    from corpus.errors import Busy, Full

    mend = f"xianzhi process {'' if isinstance(error, Busy | Full) else '--rebuild '}--data {data}"
    click.echo(f"xianzhi: the crawl is done, the corpus cannot take it in ({error}): {mend}", err=True)
    return replace(outcome, least=DISK_FULL if isinstance(error, Full) else ATTENTION)
