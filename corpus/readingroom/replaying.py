"""Answers from the archive for both origins. The archive is asked in a thread: it reads files."""

import asyncio

from archive import ArchiveError
from archive.capture import Capture
from archive.cdxj import Line
from archive.coding import Bomb
from archive.replay import Answer, Wanted, identity, opened
from corpus.readingroom.room import Room

# What an identity replay may do where it is looked at in a browser: nothing, in an origin of its own.
SEALED = (
    b"content-security-policy",
    b"sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
)
NOSNIFF = (b"x-content-type-options", b"nosniff")
# A browser says what it asks for; as these, archived bytes would run in the asker's origin.
_RUNS = frozenset({"script", "style", "worker", "sharedworker", "serviceworker", "object", "embed", "xslt"})


def would_run(destination: str) -> bool:
    """Whether Sec-Fetch-Dest says that the answer would be run or styled with."""
    return destination.lower() in _RUNS


async def find(room: Room, wanted: Wanted) -> Capture | None:
    """The capture nearest to what is wanted; ``None`` where the archive has none or cannot be read."""
    try:
        return await asyncio.to_thread(room.collection.lookup, wanted.url, wanted.timestamp)
    except (ArchiveError, OSError, ValueError):
        return None


async def exact(room: Room, wanted: Wanted, prefix: str) -> Answer | None:
    """The identity replay."""
    capture = await find(room, wanted)
    if capture is None:
        return None
    answer = identity(capture, prefix)
    return Answer(status=answer.status, headers=(*answer.headers, SEALED, NOSNIFF), body=answer.body)


async def plain(room: Room, wanted: Wanted, port: int) -> Answer | None:
    """The decoded entity for the service worker; ``None`` too where it is a decompression bomb, or a page
    of a host that is not the one replayed at that port."""
    capture = await find(room, wanted)
    if capture is None or not room.origins.may_read(port, capture):
        return None
    try:
        return await asyncio.to_thread(opened, capture)
    except Bomb:
        return None


def asking(url: str, digits: str) -> Wanted:
    """What an address and a timestamp from a query string ask for."""
    return Wanted(url=url, timestamp=digits if digits.isdecimal() and 4 <= len(digits) <= 14 else None)


def history(room: Room, url: str) -> tuple[Line, ...]:
    """Index lines of an address, oldest first; none where the archive is not there."""
    try:
        return room.collection.history(url) if url else ()
    except (ArchiveError, OSError, ValueError):
        return ()
