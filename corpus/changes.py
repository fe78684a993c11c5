"""What changed between two versions of a document: one row a figure, or one for the wording alone."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from corpus.documents import Version
from corpus.rows import Row

Held = dict[tuple[str, int], dict[str, Any]]


def change_rows(db: Database, document: str, versions: list[Version]) -> Iterator[Row]:
    """Rows of the table ``changes`` for each version that replaced another."""
    for version in versions:
        if version.previous:
            old, new = _held(db, version.previous.report_id), _held(db, version.report_id)
            for n, row in enumerate(_differences(old, new)):
                yield {
                    "document_id": document,
                    "version": version.number,
                    "n": n,
                    **row,
                    "old_date": version.previous.last,
                    "new_date": version.first,
                }


def _held(db: Database, report_id: str) -> Held:
    """Figures by name; a name that occurs again is told apart by how many came before."""
    before: Counter[str] = Counter()
    held: Held = {}
    for row in db.query(
        "select id, value, qualifier, printed from figures where report_id = ? order by n", [report_id]
    ):
        held[row["id"], before[row["id"]]] = row
        before[row["id"]] += 1
    return held


def _differences(old: Held, new: Held) -> Iterator[Row]:
    """The figures that differ, in the order of the new version; the wording where none does."""
    names = [*new, *(name for name in old if name not in new)]
    rows = [_row(name[0], old.get(name), new.get(name)) for name in names if _differ(old, new, name)]
    yield from rows or [_row("", {}, {}, "text")]


def _differ(old: Held, new: Held, name: tuple[str, int]) -> bool:
    left, right = old.get(name), new.get(name)
    if left is None or right is None:
        return True
    # What is printed counts only where the value could not be read.
    of = "printed" if left["value"] is None and right["value"] is None else "value"
    return bool(left[of] != right[of] or left["qualifier"] != right["qualifier"])


def _row(figure: str, old: dict[str, Any] | None, new: dict[str, Any] | None, kind: str = "") -> Row:
    left, right = old or {}, new or {}
    return {
        "kind": kind or ("added" if old is None else "removed" if new is None else "changed"),
        "figure": figure,
        "old": left.get("value"),
        "new": right.get("value"),
        "old_printed": left.get("printed"),
        "new_printed": right.get("printed"),
    }
