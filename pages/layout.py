"""A parsed page as boxes and lines: what a reader sees, in order, and in which box each line stands.

Inline markup is gone, ASCII white space is collapsed as CSS does it, hidden subtrees are told by name.
The walk keeps its own stack, so no depth of nesting can exhaust Python's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pages import hidden

SKIPPED = frozenset({
    "!doctype", "-comment", "audio", "canvas", "datastore", "embed", "head", "iframe", "math",
    "noframes", "object", "script", "style", "svg", "template", "title", "video",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
    "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "listing",
    "main", "marquee", "menu", "nav", "noscript", "ol", "option", "p", "pre", "publishtime", "section",
    "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr",
    "ucapcontent", "ucaptitle", "ul",
})  # fmt: skip
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK = re.compile(rf"(?<=[{_CJK}])[ \t\f\r]*\n\s*(?=[{_CJK}])")
_SPACES = re.compile(r"[ \t\r\n\f\x0b]+")


@dataclass(slots=True, eq=False)
class Line:
    """One line of text. ``linked`` counts its characters inside links, ``links`` are (href, text)."""

    text: str
    box: "Box"
    linked: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Box:
    """A block: ``name`` is its id and classes in lower case, ``hidden`` why it cannot be seen."""

    tag: str
    name: str = ""
    parent: "Box | None" = None
    hidden: str | None = None
    children: "list[Box | Line]" = field(default_factory=list)
    spans: tuple[int, int] = (1, 1)
    weight: float = 0.0

    def boxes(self) -> "Iterator[Box]":
        """The child boxes."""
        return (child for child in self.children if isinstance(child, Box))

    def lines(self) -> Iterator[Line]:
        """Every line below, in order."""
        stack: list[Box | Line] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, Line):
                yield item
            else:
                stack.extend(reversed(item.children))

    def descendants(self) -> "Iterator[Box]":
        """Every box below and this one, in order."""
        stack = [self]
        while stack:
            box = stack.pop()
            yield box
            stack.extend(reversed(list(box.boxes())))


@dataclass(slots=True)
class _Pen:
    """Where the walk is writing: the open box and the unfinished line."""

    box: Box
    pieces: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    linked: int = 0
    href: str | None = None
    pre: int = 0

    def write(self, text: str) -> None:
        if self.pre and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                self._add(line)
                self.flush()
        self._add(text)

    def _add(self, text: str) -> None:
        if "\n" in text:
            text = _BREAK.sub("", text)
        text = _SPACES.sub(" ", text)
        if text == " " and (not self.pieces or self.pieces[-1].endswith(" ")):
            return
        self.pieces.append(text)
        if self.href is not None and text != " ":
            self.linked += len(text)
            self.links.append((self.href, text.strip()))

    def flush(self) -> None:
        if not self.pieces:
            return
        text = _SPACES.sub(" ", "".join(self.pieces)).strip(" ")
        if text:
            self.box.children.append(Line(text, self.box, min(self.linked, len(text)), self.links))
            self.links = []
        self.pieces, self.linked = [], 0


def read(tree: LexborHTMLParser) -> Box:
    """The page's box. A page without a body is an empty box."""
    page = Box("html")
    if tree.body is not None:
        _walk(tree.body, page, hidden.reasons(tree))
    return page


def _walk(top: LexborNode, page: Box, reasons: dict[int, str]) -> None:
    pen = _Pen(page)
    above: list[tuple[LexborNode, _Pen, str]] = []
    node: LexborNode | None = top
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            pen.write(node.text_content or "")
        elif tag not in SKIPPED:
            entered = _enter(node, tag, pen, reasons)
            if node.child is not None:
                above.append((node, pen, tag))
                node, pen = node.child, entered
                continue
            pen = _leave(tag, entered, pen)
        node, pen = _onward(node, pen, above)


def _onward(
    node: LexborNode, pen: _Pen, above: list[tuple[LexborNode, _Pen, str]]
) -> tuple[LexborNode | None, _Pen]:
    """The next node in document order, everything that ends before it being left."""
    while node.next is None or not above:
        if not above:
            pen.flush()
            return None, pen
        node, outer, tag = above.pop()
        pen = _leave(tag, pen, outer)
        if not above:
            pen.flush()
            return None, pen
    return node.next, pen


def _enter(node: LexborNode, tag: str, pen: _Pen, reasons: dict[int, str]) -> _Pen:
    """The pen for what is inside the node: a new one for a block or a hidden node, else the same."""
    reason = reasons.get(node.mem_id) if reasons else None
    if tag in BLOCKS:
        pen.flush()
        return _Pen(
            _open(node, tag, pen.box, reason), href=pen.href, pre=pen.pre + (tag in ("pre", "listing"))
        )
    if reason is not None:
        return _Pen(_open(node, tag, pen.box, reason), href=pen.href)
    if tag == "br":
        pen.flush()
    elif tag == "a":
        pen.href = node.attributes.get("href") or ""
    return pen


def _open(node: LexborNode, tag: str, parent: Box, reason: str | None) -> Box:
    attributes = node.attributes
    name = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip().lower()
    box = Box(tag, name, parent, reason or parent.hidden)
    if tag in ("td", "th"):
        box.spans = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
    parent.children.append(box)
    return box


def _span(value: str | None) -> int:
    found = re.match(r"\s*(\d{1,3})", value or "")
    return max(1, int(found.group(1))) if found else 1


def _leave(tag: str, inner: _Pen, outer: _Pen) -> _Pen:
    if inner is not outer:
        inner.flush()
    elif tag == "a":
        outer.href = None
    return outer
