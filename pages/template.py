"""A site's template, learned across its pages: blocks that stand on most of them.

What CLEANING §3a proved necessary: a block is common only at 60 % of the pages and on at least three; it
is never a part of the national form (every report of a site shares that), and only pages that are no
reports are learned from. Digits count as one (a date and a counter differ daily), so a sentence is never
common: a county's reports open with the same one every year. No crawl calls this: decision 41.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from pages import decode, layout
from pages.labels import protected
from reports.reading import simplified

SHARE = 0.6
FEWEST = 3
ENOUGH = 6
_DIGITS = re.compile(r"\d+")
_LONGEST = 200
_PROSE = re.compile("[。；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Blocks (simplified, digits as 0) that a site's pages share, and how many pages were read."""

    common: frozenset[str]
    pages: int


def learn(pages: Iterable[bytes]) -> Template:
    """Learn from a site's pages as received (HTML, content coding removed). Fewer than six that are no
    reports teach nothing."""
    plain = [blocks for blocks, report in map(_blocks, pages) if not report]
    return Template(common=_shared(plain) if len(plain) >= ENOUGH else frozenset(), pages=len(plain))


def _blocks(data: bytes) -> tuple[set[str], bool]:
    """The page's blocks, and whether it carries the national form."""
    box = layout.read(LexborHTMLParser(decode.decode(data)[0])).page
    texts = [block(simplified(line.now)) for line in box.lines()]
    return {t for t in texts if len(t) < _LONGEST}, sum(map(protected, texts)) >= 6


def _shared(pages: Sequence[set[str]]) -> frozenset[str]:
    counts = Counter(text for blocks in pages for text in blocks)
    least = max(FEWEST, SHARE * len(pages))
    return frozenset(
        text
        for text, n in counts.items()
        if n >= least and not protected(text) and not _fact(text) and not _PROSE.search(text)
    )


def _fact(text: str) -> bool:
    """A bare number, a unit, a placeholder: cells of the form share those."""
    return len(text) < 4 or not re.search(r"[\u4e00-\u9fff]{2}", text)


def block(text: str) -> str:
    """A line as it is compared across pages.

    >>> block("浏览次数： 722 次")
    '浏览次数：0次'
    """
    return _DIGITS.sub("0", "".join(text.split()))
