"""What pagers are made of: calls and numbers in scripts, query parameters, numbers in file names."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_ARGUMENT = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,'"()]{1,80}))\s*(?:,|$)""")
_NUMBER = re.compile(r"[\"']?\s{0,9}[:=]\s{0,9}[\"']?(\d{1,9})(?!\w)")
_WORD = re.compile(r"[\"']?\s{0,9}[:=]\s{0,9}(?:\"([^\"]{0,500})\"|'([^']{0,500})'|([\w./-]{1,200}))")
_CALLED = re.compile(r"\s{0,9}\(([^()]{1,300})\)")
MOST_PAGES = 5_000


def calls(text: str, name: str) -> Iterator[tuple[str | int, ...]]:
    """The arguments of every call of a function in a page's scripts; variables are looked up.

    >>> list(calls("var n = 7; createPageHTML(n, 0, 'index', \\"html\\")", "createPageHTML"))
    [(7, 0, 'index', 'html')]
    """
    at = text.find(name)
    while at >= 0:
        found = _CALLED.match(text, at + len(name))
        before = text[max(0, at - 9) : at]
        if (
            found
            and not before.endswith("function ")
            and not (before[-1:].isalnum() or before[-1:] in ("_", "."))
        ):
            values = tuple(_argument(m, text) for m in _ARGUMENT.finditer(found[1]) if m[0].strip())
            if values:
                yield values
        at = text.find(name, at + len(name))


def _argument(found: re.Match[str], text: str) -> str | int:
    quoted = found[1] if found[1] is not None else found[2]
    raw = (quoted if quoted is not None else found[3] or "").strip()
    if raw.isascii() and raw.isdigit() and len(raw) < 10:
        return int(raw)
    if quoted is None and raw.isidentifier():
        known = number(text, raw)
        return raw if known is None else known
    return raw


def number(text: str, *names: str) -> int | None:
    """The number that a script gives one of these names (``n = 7``, ``"n": "7"``), the first name first.

    >>> number("{pageCount:'12'}", "totalPage", "pageCount")
    12
    """
    return next((int(found[1]) for found in _given(text, names, _NUMBER)), None)


def word(text: str, *names: str) -> str | None:
    """The text that a script gives one of these names, in quotes or a bare word.

    >>> word("var siteGuid = 'ab-1';", "siteGuid")
    'ab-1'
    """
    for found in _given(text, names, _WORD):
        return next(group for group in found.groups() if group is not None)
    return None


def _given(text: str, names: tuple[str, ...], value: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where a name is given a value, name by name: found by plain search, so a long page costs little."""
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text
    for name in names:
        at = lower.find(name.lower())
        while at >= 0:
            end = at + len(name)
            whole = at == 0 or not (lower[at - 1].isalnum() or lower[at - 1] == "_")
            found = value.match(text, end) if whole else None
            if found:
                yield found
            at = lower.find(name.lower(), end)


def between(text: str, opening: str, closing: str) -> Iterator[str]:
    """What stands between each opening and its closing, in time linear in the text.

    >>> list(between("<r>a</r><r>b</r><r>", "<r>", "</r>"))
    ['a', 'b']
    """
    at = text.find(opening)
    while at >= 0:
        end = text.find(closing, at + len(opening))
        if end < 0:
            return
        yield text[at + len(opening) : end]
        at = text.find(opening, end)


def query(url: str) -> dict[str, str]:
    """The query as a mapping, the last of doubled names.

    >>> query("http://h/?a=1&b=")
    {'a': '1', 'b': ''}
    """
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def with_query(url: str, **changes: object) -> str:
    """The same URL with some parameters set, in place where they stood, else at the end.

    >>> with_query("http://h/a?x=1&page=2&y=3", page=3)
    'http://h/a?x=1&page=3&y=3'
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    wanted = {name.lower(): str(value) for name, value in changes.items()}
    out = [(name, wanted.pop(name.lower(), value)) for name, value in pairs]
    out += [(name, str(value)) for name, value in changes.items() if name.lower() in wanted]
    return urlunsplit(parts._replace(query=urlencode(out, quote_via=quote, safe="/:,{}[]\"'"), fragment=""))


def file_number(url: str) -> tuple[str, int | None, str]:
    """The path before, the number and the ending of a paged file name.

    >>> file_number("http://h/a/index_3.html")
    ('http://h/a/index', 3, '.html')
    >>> file_number("http://h/a/index.html")
    ('http://h/a/index', None, '.html')
    """
    path = url.partition("?")[0]
    found = re.fullmatch(r"(.*/[^/]*?)(?:[_-](\d{1,4}))?(\.\w{2,6})", path)
    if found is None:
        return path, None, ""
    return found[1], int(found[2]) if found[2] else None, found[3]
