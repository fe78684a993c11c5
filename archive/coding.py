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
BLOCK = 4096  # bytes of Brotli fed at a time
MOST_CODINGS = 4


class Bomb(ValueError):
    """The decoded payload would be larger than the limit."""


def decoded(payload: bytes, headers: Headers, *, limit: int = LIMIT) -> bytes:
    """The payload without its content-coding, at most ``limit`` bytes. Raises :class:`Bomb` beyond.

    A payload that is not what its header says comes back as it is; a stream that breaks off comes
    back as far as it goes.
    """
    if len(payload) > limit:
        raise Bomb(f"the payload has more than {limit} bytes")
    for name in reversed(codings(headers)[:MOST_CODINGS]):
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
    rest = payload
    while rest:
        engine = zlib.decompressobj(wbits)
        before = len(out)
        try:
            out += engine.decompress(rest, limit + 1 - len(out))
        except zlib.error:
            # isal and zlib lose what a broken call had decoded: go again in small steps
            out += _in_steps(rest, wbits, limit + 1 - len(out))
            if len(out) == before:
                return bytes(out) or None
        if len(out) > limit:
            raise Bomb(f"the payload decodes to more than {limit} bytes")
        if not engine.eof or not engine.unused_data.startswith(b"\x1f\x8b"):
            break
        rest = engine.unused_data
    return bytes(out)


def _in_steps(payload: bytes, wbits: int, limit: int) -> bytes:
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
    engine = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj(read_across_frames=True)
    out = bytearray()
    try:
        for at in range(0, len(payload), STEP):
            out += engine.decompress(payload[at : at + STEP])
            if len(out) > limit:
                raise Bomb(f"the payload decodes to more than {limit} bytes")
    except zstandard.ZstdError:
        return bytes(out) or None
    return bytes(out)


_Decoder = Callable[[bytes, int], bytes | None]

# name -> what it may really be, most likely first; raw deflate is what old servers call deflate
_DECODERS: dict[str, tuple[_Decoder, ...]] = {
    "gzip": (_gzip, _zlib),
    "deflate": (_zlib, _gzip, _raw_deflate),
    "br": (_brotli, _gzip),
    "zstd": (_zstd, _gzip),
}
