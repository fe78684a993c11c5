"""Enters a whole WARC file into the ledger from its own records: a lost ledger, a file of others.

Memory stays flat but for the dedup originals of the file.
"""

from itertools import islice
from pathlib import Path

from archive import cdxj
from archive.capture import RecordLocation
from archive.dedup import SMALLEST
from archive.entries import Entry, OriginalEntry
from archive.fixity import sha256_of
from archive.ledger import Ledger
from archive.members import Seen, scan
from archive.messages import status_of
from archive.records import Original

STEP = 1000  # records entered at a time


def register(ledger: Ledger, path: Path, *, state: str, end: int | None = None) -> None:
    """A file's records, originals and index lines, up to ``end``, in one transaction.

    A record that is known from another file is not entered again.
    """
    originals: list[OriginalEntry] = []
    failed: set[str] = set()
    size = path.stat().st_size
    with ledger.transaction():
        serial = ledger.add_file(path.name, state, sha256=sha256_of(path))
        passing = scan(path, 0, end)
        while step := list(islice(passing, STEP)):
            entries = {one.record_id: entry_of(one, path.name) for one in reversed(step)}
            fresh = [entry for entry in entries.values() if ledger.entry(entry.record_id) is None]
            lines = [line for one in step if (line := line_of(one, path.name))]
            ledger.synced(serial, None, size, fresh, (), lines)
            originals += (original for one in step if (original := original_of(one)))
            failed.update(
                (one.get("WARC-Concurrent-To") or "").strip("<>") for one in step if _is_failure(one)
            )
        kept = [one for one in originals if one.original.record_id not in failed]
        ledger.synced(serial, None, size, (), kept, ())


def entry_of(seen: Seen, name: str) -> Entry:
    """The ledger's entry of a record that went by."""
    return Entry(
        record_id=seen.record_id,
        location=RecordLocation(filename=name, offset=seen.offset, length=seen.length),
        type=seen.type,
        concurrent_to=_beside(seen) or None,
        content_type=seen.get("Content-Type") if seen.type == "metadata" else None,
        refers_to=(seen.get("WARC-Refers-To") or "").strip("<>") or None
        if seen.type == "revisit"
        else None,
    )


def line_of(seen: Seen, name: str) -> bytes | None:
    """Its index line."""
    is_whole = seen.block_length <= len(seen.head)
    return cdxj.line(
        record_type=seen.type,
        target_uri=(seen.get("WARC-Target-URI") or "").strip("<>").replace(" ", "%20"),
        date=seen.get("WARC-Date") or "",
        content_type=seen.get("Content-Type"),
        payload_digest=None if is_whole and not seen.get("WARC-Payload-Digest") else seen.payload_digest,
        block=(seen.head,),
        location=RecordLocation(filename=name, offset=seen.offset, length=seen.length),
    )


def original_of(seen: Seen) -> OriginalEntry | None:
    """What later captures may refer to; as :func:`archive.dedup.may_refer` has it."""
    status, stored = status_of(seen.head), seen.get("WARC-Payload-Digest")
    if seen.type != "response" or stored is None or status is None or not 200 <= status < 300:
        return None
    if seen.get("WARC-Gate") or seen.get("WARC-Truncated") or seen.payload_length < SMALLEST:
        return None
    original = Original(
        record_id=seen.record_id,
        target_uri=(seen.get("WARC-Target-URI") or "").strip("<>"),
        date=seen.get("WARC-Date") or "",
    )
    return OriginalEntry(payload_digest=stored, status=status, original=original)


def _beside(seen: Seen) -> str:
    return (seen.get("WARC-Concurrent-To") or "").strip("<>")


def _is_failure(seen: Seen) -> bool:
    return seen.type == "metadata" and seen.head.startswith(b"error:")
