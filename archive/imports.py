"""Captures of others: WARC 1.0 and 1.1, packed or not, and WACZ, into the collection.

A file is taken whole or refused with the reason. It is written beside, checked, renamed and only then
known to the ledger, so a crash leaves either nothing or all of it.
"""

import hashlib
import json
import lzma
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from archive import foreign, manifest, warcfile
from archive.errors import DiskFull, NotWarc, is_full
from archive.fixity import sha256_of
from archive.layout import Layout
from archive.ledger import Ledger
from archive.locking import write_lock
from archive.members import Seen, Torn, scan
from archive.reader import CAPTURES
from archive.recovery import merge_pending, opened
from archive.registering import register
from archive.values import parse_date

if TYPE_CHECKING:
    from archive.collection import Collection

FILES_LIMIT = 10_000  # files in a WACZ
TEMPORARY = ".importing"
UNZIP_ERRORS = (zlib.error, lzma.LZMAError, EOFError)  # zipfile hands on what its engines raise


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came in: WARC files by their names here, records among them, and what should be known.

    ``already``: files whose content is in the collection and that were not taken again.
    """

    files: tuple[str, ...]
    records: int
    captures: int
    already: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def import_file(path: Path, collection: "Collection") -> Imported:
    """Takes a WARC or WACZ in. Raises :class:`NotWarc` with the reason, or another ArchiveError."""
    layout = collection.layout
    if not path.is_file():
        raise NotWarc("there is no such file")
    kind = foreign.kind_of(path)
    layout.make()
    with write_lock(layout), _full_is_said(), opened(layout) as (ledger, _):
        intake = _Intake(layout, ledger)
        if kind == "wacz":
            intake.wacz(path)
        else:
            intake.prepare(path, path.name)
        result = intake.finish()
        merge_pending(layout, ledger)
        manifest.extend(layout, ledger)
    return result


@contextmanager
def _full_is_said() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if is_full(error):
            raise DiskFull("the disk is full: make room, then import again") from error
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A file that is written beside and checked."""

    temporary: Path
    name: str
    sha256: str
    found: "_Found"


@dataclass(slots=True)
class _Found:
    """What the check of a file counted."""

    records: int = 0
    captures: int = 0
    known: int = 0
    unsure: int = 0


class _Intake:
    """First everything is made ready and checked, then everything is put in its place."""

    def __init__(self, layout: Layout, ledger: Ledger) -> None:
        self._layout, self._ledger = layout, ledger
        self._ready: list[_Ready] = []
        self._already: list[str] = []
        self._notes: list[str] = []
        for stale in layout.archive_dir.glob(f"*{TEMPORARY}"):
            stale.unlink()

    def prepare(self, path: Path, name: str) -> None:
        """Packs and checks one WARC file under a temporary name."""
        name = _own_name(name)
        temporary = self._layout.archive_dir / f"{len(self._ready)}-{name}{TEMPORARY}"
        try:
            if foreign.kind_of(path) == "warc.gz" and foreign.is_packed_as_ours(path):
                shutil.copyfile(path, temporary)
            else:
                foreign.repack(path, temporary)
            found = self._checked(temporary)
        except (NotWarc, OSError):
            self._discard(temporary)
            raise
        self._add(_Ready(temporary=temporary, name=name, found=found, sha256=sha256_of(temporary)))

    def _add(self, ready: _Ready) -> None:
        found = ready.found
        if found.known == found.records:
            ready.temporary.unlink()
            self._already.append(ready.name)
            return
        if found.known:
            self._notes.append(f"{ready.name}: {found.known} of its records were here already")
        if found.unsure:
            self._notes.append(f"{ready.name}: {found.unsure} payload digests are not those of the payload")
        self._ready.append(ready)

    def _checked(self, path: Path) -> _Found:
        """Counts the records. Raises :class:`NotWarc` naming the first that is not sound in itself."""
        found = _Found()
        try:
            for one in scan(path):
                _check(one)
                found.records += 1
                found.captures += one.type in CAPTURES
                found.known += self._ledger.entry(one.record_id) is not None
                found.unsure += bool(one.problems)
        except Torn as torn:
            raise NotWarc(f"at {torn.offset}: {torn.why}") from torn
        return found

    def _discard(self, temporary: Path) -> None:
        temporary.unlink(missing_ok=True)
        for ready in self._ready:
            ready.temporary.unlink(missing_ok=True)

    def wacz(self, path: Path) -> None:
        """Every WARC of a WACZ, its hashes checked."""
        try:
            with zipfile.ZipFile(path) as package:
                for member, digest in _warcs_in(package, path.stat().st_size):
                    self._unzip(package, member, digest)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, *UNZIP_ERRORS) as error:
            self._discard(self._layout.archive_dir / f"unzipped{TEMPORARY}")
            raise NotWarc(f"it is no sound WACZ: {error}") from error

    def _unzip(self, package: zipfile.ZipFile, member: zipfile.ZipInfo, digest: str | None) -> None:
        unpacked = self._layout.archive_dir / f"unzipped{TEMPORARY}"
        try:
            sha256 = hashlib.sha256()
            with package.open(member) as source, unpacked.open("wb") as out:
                while piece := source.read(1 << 20):
                    sha256.update(piece)
                    out.write(piece)
            if digest and sha256.hexdigest() != digest:
                self._discard(unpacked)
                raise NotWarc(f"{member.filename} is not the file that its datapackage.json describes")
            self.prepare(unpacked, PurePosixPath(member.filename).name)
        finally:
            unpacked.unlink(missing_ok=True)

    def finish(self) -> Imported:
        """Renames what is ready and enters it into the ledger."""
        names, records, captures = [], 0, 0
        for ready in self._ready:
            name = self._free_name(ready)
            ready.temporary.rename(self._layout.archive_dir / name)
            warcfile.sync_directory(self._layout.archive_dir)
            register(self._ledger, self._layout.archive_dir / name, state="imported")
            names.append(name)
            records += ready.found.records
            captures += ready.found.captures
        orphans = len(self._ledger.orphans())
        if orphans:
            self._notes.append(f"{orphans} revisits have no original here: import its file, too")
        return Imported(
            files=tuple(names),
            records=records,
            captures=captures,
            already=tuple(self._already),
            notes=tuple(self._notes),
        )

    def _free_name(self, ready: _Ready) -> str:
        taken = {entry.name for entry in self._ledger.files()}
        if ready.name not in taken and not (self._layout.archive_dir / ready.name).exists():
            return ready.name
        return f"{ready.name.removesuffix(warcfile.SUFFIX)}-{ready.sha256[:8]}{warcfile.SUFFIX}"


def _own_name(name: str) -> str:
    """A base name that is safe on any disk, says that others made the file, and ends as ours do."""
    stem = re.sub(r"[^\w.-]+", "-", name).removeprefix(warcfile.IMPORTED)
    stem = re.sub(r"(\.warc)?(\.gz)?$", "", stem, flags=re.I).lstrip(".-")
    return f"{warcfile.IMPORTED}{stem[:150] or 'unnamed'}{warcfile.SUFFIX}"


def _check(one: Seen) -> None:
    """A record is sound but for its payload digest, about which tools have always disagreed."""
    if one.block_length > foreign.RECORD_LIMIT:
        raise NotWarc(
            f"the {one.type} {one.record_id} has {one.block_length} bytes,"
            f" more than {foreign.RECORD_LIMIT} are not taken"
        )
    for problem in one.problems:
        if "payload" not in problem:
            raise NotWarc(f"the {one.type} {one.record_id}: {problem}")
    try:
        parse_date(one.get("WARC-Date") or "")
    except ValueError as error:
        raise NotWarc(f"the {one.type} {one.record_id}: {error}") from error


def _warcs_in(package: zipfile.ZipFile, size: int) -> list[tuple[zipfile.ZipInfo, str | None]]:
    """The WARC files of a WACZ with their SHA-256. Raises :class:`NotWarc` for what would do harm."""
    members = package.infolist()
    if len(members) > FILES_LIMIT:
        raise NotWarc(f"it has {len(members)} files, more than {FILES_LIMIT}")
    if sum(member.file_size for member in members) > max(foreign.ROOM, foreign.RATIO * size):
        raise NotWarc("it unpacks to far more than its size: a bomb")
    names = [member.filename for member in members]
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[:1]:
            raise NotWarc(f"it would write outside its place: {name[:80]!r}")
    if len(set(names)) < len(names):
        raise NotWarc("it has two files of one name")
    if "datapackage.json" not in names:
        raise NotWarc("it is a zip file without datapackage.json, no WACZ")
    hashes = _hashes(package)
    warcs = [m for m in members if re.fullmatch(r"archive/[^/]+\.warc(\.gz)?", m.filename)]
    if not warcs:
        raise NotWarc("it has no WARC file under archive/")
    return [(member, hashes.get(member.filename)) for member in warcs]


def _hashes(package: zipfile.ZipFile) -> dict[str, str]:
    """SHA-256 of its files by path, as datapackage.json has them."""
    if package.getinfo("datapackage.json").file_size > 64 << 20:
        raise NotWarc("its datapackage.json is not one: too large")
    try:
        resources = json.loads(package.read("datapackage.json"))["resources"]
        named = {one["path"]: one.get("hash") or "" for one in resources}
        return {path: digest[7:] for path, digest in named.items() if digest.startswith("sha256:")}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotWarc("its datapackage.json cannot be read") from error
