"""Dates as reports print them -> ``YYYY-MM-DD``."""

import re

_SIGNS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_HAN_YEAR = r"[二2][〇○零0Oo][〇○零一二0-9][〇○零一二三四五六七八九0-9]"
DATE = (
    rf"(?:20\d\d\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|20\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|{_HAN_YEAR}\s*年\s*[一二三四五六七八九十]{{1,3}}\s*月\s*[一二三四五六七八九十]{{1,3}}\s*日)"
)
_SPLIT = re.compile(r"[年月日/.-]+")


def day(printed: str) -> str | None:
    """One printed date, ``None`` where it is no day of the calendar.

    >>> day("2017年03月30日"), day("二〇一七年二月二十四日"), day("2017-1-18"), day("2017年13月1日")
    ('2017-03-30', '2017-02-24', '2017-01-18', None)
    """
    parts = [part for part in _SPLIT.split("".join(printed.split())) if part]
    if len(parts) != 3:
        return None
    year, month, of_month = year_number(parts[0]), _small(parts[1]), _small(parts[2])
    if not (1990 <= year <= 2100 and 1 <= month <= 12 and 1 <= of_month <= 31):
        return None
    return f"{year:04}-{month:02}-{of_month:02}"


def year_number(printed: str) -> int:
    """A year in digits of either kind; 0 where it is none."""
    digits = printed.translate(_SIGNS)
    return int(digits) if digits.isdecimal() else 0


def _small(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    return (_digit(tens) or 1) * 10 + _digit(ones) if ten else _digit(printed)


def _digit(printed: str) -> int:
    digits = printed.translate(_SIGNS)
    return int(digits) if digits.isdecimal() else 0
