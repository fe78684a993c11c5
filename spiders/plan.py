"""What a crawl is asked for: the arguments of the spider as one scope a portal."""

import json
from pathlib import Path
from typing import Any

from spiders.scope import FIRST_YEAR, MAX_PAGES

ARGUMENTS = ("seed", "code", "years", "max_pages", "plan")


def planned(options: dict[str, Any]) -> list[dict[str, Any]]:
    """The portals of a plan file, or the one of the arguments; takes its arguments out of ``options``.

    Raises ``ValueError`` with one sentence.
    """
    given = {name: options.pop(name, None) for name in ARGUMENTS}
    if given["plan"]:
        plan: list[dict[str, Any]] = json.loads(Path(str(given["plan"])).read_text("utf-8"))["portals"]
        return [
            {**portal, "years": tuple(portal["years"]), "sites": list(portal["sites"])} for portal in plan
        ]
    if not given["seed"]:
        return []
    return [
        {
            "seed": str(given["seed"]),
            "code": given["code"],
            "years": years(given["years"]),
            "max_pages": int(given["max_pages"] or MAX_PAGES),
        }
    ]


def years(text: Any) -> tuple[int, int]:
    """``2015-2023`` or ``2019`` as first and last year; all of them where nothing is given.

    >>> years("2015-2023"), years("2019")
    ((2015, 2023), (2019, 2019))
    """
    if not text:
        return FIRST_YEAR - 20, 2100
    first, _, last = str(text).partition("-")
    if not first.isdigit() or (last and not last.isdigit()) or int(last or first) < int(first):
        raise ValueError(f"years are given as 2015-2023 or 2019, not {text!r}")
    return int(first), int(last or first)
