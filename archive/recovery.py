"""What is done when a collection is opened for writing after its last writer did not close it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from archive import cdxj, manifest, warcfile
from archive.entries import FileEntry
from archive.errors import ArchiveError, is_broken
from archive.fixity import digest_pass
from archive.layout import Layout
from archive.ledger import Ledger, discard, is_sound
from archive.members import Torn, scan
from archive.registering import register


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What the start found and did. All zero after a clean close.

    ``torn_bytes``: cut off behind the last synced record; ``unacknowledged``: records among them that
    nobody was promised; ``finished``: open files that passed their digest pass and were renamed;
    ``adopted``: files taken into the ledger from their own records; ``problems``: what needs a person.
    """

    torn_bytes: int = 0
    unacknowledged: int = 0
    finished: tuple[str, ...] = ()
    adopted: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = []
        if self.torn_bytes:
            said.append(
                f"cut {self.torn_bytes} bytes that no one was promised ({self.unacknowledged} records)"
            )
        if self.finished:
            said.append(f"finished {', '.join(self.finished)}")
        if self.adopted:
            said.append(f"took in {', '.join(self.adopted)}")
        return "; ".join([*said, *self.problems]) or "nothing to recover"


@dataclass(slots=True)
class _Notes:
    torn_bytes: int = 0
    unacknowledged: int = 0
    finished: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def result(self) -> Recovery:
        return Recovery(
            torn_bytes=self.torn_bytes,
            unacknowledged=self.unacknowledged,
            finished=tuple(self.finished),
            adopted=tuple(self.adopted),
            problems=tuple(self.problems),
        )


SOON_READ = 256 << 20  # bytes of a ledger that is looked through before it is trusted


@contextmanager
def opened(layout: Layout) -> Iterator[tuple[Ledger, Recovery]]:
    """The ledger for writing, and what had to be mended; the caller holds the collection's lock.

    A ledger that is damaged is made again from the WARC files.
    """
    path = layout.ledger_path
    if path.exists() and path.stat().st_size <= SOON_READ and not is_sound(path):
        discard(path)
    try:
        found = _mended(layout)
    except sqlite3.DatabaseError as error:
        if not is_broken(error):
            raise
        discard(path)
        found = _mended(layout)
    with closing(found[0]):
        yield found


def _mended(layout: Layout) -> tuple[Ledger, Recovery]:
    ledger = Ledger(layout.ledger_path)
    try:
        recovery = recover(layout, ledger)
        merge_pending(layout, ledger)
    except BaseException:
        ledger.close()
        raise
    return ledger, recovery


def recover(layout: Layout, ledger: Ledger) -> Recovery:
    """Brings files and ledger to agree. Safe to repeat, also when it is killed in the middle."""
    notes = _Notes()
    notes.unacknowledged = sum(records for _, _, records, _ in ledger.unfinished())
    for entry in ledger.files("open"):
        _settle(layout, ledger, entry, notes)
    ledger.forget_unfinished()
    _forget_gone(layout, ledger)
    known = {entry.name for entry in ledger.files()}
    for path in layout.warc_files():
        if path.name.removesuffix(warcfile.OPEN) not in known:
            _adopt(layout, ledger, path, notes)
    manifest.extend(layout, ledger)
    return notes.result()


def _forget_gone(layout: Layout, ledger: Ledger) -> None:
    """A finished file that is gone stays known, so that it is missed; nothing may refer to it any more."""
    for entry in ledger.files():
        if not warcfile.path_of(layout.archive_dir, entry.name).exists():
            ledger.forget_originals(entry.serial)


def merge_pending(layout: Layout, ledger: Ledger) -> None:
    """Moves the ledger's waiting index lines into index.cdxj; safe to repeat after a crash."""
    lines = ledger.pending()
    if lines:
        cdxj.merge(layout.index_path, lines)
        ledger.merged(lines)


def _settle(layout: Layout, ledger: Ledger, entry: FileEntry, notes: _Notes) -> None:
    """Cuts an open file to what was synced, passes it, renames it."""
    path = warcfile.path_of(layout.archive_dir, entry.name)
    if not path.exists():
        if entry.synced:
            notes.problems.append(f"{entry.name} is gone with its {entry.synced} acknowledged bytes")
        ledger.forget_file(entry.serial)
        return
    if path.suffix == warcfile.OPEN:
        _cut(path, entry.synced, notes)
    if not entry.synced:
        path.unlink()
        ledger.forget_file(entry.serial)
        return
    _pass(layout, ledger, entry, path, notes)


def _cut(path: Path, size: int, notes: _Notes) -> None:
    surplus = path.stat().st_size - size
    if surplus > 0:
        with path.open("r+b") as file:
            file.truncate(size)
        notes.torn_bytes += surplus
    elif surplus < 0:
        notes.problems.append(f"{path.name} has lost {-surplus} acknowledged bytes: the disk dropped them")


def _pass(layout: Layout, ledger: Ledger, entry: FileEntry, path: Path, notes: _Notes) -> None:
    try:
        sha256 = digest_pass(path)
    except ArchiveError as error:
        notes.problems.append(f"{error}; the file is left as it is")
        return
    if path.suffix == warcfile.OPEN:
        warcfile.finish(layout.archive_dir, entry.name)
    ledger.finish_file(entry.serial, sha256)
    notes.finished.append(entry.name)


def _adopt(layout: Layout, ledger: Ledger, path: Path, notes: _Notes) -> None:
    """Takes a file the ledger does not know from its own records: a lost ledger, a copied file."""
    name = path.name.removesuffix(warcfile.OPEN)
    records, torn = _good_part(path)
    if torn is not None:
        if path.suffix != warcfile.OPEN:
            notes.problems.append(f"{path.name} is damaged at {torn.offset}: {torn.why}")
        else:
            _cut(path, torn.offset, notes)
    if not records:
        if path.suffix == warcfile.OPEN:
            path.unlink()
        return
    if path.suffix == warcfile.OPEN:
        warcfile.finish(layout.archive_dir, name)
    state = "imported" if name.startswith(warcfile.IMPORTED) else "finished"
    register(ledger, layout.archive_dir / name, state=state, end=torn.offset if torn else None)
    notes.adopted.append(name)


def _good_part(path: Path) -> tuple[int, Torn | None]:
    """How many records are sound, and where and why they end before the file does."""
    records = 0
    try:
        for _ in scan(path):
            records += 1
    except Torn as torn:
        return records, torn
    return records, None
