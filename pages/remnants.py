"""Left-overs of markup and of encodings in the text: entities escaped twice, tags, ``????``."""

import html
import re
from collections.abc import Iterator

from pages.edits import Edit

_ENTITY = re.compile(r"&(?:amp;)*(?:[a-zA-Z]{2,8}|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});")
_CUT_SPACE = re.compile(r"&(?:amp;)*nbsp(?![A-Za-z0-9_;=])|(?<![A-Za-z0-9_&;])nbsp;")
_NAMES = (
    "td|tr|th|table|tbody|thead|p|br|div|span|font|strong|b|em|u|i|li|ul|ol|a|img|h[1-6]|center"
    "|(?:o|v|w|m|st1):\\w+"
)
_LONG = "td|tr|th|tbody|table|span|div|strong|font|center"
_VALUE = r"""(?:"[^"<>\n]{0,200}"|'[^'<>\n]{0,200}'|\d{1,4}(?:%|px|pt)|[a-z]{1,20}|#[\da-f]{6})"""
_VALUED = rf"(?:[ \t]+[\w:-]{{1,30}}={_VALUE}){{1,12}}"
_TAG = re.compile(
    rf"</?(?:{_NAMES})(?:[ \t][^<>\n]{{0,300}})?/?>"
    r"|<!--[^<>\n]{0,300}-->|<!\[[a-z][^<>\n]{0,60}\]>|<\?xml[^<>\n]{0,300}>"
    rf"|(?<![A-Za-z/<.])/(?:{_LONG})>|(?<![A-Za-z0-9/<.])/(?:o:)?(?:p|a|b|li|ul|h[1-6]|em)>"
    rf"|<(?:/p|/?br|/?(?:{_LONG}))(?:{_VALUED})?[ \t]*/?(?=[^\x00-\x7f]|\d|$)",
    re.I | re.M,
)
_SWALLOWED = re.compile(rf"[?\ufffd]{{1,2}}/(?:{_LONG}|p|li|h[1-6])>", re.I)
_INDENT = re.compile(r"^[ \t]*(\?{2,16})(?=[ \t]*[\u4e00-\u9fff（(《“\d])", re.M)
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
    for found in _CUT_SPACE.finditer(text) if "nbsp" in text else ():
        yield Edit(start=found.start(), end=found.end(), after="\xa0", kind="entity")


def tags(text: str) -> Iterator[Edit]:
    """Tags that are printed: whole ones, cut ones, and a closing one whose ``<`` was swallowed; a ``?``
    before that stands for a character that went with it."""
    if ">" not in text and "<" not in text:
        return
    lost = [(found.start(), found.end()) for found in _SWALLOWED.finditer(text)]
    for start, end in lost:
        yield Edit(start=start, end=end, after="\ufffd", kind="tag_remnant", certain=False)
    for found in _TAG.finditer(text):
        if not any(start <= found.start() < end for start, end in lost):
            yield Edit(start=found.start(), end=found.end(), after="", kind="tag_remnant")


def indents(text: str) -> Iterator[Edit]:
    """``????`` before a paragraph: spaces that some encoding had no byte for. Which spaces is not known."""
    for found in _INDENT.finditer(text) if "??" in text else ():
        width = len(found.group(1))
        yield Edit(
            start=found.start(1), end=found.end(1), after="\u3000" * width, kind="indent", certain=False
        )
