"""What a reader cannot see: subtrees hidden by attribute, style, class, sheet or script (PORTALS G, S5)."""

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pages import sheets
from pages.markup import MARK, unescaped

Found = Iterable[tuple[LexborNode, str]]
"""Roots of hidden subtrees, each with the name of the reason."""

_CLASSES = frozenset({"ng-hide", "layui-hide", "d-none", "sr-only", "visually-hidden", "element-invisible"})
_CANDIDATES = ",".join(["[hidden]", "noscript", "marquee", *(f".{name}" for name in sorted(_CLASSES))])
_SIGNS = (' hidden="', "<noscript", "<marquee", *sorted(_CLASSES))
_STYLE = re.compile(r' style="([^"]*)"')
_QUOTED = re.compile(r"[^\w\u0080-\uffff]")
_SPACE = re.compile(r"\s+")
_STYLES = (
    ("hidden_display_none", re.compile(r"(?:^|;)display:none")),
    ("hidden_visibility", re.compile(r"(?:^|;)visibility:(?:hidden|collapse)")),
    (
        "hidden_off_screen",
        re.compile(r"(?:^|;)(?:left|top|right|text-indent|margin-left|margin-top):-\d{3,}"),
    ),
    ("hidden_font_size", re.compile(r"(?:^|;)font-size:(?:0|1)(?:px|pt|em|%)?(?:;|!|$)")),
    ("hidden_transparent", re.compile(r"(?:^|;)opacity:0(?:\.0+)?(?:;|!|$)")),
    ("hidden_transparent", re.compile(r"(?:^|;)color:(?:transparent|rgba\(\d+,\d+,\d+,0(?:\.0+)?\))")),
    (
        "hidden_clipped",
        re.compile(
            r"(?:^|;)clip:rect\((?:[01](?:px)?,?){4}\)|(?:^|;)clip-path:(?:inset\((?:50|100)%|circle\(0)"
            r"|(?:^|;)(?:-\w+-)?transform:scale[xy]?\(0[,)]"
        ),
    ),
)
# Each of these reasons has one of these in it: most styles have none, and are asked nothing more.
_ANY = re.compile(
    r"none|hidden|collapse|-\d{3}|font-size:[01](?![\d.])|opacity:0|transparent|rgba|clip|scale|background"
)
_INK = re.compile(r"(?:^|;)color:([^;!]+)")
_PAPER = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_COLOURS = {
    "#fff": "#ffffff",
    "white": "#ffffff",
    "rgb(255,255,255)": "#ffffff",
    "#000": "#000000",
    "black": "#000000",
}
_TINY = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[012](?:px|pt|em)?(?:;|!|$)")
_OVERFLOW = re.compile(r"(?:^|;)overflow(?:-[xy])?:hidden")
_SCRIPTED = re.compile(
    r"""getElementById\(\s*["']([\w-]+)["']\s*\)\s*\.style\.(?:display\s*=\s*["']none|visibility\s*=\s*["']hidden)"""
    r"""|\$\(\s*["']#([\w-]+)["']\s*\)\s*\.(?:hide\(\s*\)|remove\(\s*\)|css\(\s*["']display["']\s*,\s*["']none)"""
)
_WRITTEN = re.compile(r"#([\w-]+)\s*\{[^}]{0,80}display\s*:\s*none")
_HIDES = re.compile(r"display|visibility|hide\(|remove\(")
_FUNCTION = re.compile(r"function\b|=>|\bif\s*\(|\.on\w*\(|addEventListener")


def mark_told(tree: LexborHTMLParser) -> set[str]:
    """Write the reason on the root of each subtree that a style sheet or a script in the page hides, as its
    attribute ``MARK``; the names of the elements that have it."""
    _mark((), tree.css(f"[{MARK}]"))
    return _mark([*sheets.hidden(tree, _sheeted), *_scripted(tree)])


def _mark(found: Found, strange: Iterable[LexborNode] = ()) -> set[str]:
    for node in strange:
        del node.attrs[MARK]
    names = set()
    for node, why in found:
        if node.tag not in ("body", "html") and MARK not in node.attributes:
            node.attrs[MARK] = why
            names.add(node.tag or "")
    return names


def mark_styled(body: LexborNode, written: str) -> set[str]:
    """The same for what hides by its own style, attribute or class. ``written`` is the body's markup: what
    does not stand in it is not looked for."""
    found: list[tuple[LexborNode, str]] = []
    for style in set(_STYLE.findall(written)):
        if why := _styled(unescaped(style)):
            selector = f'[style="{_QUOTED.sub(_escaped, unescaped(style))}"]'
            found += [(node, why) for node in body.css(selector)]
    if any(sign in written for sign in _SIGNS):
        found += [(node, why) for node in body.css(_CANDIDATES) if (why := _reason(node))]
    return _mark(found)


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{ord(sign.group()):x} "


def _styled(style: str) -> str | None:
    style = _SPACE.sub("", style.lower())
    if not _ANY.search(style):
        return None
    for name, pattern in _STYLES:
        if pattern.search(style):
            return name
    if _TINY.search(style) and _OVERFLOW.search(style):
        return "hidden_clipped"
    return "hidden_same_colour" if _one_colour(style) else None


def _one_colour(style: str) -> bool:
    """Whether a text has its background's colour."""
    ink, paper = _INK.search(style), _PAPER.search(style)
    pair = [_COLOURS.get(found[1], found[1]) for found in (ink, paper) if found]
    return len(pair) == 2 and pair[0] == pair[1]


def _sheeted(declarations: str) -> str | None:
    """A sheet's reasons: but for a font size of 0, which takes the gaps out of a row."""
    why = _styled(declarations)
    return None if why in (None, "hidden_font_size") else "hidden_by_sheet"


def _scripted(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    """What a script that runs at once hides by its id."""
    for script in tree.css("script"):
        text = script.text() or ""
        if len(text) < 2000 and _HIDES.search(text) and not _FUNCTION.search(text):
            told = [name for pair in _SCRIPTED.findall(text) for name in pair if name] + _WRITTEN.findall(
                text
            )
            for name in told:
                yield from ((node, "hidden_by_script") for node in tree.css(f'[id="{name}"]'))


def _reason(node: LexborNode) -> str | None:
    attributes = node.attributes
    if node.tag == "noscript":
        return "hidden_noscript"
    if "hidden" in attributes and (attributes["hidden"] or "") != "until-found":
        return "hidden_attribute"
    if set((attributes.get("class") or "").split()) & _CLASSES:
        return "hidden_class"
    size = {attributes.get("width") or "", attributes.get("height") or ""}
    return "hidden_marquee" if node.tag == "marquee" and size & {"0", "1", "2", "1px", "0px"} else None
