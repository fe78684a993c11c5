"""A signed, chained list of the finished WARC files: what must be there, even if the ledger is lost.

``manifest.jsonl``: one line a file, in the order they were finished: its SHA-256, size and records, the
SHA-256 of the line before, and an Ed25519 signature over all of that. A line taken out, changed or put
in breaks the chain. The key lies beside the collections, not in one, so that a copy of a collection
takes the proof along and not the pen.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import said
from archive.layout import Layout
from archive.ledger import Ledger
from archive.problems import Problem

FIRST = "0" * 64  # what the first line has as the one before
_REMEDY = (
    "compare with a copy; if it was the key that changed, move manifest.jsonl aside: a new one is begun"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A WARC file as the manifest has it."""

    file: str
    sha256: str
    bytes: int


def extend(layout: Layout, ledger: Ledger) -> None:
    """Adds the finished files that are not listed yet; safe to repeat. Durable when it returns."""
    listed = {one.file for one in read(layout)}
    fresh = [f for f in ledger.files() if f.state != "open" and f.sha256 and f.name not in listed]
    if not fresh:
        return
    key = _key(layout)
    _drop_torn_line(layout.manifest_path)
    with said(), layout.manifest_path.open("ab") as out:
        previous = _last_line_digest(layout.manifest_path)
        for file in fresh:
            line = _signed(
                key,
                {
                    "file": file.name,
                    "sha256": file.sha256,
                    "bytes": file.synced,
                    "records": ledger.records_in(file.serial),
                    "previous": previous,
                },
            )
            out.write(line)
            previous = hashlib.sha256(line).hexdigest()
        out.flush()
        os.fsync(out.fileno())


def read(layout: Layout) -> Iterator[Listed]:
    """The files listed; a line that cannot be read is left to :func:`problems`."""
    for line in _lines(layout.manifest_path):
        fields = _fields(line)
        if fields:
            yield Listed(file=fields["file"], sha256=fields["sha256"], bytes=fields["bytes"])


def problems(layout: Layout) -> Iterator[Problem]:
    """Where the chain or a signature breaks, and listed files that are gone or other files now."""
    previous, signer = FIRST, None
    for number, line in enumerate(_lines(layout.manifest_path), 1):
        fields = _fields(line)
        sound = fields is not None and _is_signed(fields)
        if fields is None or not sound:
            yield _broken(layout, number, "this line is not as it was signed")
        elif previous not in ("", fields["previous"]):
            yield _broken(layout, number, "the line before it is not the one that stood there")
        elif signer not in (None, fields["key"]):
            yield _broken(layout, number, "another key signed this line")
        else:
            signer = fields["key"]
            yield from _missing(layout, fields["file"])
        previous = hashlib.sha256(line).hexdigest() if sound else ""  # a changed line is told once


def unlisted(layout: Layout, ledger: Ledger) -> Iterator[Problem]:
    """Finished files that the manifest does not list: its last lines are gone."""
    listed = {one.file for one in read(layout)}
    for file in ledger.files():
        if file.state != "open" and file.sha256 and file.name not in listed:
            yield Problem(
                kind="manifest",
                where=file.name,
                what="this finished file is not in manifest.jsonl",
                remedy="compare with a copy of manifest.jsonl; the next crawl lists the file again",
            )


def _broken(layout: Layout, number: int, what: str) -> Problem:
    where = f"{layout.manifest_path.name}:{number}"
    return Problem(kind="manifest", where=where, what=what, remedy=_REMEDY)


def _missing(layout: Layout, name: str) -> Iterator[Problem]:
    if not (layout.archive_dir / name).exists():
        yield Problem(
            kind="missing_file",
            where=name,
            what="the manifest lists this file, and it is gone",
            remedy="put it back from a copy",
        )


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True) if path.exists() else []


def _drop_torn_line(path: Path) -> None:
    """A last line without its end was being written when the machine stopped: it is written again."""
    if path.exists() and not (data := path.read_bytes()).endswith(b"\n"):
        os.truncate(path, data.rfind(b"\n") + 1)


def _last_line_digest(path: Path) -> str:
    lines = _lines(path)
    return hashlib.sha256(lines[-1]).hexdigest() if lines else FIRST


def _fields(line: bytes) -> dict[str, Any] | None:
    try:
        fields = json.loads(line)
        wanted = {"file": str, "sha256": str, "bytes": int, "previous": str, "key": str, "signature": str}
        return fields if all(isinstance(fields[name], kind) for name, kind in wanted.items()) else None
    except (ValueError, KeyError, TypeError):
        return None


def _canonical(fields: dict[str, Any]) -> bytes:
    """What is signed: everything but the signature, keys sorted, no spaces."""
    plain = {name: value for name, value in fields.items() if name != "signature"}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _key(layout: Layout) -> Any:
    """The Ed25519 key, made the first time; only its owner can read it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = layout.key_path
    if path.exists():
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    key = Ed25519PrivateKey.generate()
    with said(), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(key.private_bytes_raw())
        os.fsync(out.fileno())
    return key


def _signed(key: Any, fields: dict[str, Any]) -> bytes:
    fields = {**fields, "key": base64.b64encode(key.public_key().public_bytes_raw()).decode()}
    signature = base64.b64encode(key.sign(_canonical(fields))).decode()
    return json.dumps({**fields, "signature": signature}).encode() + b"\n"


def _is_signed(fields: dict[str, Any]) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(fields["key"]))
        public.verify(base64.b64decode(fields["signature"]), _canonical(fields))
    except (InvalidSignature, ValueError):
        return False
    return True
