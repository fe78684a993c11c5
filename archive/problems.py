"""What a check of the archive finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is not as it should be: its kind, its place, one sentence, and what to do.

    Kinds: torn_tail, damaged, missing_file, changed, unknown_file, ledger_missing, not_in_ledger,
    record_missing, original_missing, framing, manifest, index_line, index_order, index_unreadable,
    unreadable, row_without_capture, corpus.
    """

    kind: str
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy[:1].upper()}{self.remedy[1:]}."
