"""Takes the content-coding off a payload: gzip, deflate, br, zstd; bounded, and lenient to lies.

Servers name a coding they did not apply, apply one they did not name twice, cut streams short. Whatever
can be read of the payload is given back; nothing here raises but :class:`Bomb`.
"""

import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import zstandard

from archive.capture import Headers

LIMIT = 64 << 20  # bytes
STEP = 1 << 16
BLOCK = 4096  # bytes of Brotli, or of a gzip member that is not the first, fed at a time
MOST_CODINGS = 4
MOST_MEMBERS = 50_000  # of a gzip stream; each costs microseconds, also an empty one


class Bomb(ValueError):
    """The decoded payload would be larger than the limit."""


def decoded(payload: bytes, headers: Headers, *, limit: int = LIMIT) -> bytes:
    """The payload without its content-coding, at most ``limit`` bytes. Raises :class:`Bomb` beyond.

    A payload that is not what its header says comes back as it is; a stream that breaks off comes
    back as far as it goes.
    """
    if len(payload) > limit:
        raise Bomb(f"the payload has more than {limit} bytes")
    for name in reversed(codings(headers)[-MOST_CODINGS:]):
        payload = _without(payload, name, limit)
    return payload


def codings(headers: Headers) -> list[str]:
    """The codings named, in the order they were applied; a transfer-coding other than chunked counts."""
    named: list[str] = []
    for wanted in (b"content-encoding", b"x-orig-transfer-encoding"):
        for name, value in headers:
            if name.lower() == wanted:
                named += [one.strip().lower() for one in value.decode("latin-1").split(",")]
    return [one.removeprefix("x-") for one in named if one.removeprefix("x-") in _DECODERS]


def _without(payload: bytes, name: str, limit: int) -> bytes:
    for attempt in _DECODERS[name]:
        decoded_ = attempt(payload, limit)
        if decoded_ is not None:
            return decoded_
    return payload


def _inflate(payload: bytes, limit: int, wbits: int) -> bytes | None:
    """All members of a zlib-family stream; ``None`` where it is none at all."""
    out = bytearray()
    rest, step = memoryview(payload), len(payload)  # nearly always there is one, taken in one call
    for _ in range(MOST_MEMBERS):
        before = len(out)
        try:
            end = _member(rest, step, out, limit, wbits)
        except zlib.error:
            # isal and zlib lose what a broken call had decoded: go again in small steps
            out[before:] = _in_steps(rest, wbits, limit + 1 - before)
            if len(out) > limit:
                raise Bomb(f"the payload decodes to more than {limit} bytes") from None
            return bytes(out) or None
        if end is None or bytes(rest[end : end + 2]) != b"\x1f\x8b":
            break
        rest, step = rest[end:], BLOCK
    return bytes(out)


def _member(rest: memoryview, step: int, out: bytearray, limit: int, wbits: int) -> int | None:
    """Adds a member's data to ``out``; where it ends, ``None`` where it is cut off.

    Fed by ``step`` bytes: what lies behind its end in the same step is copied once a member.
    """
    engine = zlib.decompressobj(wbits)
    for at in range(0, len(rest), step):
        out += engine.decompress(rest[at : at + step], limit + 1 - len(out))
        if len(out) > limit:
            raise Bomb(f"the payload decodes to more than {limit} bytes")
        if engine.eof:
            return min(at + step, len(rest)) - len(engine.unused_data)
    return None


def _in_steps(payload: memoryview, wbits: int, limit: int) -> bytes:
    engine = zlib.decompressobj(wbits)
    out = bytearray()
    try:
        for at in range(0, len(payload), 256):
            out += engine.decompress(payload[at : at + 256], limit - len(out) + 1)
            if len(out) > limit:
                break
    except zlib.error:
        pass
    return bytes(out)


def _gzip(payload: bytes, limit: int) -> bytes | None:
    return _inflate(payload, limit, 31) if payload[:2] == b"\x1f\x8b" else None


def _zlib(payload: bytes, limit: int) -> bytes | None:
    zlib_head = len(payload) > 1 and payload[0] & 15 == 8 and not (payload[0] << 8 | payload[1]) % 31
    return _inflate(payload, limit, 15) if zlib_head else None


def _raw_deflate(payload: bytes, limit: int) -> bytes | None:
    """Raw deflate, only where it is a whole stream: almost any text begins like one."""
    engine = zlib.decompressobj(-15)
    try:
        out = engine.decompress(payload, limit + 1)
    except zlib.error:
        return None
    if len(out) > limit:
        raise Bomb(f"the payload decodes to more than {limit} bytes")
    return out if engine.eof else None


def _brotli(payload: bytes, limit: int) -> bytes | None:
    engine = brotli.Decompressor()
    out = bytearray()
    try:
        for at in range(0, len(payload), BLOCK):
            _unbrotli(engine, payload[at : at + BLOCK], out, limit)
    except brotli.error:  # the call that fails loses what it had decoded: that block again, byte by byte
        out = _in_bytes(payload, at, limit)
        return bytes(out) if _mostly(out, payload) else None
    return bytes(out) if engine.is_finished() or _mostly(out, payload) else None


def _unbrotli(engine: brotli.Decompressor, fed: bytes, out: bytearray, limit: int) -> None:
    """At most ``STEP`` bytes come out of each call: one byte of Brotli may stand for megabytes."""
    while piece := engine.process(fed, output_buffer_limit=STEP):
        out += piece
        fed = b""
        if len(out) > limit:
            raise Bomb(f"the payload decodes to more than {limit} bytes")


def _in_bytes(payload: bytes, broken: int, limit: int) -> bytearray:
    engine, out = brotli.Decompressor(), bytearray()
    _unbrotli(engine, payload[:broken], out, limit)
    with suppress(brotli.error):
        for byte in payload[broken : broken + BLOCK]:
            _unbrotli(engine, bytes((byte,)), out, limit)
    return out


def _mostly(out: bytearray, payload: bytes) -> bool:
    """Whether a stream that broke or broke off gave more than chance would."""
    return len(out) > len(payload)


def _zstd(payload: bytes, limit: int) -> bytes | None:
    if payload[:4] != b"\x28\xb5\x2f\xfd":
        return None
    out = bytearray()
    try:
        _unzstd(payload, STEP, out, limit)
    except zstandard.ZstdError:  # the read that fails loses what it had decoded: that step byte by byte
        with suppress(zstandard.ZstdError):
            _unzstd(payload, 1, out, limit)
        return bytes(out) or None
    return bytes(out)


def _unzstd(payload: bytes, step: int, out: bytearray, limit: int) -> None:
    """Goes on behind what ``out`` has, ``step`` bytes a read: four bytes may stand for 128 KiB."""
    engine = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    with engine.stream_reader(payload, read_across_frames=True) as source:
        source.read(len(out))
        while piece := source.read(step):
            out += piece
            if len(out) > limit:
                raise Bomb(f"the payload decodes to more than {limit} bytes")


_Decoder = Callable[[bytes, int], bytes | None]

# name -> what it may really be, most likely first; raw deflate is what old servers call deflate
_DECODERS: dict[str, tuple[_Decoder, ...]] = {
    "gzip": (_gzip, _zlib),
    "deflate": (_zlib, _gzip, _raw_deflate),
    "br": (_brotli, _gzip),
    "zstd": (_zstd, _gzip),
}
