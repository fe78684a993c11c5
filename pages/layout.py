"""A parsed page as boxes and lines: what a reader sees, in order, and in which box each line stands.

Inline markup is gone, ASCII white space is collapsed as CSS does it, hidden subtrees are told by name.
The walk keeps its own stack, so no depth of nesting can exhaust Python's.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pages import hidden
from pages.draft import Text

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
_NAMELESS = frozenset({"p", "tr", "tbody", "thead", "tfoot", "br", "hr"})
_PREFORMATTED = frozenset({"pre", "listing"})
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK = re.compile(rf"(?<=[{_CJK}])[ \t\f\r]*\n\s*(?=[{_CJK}])")
_SPACES = re.compile(r"[ \t\r\n\f\x0b]+")


class Line(Text):
    """One line of text. ``linked`` counts its characters inside links, ``links`` are (href, text)."""

    __slots__ = ("box", "linked", "links")

    def __init__(
        self, text: str, box: "Box", linked: int = 0, links: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.now = self.printed = text
        self.repairs = ()
        self.box, self.linked, self.links = box, linked, links


@dataclass(slots=True, eq=False)
class Box:
    """A block: ``name`` is its id and classes in lower case, ``hidden`` why it cannot be seen."""

    tag: str
    name: str = ""
    parent: "Box | None" = None
    hidden: str | None = None
    children: "list[Box | Line]" = field(default_factory=list)
    spans: tuple[int, int] = (1, 1)
    # what pages.container weighs: see there
    weight: float = field(init=False)
    chars: int = field(init=False)
    linked: int = field(init=False)
    guarded: int = field(init=False)
    copied: int = field(init=False)

    def boxes(self) -> "Iterator[Box]":
        """The child boxes."""
        return (child for child in self.children if isinstance(child, Box))

    def lines(self) -> list[Line]:
        """Every line below, in order."""
        children = self.children
        while len(children) == 1:
            only = children[0]
            if type(only) is Line:
                return [only]
            children = only.children  # type: ignore[union-attr]
        found: list[Line] = []
        stack: list[Box | Line] = children[::-1]
        while stack:
            item = stack.pop()
            if type(item) is Line:
                found.append(item)
            else:
                stack += item.children[::-1]  # type: ignore[union-attr]
        return found

    def descendants(self, closed: "Container[Box]" = ()) -> "list[Box]":
        """This box and every box below, in order; what is in the ``closed`` ones is left out."""
        found: list[Box] = []
        stack = [self]
        while stack:
            box = stack.pop()
            found.append(box)
            if box.children and box not in closed:
                stack += [child for child in reversed(box.children) if type(child) is Box]
        return found


class _Pen:
    """Where the walk is writing: the open box and the unfinished line."""

    __slots__ = ("box", "href", "linked", "links", "pieces", "pre")

    def __init__(self, box: Box, href: str | None = None, pre: bool = False) -> None:
        self.box, self.href, self.pre = box, href, pre
        self.pieces: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.linked = 0

    def write(self, text: str) -> None:
        if not self.pieces and text.isspace() and not self.pre:
            return
        if self.pre and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                self._add(line)
                self.flush()
        self._add(text)

    def _add(self, text: str) -> None:
        if "\n" in text:
            text = _BREAK.sub("", text)
        self.pieces.append(text)
        if self.href is not None and not text.isspace():
            self.linked += len(text)
            self.links.append((self.href, text.strip()))

    def flush(self) -> None:
        if not self.pieces:
            return
        text = _collapsed("".join(self.pieces))
        if text:
            self.box.children.append(Line(text, self.box, min(self.linked, len(text)), tuple(self.links)))
            self.links.clear()
        self.pieces, self.linked = [], 0


def _collapsed(text: str) -> str:
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text or "\x0b" in text:
        text = _SPACES.sub(" ", text)
    return text.strip(" ")


@dataclass(frozen=True, slots=True)
class Layout:
    """A page: its own box, and every box of it in document order."""

    page: Box
    boxes: list[Box]

    def release(self) -> None:
        """Take the boxes apart when the page is done, so that no cycle waits for the garbage collector."""
        for box in self.boxes:
            box.children = []


def read(tree: LexborHTMLParser) -> Layout:
    """The page's boxes. A page without a body is one empty box."""
    page = Box("html")
    boxes = [page]
    if tree.body is not None:
        _walk(tree.body, page, hidden.reasons(tree), boxes)
    return Layout(page, boxes)


def _walk(top: LexborNode, page: Box, reasons: dict[int, str], boxes: list[Box]) -> None:
    pen = _Pen(page)
    above: list[tuple[LexborNode, _Pen, str]] = []
    node: LexborNode | None = top
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            pen.write(node.text_content or "")
        elif tag not in SKIPPED:
            child = node.child
            entered = _enter(node, tag, child, pen, reasons, boxes)
            if entered is not None:
                above.append((node, pen, tag))
                node, pen = child, entered
                continue
        following = node.next
        while following is None and above:
            node, outer, tag = above.pop()
            if pen is not outer:
                if pen.pieces:
                    pen.flush()
                pen = outer
            elif tag == "a":
                pen.href = None
            following = node.next if above else None
        node = following
    pen.flush()


def _leaf(box: Box, text: str, href: str | None) -> None:
    if "\n" in text:
        text = _BREAK.sub("", text)
    text = _collapsed(text)
    if text and href is not None:
        box.children.append(Line(text, box, len(text), ((href, text),)))
    elif text:
        box.children.append(Line(text, box))


def _enter(
    node: LexborNode,
    tag: str,
    child: LexborNode | None,
    pen: _Pen,
    reasons: dict[int, str],
    boxes: list[Box],
) -> _Pen | None:
    """The pen for what is inside the node: a new one for a block or a hidden node, else the same;
    ``None`` where nothing is left to be walked."""
    reason = reasons.get(node.mem_id) if reasons else None
    if tag in BLOCKS:
        if pen.pieces:
            pen.flush()
        box = _open(node, tag, pen.box, reason)
        boxes.append(box)
        if child is None:
            return None
        pre = pen.pre or tag in _PREFORMATTED
        if not pre and child.next is None and child.tag == "-text":  # most cells and paragraphs
            _leaf(box, child.text_content or "", pen.href)
            return None
        return _Pen(box, href=pen.href, pre=pre)
    if reason is not None:
        box = _open(node, tag, pen.box, reason)
        boxes.append(box)
        return _Pen(box, href=pen.href) if child is not None else None
    if tag == "br":
        pen.flush()
    elif tag == "a" and child is not None:
        pen.href = node.attributes.get("href") or ""
    return pen if child is not None else None


def _open(node: LexborNode, tag: str, parent: Box, reason: str | None) -> Box:
    box = Box(tag, "", parent, reason or parent.hidden)
    if tag not in _NAMELESS:
        attributes = node.attributes
        if attributes:
            if "class" in attributes or "id" in attributes:
                box.name = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip().lower()
            if "rowspan" in attributes or "colspan" in attributes:
                box.spans = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
    parent.children.append(box)
    return box


def _span(value: str | None) -> int:
    found = re.match(r"\s*(\d{1,3})", value or "")
    return max(1, int(found.group(1))) if found else 1
