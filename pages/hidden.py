"""What a reader cannot see: subtrees hidden by attribute, style, class, sheet or script (PORTALS G, S5)."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pages.markup import MARK, unescaped

Unseen = list[tuple[str, str]]
"""Simple selectors, each with the reason why what it selects is hidden."""

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
    ("hidden_clipped", re.compile(r"(?:^|;)clip:rect\([01]px,?[01]px")),
)
_TINY = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[012](?:px|pt|em)?(?:;|!|$)")
_OVERFLOW = re.compile(r"(?:^|;)overflow(?:-[xy])?:hidden")
_NONE = re.compile(r"display\s*:\s*none", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SELECTOR = re.compile(r"^[.#][\w-]+$")
_SCRIPTED = re.compile(r"""getElementById\(\s*["']([\w-]+)["']\s*\)\s*\.style\.display\s*=\s*["']none""")
_WRITTEN = re.compile(r"#([\w-]+)\s*\{[^}]{0,80}display\s*:\s*none")
_FUNCTION = re.compile(r"function\b|=>|\bif\s*\(|\.on\w*\(|addEventListener")


def mark(body: LexborNode, written: str, unseen: Unseen) -> set[str]:
    """Write the reason on the root of each hidden subtree, as its attribute ``MARK``; the names of the
    elements that have it. ``written`` is the body's markup: what does not stand in it is not looked for."""
    found: list[tuple[LexborNode, str]] = []
    for style in set(_STYLE.findall(written)):
        if why := _styled(unescaped(style)):
            selector = f'[style="{_QUOTED.sub(_escaped, unescaped(style))}"]'
            found += [(node, why) for node in body.css(selector)]
    if any(sign in written for sign in _SIGNS):
        found += [(node, why) for node in body.css(_CANDIDATES) if (why := _reason(node))]
    for selector, why in unseen:
        found += [(node, why) for node in body.css(selector)]
    for node, why in found:
        if MARK not in node.attributes and node.tag not in ("body", "html"):
            node.attrs[MARK] = why
    return {node.tag or "" for node, _ in found}


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{ord(sign.group()):x} "


def _styled(style: str) -> str | None:
    style = _SPACE.sub("", style.lower())
    for name, pattern in _STYLES:
        if pattern.search(style):
            return name
    return "hidden_clipped" if _TINY.search(style) and _OVERFLOW.search(style) else None


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


def unseen(tree: LexborHTMLParser) -> Unseen:
    """Simple selectors that a style sheet in the page, or a script that runs at once, hides."""
    found: dict[str, str] = {}
    for style in tree.css("style"):
        found.update((name, "hidden_by_sheet") for name in _hidden_by(style.text() or ""))
    for script in tree.css("script"):
        text = script.text() or ""
        if "display" in text and len(text) < 2000 and not _FUNCTION.search(text):
            names = _SCRIPTED.findall(text) + _WRITTEN.findall(text)
            found.update((f"#{name}", "hidden_by_script") for name in names)
    return list(found.items())


def _hidden_by(sheet: str) -> Iterator[str]:
    """Simple selectors of the rules with ``display: none``, those within ``@media`` aside."""
    for rule in _NONE.finditer(sheet):
        start = sheet.rfind("{", 0, rule.start())
        if start < 0 or sheet.count("{", 0, start) != sheet.count("}", 0, start):
            continue
        selectors = sheet[sheet.rfind("}", 0, start) + 1 : start]
        names = (name.strip() for name in _COMMENT.sub("", selectors).split(","))
        yield from (name for name in names if _SELECTOR.match(name))
