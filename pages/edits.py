"""Changes to a text, with their receipts: an edit replaces ``text[start:end]`` by ``after``."""

from collections.abc import Iterable
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
        """Make one round of non-overlapping edits; earlier repairs that they touch are merged into them."""
        edits = sorted(edits, key=lambda e: e.start)
        for edit in reversed(edits):
            self._one(edit)
        return bool(edits)

    def _one(self, edit: Edit) -> None:
        touched = [r for r in self.repairs if _meets(r, edit)]
        start = min([edit.start, *(r.start for r in touched)])
        end = max([edit.end, *(r.start + len(r.after) for r in touched)])
        after = self.text[start : edit.start] + edit.after + self.text[edit.end : end]
        before = _original(self.text, start, end, touched)
        kind = "+".join(dict.fromkeys([*(r.kind for r in touched), edit.kind]))
        certain = edit.certain and all(r.certain for r in touched)
        made = Repair(kind=kind, before=before, after=after, certain=certain, start=start)
        shift = len(edit.after) - (edit.end - edit.start)
        rest = [r for r in self.repairs if r not in touched]
        self.repairs = sorted([made, *(_moved(r, edit.end, shift) for r in rest)], key=_place)
        self.text = self.text[: edit.start] + edit.after + self.text[edit.end :]


def _place(repair: Repair) -> tuple[int, bool]:
    """What left nothing stood before what begins at the same place."""
    return repair.start, repair.after != ""


def _meets(repair: Repair, edit: Edit) -> bool:
    return repair.start < edit.end and edit.start < repair.start + len(repair.after)


def _moved(repair: Repair, beyond: int, shift: int) -> Repair:
    return moved(repair, shift) if repair.start >= beyond else repair


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
