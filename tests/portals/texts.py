"""Given texts (raw ``.txt`` of real or other reports) as items of a portal, characters as they are.

Runs of lines that begin with a tab are tables flattened a cell a line, an empty line between rows; they
become tables again. Every other line is a paragraph. A truth is taken from ``expected/NAME.json`` beside.
"""

from __future__ import annotations

import json
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.portals.world import Item


def items(folder: Path) -> list[Item]:
    """One item a file, in the order of their names."""
    return [_item(number, path) for number, path in enumerate(sorted(folder.glob("*.txt")))]


def _item(number: int, path: Path) -> Item:
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").lstrip("\ufeff")
    truth = _truth(path)
    title = truth.get("title") or next(
        (line.strip() for line in text.split("\n") if line.strip()), path.stem
    )
    return Item(
        id=950_001 + number,
        title=str(title),
        date=f"{int(truth.get('year') or 2016) + 1}-03-30",
        kind="text",
        html=html(text),
        truth={**truth, "text": path.name} if truth else None,
    )


def _truth(path: Path) -> dict[str, Any]:
    beside = path.parent / "expected" / f"{path.stem}.json"
    return json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}


def html(text: str) -> str:
    """The text as the inside of an article."""
    out = []
    for tabbed, lines in groupby(_marked(text.split("\n")), key=lambda pair: pair[0]):
        held = [line for _, line in lines]
        out.append(_table(held) if tabbed else "".join(_paragraph(line) for line in held))
    return "\n".join(out)


def _marked(lines: list[str]) -> list[tuple[bool, str]]:
    """Each line and whether it belongs to a table: tabbed, or what stands between tabbed lines near by."""
    tabbed = [line.startswith("\t") for line in lines]
    out = []
    for at, line in enumerate(lines):
        between = any(tabbed[max(0, at - 2) : at]) and any(tabbed[at + 1 : at + 3])
        out.append((tabbed[at] or between, line))
    return out


def _paragraph(line: str) -> str:
    return f"<p>{escape(line, quote=False)}</p>" if line.strip() else ""


def _table(lines: list[str]) -> str:
    """Rows end at an empty line; a line without a tab goes on with the cell above it."""
    rows: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() and not line.startswith("\t"):
            rows.append([])
        elif line.startswith("\t") or not rows[-1]:
            rows[-1].append(line[1:] if line.startswith("\t") else line)
        else:
            rows[-1][-1] += line
    return "<table border=1>" + "".join(_row(row) for row in rows if row) + "</table>"


def _row(row: list[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) + "</tr>"
