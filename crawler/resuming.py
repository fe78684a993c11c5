"""Whether what an interrupted crawl left can be gone on with."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from crawler.registry import is_span


def damaged(directory: Path) -> str | None:
    """What is wrong with a crawl's plan or frontier, in a sentence; ``None``: nothing that a look shows."""
    plan = directory / "plan.json"
    try:
        held = json.loads(plan.read_text("utf-8"))
        whole = bool(held["portals"]) and {"browser", "delay", "private"} <= held.keys()
        for portal in held["portals"]:
            whole = whole and isinstance(portal["seed"], str) and isinstance(portal["sites"], list)
            whole = whole and len(portal["years"]) == 2
    except (OSError, ValueError, TypeError, KeyError):
        whole = False
    if not whole:
        return f"{plan} is damaged"
    _without_bad_hours(plan, held)
    frontier = directory / "frontier.db"
    if frontier.is_file() and not _opens(frontier):
        return f"{frontier} is damaged"
    return None


def _without_bad_hours(plan: Path, held: dict[str, Any]) -> None:
    """A plan of before quiet hours were looked at when a crawl begins: what cannot be read keeps nobody."""
    bad = [one for one in held["portals"] if one.get("quiet_hours") and not is_span(one["quiet_hours"])]
    if bad:
        for portal in bad:
            portal["quiet_hours"] = ""
        plan.write_text(json.dumps(held, ensure_ascii=False, indent=1), "utf-8")


def _opens(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True)) as db:
            return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False
