"""All repairs of a text, in order, before anything is normalised. Each row: a name and its finder."""

from collections.abc import Callable, Iterator

from pages import pinyin, radicals, remnants, rereading, slip
from pages.edits import Edit, Mended

REPAIRS: tuple[tuple[str, Callable[[str], Iterator[Edit]], str], ...] = (
    ("utf8_as_gbk", rereading.as_gbk, "UTF-8 that was read as GBK; 锟斤拷 back to its U+FFFD"),
    ("read_as_latin", rereading.as_latin, "GBK, Big5 or UTF-8 that was read as latin-1 or cp1252"),
    ("byte_slip", slip.edits, "GBK cut inside a character and read on one byte out of step"),
    ("radical", radicals.radicals, "a radical printed for its hanzi, as some PDFs have it"),
    ("entity", remnants.entities, "an entity that was escaped twice"),
    ("tag_remnant", remnants.tags, "a tag, or what is left of one, that is printed"),
    ("indent", remnants.indents, "???? where an encoding had no byte for the indent's spaces"),
    ("pinyin_annotation", pinyin.pinyin, "pinyin that a clone site put behind the hanzi"),
)
"""name, finder, what the damage is. A kind ending in ``+label`` was completed from the official labels."""

_ROUNDS = 6


def mend(text: str) -> Mended:
    """The text repaired, with the receipts: ``repair.after`` stands at ``repair.start``.

    >>> mend("æ”¿åºœä¿¡æ¯").text
    '政府信息'
    """
    mended = Mended(text, [])
    mend_on(mended)
    return mended


def mend_on(mended: Mended) -> None:
    """Repair until nothing changes; repairs made before are merged with what they meet."""
    for _ in range(_ROUNDS):
        changed = [mended.apply(find(mended.text)) for _, find, _ in REPAIRS]
        if not any(changed):
            break
