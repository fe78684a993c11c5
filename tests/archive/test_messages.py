"""Heads, chunks and garbage: whatever crossed the wire can be rebuilt from what is stored."""

import doctest
import json
import random

import pytest

from archive import messages, values
from archive.messages import rebuild, received


def stored(message: messages.Message) -> bytes:
    return message.head + b"".join(message.entity)


def goes_back(wire: bytes) -> messages.Message:
    """Takes apart, checks the way back (through JSON, as it is stored), gives the message."""
    message = received(wire)
    framing = messages.framing_json(message.framing, [wire]) if message.framing else None
    framing = json.loads(json.dumps(framing))
    assert rebuild(stored(message), framing) == wire
    return message


def chunked(rng: random.Random, body: bytes) -> bytes:
    """The body in random chunks: extensions, bare line feeds, mixed-case hex, zeros, trailers."""
    parts = []
    while body:
        size = rng.randint(1, len(body)) if rng.random() < 0.3 else rng.randint(1, min(len(body), 20))
        digits = f"{size:x}" if rng.random() < 0.5 else f"{size:X}"
        digits = "0" * rng.choice([0, 0, 0, 3]) + digits + " " * rng.choice([0, 0, 2])
        extension = rng.choice(["", "", "", ";a=b", ' ; q="x;y"'])
        end = rng.choice(["\r\n", "\r\n", "\n"])
        parts += [f"{digits}{extension}{end}".encode(), body[:size], rng.choice([b"\r\n", b"\r\n", b"\n"])]
        body = body[size:]
    trailers = rng.choice([b"", b"", b"Digest: x\r\n", b"A: 1\nB: 2\r\n"])
    return b"".join(parts) + rng.choice([b"0\r\n", b"000\n", b"0;last\r\n"]) + trailers + b"\r\n"


def head(rng: random.Random) -> bytes:
    end = rng.choice([b"\r\n", b"\r\n", b"\n"])
    name = rng.choice([b"Transfer-Encoding", b"transfer-encoding", b"TRANSFER-encoding"])
    lines = [
        rng.choice([b"HTTP/1.1 200 OK", b"HTTP/1.1 200", b"HTTP/1.0  503  x y ", b"http/1.1 200 \xc4\xe3"])
    ]
    extra = [
        b"Set-Cookie: a",
        b"set-cookie: b",
        b"X :\tv\xe4 ",
        b"No colon",
        b"Fold: a" + end + b"  b",
        b"Content-Length: 9",
    ]
    rng.shuffle(extra)
    lines += extra[: rng.randint(0, 6)]
    lines.append(name + rng.choice([b": chunked", b" :gzip, Chunked", b":\tchunked "]))
    return end.join(lines) + end + end


@pytest.mark.parametrize("seed", range(6))
def test_any_chunking_goes_back_and_gives_the_body(seed: int):
    rng = random.Random(seed)
    for _ in range(500):
        body = rng.randbytes(rng.choice([1, 3, 40, 400]))
        if rng.random() < 0.3:
            body = b"0\r\n\r\n" + body  # looks like an end, is content
        message = goes_back(head(rng) + chunked(rng, body))
        assert b"".join(message.entity) == body
        assert messages.header(messages.headers_of(message.head), b"transfer-encoding") is None
        lengths = [v for k, v in messages.headers_of(message.head) if k.lower() == b"content-length"]
        assert lengths == [b"%d" % len(body)]


@pytest.mark.parametrize("seed", range(3))
def test_any_truncation_goes_back_with_what_came_of_the_body(seed: int):
    rng = random.Random(100 + seed)
    for _ in range(200):
        body = bytes(rng.choice(b"abcdef0123456789\r\n;") for _ in range(60))
        wire = head(rng) + chunked(rng, body)
        cut = wire[: rng.randint(1, len(wire))]
        got = b"".join(goes_back(cut).entity)
        assert body.startswith(got) or messages.head_end(cut) is None


@pytest.mark.parametrize("seed", range(3))
def test_garbage_goes_back(seed: int):
    rng = random.Random(200 + seed)
    bricks = [b"HTTP/1.1 ", b"100 Continue\r\n\r\n", b"200 OK", b"\r\n", b"\n", b"\r", b" ", b"\x00", b":"]
    bricks += [b"\xe3\x80\x80", b"Transfer-Encoding: chunked", b"Content-Length: 3", b"5\r\n", b"<html>"]
    bricks += [b"fffffffff\r\n", b"0\r\n\r\n"]
    for _ in range(1500):
        goes_back(b"".join(rng.choice(bricks) for _ in range(rng.randint(0, 14))))


def test_interim_answers_are_set_aside():
    wire = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody"
    message = goes_back(wire)
    assert (message.status, stored(message)) == (200, b"HTTP/1.1 200 OK\r\n\r\nbody")


def test_an_interim_answer_alone_is_the_answer():
    assert goes_back(b"HTTP/1.1 100 Continue\r\n\r\n").status == 100
    assert goes_back(b"HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200").status == 101


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nlonger than it says",
        b"HTTP/1.1 204\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\nA:b\n\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
    ],
)
def test_what_every_reader_reads_alike_is_stored_verbatim(wire: bytes):
    message = received(wire)
    assert message.framing is None
    assert stored(message) == wire


def test_a_header_that_says_chunked_over_a_body_that_is_not():
    message = goes_back(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>plain</html>")
    assert b"".join(message.entity) == b"<html>plain</html>"
    assert b"\r\nContent-Length: 18\r\n" in message.head


def test_a_line_that_only_looks_blank_does_not_end_the_head():
    message = goes_back(b"HTTP/1.1 200 OK\r\nA: 1\r\n \t\r\nB: 2\r\n\r\nbody")
    assert b"".join(message.entity) == b"body"
    assert b" \t\r\n" not in message.head


def test_a_body_in_too_many_pieces_is_left_as_it_came(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("archive.messages.MOST_CHUNKS", 3)
    wire = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 4 + b"0\r\n\r\n"
    message = goes_back(wire)
    assert (stored(message), message.is_plain) == (wire, False)
    assert goes_back(wire.replace(b"1\r\nx\r\n", b"", 1)).is_plain


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * 250_000 + b"\n\n",
        b"HTTP/1.1 200 OK\r\nA: b\r\n" + b" a\r\n" * 60_000 + b"\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 3_000_000,
    ],
    ids=["long-line", "folded", "interim", "extension"],
)
@pytest.mark.timeout(20)  # each took minutes where a pattern or a loop was quadratic
def test_what_is_made_to_take_long_does_not(wire: bytes):
    assert goes_back(wire).is_plain in (True, False)


def test_a_framing_record_of_another_response_is_refused():
    wire = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    message = received(wire)
    assert message.framing
    with pytest.raises(ValueError, match="does not fit"):
        rebuild(b"HTTP/1.1 200 OK\r\n\r\nhell", messages.framing_json(message.framing, [wire]))


@pytest.mark.parametrize("module", [messages, values])
def test_what_the_docstrings_say(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0
