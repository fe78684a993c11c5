"""Files to take away: the original bytes, the record as it lies on disk, a report as JSON or text."""

import json
import re
from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

import reports
from archive import ArchiveError
from archive.capture import RecordLocation
from archive.replay import timestamp
from corpus import nouns
from corpus.readingroom.asked import Row
from corpus.readingroom.room import Room

_SUFFIXES = {
    "text/html": "html",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "text/plain": "txt",
}
_LARGEST = 1 << 30


def capture_file(room: Room, row: Row | None, what: str) -> Response | None:
    """The payload without anything done to it, or the compressed WARC record; ``None`` if it is gone."""
    if row is None:
        return None
    try:
        return _record(room, row) if what == "record" else _payload(room, row)
    except (ArchiveError, OSError, ValueError):
        return None


def _payload(room: Room, row: Row) -> Response:
    capture = room.collection.at(_place(row))
    mime = (row["mime"] or "").split(";")[0].strip().lower()
    name = f"{timestamp(capture.date)}-{row['id']}.{_SUFFIXES.get(mime, 'bin')}"
    coding = capture.header("Content-Encoding")
    said = {"X-Archive-Orig-Content-Encoding": _ascii(coding)} if coding else {}
    return _file(capture.payload, name, said)


def _record(room: Room, row: Row) -> Response:
    place = _place(row)
    path = room.collection.archive_dir / place.filename
    if not path.exists():
        # A file that is still being written has this ending.
        path = path.with_name(path.name + ".open")
    with path.open("rb") as file:
        file.seek(place.offset)
        body = file.read(min(place.length, _LARGEST))
    return _file(body, f"{row['id']}.warc.gz", {})


def _place(row: Row) -> RecordLocation:
    name = row["warc_file"] or ""
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise ValueError("no WARC file is named there")
    return RecordLocation(filename=name, offset=row["warc_offset"], length=row["warc_length"])


def _file(body: bytes, name: str, headers: dict[str, str]) -> Response:
    said = {"Content-Disposition": f'attachment; filename="{_ascii(name)}"', **headers}
    return Response(body, headers=said, content_type="application/octet-stream")


def _ascii(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._, -]", "_", text)[:120]


def report_file(room: Room, name: str, form: str) -> Response | None:
    """A report in the contract's JSON, or the clean text of its page."""
    with _reading(room) as db:
        try:
            report = nouns.report(db, name)
        except KeyError:
            return None
    if form == "txt":
        return Response(report.page.text, content_type="text/plain; charset=utf-8")
    body = json.dumps(reports.to_json(report), ensure_ascii=False, indent=1)
    return Response(body, content_type="application/json; charset=utf-8")


class _reading:  # noqa: N801  # reads as a verb where it is used
    """The corpus, read-only, for as long as a ``with`` lasts."""

    def __init__(self, room: Room) -> None:
        import sqlite3

        self.connection = sqlite3.connect(f"{room.corpus.absolute().as_uri()}?mode=ro", uri=True)

    def __enter__(self) -> Any:
        return Database(self.connection, execute_plugins=False)

    def __exit__(self, *_: object) -> None:
        self.connection.close()
