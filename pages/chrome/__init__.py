"""The furniture around a text: named rules, each with a finder and a reason.

A rule finds spans of a line. A line goes only where its spans cover it whole (punctuation aside), so
分享 in a sentence stays; a few rules may also cut the end of a short line (``edge``). At the edges of the
text short lines go for where they stand (``pages.chrome.edges``). Matching is done on the simplified
reading, cutting on what is printed. To add one: docs/how-to/add-a-chrome-rule.md.
"""

from pages.chrome.edges import BESIDE, EDGES, EdgeRule
from pages.chrome.rules import BOXES, LINES, BoxRule, LineRule
from pages.chrome.spam import SPAM, SpamRule

__all__ = ["BESIDE", "BOXES", "EDGES", "LINES", "SPAM", "BoxRule", "EdgeRule", "LineRule", "SpamRule"]
