"""What stands on the page of a report and of a county, made ready for its template."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from corpus.readingroom import asked
from corpus.readingroom.asked import Row
from corpus.readingroom.cuts import Cut
from corpus.readingroom.marks import Heading, Mark, Marked
from corpus.readingroom.plot import Point, svg
from corpus.readingroom.seriesnames import NAMES, label

Say = Callable[[str], str]
LONGEST = 300_000
"""Characters of a text that its page shows; the longest real report has a tenth of that."""
# Shown where the reader has chosen no series: applications are what most people come for.
FIRST_SERIES = ("x_applications_received", "x_proactive_total")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series of a county: those to choose from, the one chosen, its plot and its values."""

    names: tuple[str, ...]
    chosen: str
    plot: Markup
    hollow: bool
    rows: tuple[Row, ...]


def series(
    conn: sqlite3.Connection, county_id: str | None, wanted: str | None, say: Say, here: str | None = None
) -> Series | None:
    """The series of a county, named by ``say``; ``None`` where it has none."""
    names = asked.series_names(conn, county_id) if county_id else []
    if not names or not county_id:
        return None
    chosen = next((name for name in (wanted, *FIRST_SERIES) if name in names), names[0])
    rows = asked.series(conn, county_id, str(chosen))
    points = [_point(row, here) for row in rows if isinstance(row["value"], int | float)]
    listed = [name for name in NAMES if name in names]
    return Series(
        names=(*listed, *sorted(set(names) - set(listed))),
        chosen=str(chosen),
        plot=svg(points, say(str(chosen))),
        hollow=any(point.hollow for point in points),
        rows=tuple(rows),
    )


def _point(row: Row, here: str | None) -> Point:
    return Point(
        year=row["year"],
        value=float(row["value"]),
        href=f"/report/{row['report_id']}",
        says=f"{row['year']}: {row['value']:,}" + (f" ({row['caveat']})" if row["caveat"] else ""),
        hollow=row["comparable"] == "~",
        here=row["report_id"] == here,
    )


def county(
    conn: sqlite3.Connection, county_id: str | None, seed: str | None, wanted: str | None, say: Say
) -> dict[str, Any] | None:
    """The page of a county or of a portal; ``say`` names its series."""
    portals = asked.portals(conn, county_id, seed)
    documents = asked.documents(conn, county_id, seed)
    if not portals and not documents:
        return None
    first = next(iter([*portals, *documents]))
    own = [row for row in documents if row["level"] not in ("department", "township")]
    return {
        "portals": portals,
        "name": first["county"] or _government(own) or seed or county_id,
        "place": [part for part in (first["province"], first["city"]) if part],
        "county_id": county_id or first["county_id"],
        "own": own,
        "others": [row for row in documents if row not in own],
        "series": series(conn, county_id or first["county_id"], wanted, say),
    }


def _government(documents: list[Row]) -> str | None:
    """The name of a government whose division is in no table: its own, as it reports it."""
    return next((row["issuer_name"] for row in documents if row["level"] == "county"), None)


def context(found: dict[str, Any], say: Say) -> dict[str, Any]:
    """The page of a report: its rows, and its text with everything marked."""
    figures = [row | {"label": label(row["id"]), "key": f"f-{row['n']}"} for row in found["figures"]]
    tables = [(row["start"], row["end"], row["rows"], row["header_rows"]) for row in found["tables"]]
    marks = [*_figures(figures), *_repairs(found["repairs"], say)]
    headings = [Heading(start=row["start"], key=f"s-{row['n']}") for row in found["sections"]]
    cuts = [
        Cut(start=row["start"], key=f"c-{row['n']}", rule=row["rule"], text=row["text"])
        for row in found["removals"]
        if row["start"] is not None
    ]
    whole = found["page"].get("text") or ""
    text = Marked(whole[:LONGEST], marks, headings, cuts).html(tables)
    capture = found["captures"][-1] if found["captures"] else None
    return found | {
        "figures": figures,
        "text": text,
        "capture": capture,
        "cut": _by_rule(found["removals"]),
        "placed": bool(cuts),
        "longer": len(whole) > LONGEST,
        "county_name": found["report"]["county"] or _government(found["years"]),
    }


def _figures(figures: list[Row]) -> Iterator[Mark]:
    for row in figures:
        kind = "figure" if row["value"] is not None else "figure unread"
        yield Mark(
            start=row["start"],
            end=row["end"],
            key=row["key"],
            kind=kind,
            title=f"{row['id']} · {row['label']}",
        )


def _repairs(repairs: list[Row], say: Say) -> Iterator[Mark]:
    for row in repairs:
        after = row["after"] or ""
        sure = say("certain") if row["certain"] else say("likely")
        yield Mark(
            start=row["start"],
            end=row["start"] + len(after),
            key=f"r-{row['n']}",
            kind="certain" if row["certain"] else "likely",
            title=f"{row['kind']} ({sure}): {row['before']} → {after}",
            before=row["before"],
        )


def _by_rule(removals: list[Row]) -> list[tuple[str, list[Row]]]:
    """Rules in the order in which they first cut, each with what it cut."""
    held: dict[str, list[Row]] = {}
    for row in removals:
        held.setdefault(row["rule"], []).append(row)
    return list(held.items())
