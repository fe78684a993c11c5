"""Cells run together, ``一、本年新收政府信息公开申请数量2000002二、…``: told by the form's row labels.

Seven digits behind a label of the application matrix are seven cells. More digits are taken apart only
where exactly one way gives a row whose last number is the sum of the others (REPORTS B.5, M3; the same for
the 15 of reviews and litigation, R1-R3); what cannot be told stays one cell, as printed.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from pages.flattened.lines import table
from pages.labels import row_labels
from reports.model import Table
from reports.reading import simplified

_UNIT = re.compile(r"[ \xa0\u3000]*(人次|条次|万元|[条件次篇个人项元份])?(?=[ \xa0\u3000]*-?\d)")
_VALUES = re.compile(r"[ \xa0\u3000]*(-?\d[\d,. \xa0\u3000-]*)")
_ASIDES = ("其中：", "其中:")
_BETWEEN = 60
_FEWEST = 3
_ORDINAL = r"(?:\d[.．、]|[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]、)?"
_LAST = r"(?:尚未审结)?总计"


@cache
def _pattern() -> re.Pattern[str]:
    cores = {
        re.sub(r"^(?:\d[.．、]|（[一二三四五六七八九十]+）|[一二三四五六七八九十]、|其中：)", "", label)
        for label in row_labels()
    }
    return re.compile(
        "|".join(
            f"{_ORDINAL}{re.escape(core)}" for core in sorted(cores, key=len, reverse=True) if len(core) > 1
        )
        + f"|{_LAST}"
    )


def find(text: str) -> list[Table]:
    """Runs of at least three labels, each with its digits right behind it."""
    plain = simplified(text)
    rows = list(_rows(plain))
    found: list[Table] = []
    run: list[tuple[int, int, list[str]]] = []
    for row in rows:
        if run and (row[0] - run[-1][1] > _BETWEEN or "。" in plain[run[-1][1] : row[0]]):
            found += _table(run)
            run = []
        run.append(row)
    return found + _table(run)


def _rows(plain: str) -> Iterator[tuple[int, int, list[str]]]:
    """(start, end, cells) of each label that has digits right behind it and no sentence after."""
    places = [(m.start(), m.end()) for m in _pattern().finditer(plain)]
    for (start, end), (following, _) in pairwise([*places, (len(plain), len(plain))]):
        unit = _UNIT.match(plain, end, following)
        values = _VALUES.match(plain, unit.end(), following) if unit else None
        if unit is None or values is None:
            continue
        stop = values.end(1)
        after = plain[stop : stop + 1]
        if (
            not after
            or after in "\n（(一二三四五六七八九第政信行"
            or stop == following
            or plain[stop:following] in _ASIDES
        ):
            digits = values.group(1).rstrip()
            cells = [plain[start:end], *([unit.group(1)] if unit.group(1) else []), *apart(digits)]
            yield start, values.start(1) + len(digits), cells


def _table(run: list[tuple[int, int, list[str]]]) -> list[Table]:
    if len(run) < _FEWEST:
        return []
    return [table([cells for _, _, cells in run], run[0][0], run[-1][1])]


def apart(digits: str) -> list[str]:
    """The cells of glued digits where that is certain, else the digits as they are.

    >>> apart("2000002"), apart("1689"), apart("000")
    (['2', '0', '0', '0', '0', '0', '2'], ['1689'], ['0', '0', '0'])
    """
    apart_already = digits.split()
    if len(apart_already) in (2, 3, 5, 7, 15) and all(part.isdigit() for part in apart_already):
        return apart_already
    digits = "".join(apart_already)
    if not digits.isdigit() or len(digits) < 3:
        return [digits]
    if set(digits) == {"0"}:
        return list(digits)
    for count, group in ((7, 7), (15, 5)):
        ways = _ways(digits, count, group) if count <= len(digits) <= 3 * count else []
        if len(ways) == 1:
            return ways[0]
    return [digits]


def _ways(digits: str, count: int, group: int) -> list[list[str]]:
    """The ways to cut the digits into ``count`` numbers whose groups end in their sum (two are enough)."""
    ways: list[list[str]] = []

    def cut(at: int, made: list[str]) -> None:
        if len(ways) > 1 or len(digits) - at < count - len(made):
            return
        if made and len(made) % group == 0 and sum(map(int, made[-group:-1])) != int(made[-1]):
            return
        if len(made) == count:
            ways.extend([made] if at == len(digits) else [])
            return
        for size in range(1, 2 if digits[at : at + 1] == "0" else 6):
            if at + size <= len(digits):
                cut(at + size, [*made, digits[at : at + size]])

    cut(0, [])
    return ways
