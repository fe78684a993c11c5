"""Readers: bounded in time, and one that dies takes no page with it."""

import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest

from archive.capture import Capture, RecordLocation
from crawler.processing import TooSlow, read, within
from crawler.readers import Readers, Reading
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


def test_a_page_that_our_own_slip_cannot_read_is_a_page_with_the_reason() -> None:
    page, report = read(replace(capture(1), payload=cast("bytes", None)))
    assert (page.kind, report.edition) == ("error", None)
    assert "TypeError" in page.issues[0] or "AttributeError" in page.issues[0]


def test_who_waits_for_a_page_that_is_read_again_is_told_also_where_that_fails() -> None:
    with closing(Readers(1)) as readers:
        readers._spare = ProcessPoolExecutor(1)
        readers._spare.shutdown()
        done: Future[Reading] = Future()
        done.set_exception(BrokenProcessPool())
        told: Future[Reading] = Future()
        readers._pass_on((capture(1), None), done, told)
        assert isinstance(told.exception(20), RuntimeError)


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
