"""A second opinion on pages that match nothing we know: what trafilatura would keep (CLEANING §1).

It sits on lxml, which drops everything behind an early ``</html>``, so those tags go first.
"""

import re

import trafilatura

_END = re.compile(r"</(?:html|body)\s*>", re.I)
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
STRONG = 0.5


def text_of(markup: str) -> str:
    """trafilatura's text of the page, empty where it finds none."""
    try:
        return trafilatura.extract(_END.sub("", markup), include_comments=False, favor_recall=False) or ""
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        return ""


def agreement(ours: str, theirs: str) -> float:
    """How much of the two texts' pairs of hanzi is common, 0 to 1.

    >>> agreement("政府信息公开", "政府信息公开")
    1.0
    """
    mine, other = _pairs(ours), _pairs(theirs)
    return 2 * len(mine & other) / (len(mine) + len(other)) if mine or other else 1.0


def _pairs(text: str) -> set[str]:
    tight = "".join(text.split())
    return {tight[n : n + 2] for n in range(len(tight) - 1) if _HAN.match(tight, n)}
