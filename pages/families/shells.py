"""Texts that a page hides in a script, or that a service answers as JSON, as ordinary pages.

What is archived is the answer as it came; this only takes off the notation it is wrapped in, so that the
cleaning sees what a browser would show.
"""

from html import escape
from typing import Any

from pages.families import family_of, jsonlists
from pages.families.family import Document

SIGNS = (b"window._CONFIG", b"NFCMS_")
TITLES = ("title", "infotitle", "doctitle", "showtitle")


def is_shell(payload: bytes) -> bool:
    """Whether it is worth a look: JSON, or a script that is known to hold texts."""
    return payload.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[") or any(
        sign in payload for sign in SIGNS
    )


def opened(markup: str, url: str | None) -> str | None:
    """The page that the shell's own script would make, or ``None`` where no text is hidden in it."""
    doc = Document(url=url or "http://localhost/", text=markup)
    html = family_of(doc).body_html(doc)
    if not html:
        return None
    if doc.json is not None:
        return _page(doc.json, html)
    head, tag, rest = markup.partition("<body")
    inside = rest.partition(">")[2] if tag else markup
    return f'{head}<body><div class="article-content">{html}</div>{inside}'


def _page(data: Any, html: str) -> str:
    """A service's answer as a page: its title, its date, its text."""
    row = next((row for row in jsonlists.objects(data) if jsonlists.first(_lower(row), TITLES)), {})
    title = escape(jsonlists.plain(jsonlists.first(_lower(row), TITLES)))
    date = escape(jsonlists.date_of(_lower(row)) or "")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{date}"></head>'
        f'<body><h1>{title}</h1><div class="article-content">{html}</div></body></html>'
    )


def _lower(row: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): value for key, value in row.items()}
