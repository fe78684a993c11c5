"""A parsed page as boxes and lines: what a reader sees, in order, and in which box each line stands.

Inline markup is gone, ASCII white space is collapsed as CSS does it, hidden subtrees are told by name.
The walk keeps its own stack, so no depth of nesting can exhaust Python's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from pages import hidden, markup
from pages.boxes import Box, Line

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
_VOID = frozenset({
    "area", "base", "basefont", "bgsound", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_NAME = re.compile(r' (?:id|class)="([^"]*)"')
_HREF = re.compile(r' href="([^"]*)"')
_WHY = re.compile(rf' {markup.MARK}="([^"]*)"')
_ROWS = re.compile(r' rowspan="\s*(\d{1,3})')
_COLUMNS = re.compile(r' colspan="\s*(\d{1,3})')
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK = re.compile(rf"(?<=[{_CJK}])[ \t\f\r]*\n\s*(?=[{_CJK}])")
_SPACES = re.compile(r"[ \t\r\n\f\x0b]+")


class _Pen:
    """Where the walk is writing: the open box and the unfinished line."""

    __slots__ = ("box", "href", "lines", "linked", "links", "pieces", "pre")

    def __init__(self, box: Box, lines: list[Line], href: str | None = None, pre: bool = False) -> None:
        self.box, self.lines, self.href, self.pre = box, lines, href, pre
        self.pieces: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.linked = 0

    def write(self, text: str) -> None:
        if "&" in text:
            text = markup.unescaped(text)
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
            line = Line(text, self.box, min(self.linked, len(text)), tuple(self.links))
            self.box.children.append(line)
            self.lines.append(line)
            self.links.clear()
        self.pieces, self.linked = [], 0


def _collapsed(text: str) -> str:
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text or "\x0b" in text:
        text = _SPACES.sub(" ", text)
    return text.strip(" ")


@dataclass(frozen=True, slots=True)
class Layout:
    """A page: its own box, and every box and every line of it in document order."""

    page: Box
    boxes: list[Box]
    lines: list[Line]

    def release(self) -> None:
        """Take the boxes apart when the page is done, so that no cycle waits for the garbage collector."""
        for box in self.boxes:
            box.children.clear()


def read(tree: LexborHTMLParser) -> Layout:
    """The page's boxes. A page without a body is one empty box. What no reader sees (``SKIPPED``) is taken
    out of the tree."""
    page = Box("html")
    walk = _Walk(page)
    if tree.body is not None:
        told = hidden.mark_told(tree)  # before scripts and sheets are taken out
        body = markup.Body(tree.body, SKIPPED)
        styled = hidden.mark_styled(body.node, body.written)
        if styled:
            body.write()
        walk.over(body.tags(inline=not told | styled <= BLOCKS))
    return Layout(page, walk.boxes, walk.lines)


@dataclass(slots=True)
class _Veil:
    """An open hidden inline element: the pen inside it, and how many of its name are open within."""

    pen: _Pen
    tag: str
    depth: int = 0


class _Walk:
    """Where the walk is: the pen, the pens around it, and the open hidden inline elements."""

    __slots__ = ("above", "boxes", "lines", "pen", "veils")

    def __init__(self, page: Box) -> None:
        self.boxes = [page]
        self.lines: list[Line] = []
        self.pen = _Pen(page, self.lines)
        self.above: list[_Pen] = []
        self.veils: list[_Veil] = []

    def over(self, tags: Iterable[markup.Tag]) -> None:
        """Make boxes and lines of the tags."""
        for end, tag, attributes, text, closed, tail in tags:
            if end:
                self._end(end)
            elif tag not in BLOCKS:
                self._inline(tag, attributes)
            elif closed and not self.pen.pre and tag not in _PREFORMATTED:  # most cells and paragraphs
                self._leaf(tag, attributes, text)
                text, closed = tail, ""
            else:
                self._open(tag, attributes)
            if text:
                self.pen.write(text)
            if closed:
                self._end(tag)
                if tail:
                    self.pen.write(tail)
        self.pen.flush()

    def _box(self, tag: str, attributes: str) -> Box:
        pen = self.pen
        if pen.pieces:
            pen.flush()
        box = _made(tag, attributes, pen.box)
        self.boxes.append(box)
        return box

    def _leaf(self, tag: str, attributes: str, text: str) -> None:
        box = self._box(tag, attributes)
        if not text:
            return
        if "&" in text:
            text = markup.unescaped(text)
        if "\n" in text:
            text = _BREAK.sub("", text)
        if text := _collapsed(text):
            href = self.pen.href
            line = Line(text, box) if href is None else Line(text, box, len(text), ((href, text),))
            box.children.append(line)
            self.lines.append(line)

    def _open(self, tag: str, attributes: str) -> None:
        box = self._box(tag, attributes)
        if tag not in _VOID:
            self.above.append(self.pen)
            self.pen = _Pen(box, self.lines, self.pen.href, self.pen.pre or tag in _PREFORMATTED)

    def _inline(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self.pen.flush()
        elif tag in _VOID:
            return
        elif attributes and markup.MARK in attributes:
            box = _made(tag, attributes, self.pen.box)
            self.boxes.append(box)
            self.above.append(self.pen)
            self.pen = _Pen(box, self.lines, self.pen.href)
            self.veils.append(_Veil(self.pen, tag))
        elif self.veils and self.veils[-1].pen is self.pen and self.veils[-1].tag == tag:
            self.veils[-1].depth += 1
        elif tag == "a":
            found = _HREF.search(attributes)
            self.pen.href = markup.unescaped(found.group(1)) if found else ""

    def _end(self, tag: str) -> None:
        if tag in BLOCKS:
            self._up()
        elif self.veils and self.veils[-1].pen is self.pen and self.veils[-1].tag == tag:
            if self.veils[-1].depth:
                self.veils[-1].depth -= 1
            else:
                self.veils.pop()
                self._up()
        elif tag == "a":
            self.pen.href = None

    def _up(self) -> None:
        if self.pen.pieces:
            self.pen.flush()
        self.pen = self.above.pop()


def _made(tag: str, attributes: str, parent: Box) -> Box:
    """A box with what its attributes say, at the end of its parent."""
    box = Box(tag, "", parent, parent.hidden)
    parent.children.append(box)
    if attributes:
        if markup.MARK in attributes and (why := _WHY.search(attributes)):
            box.hidden = why.group(1)
        if tag not in _NAMELESS:
            if 'id="' in attributes or 'class="' in attributes:
                box.name = " ".join(_NAME.findall(attributes)).strip().lower()
            if 'span="' in attributes:
                box.spans = (_span(_ROWS, attributes), _span(_COLUMNS, attributes))
    return box


def _span(pattern: re.Pattern[str], attributes: str) -> int:
    found = pattern.search(attributes)
    return max(1, int(found.group(1))) if found else 1
