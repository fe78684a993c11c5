"""Carries jobs from the crawl to the writer process, and receipts back, over one socket pair.

The crawl's interpreter is the bottleneck, so it does little: answers go out as they lie in memory, beside
the pickle (PEP 574) and from one ``sendmsg``, and receipts come back as tuples. Pickling the answers
themselves took 50 µs a page of it, and unpickling receipts as dataclasses 9 (measured).

A message is a count, the sizes of so many parts, and the parts: the pickle and its buffers.
"""

import pickle
import socket
import struct
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from archive.capture import Exchange, Recorded, RecordLocation
from archive.errors import ArchiveError

Job = tuple[int, str, tuple[Any, ...]]
Outcome = Recorded | ArchiveError

BESIDE = 4096  # bytes from which on an answer goes beside the pickle

_NAMES = tuple(one.name for one in fields(Exchange))
_values = attrgetter(*_NAMES)
_RESPONSE = _NAMES.index("response")
_COUNT = struct.Struct("<I")


def send(wire: socket.socket, jobs: Sequence[Job], *, ended: bool) -> None:
    """Sends jobs; ``ended`` where they are the last. Raises ``OSError`` where nobody takes them."""
    beside: list[pickle.PickleBuffer] = []
    packed = pickle.dumps(([_packed(job) for job in jobs], ended), 5, buffer_callback=beside.append)
    parts = [memoryview(packed), *(buffer.raw() for buffer in beside)]
    sizes = struct.pack(f"<{len(parts)}Q", *map(len, parts))
    _send_all(wire, [memoryview(_COUNT.pack(len(parts)) + sizes), *parts])


def _packed(job: Job) -> Job:
    ticket, kind, what = job
    if kind != "exchange":
        return job
    values = list(_values(what[0]))
    if len(values[_RESPONSE]) >= BESIDE:
        values[_RESPONSE] = pickle.PickleBuffer(values[_RESPONSE])
    return ticket, kind, (values, what[1])


def _send_all(wire: socket.socket, parts: list[memoryview]) -> None:
    while parts:
        sent = wire.sendmsg(parts)
        while parts and sent >= len(parts[0]):
            sent -= len(parts.pop(0))
        if parts:
            parts[0] = parts[0][sent:]


def receive(wire: socket.socket) -> tuple[list[Job], bool]:
    """The next jobs, and whether they are the last. Raises ``EOFError`` where the crawl is gone."""
    (count,) = _COUNT.unpack(_exactly(wire, _COUNT.size))
    sizes = struct.unpack(f"<{count}Q", _exactly(wire, 8 * count))
    packed, *beside = [_exactly(wire, size) for size in sizes]
    jobs, ended = pickle.loads(packed, buffers=beside)  # noqa: S301  # our own parent
    return [_unpacked(job) for job in jobs], ended


def _unpacked(job: Job) -> Job:
    ticket, kind, what = job
    if kind != "exchange":
        return job
    return ticket, kind, (Exchange(**dict(zip(_NAMES, what[0], strict=True))), what[1])


def _exactly(wire: socket.socket, size: int) -> bytes:
    parts: list[bytes] = []
    while size:
        part = wire.recv(size, socket.MSG_WAITALL)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def flat(receipt: Recorded) -> tuple[Any, ...]:
    """A receipt as it goes back."""
    place = receipt.location
    return (
        (place.filename, place.offset, place.length),
        receipt.record_id,
        receipt.payload_digest,
        receipt.record_type,
        receipt.date,
    )


def round_again(outcome: tuple[Any, ...] | ArchiveError) -> Outcome:
    """What :func:`flat` made flat; a refusal as it is."""
    if isinstance(outcome, ArchiveError):
        return outcome
    (filename, offset, length), record_id, payload_digest, record_type, date = outcome
    return Recorded(
        record_id=record_id,
        location=RecordLocation(filename=filename, offset=offset, length=length),
        payload_digest=payload_digest,
        record_type=record_type,
        date=date,
    )
