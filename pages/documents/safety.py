"""Looks at archives and XML before any library opens them: bombs, path tricks, locked members, entities."""

import io
import re
import struct
import zipfile
import zlib

from pages.refusal import Refused

MOST_MEMBERS = 5000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_RATIO = 200
_LARGE = 4 * 1024 * 1024
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)|\x00<\x00!\x00[DE]")
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_MERGED = re.compile(
    rb"""mergeCell\s[^>]{0,60}?ref\s*=\s*["']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})"""
)
_STREAM = re.compile(rb"stream\r?\n")


def archive(payload: bytes) -> zipfile.ZipFile:
    """The zip archive, once it is known to be harmless."""
    try:
        held = zipfile.ZipFile(io.BytesIO(payload))
        members = held.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error) as error:
        raise Refused("the file begins like a zip archive but is broken") from error
    if len(members) > MOST_MEMBERS:
        raise Refused(f"the archive has {len(members)} members, more than {MOST_MEMBERS} are not opened")
    for member in members:
        _harmless(member)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused("the archive unpacks to more than 256 MiB: a zip bomb is not opened")
    return held


def _harmless(member: zipfile.ZipInfo) -> None:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or member.filename.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", member.filename):
        raise Refused("a member of the archive has a path that leads out of it")
    if member.flag_bits & 1:
        raise Refused("the document is encrypted")
    if member.file_size > _LARGE and member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise Refused("a member of the archive is packed more than 200 to one: a zip bomb is not opened")


def ooxml(payload: bytes) -> None:
    """Refuse an Office document whose XML declares entities: none of the real ones has a DTD."""
    held = archive(payload)
    for member in held.infolist():
        if member.filename.lower().endswith((".xml", ".rels")) and _DTD.search(_content(held, member)):
            raise Refused("the document's XML declares a document type: an entity bomb is not opened")


def _content(held: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with held.open(member) as file:
            content = file.read(MOST_UNPACKED + 1)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError
    ) as error:  # fmt: skip
        raise Refused("a member of the archive cannot be unpacked") from error
    if len(content) > member.file_size + 1024 or len(content) > MOST_UNPACKED:
        raise Refused("a member of the archive is larger than it says: a zip bomb is not opened")
    return content


def streams(payload: bytes) -> None:
    """Refuse a PDF whose deflated streams unpack to more than 256 MiB."""
    total, whole = 0, memoryview(payload)
    for found in _STREAM.finditer(payload):
        if payload[found.end() : found.end() + 1] not in (b"x", b"H", b"h", b"X"):
            continue
        total += _unpacked(whole[found.end() :], MOST_UNPACKED - total)
        if total >= MOST_UNPACKED:
            raise Refused("the PDF's streams unpack to more than 256 MiB: a bomb is not opened")


def _unpacked(view: memoryview, limit: int) -> int:
    """The size of what a deflated stream unpacks to, counted no further than ``limit``."""
    machine, size = zlib.decompressobj(), 0
    at, step = 0, 1 << 16
    try:
        while size < limit and not machine.eof and at < len(view):
            piece: bytes = machine.unconsumed_tail or bytes(view[at : at + step])
            at += 0 if machine.unconsumed_tail else step
            size += len(machine.decompress(piece, 1 << 20))
    except zlib.error:
        return size
    return size


def sheets(payload: bytes, most: int) -> None:
    """Refuse a workbook with more cells than ``most``, or whose merged areas cover more."""
    cells = area = 0
    with archive(payload) as held:
        for member in held.infolist():
            if not member.filename.lower().startswith("xl/worksheets/"):
                continue
            content = _content(held, member)
            cells += len(_CELL.findall(content))
            area += sum(_area(*found) for found in _MERGED.findall(content))
    if cells > most or area > 4 * most:
        raise Refused(f"the workbook has more than {most} cells")


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    wide = _column(right) - _column(left) + 1
    return max(wide, 1) * max(int(bottom) - int(top) + 1, 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
