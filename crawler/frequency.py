"""How often a portal is visited: a word, or a cron expression in China time, as cron reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

CHINA = ZoneInfo("Asia/Shanghai")
STEPS = {
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def fault(expression: str) -> str | None:
    """What is wrong with a frequency, one sentence; ``None`` where nothing is."""
    if not expression or expression in STEPS:
        return None
    try:
        Cron.of(expression)
    except ValueError as error:
        return (
            f"the frequency {expression!r} is neither daily, weekly, monthly, yearly "
            f"nor a cron expression ({error})"
        )
    return None


@dataclass(frozen=True, slots=True)
class Cron:
    """The moments of a cron expression: of either trigger where day and weekday are both named."""

    triggers: tuple[CronTrigger, ...]

    @classmethod
    def of(cls, expression: str) -> "Cron":
        """Reads five fields. Raises ``ValueError``."""
        parts = expression.split()
        if len(parts) != 5:
            raise ValueError(f"five fields are wanted, there are {len(parts)}")
        parts[4] = _named(parts[4])
        lines = [parts]
        if parts[2] != "*" and parts[4] != "*":  # cron: the one or the other (crontab(5), Note)
            lines = [[*parts[:4], "*"], [*parts[:2], "*", *parts[3:]]]
        return cls(tuple(CronTrigger.from_crontab(" ".join(line), timezone=CHINA) for line in lines))

    def after(self, moment: datetime) -> datetime | None:
        """The first moment after that one, ``None`` where there is none (30 February)."""
        found = (t.get_next_fire_time(None, moment + timedelta(seconds=1)) for t in self.triggers)
        return min((at for at in found if isinstance(at, datetime)), default=None)


def _named(field: str) -> str:
    """Weekdays by name, one by one: APScheduler counts from Monday where cron counts from Sunday.

    >>> _named("1-5"), _named("0,6"), _named("5-7"), _named("*/2")
    ('mon,tue,wed,thu,fri', 'sun,sat', 'fri,sat,sun', 'sun,tue,thu,sat')
    """
    if field == "*":
        return field
    return ",".join(name for part in field.split(",") for name in _days(part))


def _days(part: str) -> list[str]:
    span, _, step = part.lower().partition("/")
    first, _, last = span.partition("-")
    start, end = (0, 6) if span == "*" else (_day(first), _day(last or first))
    if step and not (step.isdecimal() and int(step)):
        raise ValueError(f"{part!r} is no weekday")
    if start > end:
        raise ValueError(f"{part!r} runs backwards")
    return [_DAYS[n] for n in range(start, end + 1, int(step or 1))]


def _day(text: str) -> int:
    if text in _DAYS:
        return _DAYS.index(text)
    if text.isdecimal() and int(text) < len(_DAYS):
        return int(text)
    raise ValueError(f"{text!r} is no weekday")
