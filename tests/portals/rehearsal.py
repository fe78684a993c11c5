"""A year of made-up portals with a clock of their own: they publish, correct, break, move and vanish.

with rehearsal(30) as year:
    year.advance(date(2026, 2, 3))     # everything up to that day has now happened
    year.events                        # what happens when, and what ought to be noticed
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.portals.server import Request, Response, listen
from tests.portals.serving import stop
from tests.portals.site import Site
from tests.portals.sites.hanweb import HanwebSite
from tests.portals.sites.trs import TrsSite
from tests.portals.sites.vsb import VsbSite
from tests.portals.world import Item, county

DRESSES = (TrsSite, HanwebSite, VsbSite)
START = date(2026, 1, 1)
KINDS = (
    "plain",
    "late",
    "corrects",
    "moves",
    "breaks",
    "busy",
    "vanishes",
    "walled",
    "withdraws",
    "redresses",
)
OLD = 22  # the portal that corrects a report of long ago
# what lasts: the mood, the state that ought to be told, after how many days it ends, and by what
LASTING = {
    "moves": ("moved", "broken", 40, "registered"),
    "breaks": ("emptied", "broken", 60, "recovers"),
    "vanishes": ("gone", "broken", 0, ""),
    "walled": ("wall", "blocked_here", 45, "recovers"),
}
MOODS = {
    "busy": "busy",
    "moved": "moved",
    "emptied": "emptied",
    "gone": "gone",
    "wall": "wall",
    "recovers": "",
    "registered": "moved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happens at a portal on a day. ``state`` is what the schedule ought to say then (``None``: no
    message at all), ``change`` whether a version of a report ought to be noticed, ``year`` whose report."""

    day: date
    portal: int
    kind: str
    state: str | None = None
    change: bool = False
    year: int | None = None


class Actor:
    """Stands before a site's answers, in one of several moods."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.mood = ""
        self.elsewhere = ""
        self._answer = site.answer

    def answer(self, request: Request) -> Response:
        """The site's own answer, or its mood's."""
        if self.mood == "busy":
            return Response(status=503, body=b"Service Unavailable", headers=(("Retry-After", "1"),))
        if self.mood == "gone":
            return Response(status=404, body=b"<html><title>404</title>no such site</html>")
        if self.mood == "wall":
            words = (
                "<html><title>访问被拦截</title>您的访问请求可能对网站造成威胁，已被网站防火墙拦截</html>"
            )
            return Response(status=403, body=words.encode())
        if self.mood == "moved":
            return Response(status=301, headers=(("Location", self.elsewhere + request.target),))
        answer = self._answer(request)
        if self.mood == "emptied" and b"<li" in answer.body and b"SiteIDCode" in answer.body:
            return replace(answer, body=_emptied(answer.body))
        return answer


def _emptied(body: bytes) -> bytes:
    """A page whose lists now wait for a script that never brings them."""
    head, _, rest = body.partition(b'<div class="main">')
    return (
        head.replace(b"<li", b"<!--<li").replace(b"</li>", b"</li>-->")
        + b'<div id="app"></div>'
        + rest[-200:]
    )


class Year:
    """The portals and what happens to them."""

    def __init__(self, actors: list[Actor], urls: list[str]) -> None:
        self.actors, self.urls = actors, urls
        self.codes = [actor.site.county.code for actor in actors]
        self.names = [actor.site.county.name for actor in actors]
        self._late = [self._withheld(actor.site) for actor in actors]
        self.events = sorted(
            (e for n in range(len(actors)) for e in story(n)), key=lambda e: (e.day, e.portal)
        )
        self._next = 0

    @staticmethod
    def _withheld(site: Site) -> Item:
        """Few reports, so that a year is short; the newest is not published yet."""
        own = [
            i for i in site.county.columns["annual_county"].items if i.made is None or i.made.year >= 2021
        ]
        newest = next(item for item in own if item.made and item.made.year == 2025)
        site.county.columns["annual_county"].items[:] = [item for item in own if item is not newest]
        for key in ("annual_bureaus", "annual_towns"):
            column = site.county.columns[key]
            column.items[:] = [item for item in column.items if item.made and item.made.year >= 2024]
        _again(site)
        return newest

    def advance(self, today: date) -> list[Event]:
        """Lets everything up to that day happen; gives what happened."""
        happened = []
        while self._next < len(self.events) and self.events[self._next].day <= today:
            event = self.events[self._next]
            self._happen(event)
            happened.append(event)
            self._next += 1
        return happened

    def _happen(self, event: Event) -> None:
        actor = self.actors[event.portal]
        items = actor.site.county.columns["annual_county"].items
        if event.kind == "publishes":
            items.insert(0, self._late[event.portal])
        elif event.kind == "corrects":
            at = next(n for n, item in enumerate(items) if item.made and item.made.year == event.year)
            items[at] = corrected(items[at])
        elif event.kind == "withdraws":
            items[:] = [item for item in items if not (item.made and item.made.year == 2021)]
        elif event.kind == "redresses":
            actor.site.editor = ('<div class="zoom-new article-content">', "</div>")
        elif event.kind in MOODS:
            actor.mood = MOODS[event.kind]
        _again(actor.site)


def corrected(item: Item) -> Item:
    """The report with one more licence decided: the figure in its table and in its truth."""
    assert item.made is not None
    old = int(item.made.figures["licensing_decisions"])
    figures = {**item.made.figures, "licensing_decisions": old + 9}
    blocks = tuple(
        replace(block, grid=_raised(block.grid, old)) if block.grid else block for block in item.made.blocks
    )
    return replace(item, made=replace(item.made, figures=figures, blocks=blocks))


def _raised(grid: Any, old: int) -> Any:
    rows = []
    for row in grid.rows:
        if row[0].text == "行政许可":
            row = (row[0], replace(row[1], text=str(old + 9)), *row[2:])
        rows.append(row)
    return replace(grid, rows=tuple(rows))


def _again(site: Site) -> None:
    """The site's pages are made anew from its columns."""
    for held in (site.pages, site.documents, site._made):
        held.clear()
    for name in ("_columns", "_latest", "_nav"):
        vars(site).pop(name, None)
    site.place()


def story(n: int) -> Iterator[Event]:
    """What happens at the n-th portal."""
    kind = KINDS[n % len(KINDS)]
    day = START + timedelta(days=20 + n * 2 % 60)
    if kind == "late":
        yield Event(day=date(2026, 4, 7), portal=n, kind="overdue", state="quiet")
        yield Event(day=date(2026, 6, 1 + n % 20), portal=n, kind="publishes", state="ok", year=2025)
        return
    yield Event(day=day, portal=n, kind="publishes", year=2025)
    yield from _trouble(n, kind)


def _trouble(n: int, kind: str) -> Iterator[Event]:
    """Outages of ten days lie in the season, when portals are visited weekly; a visit a month could miss them."""
    after = date(2026, 5, 1 + n % 20)
    if kind == "corrects":
        soon = date(2026, 3, 2 + n % 20)
        yield Event(day=soon, portal=n, kind="corrects", change=True, year=2022 if n == OLD else 2024)
    elif kind == "busy":
        soon = date(2026, 3, 10 + n % 9)
        yield Event(day=soon, portal=n, kind="busy", state="blocked_here")
        yield Event(day=soon + timedelta(days=10), portal=n, kind="recovers", state="ok")
    elif kind == "withdraws":
        yield Event(day=after, portal=n, kind="withdraws", state="attention")
        yield Event(day=after + timedelta(days=50), portal=n, kind="accepted", state="ok")
    elif kind == "redresses":
        yield Event(day=after, portal=n, kind="redresses")
    elif kind in LASTING:
        mood, state, days, end = LASTING[kind]
        yield Event(day=after, portal=n, kind=mood, state=state)
        if days:
            yield Event(day=after + timedelta(days=days), portal=n, kind=end, state="ok")


@contextlib.contextmanager
def rehearsal(portals: int, *, seed: int = 5) -> Iterator[Year]:
    """So many portals, each on a port of its own and a second one to move to, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="rehearsal", daemon=True)
    thread.start()
    sites = [DRESSES[n % 3](county(seed=seed, index=n, scale=0.03), f"year-{n}") for n in range(portals)]
    actors = [Actor(site) for site in sites]
    year, servers = asyncio.run_coroutine_threadsafe(_start(actors), loop).result(30)
    try:
        yield year
    finally:
        asyncio.run_coroutine_threadsafe(stop(servers), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _start(actors: list[Actor]) -> tuple[Year, list[asyncio.Server]]:
    servers, urls = [], []
    for actor in actors:
        site = actor.site
        server, port = await listen(actor.answer, site.log)
        second, elsewhere = await listen(actor._answer, site.log)
        site.url = f"http://127.0.0.1:{port}"
        actor.elsewhere = f"http://127.0.0.1:{elsewhere}"
        servers += [server, second]
        urls.append(site.url + "/")
    return Year(actors, urls), servers
