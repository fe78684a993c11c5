"""Left-overs of markup and of spam clones in the text: entities escaped twice, tags, ``????``, pinyin."""

import html
import re
from collections.abc import Iterator

from pages.edits import Edit

_ENTITY = re.compile(r"&(?:amp;)*(?:[a-zA-Z]{2,8}|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});")
_NAMES = (
    "td|tr|th|table|tbody|thead|p|br|div|span|font|strong|b|em|u|i|li|ul|ol|a|img|h[1-6]|center"
    "|o:p|st1:\\w+"
)
_TAG = re.compile(
    rf"</?(?:{_NAMES})(?:[ \t][^<>\n]{{0,300}})?/?>"
    r"|(?<![A-Za-z0-9/<.])/(?:td|tr|th|tbody|table|span|div|strong)>",
    re.I,
)
_INDENT = re.compile(r"^[ \t]*(\?{2,16})(?=[ \t]*[\u4e00-\u9fff（(《“\d])", re.M)
_SYLLABLE = "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?[aeiouvüāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]{1,3}(?:ng|n|r)?"
_PINYIN = re.compile(rf"(?<=[^\x00-\x7f])(?:[(（\[](?!.[)）\]]){_SYLLABLE}[)）\]])+")
_GLOSS = re.compile(r"[(（\[][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]")
_CLONE = 3
_CONTROLS = frozenset("\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def entities(text: str) -> Iterator[Edit]:
    """Entities that were escaped twice and so are printed: ``&nbsp;``, ``&#25919;``."""
    for found in _ENTITY.finditer(text) if "&" in text else ():
        made = found.group()
        while (plainer := html.unescape(made)) != made:
            made = plainer
        if made != found.group() and len(made) <= 2:
            after = " " if made in _CONTROLS else made
            yield Edit(start=found.start(), end=found.end(), after=after, kind="entity")


def tags(text: str) -> Iterator[Edit]:
    """Tags that are printed: whole ones, and a closing one whose ``<`` was swallowed."""
    for found in _TAG.finditer(text) if ">" in text else ():
        yield Edit(start=found.start(), end=found.end(), after="", kind="tag_remnant")


def indents(text: str) -> Iterator[Edit]:
    """``????`` before a paragraph: spaces that some encoding had no byte for. Which spaces is not known."""
    for found in _INDENT.finditer(text) if "??" in text else ():
        width = len(found.group(1))
        yield Edit(
            start=found.start(1), end=found.end(1), after="\u3000" * width, kind="indent", certain=False
        )


def pinyin(text: str) -> Iterator[Edit]:
    """Pinyin behind hanzi, as clone sites sprinkle it (PORTALS G, S7). One gloss of a rare name stays."""
    found = list(_PINYIN.finditer(text)) if _GLOSS.search(text) else []
    if len(found) >= _CLONE:
        for annotation in found:
            yield Edit(start=annotation.start(), end=annotation.end(), after="", kind="pinyin_annotation")
