"""What the style sheets of a page hide: a small cascade, for the properties by which text is made unseen.

Only what stands in the page is known; sheets that it links to are not. A rule that shows again (``.tab.on
{display: block}``) wins where it is as specific or more, or later; states (``:hover``) never hold.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_BLOCK = re.compile(r"([^{};]+)\{([^{}]*)\}")
_MEDIA = re.compile(
    r"@media([^{]*)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}|@[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.I
)
_ANYWHERE = re.compile(r"^\s*(?:only\s+)?(?:all|screen)?\s*$", re.I)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*(?!none)[a-z-]+", re.I)
_SELECTOR = re.compile(r"^[\w\s.#>+~*\[\]=\"'\u4e00-\u9fff-]+$")
_WORTH = re.compile(r"none|hidden|opacity|clip|transparent|-\d{3}|:\s*0|scale", re.I)
_TELLS = re.compile(r"display|hidden|collapse|opacity|clip|transparent|rgba|-\s*\d{3}|scale", re.I)
_MOST_RULES = 400


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector, how specific it is, and why it hides (``None``: it shows)."""

    selector: str
    weight: tuple[int, int, int]
    why: str | None


def hidden(tree: LexborHTMLParser, why: Callable[[str], str | None]) -> list[tuple[LexborNode, str]]:
    """The nodes that sheets in the page hide, each with ``why`` of its declarations."""
    rules: list[_Rule] = []
    for sheet in tree.css("style"):
        text = sheet.text() or ""
        if _WORTH.search(text):
            rules += _rules(text, why)
    if not any(rule.why for rule in rules):
        return []
    return _cascade(tree, rules[:_MOST_RULES])


def _rules(sheet: str, why: Callable[[str], str | None]) -> Iterator[_Rule]:
    for selectors, declarations in _BLOCK.findall(_MEDIA.sub(_unwrapped, _COMMENT.sub("", sheet))):
        if not _TELLS.search(declarations):
            continue
        reason = why(declarations)
        if reason is None and not _DISPLAY.search(declarations):
            continue
        for selector in selectors.split(","):
            if _SELECTOR.match(selector) and "cloak" not in selector:  # Vue's, gone once it runs
                yield _Rule(selector.strip(), _weight(selector), reason)


def _unwrapped(media: re.Match[str]) -> str:
    """What stands in ``@media screen``; nothing of other media, and of other rules with blocks in them."""
    return media.group(2) or "" if media.group(1) is not None and _ANYWHERE.match(media.group(1)) else ""


def _weight(selector: str) -> tuple[int, int, int]:
    return (
        selector.count("#"),
        selector.count(".") + selector.count("["),
        len(re.findall(r"(?:^|[\s>+~])[a-z]", selector, re.I)),
    )


def _selected(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except SelectolaxError:
        return []


def _cascade(tree: LexborHTMLParser, rules: list[_Rule]) -> list[tuple[LexborNode, str]]:
    """For each node the strongest rule, the later one of equals."""
    best: dict[int, tuple[_Rule, LexborNode]] = {}
    for rule in rules:
        for node in _selected(tree, rule.selector):
            held = best.get(node.mem_id)
            if held is None or rule.weight >= held[0].weight:
                best[node.mem_id] = (rule, node)
    return [
        (node, rule.why)
        for rule, node in best.values()
        if rule.why is not None and not _DISPLAY.search(node.attributes.get("style") or "")
    ]
