"""Checks a collection against itself: every gzip member, both digests, ledger, index, provenance.

It changes nothing. Stock tools exit 0 on a torn tail; here it is a problem like a flipped bit, a missing
file, an index line that points wrong, or a row of the corpus whose capture is gone.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive import indexcheck, manifest, provenance, warcfile
from archive.entries import Entry, FileEntry
from archive.errors import ArchiveError
from archive.fixity import sha256_of
from archive.layout import Layout
from archive.ledger import Ledger, is_sound, is_usable
from archive.locking import is_locked
from archive.members import Seen, Torn, scan
from archive.messages import rebuilds
from archive.problems import Problem
from archive.reader import Reader
from archive.records import FRAMING

if TYPE_CHECKING:
    from archive.collection import Collection

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How many records were read, and everything that is not as it should be."""

    records: int
    problems: tuple[Problem, ...]


def verify(
    collection: "Collection",
    corpus: Path | None = None,
    *,
    progress: Progress | None = None,
    portion: tuple[int, int] = (1, 1),
) -> Verification:
    """Reads everything. ``corpus`` is corpus.db, whose rows are traced back to their captures.

    ``progress`` is called with the number of bytes read since the last call. ``portion`` (k, n) reads
    the k-th of n parts of the files, with their index lines and rows; n runs read all.
    """
    check = _Check(collection.layout, progress or (lambda _: None), portion)
    with ExitStack() as stack:
        path = collection.layout.ledger_path
        if is_usable(path) and is_sound(path):
            check.ledger = stack.enter_context(
                closing(Ledger(collection.layout.ledger_path, readonly=True))
            )
        problems = tuple(check.problems(corpus))
    return Verification(records=check.records, problems=problems)


class _Check:
    def __init__(self, layout: Layout, progress: Progress, portion: tuple[int, int]) -> None:
        self.layout, self.progress = layout, progress
        part, parts = portion
        self.paths = layout.warc_files()[part - 1 :: parts]
        self.chosen = None if parts == 1 else frozenset(map(warcfile.final_name, self.paths))
        self.ledger: Ledger | None = None
        self.records = 0
        self.index = indexcheck.IndexCheck(layout)
        self.listed: dict[str, str] = {}
        self.busy = is_locked(layout)

    def problems(self, corpus: Path | None) -> Iterator[Problem]:
        """Everything wrong, file by file, then index, then corpus."""
        known = {entry.name: entry for entry in self.ledger.files()} if self.ledger else {}
        if self.ledger is None and self.layout.warc_files():
            yield Problem(
                kind="ledger_missing",
                where=str(self.layout.ledger_path),
                what="there is no sound ledger",
                remedy="delete it if it is there and run `xianzhi process`: it is made again from the"
                " WARC files",
            )
        if not self.busy:  # an import that is under way has its drafts there
            yield from map(_stranger, self.layout.strangers())
        yield from manifest.problems(self.layout)
        if self.ledger and not self.busy:  # a file that is being finished is listed last
            yield from manifest.unlisted(self.layout, self.ledger)
        self.listed = {one.file: one.sha256 for one in manifest.read(self.layout)}
        for entry in known.values():
            if (
                entry.name not in self.listed
                and not warcfile.path_of(self.layout.archive_dir, entry.name).exists()
            ):
                yield _missing(entry)
        for path in self.paths:
            yield from self._readable(path, known.get(warcfile.final_name(path)))
        if self.ledger:
            yield from self._ledger_problems(self.ledger)
            self.index.pending(self.ledger.pending())
        if not self.busy:
            yield from self.index.problems(self.chosen)
        if corpus is not None and corpus.exists():
            yield from provenance.problems(corpus, self.layout, self.ledger, self.chosen)

    def _readable(self, path: Path, entry: FileEntry | None) -> Iterator[Problem]:
        """One file, unless the system refuses it; then its lines and rows are not judged either."""
        try:
            yield from self._file(path, entry)
        except OSError as error:
            names = self.chosen or frozenset(map(warcfile.final_name, self.paths))
            self.chosen = names - {warcfile.final_name(path)}
            yield Problem(
                kind="unreadable",
                where=path.name,
                what=f"it cannot be read: {error.strerror or error}",
                remedy="make it readable for whoever runs this, and verify again",
            )

    def _file(self, path: Path, entry: FileEntry | None) -> Iterator[Problem]:
        """One file's members, and that the ledger has the same."""
        if entry is None and self.ledger is not None:
            yield Problem(
                kind="unknown_file",
                where=path.name,
                what="the ledger does not know this file",
                remedy="run `xianzhi import` on it, or `xianzhi process`, which takes it in",
            )
        name = warcfile.final_name(path)
        expected = self._expected(entry)
        limit = entry.synced if entry and entry.state == "open" and self.busy else path.stat().st_size
        sound = True
        for found in self._members(path, list(expected), limit):
            if isinstance(found, Problem):
                sound = False
                yield found
                continue
            yield from self._record(name, found, expected.pop(found.offset, None), entry)
        if entry and sound:
            yield from self._leftovers(path, entry, expected, limit)

    def _expected(self, entry: FileEntry | None) -> dict[int, Entry]:
        if entry is None or self.ledger is None:
            return {}
        return {one.location.offset: one for one in self.ledger.entries(entry.serial)}

    def _members(self, path: Path, offsets: list[int], limit: int) -> Iterator[Seen | Problem]:
        """Members up to ``limit``; after a damaged one, on from the next that the ledger knows."""
        at = 0
        while at < limit:
            try:
                for seen in scan(path, at):
                    self.progress(seen.length)
                    yield seen
                    at = seen.offset + seen.length
                    if at >= limit:
                        return
            except Torn as torn:
                following = min((offset for offset in offsets if offset > torn.offset), default=None)
                yield _torn(path, torn, is_last=following is None)
                if following is None:
                    return
                at = following

    def _record(
        self, name: str, seen: Seen, entry: Entry | None, file: FileEntry | None
    ) -> Iterator[Problem]:
        self.records += 1
        self.index.expect(seen, name)
        where = f"{name}:{seen.offset}"
        foreign = file is not None and file.state == "imported"
        for what in seen.problems:
            if foreign and "payload" in what:
                continue  # came so, and was said when it was imported; its file has a SHA-256
            yield Problem(
                kind="damaged",
                where=where,
                what=f"{seen.type} {seen.record_id}: {what}",
                remedy="put the file back from a copy; its other records are sound",
            )
        if file is None or (foreign and entry is None and self._is_elsewhere(seen)):
            return
        if entry is None or entry.record_id != seen.record_id:
            yield Problem(
                kind="not_in_ledger",
                where=where,
                what=f"the ledger does not have {seen.record_id} here",
                remedy="if the file was changed by hand, put it back; else delete ledger.db and run"
                " `xianzhi process`",
            )

    def _is_elsewhere(self, seen: Seen) -> bool:
        """Whether the ledger has this record in another file, from which it was imported first."""
        return self.ledger is not None and self.ledger.entry(seen.record_id) is not None

    def _leftovers(
        self, path: Path, entry: FileEntry, expected: dict[int, Entry], limit: int
    ) -> Iterator[Problem]:
        for missing in expected.values():
            yield Problem(
                kind="record_missing",
                where=f"{entry.name}:{missing.location.offset}",
                what=f"{missing.record_id} is in the ledger but not in the file",
                remedy="put the file back from a copy",
            )
        if entry.state == "open" and not self.busy and path.stat().st_size > entry.synced:
            yield Problem(
                kind="torn_tail",
                where=f"{entry.name}:{entry.synced}",
                what=f"{path.stat().st_size - entry.synced} bytes that were never acknowledged",
                remedy="start a crawl with --resume: it cuts them off and fetches their pages again",
            )
        sha256 = self.listed.get(entry.name, entry.sha256)
        if sha256 and limit == path.stat().st_size and sha256_of(path) != sha256:
            yield Problem(
                kind="changed",
                where=entry.name,
                what="the file is not the one that was finished",
                remedy="put it back from a copy",
            )

    def _ledger_problems(self, ledger: Ledger) -> Iterator[Problem]:
        """Revisits without original, framing that does not lead back to the wire."""
        for entry in ledger.orphans():
            yield Problem(
                kind="original_missing",
                where=f"{entry.location.filename}:{entry.location.offset}",
                what=f"the record that {entry.record_id} refers to is gone",
                remedy="put the file with the original back, or import it",
            )
        reader = Reader(self.layout.archive_dir, ledger)
        for file in ledger.files():
            if self.chosen is not None and file.name not in self.chosen:
                continue
            for entry in ledger.entries(file.serial):
                if entry.content_type == FRAMING and not _leads_back(reader, entry):
                    yield Problem(
                        kind="framing",
                        where=f"{entry.location.filename}:{entry.location.offset}",
                        what=f"the wire bytes of {entry.concurrent_to} cannot be rebuilt",
                        remedy="put the file back from a copy",
                    )


def _leads_back(reader: Reader, entry: Entry) -> bool:
    try:
        return rebuilds(*reader.framed(entry))
    except (ArchiveError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _stranger(path: Path) -> Problem:
    return Problem(
        kind="unknown_file",
        where=path.name,
        what="it is no .warc.gz file, so nothing here reads it",
        remedy="run `xianzhi import` on it if it is an archive, then take it away",
    )


def _missing(entry: FileEntry) -> Problem:
    return Problem(
        kind="missing_file",
        where=entry.name,
        what=f"the file is gone, with {entry.synced} bytes",
        remedy="put it back from a copy",
    )


def _torn(path: Path, torn: Torn, *, is_last: bool) -> Problem:
    if is_last and path.suffix == warcfile.OPEN:
        remedy = "start a crawl with --resume: it cuts the tail off and fetches its pages again"
    else:
        remedy = "put the file back from a copy"
    return Problem(
        kind="torn_tail" if is_last and "ends in the middle" in torn.why else "damaged",
        where=f"{path.name}:{torn.offset}",
        what=torn.why,
        remedy=remedy,
    )
