"""What changed between two captures of a page: their clean texts line by line, counters ignored."""

import difflib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.identity import without_counters
from corpus.readingroom import asked
from corpus.readingroom.asked import Row

_AROUND = 3
# Beyond so many lines a side, characters within a changed line are not compared.
_LONGEST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a line; ``changed`` where the other side has something else."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the comparison; ``None`` on a side where nothing stands; ``kind`` same, changed or gap."""

    kind: str
    earlier: tuple[Piece, ...] | None = None
    later: tuple[Piece, ...] | None = None


def captures_of(conn: sqlite3.Connection, url: str) -> list[Row]:
    """Captures of an address that the corpus knows, earliest first."""
    return asked.rows(
        conn,
        """SELECT captures.*, reports.year AS year FROM captures
           LEFT JOIN reports ON reports.id = captures.page_id
           WHERE target_uri = ? ORDER BY date, captures.id""",
        (url,),
    )


def compared(conn: sqlite3.Connection, earlier: str, later: str) -> dict[str, Any] | None:
    """The page that compares two captures by their short names; ``None`` where one is not there."""
    sides = [asked.capture(conn, name) for name in (earlier, later)]
    if not sides[0] or not sides[1]:
        return None
    texts = [_text(conn, side["page_id"]) for side in sides if side]
    lines = list(difference(*texts))
    return {
        "earlier": sides[0],
        "later": sides[1],
        "lines": lines,
        "same": not any(line.kind == "changed" for line in lines),
    }


def _text(conn: sqlite3.Connection, page_id: str | None) -> str:
    found = asked.one(conn, "SELECT text FROM pages WHERE id = ?", (page_id or "",))
    return (found or {}).get("text") or ""


def difference(earlier: str, later: str) -> Iterator[Line]:
    """The two texts side by side: changed lines, with a few unchanged ones around them."""
    a, b = earlier.split("\n"), later.split("\n")
    matcher = difflib.SequenceMatcher(
        None, [without_counters(line) for line in a], [without_counters(line) for line in b], autojunk=False
    )
    for n, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if n:
            yield Line(kind="gap")
        for kind, a0, a1, b0, b1 in group:
            if kind == "equal":
                yield from (
                    Line(kind="same", earlier=(Piece(text=x),), later=(Piece(text=y),))
                    for x, y in zip(a[a0:a1], b[b0:b1], strict=True)
                )
            else:
                yield from _changed(a[a0:a1], b[b0:b1])


def _changed(a: list[str], b: list[str]) -> Iterator[Line]:
    for n in range(max(len(a), len(b))):
        left, right = (side[n] if n < len(side) else None for side in (a, b))
        earlier, later = _pieces(left, right)
        yield Line(kind="changed", earlier=earlier, later=later)


def _pieces(
    left: str | None, right: str | None
) -> tuple[tuple[Piece, ...] | None, tuple[Piece, ...] | None]:
    """Both lines in pieces; a line without a counterpart is changed as a whole."""
    if left is None or right is None or len(left) + len(right) > _LONGEST:
        return tuple(None if side is None else (Piece(text=side, changed=True),) for side in (left, right))  # type: ignore[return-value]  # two sides
    codes = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return (
        tuple(Piece(text=left[a:b], changed=kind != "equal") for kind, a, b, _, _ in codes if b > a),
        tuple(Piece(text=right[a:b], changed=kind != "equal") for kind, _, _, a, b in codes if b > a),
    )
