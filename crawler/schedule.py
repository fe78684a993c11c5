"""When each portal is due: pure, with the clock given.

A portal's ``frequency`` is a word or a cron expression (China time). Without one it follows the field:
reports appear from 10 January to mid-April (REPORTS §A.7), late and corrected ones after, so it is
visited weekly then and monthly in the rest of the year. Every portal has a minute of its own, made from
its code, so that they do not start at once.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.frequency import CHINA, STEPS, Cron, fault
from crawler.health import State
from crawler.registry import Portal

SEASON = ((1, 10), (4, 15))
# What is not as it should be is asked again sooner than at its turn: with patience, not every hour.
PATIENCE: dict[State, timedelta] = {
    "broken": timedelta(days=1),
    "blocked_here": timedelta(days=3),
    "quiet": timedelta(days=7),
}
DOUBLING = frozenset({"broken", "blocked_here"})  # each time in a row the pause is twice as long
CLOCK_SLIP = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A portal's next crawl: when (UTC-aware, China time), and the sentence that says why then.

    ``new``: the schedule never crawled it.
    """

    portal: Portal
    at: datetime
    why: str
    new: bool = False


def in_season(moment: datetime) -> bool:
    """Whether new reports are to be expected on that day in China."""
    day = moment.astimezone(CHINA)
    return SEASON[0] <= (day.month, day.day) <= SEASON[1]


def own_minute(code: str) -> timedelta:
    """A portal's own place in the night, 00:00 to 05:59 China time, the same every time."""
    return timedelta(minutes=int(hashlib.sha256(code.encode()).hexdigest(), 16) % 360)


def due(
    portal: Portal, last: datetime | None, state: State | None, now: datetime, *, in_row: int = 1
) -> Due:
    """When the portal is next due, its last run having begun at ``last`` and left it in ``state``;
    ``in_row`` runs did so, one after the other.

    Raises ``ValueError`` with one sentence where the frequency is neither a word nor a cron expression.
    """
    if last is None:
        return Due(portal=portal, at=now, why="never crawled by the schedule", new=True)
    if last > now + CLOCK_SLIP:
        return Due(portal=portal, at=now, why=f"its last run is dated {last:%Y-%m-%d}, after today")
    regular = _regular(portal, last)
    if state is None or state not in PATIENCE:
        return regular
    pause = PATIENCE[state] * (2 ** min(in_row - 1, 6) if state in DOUBLING else 1)
    if last + pause >= regular.at:
        return regular
    times = f", {in_row} times in a row" if in_row > 1 else ""
    why = f"{state.replace('_', ' ')} at its last run{times}"
    return Due(portal=portal, at=(last + pause).astimezone(CHINA), why=why)


def _regular(portal: Portal, last: datetime) -> Due:
    word = portal.frequency or ("weekly" if in_season(last + STEPS["weekly"]) else "monthly")
    opens = _opening(portal.code, last)
    if not portal.frequency and word == "monthly" and opens < last + STEPS["monthly"]:
        return Due(portal=portal, at=opens, why="the season of reports begins")
    if word in STEPS:
        season = (
            "" if portal.frequency else (" in the season of reports" if word == "weekly" else " off season")
        )
        return Due(portal=portal, at=_settled(last + STEPS[word], portal.code), why=word + season)
    if (wrong := fault(word)) is not None:
        raise ValueError(f"{portal.code} {portal.county}: {wrong}")
    at = Cron.of(word).after(last) or last + timedelta(days=3650)
    return Due(portal=portal, at=at, why=f"cron {word}")


def _opening(code: str, last: datetime) -> datetime:
    """A portal's own day in the first week of the next season of reports."""
    year = last.astimezone(CHINA).year
    ahead = (datetime(y, *SEASON[0], tzinfo=CHINA) for y in (year, year + 1))
    first = next(day for day in ahead if day > last + STEPS["weekly"])
    return first + timedelta(days=int(own_minute(code) / timedelta(minutes=1)) % 7) + own_minute(code)


def _settled(moment: datetime, code: str) -> datetime:
    """The portal's own minute of that day."""
    midnight = moment.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + own_minute(code)
