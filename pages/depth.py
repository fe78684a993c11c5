"""How deep a page's tags are nested: the parser's time grows with the square of it.

A cheap count first (a slice holds at most so many tags more), an exact one only where that is suspicious.
"""

import re

MOST = 5_000  # the deepest page seen has some sixty
MOST_STYLES = 200  # b, font, i … left open: each paragraph after them opens them all again (HTML 13.2.4.3)
_SLICE = 32_768  # characters
# Void elements and those that the next of their kind closes are not nested by being many.
_TAGS = re.compile(
    r"<(/?)(?!(?:br|img|input|meta|link|hr|p|li|td|tr|th|tbody|thead|tfoot|option|optgroup|col|area|wbr|dd|dt"
    r"|base|param|source|track|embed|frame|script|style|title|textarea|rt|rp)\b)([a-z][a-z0-9:-]{0,30})",
    re.I,
)
_STYLES = frozenset(("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong",
                     "tt", "u"))  # fmt: skip


def too_deep(markup: str) -> bool:
    """Whether tags are nested so deep that the page is not parsed.

    >>> too_deep("<div>" * 9000 + "</div>" * 9000), too_deep("<p>" * 9000), too_deep("<b>" * 6000 + "<p>")
    (True, False, True)
    """
    if markup.count("<") <= MOST:
        return False
    open_ = 0
    for at in range(0, len(markup), _SLICE):
        end = at + _SLICE
        open_ += markup.count("<", at, end) - 2 * markup.count("</", at, end)
        if open_ > MOST:
            return _counted(markup)
    return False


def _counted(markup: str) -> bool:
    open_ = styles = 0
    for found in _TAGS.finditer(markup):
        step = -1 if found[1] else 1
        open_ = max(0, open_ + step)
        styles = max(0, styles + step) if found[2].lower() in _STYLES else styles
        if open_ > MOST or styles > MOST_STYLES:
            return True
    return False
