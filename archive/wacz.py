"""WACZ 1.1.1: a collection, or part of it, as one file that replays alone.

Stricter than py-wacz: revisits bring their originals, every page has its line in the index, everything is
stored (never deflated), the same input gives the same bytes. It is built beside, checked, renamed.
"""

import gzip
import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isal import isal_zlib

from archive import cdxj, posted, warcfile
from archive.capture import Capture, RecordLocation
from archive.entries import Entry
from archive.errors import ArchiveError, DiskFull, is_full
from archive.ledger import Ledger, is_usable
from archive.reader import Reader, StoredRecord, stored
from archive.selection import Selection, Wanted, select

if TYPE_CHECKING:
    from archive.collection import Collection

VERSION = "1.1.1"
BLOCK = 1024  # index lines compressed together (ZipNum), as py-wacz does
EPOCH = (1980, 1, 1, 0, 0, 0)
_PAGE_MIMES = re.compile(r"text/html|application/(xhtml|pdf|msword|vnd\.(ms-|openxml))")

Titles = Callable[[Capture], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The package made, and what is in it."""

    path: Path
    captures: int
    pages: int
    bytes: int


def export(
    collection: "Collection",
    to: Path,
    *,
    seed: str | None = None,
    years: tuple[int, int] | None = None,
    title: str | None = None,
    titles: Titles | None = None,
) -> Exported:
    """Writes ``to`` (a ``.wacz``, or a directory that gets ``NAME.wacz``).

    ``seed``: only that portal's captures; ``years``: first and last year of capture; ``titles``: gives
    a page's title (the archive reads no HTML). Raises :class:`ArchiveError` where nothing is chosen.
    """
    path = to if to.suffix == ".wacz" else to / f"{collection.name}.wacz"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    if not is_usable(collection.layout.ledger_path):
        collection.reindex()
    try:
        with closing(Ledger(collection.layout.ledger_path, readonly=True)) as ledger:
            chosen = select(collection.archive_dir, ledger, Wanted(seed=seed, years=years))
            if not chosen.asked:
                raise ArchiveError("no capture is chosen: nothing to put into a WACZ")
            package = _Package(collection.archive_dir, ledger, chosen, titles or (lambda _: None))
            package.write(beside, title or collection.name, seed)
        for problem in check(beside):
            raise ArchiveError(f"the package made is not sound: {problem}")
        beside.replace(path)
        warcfile.sync_directory(path.parent)
    except OSError as error:
        if is_full(error):
            raise DiskFull(f"the disk of {path.parent} is full") from error
        raise ArchiveError(f"{path} cannot be written: {error}") from error
    finally:
        beside.unlink(missing_ok=True)
    return Exported(path=path, captures=len(chosen.asked), pages=package.pages, bytes=path.stat().st_size)


class _Package:
    """Writes the parts in the order that a reader wants them."""

    def __init__(self, directory: Path, ledger: Ledger, chosen: Selection, titles: Titles) -> None:
        self._directory, self._ledger, self._chosen, self._titles = directory, ledger, chosen, titles
        self._reader = Reader(directory, ledger)
        self._resources: list[dict[str, Any]] = []
        self._lines: list[bytes] = []
        self._pages: list[dict[str, str]] = []
        self._latest = ""

    @property
    def pages(self) -> int:
        """Pages listed."""
        return len(self._pages)

    def write(self, path: Path, title: str, seed: str | None) -> None:
        """All of it; durable when this returns."""
        with path.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
                for entry in self._ledger.files():
                    self._warc(package, entry.serial, entry.name)
                self._index(package)
                self._put(package, "pages/pages.jsonl", [self._page_list()])
                described = self._description(title, seed)
                self._put(package, "datapackage.json", [described])
                digest = {"path": "datapackage.json", "hash": _hash([described])}
                self._put(package, "datapackage-digest.json", [json.dumps(digest, indent=2).encode()])
            file.flush()
            os.fsync(file.fileno())

    def _put(self, package: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
        """Streams one file in and notes its hash."""
        info = zipfile.ZipInfo(name, EPOCH)
        info.external_attr = 0o644 << 16
        sha256, size = hashlib.sha256(), 0
        with package.open(info, "w", force_zip64=True) as out:
            for piece in pieces:
                sha256.update(piece)
                size += len(piece)
                out.write(piece)
        self._resources.append(
            {
                "name": _resource_name(name, {one["name"] for one in self._resources}),
                "path": name,
                "hash": f"sha256:{sha256.hexdigest()}",
                "bytes": size,
            }
        )

    def _warc(self, package: zipfile.ZipFile, serial: int, name: str) -> None:
        """The chosen members of one WARC file, byte for byte, under the same name."""
        entries = self._ledger.entries(serial)
        if any(entry.record_id in self._chosen.records for entry in entries):
            self._put(package, f"archive/{name}", self._members(entries, name))

    def _members(self, entries: list[Entry], name: str) -> Iterator[bytes]:
        offset = 0
        with warcfile.path_of(self._directory, name).open("rb") as file:
            for entry in entries:
                if entry.type != "warcinfo" and entry.record_id not in self._chosen.records:
                    continue
                file.seek(entry.location.offset)
                packed = file.read(entry.location.length)
                at = RecordLocation(filename=name, offset=offset, length=len(packed))
                self._note(entry, stored(self._directory, entry.location), packed, at)
                offset += len(packed)
                yield packed

    def _note(self, entry: Entry, record: StoredRecord, packed: bytes, at: RecordLocation) -> None:
        """A member's line in the index, and in the list of pages if it is one."""
        line = cdxj.line(
            record_type=entry.type,
            target_uri=(record.bare("WARC-Target-URI") or "").replace(" ", "%20"),
            date=record.get("WARC-Date") or "",
            content_type=record.get("Content-Type"),
            payload_digest=record.get("WARC-Payload-Digest"),
            block=(record.block,),
            location=at,
        )
        if line is None:
            return
        line = line[:-2] + f', "recordDigest": "{_hash([packed])}"}}\n'.encode()
        if entry.type == "response":
            line = posted.extended(line, self._reader.request(entry.record_id))
        self._lines.append(line)
        self._latest = max(self._latest, record.get("WARC-Date") or "")
        if entry.record_id in self._chosen.asked and entry.type in ("response", "revisit"):
            self._page(record)

    def _page(self, record: StoredRecord) -> None:
        try:
            capture = self._reader.capture(record)
        except ArchiveError:
            return  # a revisit of others whose original is nowhere: nothing to show
        mime = (capture.header("content-type") or "").lower()
        if capture.status != 200 or capture.gate or not _PAGE_MIMES.match(mime):
            return
        self._pages.append(
            {
                "id": capture.record_id.removeprefix("urn:uuid:"),
                "url": capture.target_uri,
                "ts": capture.date.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "title": self._titles(capture) or capture.target_uri,
            }
        )

    def _index(self, package: zipfile.ZipFile) -> None:
        """index.cdx.gz in blocks and index.idx, which says where each block begins."""
        lines = sorted(set(self._lines))
        blocks = [lines[at : at + BLOCK] for at in range(0, len(lines), BLOCK)]
        packed = [isal_zlib.compress(b"".join(block), 2, 31) for block in blocks]
        secondary = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
        offset = 0
        for block, data in zip(blocks, packed, strict=True):
            key = block[0].partition(b"{")[0].strip().decode()
            place = {"offset": offset, "length": len(data), "digest": _hash([data])}
            secondary.append(f"{key} {json.dumps(place)}\n")
            offset += len(data)
        self._put(package, "indexes/index.cdx.gz", packed)
        self._put(package, "indexes/index.idx", ["".join(secondary).encode()])

    def _page_list(self) -> bytes:
        header = {"format": "json-pages-1.0", "id": "pages", "title": "Pages"}
        pages = sorted(self._pages, key=lambda page: (page["ts"], page["url"], page["id"]))
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (header, *pages)).encode()

    def _description(self, title: str, seed: str | None) -> bytes:
        main = {"mainPageURL": seed} if seed and any(page["url"] == seed for page in self._pages) else {}
        described = {
            "profile": "data-package",
            "resources": self._resources,
            "wacz_version": VERSION,
            "title": title,
            "software": "xianzhi",
            "created": re.sub(r"\.\d+Z$", "Z", self._latest),
            **main,
        }
        return json.dumps(described, indent=2, ensure_ascii=False).encode()


def _hash(pieces: Iterable[bytes]) -> str:
    sha256 = hashlib.sha256()
    for piece in pieces:
        sha256.update(piece)
    return f"sha256:{sha256.hexdigest()}"


def _resource_name(path: str, taken: set[str]) -> str:
    """A name as Data Package wants it: lower case, unique."""
    name = re.sub(r"[^a-z0-9._-]+", "-", Path(path).name.lower())
    return name if name not in taken else f"{len(taken)}-{name}"


def check(path: Path) -> Iterator[str]:
    """What is wrong with a package, beyond what ``wacz validate`` looks at."""
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        described = json.loads(package.read("datapackage.json"))
        for one in described["resources"]:
            with package.open(one["path"]) as file:
                if _hash(iter(lambda file=file: file.read(1 << 20), b"")) != one["hash"]:  # type: ignore[misc]
                    yield f"{one['path']} does not have its hash"
        listed = {one["path"] for one in described["resources"]}
        if names - listed != {"datapackage.json", "datapackage-digest.json"}:
            yield "its description does not list every file"
        if any(info.compress_type != zipfile.ZIP_STORED for info in package.infolist()):
            yield "a file is deflated"
        yield from _check_pages(package)


def _check_pages(package: zipfile.ZipFile) -> Iterator[str]:
    lines = gzip.decompress(package.read("indexes/index.cdx.gz"))
    known = {(line.url, line.timestamp) for line in map(cdxj.Line.parse, lines.splitlines())}
    for text in package.read("pages/pages.jsonl").splitlines()[1:]:
        page = json.loads(text)
        if (page["url"], cdxj.timestamp_of(page["ts"])) not in known:
            yield f"the page {page['url']} has no line in the index"
