"""Content codings come off, whatever the header claims; nothing unpacks without an end."""

import gzip
import random
import tracemalloc
import zlib

import brotli
import pytest
import zstandard

from archive import coding
from archive.coding import Bomb, codings, decoded

TEXT = "政府信息公开工作年度报告 annual report ".encode() * 300


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


PACKED = {
    "gzip": gzip.compress(TEXT),
    "zlib": zlib.compress(TEXT),
    "raw": raw_deflate(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "two": gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]),
    "plain": TEXT,
}


def named(*values: str, field: bytes = b"Content-Encoding") -> tuple[tuple[bytes, bytes], ...]:
    return tuple((field, value.encode()) for value in values)


TRUE = [("gzip", "gzip"), ("gzip", "x-gzip"), ("gzip", "GZIP "), ("two", "gzip"), ("zlib", "deflate")]
TRUE += [("raw", "deflate"), ("br", "br"), ("zstd", "zstd")]
OF_ANOTHER = [("gzip", "deflate"), ("gzip", "br"), ("zlib", "gzip"), ("gzip", "zstd")]
OF_NOTHING = [("plain", name) for name in ("gzip", "deflate", "br", "zstd", "identity", "utf-8", "")]


@pytest.mark.parametrize(("payload", "said"), TRUE + OF_ANOTHER + OF_NOTHING)
def test_what_is_said_and_what_is_true(payload: str, said: str):
    assert decoded(PACKED[payload], named(said)) == TEXT


def test_a_coding_nobody_named_stays():
    assert decoded(PACKED["gzip"], ()) == PACKED["gzip"]


def test_codings_applied_one_over_the_other():
    twice = gzip.compress(brotli.compress(TEXT))
    assert decoded(twice, named("br, gzip")) == TEXT
    assert decoded(twice, named("br", "gzip")) == TEXT
    assert decoded(PACKED["gzip"], named("gzip, gzip")) == TEXT  # named twice, applied once
    assert decoded(PACKED["gzip"], named("gzip, chunked", field=b"X-Orig-Transfer-Encoding")) == TEXT
    assert codings(named("gzip, chunked, none")) == ["gzip"]


@pytest.mark.parametrize("kind", ["gzip", "br", "zstd", "zlib"])
def test_a_stream_that_breaks_off_gives_what_it_has(kind: str):
    noise = random.Random(4).randbytes(300_000)
    body = noise.hex().encode()
    pack = {
        "gzip": gzip.compress,
        "br": brotli.compress,
        "zstd": zstandard.compress,
        "zlib": zlib.compress,
    }[kind]
    said = "deflate" if kind == "zlib" else kind
    packed = pack(body)
    got = decoded(packed[: len(packed) // 2], named(said))
    assert body.startswith(got)
    assert len(got) > 10_000
    harmed = bytearray(packed)
    harmed[len(harmed) // 2] ^= 0xFF
    assert decoded(bytes(harmed), named(said))[:1000] in (body[:1000], bytes(harmed)[:1000])


@pytest.mark.parametrize("kind", ["gzip", "zlib", "raw", "br", "zstd"])
def test_bombs(kind: str):
    zeros = bytes(3 << 20)
    pack = {
        "gzip": gzip.compress,
        "br": brotli.compress,
        "zstd": zstandard.compress,
        "zlib": zlib.compress,
        "raw": raw_deflate,
    }[kind]
    said = "deflate" if kind in ("zlib", "raw") else kind
    assert decoded(pack(zeros), named(said), limit=3 << 20) == zeros
    with pytest.raises(Bomb):
        decoded(pack(zeros), named(said), limit=(3 << 20) - 1)
    with pytest.raises(Bomb):
        decoded(zeros, (), limit=1 << 20)


@pytest.mark.parametrize("kind", ["br", "zstd"])
def test_a_bomb_costs_no_more_than_its_limit(kind: str):
    zeros = bytes(1 << 27)
    bomb = brotli.compress(zeros, quality=5) if kind == "br" else zstandard.compress(zeros)
    tracemalloc.start()
    with pytest.raises(Bomb):
        decoded(bomb, named(kind), limit=1 << 20)
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_members_are_joined_up_to_a_number():
    parts = [TEXT[at : at + 50] for at in range(0, len(TEXT), 50)]
    large = random.Random(5).randbytes(20_000)
    packed = b"".join(map(gzip.compress, [*parts, b"", large, TEXT]))
    assert decoded(packed + b"<!-- -->", named("gzip")) == TEXT + large + TEXT
    assert decoded(packed[:-9], named("gzip")).startswith(TEXT + large + TEXT[:9])
    behind = gzip.compress(b"") * coding.MOST_MEMBERS + gzip.compress(TEXT)
    assert decoded(behind, named("gzip")) == b""


@pytest.mark.parametrize("kind", ["gzip", "br", "zstd"])
def test_what_follows_the_end_of_a_stream_costs_nothing_of_it(kind: str):
    assert decoded(PACKED[kind] + b"<!-- cache -->", named(kind)) == TEXT


def test_noise_is_not_taken_for_brotli():
    rng = random.Random(3)
    for _ in range(300):
        noise = rng.randbytes(rng.randrange(400))
        assert decoded(noise, named("br")) == noise


def test_a_hundred_codings_are_not_all_undone():
    assert decoded(TEXT, named(", ".join(["gzip"] * 100))) == TEXT
    outermost = named("deflate, deflate, deflate, deflate, gzip")
    assert decoded(PACKED["gzip"], outermost) == TEXT


@pytest.mark.parametrize("seed", range(4))
def test_noise_never_raises(seed: int):
    rng = random.Random(seed)
    for _ in range(300):
        said = rng.choice(["gzip", "deflate", "br", "zstd", "gzip, br", "zstd,deflate"])
        source = rng.choice(list(PACKED.values()))
        data = bytearray(source[: rng.randrange(len(source))])
        for _ in range(rng.randrange(4)):
            if data:
                data[rng.randrange(len(data))] = rng.randrange(256)
        decoded(bytes(data), named(said))
