"""Containers that are not opened: archives, and documents behind a password."""

import olefile

from pages.documents import safety
from pages.documents.assembly import Content
from pages.documents.excel import streams_of
from pages.refusal import Refused

_MAGIC = {b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"\x1f\x8b\x08": "a gzip file"}


def matches(payload: bytes) -> bool:
    """Any archive, and any OLE file that no other format knew."""
    return payload[:4] == b"PK\x03\x04" or payload[:8] == olefile.MAGIC or _named(payload) is not None


def _named(payload: bytes) -> str | None:
    return next((name for magic, name in _MAGIC.items() if payload.startswith(magic)), None)


def read(payload: bytes, ocr: bool = False) -> Content:
    """Always refuses, saying what the file is."""
    if payload[:8] == olefile.MAGIC:
        locked = any("encrypt" in name for name in streams_of(payload))
        raise Refused(
            "the document is encrypted" if locked else "an OLE file of an unknown kind is not read"
        )
    if payload[:4] == b"PK\x03\x04":
        names = {member.filename for member in safety.archive(payload).infolist()}
        kind = "an OFD document" if "OFD.xml" in names else "a zip archive"
        raise Refused(f"{kind} is not read; unpack or convert it first")
    raise Refused(f"{_named(payload)} is not read; unpack it first")
