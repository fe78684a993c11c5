"""Changes to a text, with their receipts: an edit replaces ``text[start:end]`` by ``after``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.model import Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change: offsets are into the text before any of its round's changes."""

    start: int
    end: int
    after: str
    kind: str
    certain: bool = True


@dataclass(slots=True)
class Mended:
    """A text with the repairs made to it so far; ``repairs`` stand in order and never overlap."""

    text: str
    repairs: list[Repair]

    def apply(self, edits: Iterable[Edit]) -> bool:
        """Make one round of edits; those that overlap, and earlier repairs that they touch, become one."""
        found = sorted(edits, key=lambda edit: (edit.start, edit.end))
        if not found:
            return False
        made, shift = [], 0
        for group in _groups([*self.repairs, *found]):
            start, end = group[0].start, max(map(_end, group))
            repair = _merged(self.text, start, end, group)
            made.append(moved(repair, shift) if shift else repair)
            shift += len(repair.after) - (end - start)
        self.text = _edited(self.text, 0, len(self.text), found)
        self.repairs = sorted(made, key=_place)
        return True


def _start(change: Repair | Edit) -> int:
    return change.start


def _end(change: Repair | Edit) -> int:
    return change.end if isinstance(change, Edit) else change.start + len(change.after)


def _groups(changes: Iterable[Repair | Edit]) -> Iterator[list[Repair | Edit]]:
    """Those that overlap, together. What is empty stands before what begins at its place."""
    group: list[Repair | Edit] = []
    end = -1
    for change in sorted(changes, key=lambda c: (c.start, _end(c) > c.start, isinstance(c, Repair))):
        if group and change.start >= end:
            yield group
            group = []
        end = max(end, _end(change)) if group else _end(change)
        group.append(change)
    yield group


def _merged(text: str, start: int, end: int, group: list[Repair | Edit]) -> Repair:
    """One repair of all that overlaps, at its place before the round."""
    repairs = [one for one in group if isinstance(one, Repair)]
    if len(group) == len(repairs):
        return repairs[0]
    edits = [one for one in group if isinstance(one, Edit)]
    kinds = [one.kind for one in repairs] + [one.kind for one in edits]
    return Repair(
        kind="+".join(dict.fromkeys(kinds)),
        before=_original(text, start, end, repairs),
        after=_edited(text, start, end, edits),
        certain=all(one.certain for one in group),
        start=start,
    )


def _edited(text: str, start: int, end: int, edits: list[Edit]) -> str:
    """The stretch with its edits; where two overlap (the byte that both want), the first one's stands."""
    pieces, at = [], start
    for edit in edits:
        pieces += [text[at : edit.start], edit.after[max(0, at - edit.start) :]]
        at = max(at, edit.end)
    return "".join([*pieces, text[at:end]])


def _place(repair: Repair) -> tuple[int, bool]:
    """What left nothing stood before what begins at the same place."""
    return repair.start, repair.after != ""


def moved(repair: Repair, shift: int) -> Repair:
    """The repair, its place shifted."""
    return Repair(
        kind=repair.kind,
        before=repair.before,
        after=repair.after,
        certain=repair.certain,
        start=repair.start + shift,
    )


def _original(text: str, start: int, end: int, repairs: list[Repair]) -> str:
    """What stood at ``text[start:end]`` before the repairs."""
    pieces, at = [], start
    for repair in repairs:
        pieces += [text[at : repair.start], repair.before]
        at = repair.start + len(repair.after)
    return "".join([*pieces, text[at:end]])
