"""When each portal is due: pure, with the clock given.

A portal's ``frequency`` is a word or a cron expression (China time). Without one it follows the field:
reports appear from 10 January to mid-April (REPORTS §A.7), late and corrected ones after, so it is
visited weekly then and monthly in the rest of the year. Every portal has a minute of its own, made from
its code, so that they do not start at once.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from crawler.registry import Portal

CHINA = ZoneInfo("Asia/Shanghai")
SEASON = ((1, 10), (4, 15))
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
STEPS = {
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
# a portal that refuses us, or a year that is missing, is asked again with patience, not every hour
PATIENCE = {"blocked_here": timedelta(days=3), "broken": timedelta(days=1), "interrupted": timedelta(0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A portal's next crawl: when (UTC-aware, China time), and the sentence that says why then."""

    portal: Portal
    at: datetime
    why: str


def in_season(moment: datetime) -> bool:
    """Whether new reports are to be expected on that day in China."""
    day = moment.astimezone(CHINA)
    return SEASON[0] <= (day.month, day.day) <= SEASON[1]


def own_minute(code: str) -> timedelta:
    """A portal's own place in the night, 00:00 to 05:59 China time, the same every time."""
    return timedelta(minutes=int(hashlib.sha256(code.encode()).hexdigest(), 16) % 360)


def due(portal: Portal, last: datetime | None, status: str | None, now: datetime) -> Due:
    """When the portal is next due, its last run having begun at ``last`` with ``status``.

    Raises ``ValueError`` with one sentence where the frequency is neither a word nor a cron expression.
    """
    if last is None:
        return Due(portal=portal, at=now, why="never crawled before")
    if status in PATIENCE:
        regular = _regular(portal, last)
        sooner = last + PATIENCE[status]
        if sooner < regular.at:
            return Due(portal=portal, at=sooner, why=f"the last run ended as {status.replace('_', ' ')}")
        return regular
    return _regular(portal, last)


def _regular(portal: Portal, last: datetime) -> Due:
    word = portal.frequency or ("weekly" if in_season(last + STEPS["weekly"]) else "monthly")
    if word in STEPS:
        season = (
            "" if portal.frequency else (" in the season of reports" if word == "weekly" else " off season")
        )
        return Due(portal=portal, at=_settled(last + STEPS[word], portal.code), why=word + season)
    return Due(portal=portal, at=_by_cron(portal, word, last), why=f"cron {word}")


def _settled(moment: datetime, code: str) -> datetime:
    """The portal's own minute of that day."""
    midnight = moment.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + own_minute(code)


def _named_days(expression: str) -> str:
    """Weekday numbers as names: APScheduler counts from Monday where cron counts from Sunday."""
    parts = expression.split()
    if len(parts) == 5:
        parts[4] = re.sub(r"(?<![/\d])[0-7](?!\d)", lambda m: DAYS[int(m[0])], parts[4])
    return " ".join(parts)


def _by_cron(portal: Portal, expression: str, last: datetime) -> datetime:
    try:
        trigger = CronTrigger.from_crontab(_named_days(expression), timezone=CHINA)
    except ValueError as error:
        raise ValueError(
            f"{portal.code} {portal.county}: the frequency {expression!r} is neither daily, weekly, "
            f"monthly, yearly nor a cron expression ({error})"
        ) from None
    after = last + timedelta(seconds=1)
    fire = trigger.get_next_fire_time(None, after)
    return fire if isinstance(fire, datetime) else last + timedelta(days=3650)
