"""Full text search that is right for Chinese: every phrase is found, in either script, and nothing else.

SQLite's own tokenizers fail on Chinese: ``unicode61`` takes a whole clause for one word, ``trigram``
cannot find a word of two characters. Here a run of Han characters is indexed as its overlapping pairs
with the last character alone at its end, so 政府信息 is 政府 府信 信息 息, and a query is a phrase of
such pairs. A word of two characters is then one look-up, a single character a prefix, and a phrase does
not reach across punctuation. Both sides are read in simplified characters first.
"""

import html
import re
import sqlite3
from dataclasses import dataclass
from operator import add

from sqlite_utils import Database

import reports

INDEX = "reports_fts"
COLUMNS = ("title", "issuer", "text")
_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff"
_HAN_FIRST = re.compile(f"[{_HAN}]")
_PIECE = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW = {0xFF01 + n: 0x21 + n for n in range(94)}


def create_index(db: Database) -> None:
    """The index keeps no text of its own (contentless): the pages hold it already."""
    db.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5"
        f"({', '.join(COLUMNS)}, content='', tokenize='unicode61 remove_diacritics 0')"
    )


def fold(text: str) -> str:
    """The reading that is searched: simplified, narrow, of the same length as the text."""
    reading = reports.simplified(text)
    return reading.translate(_NARROW) if _WIDE.search(reading) else reading


def indexed(text: str | None) -> str:
    """The text as it is handed to the index.

    >>> indexed("政府信息, 2023年")
    '政府 府信 信息 息 2023 年'
    """
    return " ".join(" ".join(_tokens(piece)) for piece in _PIECE.findall(fold(text or "")))


def _tokens(piece: str) -> list[str]:
    """The pairs of a run of Han characters and its last character; another run as it is."""
    if not _is_han(piece):
        return [piece]
    return [*map(add, piece, piece[1:]), piece[-1]]


def _is_han(piece: str) -> bool:
    return _HAN_FIRST.match(piece) is not None


def query(text: str) -> str:
    """What a person types, as an FTS5 query: terms are all wanted, ``"…"`` holds words together.

    ``OR`` between terms and ``-`` before one mean what they do elsewhere. Never a syntax error.

    >>> query('信息公开 -2019')
    '("信息 息公 公开") NOT ("2019")'
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    joined = False
    for quoted, bare in _TERM.findall(text):
        if bare == "OR" and wanted:
            joined = True
            continue
        phrase = _phrase(quoted or bare)
        if phrase and bare.startswith("-"):
            unwanted.append(phrase)
        elif phrase:
            wanted[-1:] = [f"{wanted[-1]} OR {phrase}"] if joined else [*wanted[-1:], phrase]
        joined = False
    asked = " AND ".join(f"({part})" for part in wanted) or '("")'
    return asked + "".join(f" NOT ({part})" for part in unwanted)


def _phrase(term: str) -> str:
    """One phrase; a character that stands alone at its end is the beginning of a pair."""
    pieces = _PIECE.findall(fold(term))
    if not pieces:
        return ""
    tokens = [token for piece in pieces[:-1] for token in _tokens(piece)]
    last = _tokens(pieces[-1])
    alone = _is_han(pieces[-1]) and len(last) == 1
    tokens += last[:-1] if _is_han(pieces[-1]) and not alone else last
    return '"' + " ".join(tokens) + '"' + ("*" if alone else "")


def terms(text: str) -> list[str]:
    """The words to highlight, in the reading that is searched, the longest first."""
    found = [fold(quoted or bare) for quoted, bare in _TERM.findall(text) if bare != "OR"]
    words = {word.strip() for word in found if not word.startswith("-") and _PIECE.search(word)}
    return sorted(words, key=lambda word: (-len(word), word))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a snippet; ``hit`` where it is what was asked for."""

    text: str
    hit: bool


def highlighted(text: str, asked: str) -> tuple[Part, ...]:
    """The whole text in parts, the hits apart."""
    words = terms(asked)
    if not words or not text:
        return (Part(text=text, hit=False),) if text else ()
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    parts, after = [], 0
    for found in pattern.finditer(fold(text)):
        parts += [
            Part(text=text[after : found.start()], hit=False),
            Part(text=text[found.start() : found.end()], hit=True),
        ]
        after = found.end()
    return tuple(part for part in (*parts, Part(text=text[after:], hit=False)) if part.text)


def snippet(text: str, asked: str, width: int = 80) -> tuple[Part, ...]:
    """The surroundings of the first hit, ``width`` characters, on one line; its beginning where none is."""
    words = [word.lower() for word in terms(asked)]
    # Most texts stand as they are searched; folding a whole report takes 2 ms, and a page has twenty.
    places = _places(text, words) or _places(fold(text), words) if words else []
    start = max(0, min(places, default=0) - width // 3)
    piece = re.sub(r"\s", " ", text[start : start + width])
    before, after = "…" if start else "", "…" if start + width < len(text) else ""
    return highlighted(before + piece + after, asked)


def _places(reading: str, words: list[str]) -> list[int]:
    lower = reading.lower()
    return [at for word in words if (at := lower.find(word)) >= 0]


def zh_snippet(text: str | None, asked: str | None, width: int = 80) -> str:
    """The snippet as HTML: everything escaped, the hits in ``<mark>``."""
    return "".join(
        f"<mark>{html.escape(part.text)}</mark>" if part.hit else html.escape(part.text)
        for part in snippet(text or "", asked or "", width)
    )


def register(connection: sqlite3.Connection) -> None:
    """The SQL functions: ``escape_fts`` is the one Datasette's own search box calls.

    A plugin calls this from ``prepare_connection``; Datasette's function of that name is replaced.
    """
    connection.create_function("escape_fts", 1, lambda text: query(text or ""), deterministic=True)
    connection.create_function("zh_query", 1, lambda text: query(text or ""), deterministic=True)
    connection.create_function("zh_snippet", 2, zh_snippet, deterministic=True)
    connection.create_function("zh_snippet", 3, zh_snippet, deterministic=True)


def add_report(db: Database, columns: dict[str, object]) -> None:
    """Puts one report into the index: its row number and the texts of ``COLUMNS``."""
    marks = ", ".join("?" for _ in COLUMNS)
    texts = [indexed(str(columns[name] or "")) for name in COLUMNS]
    db.execute(
        f"insert into {INDEX} (rowid, {', '.join(COLUMNS)}) values (?, {marks})", [columns["rowid"], *texts]
    )
