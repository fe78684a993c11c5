"""A crawl held against earlier ones of the same portals, as a turn of the schedule is against its past.

By the summaries under ``crawls/``: the last one that finished, was asked for the same years and as many
pages, and did not itself find less. What a run found less is told in its row, as ``less``.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.health import WHOLE, Case, Outcome, fewer

MOST = 200  # crawls looked back at


def held_against(directory: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each with the sentences that say what the crawl found less than was known."""
    asked = _asked(directory)
    wanted = {row["seed"] for row in rows if row["status"] in WHOLE and row["seed"] in asked}
    before = _measures(directory, wanted, asked)
    return [
        {**row, "less": _less(row, before[row["seed"]])} if row["seed"] in before else row for row in rows
    ]


def _less(row: dict[str, Any], before: dict[str, Any]) -> list[str]:
    today = datetime.now(UTC).date()
    known = frozenset(before["years"])
    case = Case(run=_outcome(row), last=_outcome(before), known=known, today=today)
    return [finding.sentence for finding in fewer(case)]


def _measures(
    directory: Path, wanted: set[str], asked: dict[str, tuple[Any, ...]]
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    others = sorted((one for one in directory.parent.glob("*/") if one.name < directory.name), reverse=True)
    for other in others[:MOST]:
        if wanted <= found.keys():
            break
        same = {seed for seed, how in _asked(other).items() if asked.get(seed) == how}
        for row in _ended(other):
            if row.get("seed") in (wanted & same) - found.keys():
                found[row["seed"]] = row
    return found


def _ended(directory: Path) -> Iterator[dict[str, Any]]:
    """The rows of a finished crawl that may be a measure."""
    summary = _read(directory / "summary.json")
    for row in summary.get("portals", []) if summary.get("finished") else []:
        if row.get("status") in WHOLE and row.get("reports") and not row.get("less"):
            yield row


def _asked(directory: Path) -> dict[str, tuple[Any, ...]]:
    """What a crawl was asked for, by seed."""
    plan = _read(directory / "plan.json")
    return {
        row["seed"]: (tuple(row.get("years", ())), row.get("max_pages"), plan.get("browser"))
        for row in plan.get("portals", [])
    }


def _outcome(row: dict[str, Any]) -> Outcome:
    return Outcome(
        code=str(row.get("code") or ""),
        seed=row["seed"],
        crawl_id="",
        began="",
        status=row["status"],
        pages=row["pages"],
        reports=row["reports"],
        years=tuple(row["years"]),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
