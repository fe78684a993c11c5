"""The writer's ledger in SQLite: what was meant, written and synced, file by file, record by record.

A commit goes through ``intent`` (before a byte is written), ``written`` and ``synced`` (after fsync; in
the same transaction its records, dedup originals and index lines appear). A receipt is handed out only
after that. So after a crash the last synced end of a file is the truth, and what lies behind it is torn.
The ledger can be lost: it is made again from the WARC files.
"""

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from archive.capture import RecordLocation
from archive.entries import Entry, FileEntry, OriginalEntry
from archive.records import Original

VERSION = 2  # of the tables; a ledger of another version is made again
SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    serial INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
    synced INTEGER NOT NULL DEFAULT 0, sha256 TEXT);
CREATE TABLE IF NOT EXISTS commits (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER,
    records INTEGER NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS records (
    record_id TEXT PRIMARY KEY, file INTEGER NOT NULL, offset INTEGER NOT NULL,
    length INTEGER NOT NULL, type TEXT NOT NULL, concurrent_to TEXT, content_type TEXT,
    refers_to TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS records_place ON records (file, offset);
CREATE INDEX IF NOT EXISTS records_beside ON records (concurrent_to) WHERE concurrent_to IS NOT NULL;
CREATE TABLE IF NOT EXISTS originals (
    payload_digest TEXT NOT NULL, status INTEGER NOT NULL, record_id TEXT NOT NULL,
    target_uri TEXT NOT NULL, date TEXT NOT NULL, PRIMARY KEY (payload_digest, status)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (line BLOB PRIMARY KEY) WITHOUT ROWID;
"""


def is_usable(path: Path) -> bool:
    """Whether there is a sound ledger of this version; one that is not is made again."""
    return path.exists() and _says(path, "PRAGMA user_version") == VERSION


def is_sound(path: Path) -> bool:
    """Whether every page of a ledger can be read (half a gigabyte a second)."""
    return _says(path, "PRAGMA quick_check(1)") == "ok"


def _says(path: Path, question: str) -> object:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as database:
            return database.execute(question).fetchone()[0]
    except sqlite3.DatabaseError:
        return None


def discard(path: Path) -> None:
    """Deletes a ledger; it is made again from the WARC files."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


class Ledger:
    """The SQLite file; one writer, any number of readers (WAL)."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        mode = "ro" if readonly else "rwc"
        if not readonly and not is_usable(path):
            discard(path)
        self._db = sqlite3.connect(
            f"file:{path}?mode={mode}", uri=True, isolation_level=None, timeout=30, check_same_thread=False
        )
        if not readonly:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(SCHEMA)
            self._db.execute("INSERT OR IGNORE INTO about VALUES ('generation', ?)", [uuid.uuid4().hex[:8]])

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[None]:
        """All or nothing; ``durable`` waits for the disk."""
        if not durable:
            self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            if not durable:
                self._db.execute("PRAGMA synchronous=FULL")

    @property
    def generation(self) -> str:
        """Changes when the ledger is made anew; positions of another generation mean nothing."""
        row = self._db.execute("SELECT value FROM about WHERE key = 'generation'").fetchone()
        return str(row[0])

    # files

    def add_file(self, name: str, state: str, *, synced: int = 0, sha256: str | None = None) -> int:
        """Registers a file and gives its serial number."""
        row = self._db.execute(
            "INSERT INTO files (name, state, synced, sha256) VALUES (?, ?, ?, ?) RETURNING serial",
            [name, state, synced, sha256],
        ).fetchone()
        return int(row[0])

    def next_serial(self) -> int:
        """The serial number that the next file gets."""
        return int(self._db.execute("SELECT coalesce(max(serial), 0) + 1 FROM files").fetchone()[0])

    def files(self, state: str | None = None) -> list[FileEntry]:
        """All files in the order they were begun, or those in one state."""
        rows = self._db.execute(
            "SELECT serial, name, state, synced, sha256 FROM files"
            " WHERE ?1 IS NULL OR state = ?1 ORDER BY serial",
            [state],
        )
        return [
            FileEntry(serial=serial, name=name, state=state_, synced=synced, sha256=sha256)
            for serial, name, state_, synced, sha256 in rows
        ]

    def finish_file(self, serial: int, sha256: str) -> None:
        """The file is complete and has passed its digest pass."""
        self._db.execute(
            "UPDATE files SET state = 'finished', sha256 = ? WHERE serial = ?", [sha256, serial]
        )

    def forget_file(self, serial: int) -> None:
        """Drops a file that holds nothing acknowledged, or is gone: with its originals and its lines."""
        self.forget_originals(serial)
        for (name,) in self._db.execute("SELECT name FROM files WHERE serial = ?", [serial]).fetchall():
            ending = json.dumps({"filename": name})[1:].encode() + b"\n"  # as archive.cdxj ends a line
            self._db.execute("DELETE FROM pending WHERE substr(line, -length(?1)) = ?1", [ending])
        self._db.execute("DELETE FROM commits WHERE file = ?", [serial])
        self._db.execute("DELETE FROM records WHERE file = ?", [serial])
        self._db.execute("DELETE FROM files WHERE serial = ?", [serial])

    def forget_originals(self, serial: int) -> None:
        """No revisit may refer to a file's records any more: it is gone."""
        of_file = "record_id IN (SELECT record_id FROM records WHERE file = ?)"
        self._db.execute(f"DELETE FROM originals WHERE {of_file}", [serial])  # noqa: S608  # no value in it

    # commits

    def intend(self, serial: int, start: int, records: int) -> int:
        """Says what is about to be written; the id of the commit."""
        with self.transaction(durable=False):
            row = self._db.execute(
                "INSERT INTO commits (file, start, records, state) VALUES (?, ?, ?, 'intent') RETURNING id",
                [serial, start, records],
            ).fetchone()
        return int(row[0])

    def written(self, commit: int, end: int) -> None:
        """The bytes are with the system, not yet on the disk."""
        with self.transaction(durable=False):
            self._db.execute("UPDATE commits SET state = 'written', end = ? WHERE id = ?", [end, commit])

    def unfinished(self) -> list[tuple[int, int, int, str]]:
        """Commits that never were synced: (id, file serial, records, state)."""
        return self._db.execute(
            "SELECT id, file, records, state FROM commits WHERE state != 'synced' ORDER BY id"
        ).fetchall()

    def forget_unfinished(self) -> None:
        """Their bytes are cut off; they never happened."""
        self._db.execute("DELETE FROM commits WHERE state != 'synced'")

    def synced(
        self,
        serial: int,
        commit: int | None,
        end: int,
        entries: Sequence[Entry],
        originals: Iterable[OriginalEntry],
        lines: Iterable[bytes],
    ) -> None:
        """The bytes are on the disk: within a :meth:`transaction`, everything about them appears."""
        if commit is not None:
            # one row a file says how far it is synced; finished commits need no row each
            self._db.execute("DELETE FROM commits WHERE file = ? AND state = 'synced'", [serial])
            self._db.execute("UPDATE commits SET state = 'synced' WHERE id = ?", [commit])
        self._db.execute("UPDATE files SET synced = ? WHERE serial = ?", [end, serial])
        self._db.executemany(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(e.record_id, serial, e.location.offset, e.location.length, e.type, e.concurrent_to,
              e.content_type, e.refers_to) for e in entries],
        )  # fmt: skip
        self._db.executemany(
            "INSERT OR IGNORE INTO originals VALUES (?, ?, ?, ?, ?)",
            [
                (o.payload_digest, o.status, o.original.record_id, o.original.target_uri, o.original.date)
                for o in originals
            ],
        )
        self._db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(line,) for line in lines])

    # index lines that index.cdxj does not have yet

    def pending(self, prefix: bytes = b"") -> list[bytes]:
        """Lines not yet merged into the index, sorted; those with a prefix."""
        if not prefix:
            return [row[0] for row in self._db.execute("SELECT line FROM pending ORDER BY line")]
        rows = self._db.execute(
            "SELECT line FROM pending WHERE line >= ? AND line < ? ORDER BY line",
            [prefix, prefix[:-1] + bytes([prefix[-1] + 1])],
        )
        return [row[0] for row in rows]

    def merged(self, lines: Sequence[bytes]) -> None:
        """These lines are in the index now."""
        with self.transaction(durable=False):
            self._db.executemany("DELETE FROM pending WHERE line = ?", [(line,) for line in lines])

    # look-ups

    def original(self, payload_digest: str, status: int) -> Original | None:
        """The first capture of a payload with that status, if its record is known."""
        row = self._db.execute(
            "SELECT record_id, target_uri, date FROM originals JOIN records USING (record_id)"
            " WHERE payload_digest = ? AND status = ?",
            [payload_digest, status],
        ).fetchone()
        return Original(record_id=row[0], target_uri=row[1], date=row[2]) if row else None

    def any_original(self, payload_digest: str) -> str | None:
        """The record id of a first capture of a payload, whatever its status."""
        row = self._db.execute(
            "SELECT record_id FROM originals JOIN records USING (record_id)"
            " WHERE payload_digest = ? LIMIT 1",
            [payload_digest],
        ).fetchone()
        return str(row[0]) if row else None

    _ENTRY = (
        "SELECT record_id, name, offset, length, type, concurrent_to, content_type"
        " FROM records JOIN files ON files.serial = records.file"
    )

    def entry(self, record_id: str) -> Entry | None:
        """A record by its id."""
        row = self._db.execute(f"{self._ENTRY} WHERE record_id = ?", [record_id]).fetchone()
        return _entry(row) if row else None

    def beside(self, record_id: str) -> list[Entry]:
        """The records written for the same event, that name this one in WARC-Concurrent-To."""
        rows = self._db.execute(f"{self._ENTRY} WHERE concurrent_to = ? ORDER BY file, offset", [record_id])
        return [_entry(row) for row in rows]

    def entries(self, serial: int, start: int = 0) -> list[Entry]:
        """The records of a file from an offset on, in order."""
        rows = self._db.execute(
            f"{self._ENTRY} WHERE file = ? AND offset >= ? ORDER BY offset", [serial, start]
        )
        return [_entry(row) for row in rows]

    def records_in(self, serial: int) -> int:
        """How many records of a file are known."""
        row = self._db.execute("SELECT count(*) FROM records WHERE file = ?", [serial]).fetchone()
        return int(row[0])

    def orphans(self) -> list[Entry]:
        """Revisits whose original is not here."""
        rows = self._db.execute(
            f"{self._ENTRY} WHERE refers_to IS NOT NULL"  # noqa: S608  # no value in it
            " AND NOT EXISTS (SELECT 1 FROM records AS o WHERE o.record_id = records.refers_to)"
        )
        return [_entry(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Records by type."""
        return dict(self._db.execute("SELECT type, count(*) FROM records GROUP BY type"))


def _entry(row: tuple[str, str, int, int, str, str | None, str | None]) -> Entry:
    record_id, name, offset, length, kind, concurrent_to, content_type = row
    return Entry(
        record_id=record_id,
        location=RecordLocation(filename=name, offset=offset, length=length),
        type=kind,
        concurrent_to=concurrent_to,
        content_type=content_type,
    )
