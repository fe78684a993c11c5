"""A series as a small SVG made here: no script, no request, readable by a screen reader as a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 20, 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One year of a series; ``hollow`` where it is comparable only with a caveat."""

    year: int
    value: float
    href: str
    says: str
    hollow: bool = False
    here: bool = False


def svg(points: Sequence[Point], title: str) -> Markup:
    """The series as an inline SVG; every point is a link."""
    if not points:
        return Markup("")
    years = [point.year for point in points]
    top = max(1.0, *(point.value for point in points))
    ticks = _ticks(top)
    place = _Scale(min(years), max(years), ticks[-1])
    return Markup(
        '<svg class="plot" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}{}{}</svg>'
    ).format(
        WIDTH,
        HEIGHT,
        title,
        _grid(ticks, place),
        _years(years, place),
        _line(points, place),
        _dots(points, place),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    last: int
    top: float

    def x(self, year: int) -> float:
        span = self.last - self.first
        inside = WIDTH - LEFT - RIGHT
        return round(LEFT + (inside * (year - self.first) / span if span else inside / 2), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * max(value, 0.0) / self.top, 1)


def _ticks(top: float) -> list[float]:
    """Three to six round numbers from 0 to at least ``top``.

    >>> _ticks(87)
    [0, 20, 40, 60, 80, 100]
    """
    step = 1.0
    while top / step > 5:
        for factor in (2, 2.5, 2):
            step *= factor
            if top / step <= 5:
                break
    count = int(-(-top // step))
    return [n * step if step % 1 else int(n * step) for n in range(count + 1)]


def _grid(ticks: Sequence[float], place: _Scale) -> Markup:
    lines = Markup("")
    for tick in ticks:
        y = place.y(tick)
        lines += Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="grid"/>').format(
            LEFT, WIDTH - RIGHT, y, y
        )
        lines += Markup('<text x="{}" y="{}" class="tick left">{}</text>').format(
            LEFT - 8, y + 4, f"{tick:,}"
        )
    return lines


def _years(years: Sequence[int], place: _Scale) -> Markup:
    every = max(1, (max(years) - min(years)) // 10 + 1)
    return Markup("").join(
        Markup('<text x="{}" y="{}" class="tick">{}</text>').format(place.x(year), HEIGHT - 10, year)
        for year in range(min(years), max(years) + 1, every)
    )


def _line(points: Sequence[Point], place: _Scale) -> Markup:
    """Drawn between neighbouring years only: a gap stays a gap."""
    path = ""
    last: int | None = None
    for point in points:
        joined = last is not None and point.year - last == 1
        path += f"{'L' if joined else 'M'}{place.x(point.year)} {place.y(point.value)}"
        last = point.year
    return Markup('<path d="{}" class="line"/>').format(path)


def _dots(points: Sequence[Point], place: _Scale) -> Markup:
    return Markup("").join(
        Markup(
            '<a href="{}" aria-label="{}"><title>{}</title>'
            '<circle cx="{}" cy="{}" r="5" class="dot{}{}"/></a>'
        ).format(
            point.href,
            point.says,
            point.says,
            place.x(point.year),
            place.y(point.value),
            " hollow" if point.hollow else "",
            " here" if point.here else "",
        )
        for point in points
    )
