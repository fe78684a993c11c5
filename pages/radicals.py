"""Radicals that stand for hanzi: ``⼀`` for 一 and ``⺠`` for 民, as PDFs print them whose fonts know both.

The Kangxi radicals have their hanzi in Unicode's compatibility mappings; those of the supplement are listed
here, as far as they are words (Unicode's EquivalentUnifiedIdeograph.txt).
"""

import re
import unicodedata
from collections.abc import Iterator

from pages.edits import Edit

_SUPPLEMENT = dict(
    zip(
        "⺀⺁⺄⺆⺇⺈⺊⺌⺒⺓⺕⺗⺛⺜⺝⺟⺠⺧⺩⺪⺫⺬⺮⺯⺶⺻⺼⺽⻁⻃⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻲⻳",
        "冫厂乙冂几刀卜小巳幺彐心旡日月母民牛王疋罒示竹糸羊聿肉臼虎覀西见角角贝足车長长门雨青韦页风飞食食首马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟龟",
        strict=True,
    )
)
_RADICAL = re.compile("[\u2e80-\u2fd5]+")
_HAN = re.compile("[\u3400-\u9fff\uff01-\uff5e，。、；：“”（）《》0-9]")


def radicals(text: str) -> Iterator[Edit]:
    """Radicals within a text of hanzi; one that stands alone is left as what it is."""
    for found in _RADICAL.finditer(text):
        start, end = found.span()
        made = "".join(map(_hanzi, found.group()))
        beside = _HAN.match(text[start - 1 : start] or " ") or _HAN.match(text[end : end + 1] or " ")
        if made != found.group() and (beside or end - start > 1):
            yield Edit(start=start, end=end, after=made, kind="radical")


def _hanzi(radical: str) -> str:
    return _SUPPLEMENT.get(radical) or unicodedata.normalize("NFKC", radical)
