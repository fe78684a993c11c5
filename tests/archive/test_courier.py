"""What goes to the writer process arrives as it was, whatever its size; half a message is none."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from archive import courier
from archive.capture import Discovery, LinkStep, Recorded, RecordLocation
from archive.errors import ArchiveError, DiskFull
from tests.archive_helpers import exchange

FOUND = Discovery(seed="http://yun.example/", path=(LinkStep(url="http://yun.example/", anchor="年报"),))


@pytest.fixture
def wires() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.mark.parametrize("size", [0, 1, courier.BESIDE - 1, courier.BESIDE, 70_000, 3_000_000])
def test_what_is_sent_arrives(wires: tuple[socket.socket, socket.socket], size: int):
    ours, theirs = wires
    sent = exchange(response=b"x" * size, page_id="p", notes=("a", "b"), certificates=(b"\x00",))
    jobs: list[courier.Job] = [
        (1, "exchange", (sent, FOUND)),
        (2, "discovered", (None, FOUND)),
        (3, "exchange", (sent, None)),
    ]
    sender = threading.Thread(target=courier.send, args=(ours, jobs), kwargs={"ended": size == 1})
    sender.start()
    assert courier.receive(theirs) == (jobs, size == 1)
    sender.join()


def test_half_a_message_is_none(wires: tuple[socket.socket, socket.socket]):
    ours, theirs = wires
    courier.send(ours, [(1, "exchange", (exchange(response=b"x" * 9000), None))], ended=False)
    whole = theirs.recv(1 << 20)
    for cut in (0, 3, 4, 20, 200, len(whole) - 1):
        left, right = socket.socketpair()
        with left, right:
            left.sendall(whole[:cut])
            left.close()
            with pytest.raises(EOFError):
                courier.receive(right)


def test_receipts_and_refusals_come_back():
    place = RecordLocation(filename="a.warc.gz", offset=7, length=9)
    receipt = Recorded(
        record_id="urn:uuid:1",
        location=place,
        payload_digest=None,
        record_type="revisit",
        date=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    )
    assert courier.round_again(courier.flat(receipt)) == receipt
    for error in (DiskFull("full"), ArchiveError("no")):
        assert courier.round_again(error) is error
