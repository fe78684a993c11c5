"""What a replay answers with: addresses in pywb's grammar, a capture as an HTTP answer, a calendar.

Knows no web framework. ``identity`` gives the entity as archived, its content coding kept with its
header; ``opened`` gives it decoded, in the form in which ReplayWeb.page's service worker asks for it.
Header fields that would act on the server's own origin (cookies, redirects to the live web, policies)
are handed on under ``X-Archive-Orig-`` (as pywb does): a replay must not leave the archive.
"""

import re
from calendar import monthcalendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import groupby
from urllib.parse import urljoin

from archive.capture import Capture, Headers
from archive.coding import decoded

# Fields that say what the entity is; everything else is renamed.
_SAYS_WHAT_IT_IS = frozenset({b"content-type", b"content-language", b"content-encoding", b"last-modified"})
_NO_BODY = frozenset({204, 205, 304})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WANTED = re.compile(r"(?P<timestamp>\d{4,14}|\*)?(?P<modifier>[a-z]{2}_)?/(?P<url>.+)", re.DOTALL)
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An address of the replay: ``timestamp`` of 14 digits or ``None``, ``every`` for the calendar."""

    url: str
    timestamp: str | None = None
    modifier: str = ""
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of a calendar, ``days``: day of the month -> the timestamps of its captures."""

    year: int
    month: int
    days: dict[int, tuple[str, ...]]

    def weeks(self) -> list[list[int]]:
        """The month in weeks from Monday, 0 for a day outside it."""
        return monthcalendar(self.year, self.month)


def wanted(rest: str) -> Wanted | None:
    """Reads ``<digits>[id_|mp_]/<url>`` or ``*/<url>``; ``None`` where it is neither.

    >>> wanted("20220301120000id_/http://a.gov.cn/x").modifier
    'id_'
    >>> wanted("2022/a.gov.cn/").timestamp
    '20220101000000'
    """
    found = _WANTED.fullmatch(rest)
    if not found or not (found["timestamp"] or found["modifier"]):
        return None
    digits, every = found["timestamp"], found["timestamp"] == "*"
    return Wanted(
        url=_address(found["url"]),
        timestamp=None if every or not digits else _padded(digits),
        modifier=found["modifier"] or "",
        every=every,
    )


def _padded(digits: str) -> str:
    return digits + "00000101000000"[len(digits) :]


def _address(url: str) -> str:
    # Some clients fold the two slashes of a URL within a path into one.
    folded = re.match(r"(https?):/(?!/)", url)
    if folded:
        return f"{folded[1]}://{url[folded.end() :]}"
    return url if re.match(r"[a-z][a-z0-9+.-]*:", url) else f"http://{url}"


def timestamp(date: datetime) -> str:
    """The 14 digits of a date (UTC)."""
    return date.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def identity(capture: Capture, prefix: str) -> Answer:
    """The entity exactly as archived. ``prefix`` is where the replay lives (``/replay/``).

    A redirect leads to the archived page at its target, never to the live one.
    """
    status = capture.status or 200
    headers = [*_kept(capture), *_memento(capture)]
    if status in _REDIRECTS and (to := _target(capture)):
        headers.append((b"Location", _value(f"{prefix}{timestamp(capture.date)}id_/{to}")))
    return Answer(status=_shown(status), headers=tuple(headers), body=_body(status, capture.payload))


def opened(capture: Capture) -> Answer:
    """The entity without its content coding, always with status 200.

    The archived status and target travel in ``x-redirect-status`` and ``x-orig-location``: a service
    worker cannot read a redirect that the browser follows for it.
    """
    status = capture.status or 200
    body = _body(status, decoded(capture.payload, capture.headers))
    headers = [pair for pair in _kept(capture) if pair[0].lower() != b"content-encoding"]
    headers += [*_memento(capture), (b"x-redirect-status", str(_shown(status)).encode())]
    if status in _REDIRECTS and (to := _target(capture)):
        headers.append((b"x-orig-location", _value(to)))
    return Answer(status=200, headers=tuple(headers), body=body)


def _target(capture: Capture) -> str | None:
    """Where a redirect leads; ``None`` where its Location is no address (``http://[``)."""
    try:
        location = capture.header("Location")
        return urljoin(capture.target_uri, location) if location else None
    except ValueError:
        return None


def _shown(status: int) -> int:
    return status if 200 <= status <= 599 else 200


def _body(status: int, payload: bytes) -> bytes:
    return b"" if status in _NO_BODY else payload


def _kept(capture: Capture) -> Iterator[tuple[bytes, bytes]]:
    for name, value in capture.headers:
        if not _TOKEN.fullmatch(name):
            continue
        value = _CONTROL.sub(b" ", value).strip()
        known = name.lower() in _SAYS_WHAT_IT_IS
        yield (name if known else b"X-Archive-Orig-" + name), value


def _memento(capture: Capture) -> Iterator[tuple[bytes, bytes]]:
    """RFC 7089: when it was captured, and of what it is a capture."""
    yield b"Memento-Datetime", format_datetime(capture.date.astimezone(UTC), usegmt=True).encode()
    yield b"Link", _value(f'<{capture.target_uri}>; rel="original"')


def _value(text: str) -> bytes:
    return _CONTROL.sub(b"", text.encode("utf-8", "replace").replace(b"\n", b""))


def calendar(timestamps: Iterable[str]) -> tuple[Month, ...]:
    """Captures by month, newest month first; timestamps have 14 digits.

    >>> [(m.year, m.month, m.days) for m in calendar(["20220301120000"])]
    [(2022, 3, {1: ('20220301120000',)})]
    """
    months = []
    for month, those in groupby(sorted(timestamps), key=lambda digits: digits[:6]):
        days = {int(day): tuple(some) for day, some in groupby(those, key=lambda digits: digits[6:8])}
        months.append(Month(year=int(month[:4]), month=int(month[4:]), days=days))
    return tuple(reversed(months))
