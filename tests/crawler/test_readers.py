"""Readers: bounded in time, and one that dies takes no page with it."""

import os
import signal
from contextlib import closing, suppress
from datetime import UTC, datetime

import pytest

from archive.capture import Capture, RecordLocation
from crawler.processing import TooSlow, within
from crawler.readers import Readers
from tests.portals.forms import make


def capture(number: int) -> Capture:
    made = make(seed=number, year=2015 + number % 8)
    body = f"<title>{made.title}</title><h1>{made.title}</h1>{made.html()}".encode()
    return Capture(
        target_uri=f"http://a.gov.cn/{number}.html", date=datetime(2026, 1, 1, tzinfo=UTC), status=200,
        headers=((b"Content-Type", b"text/html"),), payload=body, payload_digest="", record_id=str(number),
        record_type="response", location=RecordLocation(filename="", offset=0, length=0),
    )  # fmt: skip


def test_what_takes_too_long_is_stopped_though_it_catches_everything() -> None:
    with pytest.raises(TooSlow), within(0.1):
        while True:
            with suppress(Exception):
                sum(range(1000))
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_reader_that_is_killed_takes_no_page_with_it() -> None:
    with closing(Readers(2)) as readers:
        first = readers.submit(capture(0))
        assert first.result(60)[1].edition is not None
        under_way = [readers.submit(capture(number)) for number in range(1, 13)]
        assert readers._pool is not None
        for pid in tuple(readers._pool._processes):
            os.kill(pid, signal.SIGKILL)
        read = [told.result(60) for told in under_way]
        assert [report.edition is not None for _, report in read] == [True] * 12
        assert readers.submit(capture(13)).result(60)[0].kind == "report"
