"""A parsed page as a flat run of tags, made by the parser's own serialiser and one pattern.

The parser has closed every element and quoted every attribute, and escapes ``<`` in texts and values; so in
what it writes a ``<`` always begins a tag, and one pattern reads it all, much faster than asking each node
for the next. What could break this (a quote or ``<`` in an attribute's name, elements whose content is
written raw) is taken out of the tree before; the count of ``<`` proves each page.
"""

import re
from collections.abc import Set

from selectolax.lexbor import LexborNode

Tag = tuple[str, str, str, str, str, str]
"""(closing name, opening name, attributes, the text behind it, its end tag where nothing but that text is
between, the text behind that)."""

MARK = "xianzhi-hidden"
_RAW = frozenset({"xmp", "plaintext", "noembed"})
_RAWEST = ["script", "style", "iframe", "noframes"]  # written raw, so they go first
_PLAIN = "span|font|b|strong|u|i|em|o:p|sup|sub|small|big|label|ins|del|s|wbr|img|input|st1:[a-z]+"
_ATTRIBUTES = r"""(?: [^\s"'=<>/]+="[^"]*")*"""
_INLINE = re.compile(rf"</?(?:{_PLAIN}){_ATTRIBUTES}>|<!--.*?-->", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TAG = re.compile(rf"""<(?:/([^\s"'=<>/]+)|([^\s"'=<>/]+)({_ATTRIBUTES}))>([^<]*)(?:(</\2>)([^<]*))?""")
_SANE = re.compile(r"""[^\s"'=<>/]+""")


class Body:
    """A page's body: its node, and how it is written. What is of the names ``without`` is left out."""

    def __init__(self, node: LexborNode, without: Set[str]) -> None:
        self.node, self._without = node, without
        node.strip_tags(_RAWEST)
        self.write()

    def write(self) -> None:
        """Write the tree anew, after a change."""
        self.written = self.node.html or ""

    def tags(self, *, inline: bool) -> list[Tag]:
        """The tags below and with the body; without ``inline`` those that say nothing of the layout are
        left out. The tree is altered where its names are not sane."""
        drop = _COMMENT if inline else _INLINE
        found, names, whole = _read(self.written, drop)
        if not whole or names & _RAW:
            self._make_sane()
            found, names = self._again(drop)
        if rare := names & self._without:
            self.node.strip_tags(sorted(rare))
            found, _ = self._again(drop)
        return found

    def _again(self, drop: re.Pattern[str]) -> tuple[list[Tag], set[str]]:
        self.write()
        return _read(self.written, drop)[:2]

    def _make_sane(self) -> None:
        for node in self.node.css("*"):
            for name in [name for name in node.attributes if not _SANE.fullmatch(name)]:
                del node.attrs[name]
        for node in self.node.css(",".join(_RAW)):
            node.replace_with(node.text())
        for node in self.node.css("*"):
            if not _SANE.fullmatch(node.tag or ""):
                node.unwrap(delete_empty=True)


def _read(written: str, drop: re.Pattern[str]) -> tuple[list[Tag], set[str], bool]:
    """The tags, their names, and whether every ``<`` that is written begins one."""
    written = drop.sub("", written)
    if "&nbsp;" in written:
        written = written.replace("&nbsp;", "\xa0")
    found: list[Tag] = _TAG.findall(written)
    ends = len([tag for tag in found if tag[4]])
    return found, {tag[1] for tag in found}, len(found) + ends == written.count("<")


def unescaped(text: str) -> str:
    """A text or a value as it was before the serialiser escaped it."""
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&nbsp;", "\xa0").replace("&amp;", "&")
