"""The pages of the reading room: an address in, a template's context out."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from datasette.utils.asgi import Response

from archive.replay import calendar, timestamp, wanted
from corpus.readingroom import asked, changed, changes, downloads, reading, replaying
from corpus.readingroom.asgi import target
from corpus.readingroom.coverage import SIGNS, coverage
from corpus.readingroom.health import health, standing
from corpus.readingroom.remembered import Remembered
from corpus.readingroom.room import Room
from corpus.readingroom.searching import FACETS, Asked, count, search
from corpus.readingroom.seriesnames import series_name
from corpus.readingroom.words import words

View = Callable[..., Awaitable[Response]]
REPLAY = "/replay/"


async def failure_page(datasette: Any, request: Any, status: int, why: str) -> Response:
    """The page for what is not there or went wrong; JSON for those who asked for JSON."""
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "status": status, "error": why}, status=status)
    context = {"status": status, "error": why}
    page = await datasette.render_template("error.html", context, request=request)
    return Response.html(page, status=status)


class Views:
    """All pages of one room."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.remembered = Remembered(room.corpus)

    def routes(self) -> list[tuple[str, View]]:
        """Patterns and pages; ours are asked before Datasette's."""
        return [
            (r"^/$", self.coverage),
            (r"^/county/(?P<name>[^/]+)$", self.county),
            (r"^/portal$", self.county),
            (r"^/health$", self.health),
            (r"^/changes$", self.changed),
            (r"^/report/(?P<name>[^/.]+)$", self.report),
            (r"^/report/(?P<name>[^/.]+)\.(?P<form>json|txt)$", self.report_file),
            (r"^/document/(?P<name>[^/]+)$", self.document),
            (r"^/capture/(?P<name>[^/]+)/(?P<what>bytes|record)$", self.download),
            (r"^/search$", self.search),
            (r"^/calendar$", self.calendar),
            (r"^/compare$", self.compare),
            (r"^/view$", self.view),
            (r"^/replay/", self.replay),
        ]

    async def _ask(self, datasette: Any, question: Callable[..., Any], *arguments: Any) -> Any:
        database = datasette.get_database("corpus")
        return await database.execute_fn(lambda conn: question(conn, *arguments))

    async def _page(
        self, datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200
    ) -> Response:
        host = request.headers.get("host", "")
        context = {
            "origin_of": partial(self.room.replay_origin, host),
            "scripts": self.room.has_scripts(),
            **context,
        }
        return Response.html(
            await datasette.render_template(template, context, request=request), status=status
        )

    async def _missing(self, datasette: Any, request: Any) -> Response:
        return await failure_page(datasette, request, 404, request.path)

    async def coverage(self, datasette: Any, request: Any) -> Response:
        """The heat map, of everything or of one province."""
        province = request.args.get("province")

        def question(conn: Any) -> Any:
            return self.remembered.get("coverage", lambda: coverage(conn))

        found = await self._ask(datasette, question)
        if province is not None and province not in {one.name for one in found.provinces}:
            return await self._missing(datasette, request)
        context = {
            "map": found,
            "province": province,
            "detailed": found.singly(province),
            "overview": found.together(province),
            "signs": SIGNS,
        }
        return await self._page(datasette, request, "coverage.html", context)

    async def county(self, datasette: Any, request: Any) -> Response:
        """A county: its portals, its reports, those of its departments and townships."""
        name = request.url_vars.get("name")
        asked_for = (name, request.args.get("seed"), request.args.get("series"), _series_name(request))
        found = await self._ask(datasette, reading.county, *asked_for)
        if found is None:
            return await self._missing(datasette, request)
        codes = {portal["division_code"] for portal in found["portals"]}
        stands = await self._ask(datasette, standing, self.room.corpus, codes)
        return await self._page(datasette, request, "county.html", found | {"stands": stands})

    async def health(self, datasette: Any, request: Any) -> Response:
        """The portals with their states, their runs, and what comes next."""
        found = await self._ask(datasette, health, self.room.corpus)
        return await self._page(datasette, request, "health.html", {"portals": found})

    async def changed(self, datasette: Any, request: Any) -> Response:
        """Every figure that became another one, of all counties or of one."""
        county, start = request.args.get("county"), request.args.get("from") or "0"
        if not (start.isascii() and start.isdigit() and len(start) < 10):
            return await self._missing(datasette, request)
        found, following = await self._ask(datasette, changed.changed, county, int(start))
        context = {"rows": found, "following": following, "county": county}
        return await self._page(datasette, request, "changes.html", context)

    async def report(self, datasette: Any, request: Any) -> Response:
        """One report: page and text side by side, figures, checks, receipts, provenance."""
        name = request.url_vars["name"]
        found = await self._ask(datasette, asked.report, name)
        if found is None:
            return await self._missing(datasette, request)
        asked_for = (found["report"]["county_id"], request.args.get("series"), _series_name(request), name)
        series = await self._ask(datasette, reading.series, *asked_for)
        made = await asyncio.to_thread(reading.context, found, _words(request))
        context = made | {"series": series, "scripts": self.room.has_scripts()}
        return await self._page(datasette, request, "report.html", context)

    async def report_file(self, datasette: Any, request: Any) -> Response:
        """A report as the contract's JSON, or its clean text."""
        made = await asyncio.to_thread(
            downloads.report_file, self.room, request.url_vars["name"], request.url_vars["form"]
        )
        if made is None:
            return await self._missing(datasette, request)
        return made

    async def document(self, datasette: Any, request: Any) -> Response:
        """The permanent address of a county's report for a year: its current version."""
        name = request.url_vars["name"]
        sql = "SELECT report_id FROM documents WHERE id = ?"
        found = await self._ask(datasette, asked.one, sql, (name,))
        if found is None:
            return await self._missing(datasette, request)
        return Response.redirect(f"/report/{found['report_id']}")

    async def download(self, datasette: Any, request: Any) -> Response:
        """The original bytes of a capture, or its record as it lies in the WARC file."""
        row = await self._ask(datasette, asked.capture, request.url_vars["name"])
        made = await asyncio.to_thread(downloads.capture_file, self.room, row, request.url_vars["what"])
        if made is None:
            return await self._missing(datasette, request)
        return made

    async def search(self, datasette: Any, request: Any) -> Response:
        """Search with facets."""
        chosen = {name: request.args[name] for name in FACETS if request.args.get(name) is not None}
        page = request.args.get("page") or "1"
        looked_for = Asked(
            words=(request.args.get("q") or "")[:200],
            chosen=chosen,
            page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        )

        def question(conn: Any) -> Any:
            def counted(text: str) -> Any:
                return self.remembered.get(("count", text), lambda: count(conn, text))

            return search(conn, looked_for, counted)

        found = await self._ask(datasette, question)
        context = {"asked": looked_for, "found": found, "link": _link(looked_for)}
        return await self._page(datasette, request, "search.html", context)

    async def calendar(self, datasette: Any, request: Any) -> Response:
        """Every capture of an address, by day."""
        url = request.args.get("url") or ""
        lines = await asyncio.to_thread(replaying.history, self.room, url)
        known = await self._ask(datasette, changes.captures_of, url)
        context = {
            "url": url,
            "lines": lines,
            "months": calendar(line.timestamp for line in lines),
            "known": known,
        }
        return await self._page(datasette, request, "calendar.html", context, 200 if lines else 404)

    async def compare(self, datasette: Any, request: Any) -> Response:
        """Two captures of an address side by side, and what changed in their clean texts."""
        earlier, later = request.args.get("a") or "", request.args.get("b") or ""
        found = await self._ask(datasette, changes.compared, earlier, later)
        if found is None:
            return await self._missing(datasette, request)
        return await self._page(datasette, request, "compare.html", found)

    async def view(self, datasette: Any, request: Any) -> Response:
        """One capture replayed on a page of its own."""
        url, ts = request.args.get("url") or "", request.args.get("ts") or ""
        found = await replaying.find(self.room, replaying.asking(url, ts))
        context = {"url": url, "capture": found}
        if found is not None:
            context |= {"ts": timestamp(found.date), "status": found.status}
        return await self._page(datasette, request, "view.html", context, 200 if found else 404)

    async def replay(self, datasette: Any, request: Any) -> Response:
        """pywb's addresses: ``*`` leads to the calendar, a timestamp to the page."""
        looked_for = wanted(target(request.scope, REPLAY))
        if looked_for is None:
            return await self._missing(datasette, request)
        if looked_for.every:
            return Response.redirect("/calendar?" + urlencode({"url": looked_for.url}))
        ts = looked_for.timestamp or ""
        return Response.redirect("/view?" + urlencode({"url": looked_for.url, "ts": ts}))


def _words(request: Any) -> Callable[[str], str]:
    from corpus.readingroom.plugin import language_for

    return words(language_for(request))


def _series_name(request: Any) -> Callable[[str], str]:
    from corpus.readingroom.plugin import language_for

    return series_name(language_for(request))


def _link(looked_for: Asked) -> Callable[..., str]:
    """Addresses of the same search with one thing changed; ``None`` lets it go."""

    def link(**changed: Any) -> str:
        parts: dict[str, Any] = {"q": looked_for.words or None, **looked_for.chosen} | changed
        return "/search?" + urlencode(
            {key: value for key, value in parts.items() if value is not None}, quote_via=quote
        )

    return link
