"""The plugin that makes a Datasette a reading room: our pages before its own, our words in all of them."""

import logging
import re
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from datasette import hookimpl
from markupsafe import Markup

import corpus.search
from corpus.readingroom import views
from corpus.readingroom.room import Room
from corpus.readingroom.seriesnames import series_name
from corpus.readingroom.words import Language, language_of, words

_log = logging.getLogger(__name__)

NAME = "corpus.readingroom"
DATABASE = "corpus"
_TO_REPORT = frozenset({("reports", "id"), ("documents", "report_id"), ("figures", "report_id")})


class ReadingRoom:
    """One room's hooks. Datasette knows its plugins by ``__name__``."""

    __name__ = NAME

    def __init__(self, room: Room) -> None:
        self.room = room
        self.views = views.Views(room)

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Callable[..., Any]]]:
        """Our pages."""
        return self.views.routes()

    # Datasette's own hook registers escape_fts too, and was registered first: hooks run last in, first out.
    @hookimpl(trylast=True)  # type: ignore[untyped-decorator]
    def prepare_connection(self, conn: sqlite3.Connection) -> None:
        """Search that knows Chinese, also behind Datasette's own search box."""
        corpus.search.register(conn)

    @hookimpl  # type: ignore[untyped-decorator]
    def prepare_jinja2_environment(self, env: Any) -> None:
        """Filters of our templates."""
        env.filters["web"] = web
        env.filters["moment"] = moment
        env.filters["number"] = number
        env.filters["digits"] = digits
        env.filters["shown"] = shown

    @hookimpl  # type: ignore[untyped-decorator]
    def extra_template_vars(self, request: Any) -> dict[str, Any]:
        """The words of the reader's language, and the way to the other one."""
        language = language_for(request)
        return {
            "lang": language,
            "t": words(language),
            "series_name": series_name(language),
            "here": request.path if request else "",
            "switch": _switch(request, language),
        }

    @hookimpl  # type: ignore[untyped-decorator]
    def render_cell(self, value: Any, column: str, table: str | None) -> Markup | None:
        """A report's name in a table leads to its page."""
        if (table, column) in _TO_REPORT and isinstance(value, str):
            return Markup('<a href="/report/{}">{}</a>').format(value, value)
        return None

    @hookimpl  # type: ignore[untyped-decorator]
    def handle_exception(self, datasette: Any, request: Any, exception: Exception) -> Callable[[], Any]:
        """One sentence on a page of ours; what nobody foresaw goes to standard error too."""
        status = getattr(exception, "status", 500)
        if status >= 500:
            _log.error("%s: %r", request.path, exception, exc_info=exception)
        said = getattr(exception, "message", None) or str(exception)

        async def page() -> Any:
            return await views.failure_page(datasette, request, status, str(said))

        return page


def language_for(request: Any) -> Language:
    """The language a request is answered in."""
    if request is None:
        return "zh"
    return language_of(
        request.args.get("lang"), request.cookies.get("lang"), request.headers.get("accept-language", "")
    )


def _switch(request: Any, language: Language) -> str:
    other = "en" if language == "zh" else "zh"
    if request is None:
        return f"?lang={other}"
    kept = [(key, value) for key in request.args for value in request.args.getlist(key) if key != "lang"]
    return "?" + urlencode([*kept, ("lang", other)])


def web(address: str | None) -> str:
    """The address where it is of the web, else ``#``: a page must not name where a link runs.

    >>> web("javascript:alert(1)")
    '#'
    """
    try:
        return address if address and urlsplit(address).scheme in ("http", "https") else "#"
    except ValueError:
        return "#"


def moment(date: str | None) -> str:
    """A moment to the minute, as printed for people.

    >>> moment("2026-11-20T03:04:05.000000Z")
    '2026-11-20 03:04 UTC'
    """
    if not date or len(date) < 16:
        return date or ""
    return f"{date[:10]} {date[11:16]} UTC"


def digits(date: str | None) -> str:
    """The 14 digits of a moment, as replay addresses have it.

    >>> digits("2026-11-20T03:04:05.000000Z")
    '20261120030405'
    """
    return re.sub(r"\D", "", date or "")[:14]


def shown(mime: str | None) -> bool:
    """Whether a browser shows that media type in a sealed frame; where none is known it is tried.

    >>> shown("text/html; charset=gbk"), shown("application/pdf")
    (True, False)
    """
    kind = (mime or "text/html").split(";")[0].strip().lower()
    return kind.startswith(("text/", "image/")) or kind in ("application/xhtml+xml", "application/xml")


def number(value: Any) -> str:
    """A number with thousands apart; anything else as it is.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}" if isinstance(value, int | float) else "" if value is None else str(value)
