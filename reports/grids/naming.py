"""Which row of a listed form a printed row is: by its label, its block, its likeness, or its place.

A listed form is a column of labels (stat2014, legacy_local). The same label can stand in two blocks
(被依法纠错数 under reviews and under litigation), so the block above decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..reading import key
from .likeness import alike

_ASIDE = re.compile(r"\([^()]*\)?")
_LEADING = re.compile(r"^(?:\s*\([一二三四五六七八九十\d]{1,3}\))+")
DAMAGED = re.compile(r"[?�\ue000-\uf8ff\u3100-\u312f\u2500-\u259f]")
_UNITS_BEHIND = re.compile(r"(?:条次|人次|万元|[条件次篇个人元])$")


@lru_cache(maxsize=1 << 14)
def bare(label: str) -> str:
    """A label's words without ordinals and bracketed asides.

    >>> bare("(一)收到申请数(件)"), bare("1.专职人员数(不包括政府公报及政府网站工作人员数)")
    ('收到申请数', '专职人员数')
    """
    tight = _LEADING.sub("", "".join(label.split()))
    return key(_ASIDE.sub("", tight)) or key(tight)


@dataclass(frozen=True)
class Listing:
    """A listed form: id -> official label in order, and the words that open a block."""

    labels: Mapping[str, str]
    blocks: Mapping[str, str]

    @cached_property
    def _by_label(self) -> dict[str, list[str]]:
        by_label: dict[str, list[str]] = {}
        for id_, label in self.labels.items():
            by_label.setdefault(bare(label), []).append(id_)
        return by_label

    @cached_property
    def _order(self) -> list[str]:
        return list(self.labels)

    def name(
        self, labels: Sequence[str], filled: Sequence[bool], *, strict: bool = False
    ) -> list[tuple[str, str]]:
        """An (id, note) for each printed label, the id empty where the row is not the form's.

        ``filled`` tells the rows that hold a number from headings. ``strict`` takes a label only as it
        is in the form: a related form has rows that are like these and count something else.
        """
        block, names, taken = "", [], set[str]()
        for label in labels:
            said = bare(label)
            block = next((stem for words, stem in self.blocks.items() if words in said), block)
            id_ = self._exact(said, block, taken, strict)
            block = block if not id_ or id_.startswith(block) else ""
            taken.add(id_)
            names.append(id_)
        if strict:
            return [(id_, "") for id_ in names]
        names = [id_ or self._alike(label, taken) for id_, label in zip(names, labels, strict=True)]
        return self._placed(
            [bool(f and DAMAGED.search(label)) for label, f in zip(labels, filled, strict=True)], names
        )

    def _exact(self, said: str, block: str, taken: set[str], strict: bool) -> str:
        ids = self._by_label.get(said) or self._by_label.get(_UNITS_BEHIND.sub("", said), [])
        if not ids and not strict:
            ids = self._within(said)
        free = [id_ for id_ in ids if id_ not in taken]
        if len(ids) > 1 and self.blocks:
            free = [id_ for id_ in free if block and id_.startswith(block)]
        return free[0] if free else ""

    def _within(self, said: str) -> list[str]:
        """The ids whose official label the printed one holds, or the other way round: the longest."""
        inside = [label for label in self._by_label if len(label) >= 5 and label in said]
        around = [label for label in self._by_label if len(said) >= 5 and said in label]
        around = [label for label in around if len(said) > 0.8 * len(label)]
        best = max(inside, key=len, default="") or (around[0] if len(around) == 1 else "")
        return self._by_label.get(best, []) if len(said) <= len(best) + 8 else []

    def _alike(self, label: str, taken: set[str]) -> str:
        id_ = alike(bare(label), self.labels, taken)
        taken.add(id_)
        return id_

    def _placed(self, damaged: Sequence[bool], names: list[str]) -> list[tuple[str, str]]:
        """Rows whose label is destroyed, told by their place: as many as the form has between two known."""
        placed = [(id_, "") for id_ in names]
        known = [i for i, id_ in enumerate(names) if id_]
        for left, right in zip([-1, *known], [*known, len(names)], strict=True):
            between = [i for i in range(left + 1, right) if damaged[i]]
            missing = self._missing(
                names[left] if left >= 0 else "", names[right] if right < len(names) else ""
            )
            if between and len(between) == len(missing):
                for i, id_ in zip(between, missing, strict=True):
                    placed[i] = (id_, "the label is unreadable: read by its place in the form")
        return placed

    def _missing(self, left: str, right: str) -> list[str]:
        order = self._order
        first = order.index(left) + 1 if left else 0
        last = order.index(right) if right else len(order)
        return order[first:last]
