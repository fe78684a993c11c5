"""What was cut from a page, struck through where it stood in the clean text, with its rule."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

_LONG = 60
"""Characters of a cut that stand open in the text; the rest of a longer one is unfolded by the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A removal with its place: it stood before ``text[start]``. ``key`` names it in the page (``c-3``)."""

    start: int
    key: str
    rule: str
    text: str


class Cuts:
    """The cuts of one text, handed out once each: within a line, or lines of their own."""

    def __init__(self, text: str, cuts: Iterable[Cut]) -> None:
        self.within: dict[int, list[Cut]] = {}
        self._apart: dict[int, list[Cut]] = {}
        for cut in cuts:
            if 0 <= cut.start <= len(text):
                own = self._apart if _between_lines(text, cut.start) else self.within
                own.setdefault(cut.start, []).append(cut)

    def before(self, place: int) -> Markup:
        """Cuts within a line, before the character there."""
        return Markup("").join(_within(cut) for cut in self.within.pop(place, ()))

    def upto(self, place: int) -> list[Markup]:
        """Lines that were cut whole, up to a place between lines; and what no cell before it has shown."""
        for start in [start for start in self.within if start < place]:
            self._apart.setdefault(start, []).extend(self.within.pop(start))
        there = sorted(start for start in self._apart if start <= place)
        return [_apart(cut) for start in there for cut in self._apart.pop(start)]


def _between_lines(text: str, place: int) -> bool:
    """Whether nothing is printed on one side of the place in its line."""
    before, after = text[:place].rpartition("\n")[2], text[place:].partition("\n")[0]
    return not before.strip() or not after.strip()


def _within(cut: Cut) -> Markup:
    return Markup('<del class="gone" id="{}" title="{}">{}</del>').format(cut.key, cut.rule, cut.text)


def _apart(cut: Cut) -> Markup:
    text = escape(cut.text)
    rule = Markup("<code>{}</code>").format(cut.rule)
    if len(cut.text) <= _LONG and "\n" not in cut.text:
        return Markup('<p class="gone" id="{}"><del>{}</del> {}</p>').format(cut.key, text, rule)
    first = cut.text.split("\n", 1)[0][:_LONG]
    return Markup(
        '<details class="gone" id="{}"><summary><del>{}…</del> {}</summary><del>{}</del></details>'
    ).format(cut.key, first, rule, text)
