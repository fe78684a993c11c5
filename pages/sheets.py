"""What the style sheets of a page hide: a small cascade, for the properties by which text is made unseen.

Only what stands in the page is known; sheets that it links to are not. A rule that shows again (``.tab.on
{display: block}``) wins where it is as specific or more, or later; states (``:hover``) never hold.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

# Each pattern reads a sheet once, however broken: a comment or address left open goes on to the sheet's end
# (CSS Syntax 4.3.2, 4.3.6), a selector begins where the text before it ended, no run is read again.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
_BLOCK = re.compile(r"(?<![^{};])([^{};]++)\{([^{}]*+)\}")
_MEDIA = re.compile(
    r"@media([^{@]*+)\{((?:[^{}]*+\{[^{}]*+\})*+)[^{}]*+\}|@[^{;@]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}",
    re.I,
)
_ANYWHERE = re.compile(r"^\s*+(?:only\s++)?(?:all|screen)?\s*+$", re.I)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*(?!none)[a-z-]+", re.I)
_NAMED = re.compile(r"(?:^|[\s>+~])[a-z]", re.I)
_TOKEN = re.compile(r"[.#][^\s.#>+~*]+")
_SELECTOR = re.compile(r"^[\w\s.#>+~*\[\]=\"'\u4e00-\u9fff-]+$")
_BYTES = re.compile(r"url\([^)]{200,}+(?:\)|\Z)")  # fonts and pictures within the sheet
_WORTH = re.compile(r"none|hidden|opacity|clip|transparent|-\d{3}|:\s*0|scale", re.I)
_TELLS = ("none", "hidden", "collapse", "opacity", "clip", "transparent", "rgba", "scale")
_FAR = re.compile(r"-\s*\d{3}")
_MOST_RULES = 400


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector, its place in the page, and why it hides (``None``: it shows)."""

    selector: str
    place: int
    why: str | None

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """How specific it is; the later one of equals."""
        return (
            self.selector.count("#"),
            self.selector.count(".") + self.selector.count("["),
            len(_NAMED.findall(self.selector)),
            self.place,
        )


_Best = dict[int, tuple[tuple[int, int, int, int], _Rule, LexborNode]]


def hidden(tree: LexborHTMLParser, why: Callable[[str], str | None]) -> list[tuple[LexborNode, str]]:
    """The nodes that sheets in the page hide, each with ``why`` of its declarations."""
    sheets = [sheet.text() or "" for sheet in tree.css("style")]
    text = "\n".join(_plain(sheet) for sheet in sheets if _WORTH.search(sheet))
    if not text:
        return []
    rules = list(_rules(text, _names(tree), why))
    best: _Best = {}
    _cascade(tree, [rule for rule in rules if rule.why is not None][:_MOST_RULES], best)
    if best:
        _cascade(tree, [rule for rule in rules if rule.why is None][:_MOST_RULES], best, among=set(best))
    return [
        (node, rule.why)
        for _, rule, node in best.values()
        if rule.why is not None and not _DISPLAY.search(node.attributes.get("style") or "")
    ]


def _names(tree: LexborHTMLParser) -> set[str]:
    """The classes and ids of the page, as a sheet writes them."""
    found = [node.attributes for node in tree.css("[class],[id]")]
    names = {f"#{(held.get('id') or '').lower()}" for held in found}
    return names.union(
        *({f".{name}" for name in (held.get("class") or "").lower().split()} for held in found)
    )


def _plain(sheet: str) -> str:
    """One sheet without comments and embedded files."""
    return _COMMENT.sub("", _BYTES.sub("", sheet))


def _rules(sheet: str, names: set[str], why: Callable[[str], str | None]) -> Iterator[_Rule]:
    """The rules that say whether something is shown, where the page has what they select."""
    places = count()
    for selectors, declarations in _BLOCK.findall(_MEDIA.sub(_unwrapped, sheet)):
        low = declarations.lower()
        hides = any(word in low for word in _TELLS) or ("-" in low and _FAR.search(low))
        if not hides and "display" not in low:
            continue
        selected = [one.strip() for one in selectors.split(",") if _selects(one, names)]
        if not selected:
            continue
        reason = why(low) if hides else None
        if reason is not None or _DISPLAY.search(low):
            yield from (_Rule(selector, next(places), reason) for selector in selected)


def _selects(selector: str, names: set[str]) -> bool:
    """Whether a selector may select something here: most of a kit's hundreds cannot."""
    if not _SELECTOR.match(selector) or "cloak" in selector:  # Vue's, gone once it runs
        return False
    return "[" in selector or names.issuperset(_TOKEN.findall(selector.lower()))


def _unwrapped(media: re.Match[str]) -> str:
    """What stands in ``@media screen``; nothing of other media, and of other rules with blocks in them."""
    return media.group(2) or "" if media.group(1) is not None and _ANYWHERE.match(media.group(1)) else ""


def _selected(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except SelectolaxError:
        return []


def _cascade(
    tree: LexborHTMLParser, rules: list[_Rule], best: _Best, among: set[int] | None = None
) -> None:
    """Keeps for each node the strongest rule."""
    for rule in rules:
        if not (found := _selected(tree, rule.selector)):
            continue
        weight = rule.weight
        for node in found:
            held = best.get(node.mem_id)
            if (held is None or weight > held[0]) and (among is None or node.mem_id in among):
                best[node.mem_id] = (weight, rule, node)
