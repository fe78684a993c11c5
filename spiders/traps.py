"""Addresses that lead nowhere for ever, told by their shape. Pure, but for the counts of ``Traps``."""

import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

LONGEST = 1000  # characters; the longest list API address seen is under 600
DEEPEST = 14  # path segments
MOST_PARAMETERS = 16  # Hanweb's dataproxy has 12 (PORTALS E.1)
SAME_SHAPE = 400  # unpromising addresses that differ in numbers only

_CALENDAR = re.compile(
    r"(?:calendar|rili|riqi|schedule|/events?/).*\d{4}|[?&](?:y|year|nian)=\d+&(?:.*&)?(?:m|month|yue)=\d+"
    r"|[?&](?:date|day|month)=\d{4}-?\d{1,2}",
    re.I,
)
_NUMBER = re.compile(r"[0-9a-fA-F]{8,}|\d+")
_LOGIN = re.compile(
    r"/(?:login|logout|register|signin|signup|passport|sso|admin|cart|print)\b|\bsso\.|/user/", re.I
)


def trap(url: str) -> str | None:
    """Why an address is not followed, in a word; ``None`` for an ordinary one.

    >>> trap("http://x/a/b/a/b/a/b/"), trap("http://x/xxgk/a.html")
    ('path repeats itself', None)
    """
    if len(url) > LONGEST:
        return "address too long"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "no usable address"
    segments = [s for s in parts.path.split("/") if s]
    if len(segments) > DEEPEST:
        return "path too deep"
    if _repeats(segments):
        return "path repeats itself"
    if parts.query and len(parse_qsl(parts.query, keep_blank_values=True)) > MOST_PARAMETERS:
        return "too many parameters"
    if _CALENDAR.search(url):
        return "calendar"
    return "login" if _LOGIN.search(parts.path) else None


def shape(url: str) -> str:
    """The address with its numbers taken out.

    >>> shape("http://x/art/2021/3/art_12_345.html?page=7")
    'http://x/art/#/#/art_#_#.html?page=#'
    """
    return _NUMBER.sub("#", url)


class Traps:
    """Counts addresses by shape; an endless one is cut off. Bounded: the commonest shapes are kept."""

    def __init__(self, most: int = SAME_SHAPE, shapes: int = 5000) -> None:
        self._most, self._shapes = most, shapes
        self._seen: Counter[str] = Counter()

    def why_not(self, url: str, promising: bool) -> str | None:
        """Why an address is not queued: its own shape, or too many like it that promise nothing."""
        if (reason := trap(url)) is not None:
            return reason
        if promising:
            return None
        seen = shape(url)
        self._seen[seen] += 1
        if len(self._seen) > self._shapes:
            self._seen = Counter(dict(self._seen.most_common(self._shapes // 2)))
        return "endless addresses of one shape" if self._seen[seen] > self._most else None


def _repeats(segments: list[str]) -> bool:
    """A segment that stands three times in a row, or a pair that does, or one that stands four times."""
    if len(segments) < 3:
        return False
    if any(n >= 4 for n in Counter(segments).values()):
        return True
    return any(
        segments[i : i + size] == segments[i + size : i + 2 * size] == segments[i + 2 * size : i + 3 * size]
        for size in (1, 2, 3)
        for i in range(len(segments) - 3 * size + 1)
    )
