"""Dedup, rotation, large bodies, failures: what the writer makes of every kind of exchange."""

import asyncio
import gzip
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from archive.capture import Discovery, Exchange
from archive.collection import Collection
from archive.errors import ArchiveError
from archive.ledger import Ledger
from archive.scribe import Scribe
from archive.values import target_uri
from archive.verification import verify
from archive.writer import Writer
from tests.archive_helpers import BEGAN, exchange, page

BODY = b"<p>report of the year" * 20


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path, "portals")


def kinds(collection: Collection, *exchanges: Exchange) -> list[str]:
    """The types of the records that exchanges got; written by the scribe itself, without its process."""
    collection.layout.make()
    with closing(Ledger(collection.layout.ledger_path)) as ledger:
        scribe = Scribe(collection.layout, ledger)
        for one in exchanges:
            scribe.exchange(one)
        receipts = scribe.commit()
        scribe.close()
    return [receipt.record_type for receipt in receipts]


def text_of(collection: Collection) -> str:
    return "".join(
        gzip.decompress(p.read_bytes()).decode("latin-1") for p in sorted(collection.archive_dir.iterdir())
    )


@pytest.mark.parametrize("ended", [True, False])
def test_what_is_gone_with_its_file_is_archived_again(collection: Collection, ended: bool):
    kinds(collection, exchange(response=page(BODY)))
    [gone] = collection.archive_dir.iterdir()
    gone.unlink()
    if not ended:  # the crawl died before it finished the file
        [line] = collection.index_path.read_bytes().splitlines(keepends=True)
        with closing(sqlite3.connect(collection.layout.ledger_path)) as ledger, ledger:
            ledger.execute("UPDATE files SET state = 'open'")
            ledger.execute("INSERT INTO pending VALUES (?)", [line])
        collection.index_path.unlink()
    for expected in ("response", "revisit"):
        with collection.writer() as writer:
            recorded = writer.record(exchange("http://yun.example/b", page(BODY))).result(60)
        assert recorded.record_type == expected
        assert collection.capture(recorded.record_id).payload == BODY
    assert len(collection.index_path.read_bytes().splitlines()) == 2 + ended


def test_the_same_payload_again_is_a_revisit_also_in_later_crawls(collection: Collection):
    head = b"HTTP/1.1 200 OK\r\nDate: later\r\n"
    again = exchange("http://yun.example/b", page(BODY, head))
    assert kinds(collection, exchange(response=page(BODY)), again) == ["response", "revisit"]
    assert kinds(collection, exchange("http://yun.example/c", page(BODY))) == ["revisit"]
    original, revisit, _ = collection.captures()
    assert revisit.payload == BODY
    assert (revisit.headers[0], revisit.truncated) == ((b"Date", b"later"), None)
    text = text_of(collection)
    assert text.count(f"WARC-Refers-To: <{original.record_id}>\r\n") == 2
    assert "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n" in text
    assert "WARC-Refers-To-Target-URI: http://www.yun.example/a\r\n" in text
    assert f"WARC-Refers-To-Date: {BEGAN:%Y-%m-%dT%H:%M:%S.%f}Z\r\n" in text


STATUS = {code: b"HTTP/1.1 %d X\r\n" % code for code in (203, 404, 503)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (exchange(response=page(BODY, STATUS[404])), exchange(response=page(BODY, STATUS[404]))),
        (exchange(response=page(BODY)), exchange(response=page(BODY, STATUS[203]))),
        (exchange(response=page(BODY)), exchange(response=page(BODY, STATUS[503]))),
        (exchange(response=page(BODY), gate="waf"), exchange(response=page(BODY))),
        (exchange(response=page(BODY)), exchange(response=page(BODY), gate="waf")),
        (exchange(response=page(BODY), truncated="time"), exchange(response=page(BODY))),
        (exchange(response=page(BODY), error="reset"), exchange(response=page(BODY))),
        (exchange(response=page(b"")), exchange(response=page(b""))),
        (exchange(response=page(b"tiny")), exchange(response=page(b"tiny"))),
        (exchange(response=page(BODY).replace(b"\r\n", b"\n")), exchange(response=page(BODY))),
    ],
    ids=[
        "error",
        "other-2xx",
        "error-after",
        "gate",
        "gate-after",
        "truncated",
        "failed",
        "empty",
        "tiny",
        "odd-head",
    ],
)
def test_what_is_no_original_and_no_revisit(collection: Collection, first: Exchange, second: Exchange):
    assert kinds(collection, first, second) == ["response", "response"]


def test_a_revisit_refers_to_the_original_and_never_to_a_revisit(collection: Collection):
    for number in range(3):
        kinds(collection, exchange(f"http://yun.example/{number}", page(BODY)))
    original = next(collection.captures())
    assert set(re.findall(r"WARC-Refers-To: <(.*?)>", text_of(collection))) == {original.record_id}


def test_a_304_refers_to_what_was_there(collection: Collection):
    not_modified = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    assert kinds(collection, exchange(response=not_modified)) == ["response"]  # nothing was there yet
    kinds(collection, exchange(response=page(BODY)))
    kinds(collection, exchange(response=page(BODY)))
    other = exchange("http://yun.example/other", not_modified)
    assert kinds(collection, exchange(response=not_modified), other) == ["revisit", "response"]
    _, original, again, revisit, _ = collection.captures()
    assert (revisit.status, revisit.payload, revisit.payload_digest) == (304, BODY, original.payload_digest)
    text = text_of(collection)
    assert text.count("WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n") == 1
    assert text.count(f"WARC-Refers-To: <{original.record_id}>") == 2
    assert text.count("WARC-Truncated: length") == 1
    assert collection.wire(revisit.record_id) == not_modified
    assert again.payload == BODY
    assert verify(collection).problems == ()


def test_what_is_chunked_repeats_what_was_not(collection: Collection):
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
        len(BODY),
        BODY,
    )
    assert kinds(collection, exchange(response=page(BODY)), exchange(response=chunked)) == [
        "response",
        "revisit",
    ]
    _, revisit = collection.captures()
    assert collection.wire(revisit.record_id) == chunked
    assert verify(collection).problems == ()


def test_failures_keep_what_there_was(collection: Collection):
    nothing = Exchange(target_uri="http://gone.example/", began=BEGAN, request=b"", error="no such\r\nhost")
    unanswered = exchange(error="timed out", truncated="time")
    cut = exchange(response=page(BODY)[:-30], error="reset", truncated="disconnect", notes=("legacy TLS",))
    assert kinds(collection, nothing, unanswered, cut) == ["metadata", "request", "response"]
    text = text_of(collection)
    assert "error: no such host\r\n" in text
    assert "error: reset\r\ntruncated: disconnect\r\nnote: legacy TLS\r\n" in text
    [capture] = collection.captures()
    assert (capture.truncated, collection.wire(capture.record_id)) == ("disconnect", page(BODY)[:-30])
    assert verify(collection).problems == ()


def test_an_exchange_of_nothing_is_refused_and_harms_no_other(collection: Collection):
    with collection.writer() as writer:
        before = writer.record(exchange(response=page(BODY)))
        nothing = writer.record(Exchange(target_uri="http://x.example/", began=BEGAN, request=b""))
        missing = writer.record(exchange(response_spool="/nonexistent/spool"))
        after = writer.record(exchange("http://yun.example/b", page(BODY)))
        assert "without request" in str(nothing.exception(60))
        assert isinstance(missing.exception(60), ArchiveError)
    assert before.result().record_type == "response"
    assert after.result().record_type == "revisit"
    assert verify(collection).problems == ()


def test_large_bodies_lie_in_spools_until_they_are_on_disk(collection: Collection, tmp_path: Path):
    large = bytes(range(256)) * 12_000
    wires = [
        page(large),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % (1 << 21) + large[: 1 << 21],
    ]
    spools = [tmp_path / f"spool-{number}" for number in range(2)]
    with collection.writer() as writer:
        for spool, wire in zip(spools, wires, strict=True):
            spool.write_bytes(wire)
            writer.record(exchange(f"http://yun.example/{spool.name}", response_spool=str(spool))).result(
                30
            )
            assert not spool.exists()
    captures = list(collection.captures())
    assert [c.payload for c in captures] == [large, large[: 1 << 21]]
    assert [collection.wire(c.record_id) for c in captures] == wires
    assert verify(collection).problems == ()


def test_who_records_faster_than_the_disk_waits(collection: Collection):
    on_the_way, most = 0, 0
    with collection.writer(room=100_000) as writer:
        receipts = []
        for number in range(60):
            receipts.append(writer.record(exchange(f"http://yun.example/{number}", page(bytes(20_000)))))
            on_the_way = sum(not receipt.done() for receipt in receipts)
            most = max(most, on_the_way)
        larger = writer.record(exchange("http://yun.example/larger", page(bytes(300_000))))
        assert larger.result(60).record_type == "response"  # more than there ever is room for goes alone
    assert 1 <= most <= 5


def test_a_receipt_that_nobody_waits_for_harms_no_other(collection: Collection):
    async def impatient(writer: Writer) -> None:
        for number in range(5):
            receipt = writer.record(exchange(f"http://yun.example/{number}", page(BODY)))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.wrap_future(receipt), 0.0001)

    with collection.writer() as writer:
        asyncio.run(impatient(writer))
        writer.record(exchange("http://yun.example/last", page(BODY))).result(60)
    assert len(list(collection.captures())) == 6


def test_files_are_rotated_between_groups(collection: Collection):
    with collection.writer(max_file=60_000, about=[("operator", "a person")]) as writer:
        for number in range(60):
            body = number.to_bytes(2, "big") * 1000 + bytes(range(256)) * 8
            writer.record(
                exchange(f"http://yun.example/{number}", page(body)), Discovery(seed="http://yun.example/")
            )
            if number % 10 == 9:
                writer.flush()
    warcs = sorted(collection.archive_dir.iterdir())
    assert len(warcs) > 1
    for warc in warcs:
        text = gzip.decompress(warc.read_bytes()).decode("latin-1")
        types = re.findall(r"\r\nWARC-Type: (\w+)\r\n", text)
        assert types[0] == "warcinfo"
        assert types.count("warcinfo") == 1
        assert types.count("response") == types.count("request") == types.count("metadata")
        assert f"WARC-Filename: {warc.name}\r\n" in text
        assert "operator: a person\r\n" in text
    assert len(list(collection.captures())) == 60
    assert verify(collection).problems == ()


def test_fields_of_the_connection(collection: Collection):
    connection = {"protocols": ("http/1.1", "tls/1.3"), "cipher": "TLS_AES_256_GCM_SHA384"}
    chain = {"certificates": (b"\x30\x82leaf", b"\x30\x82root")}
    kinds(
        collection,
        exchange(response=page(BODY), ip_address="[2001:DB8:0::1]", page_id="p7", **connection, **chain),
        exchange("http://yun.example/b", page(BODY), **connection, **chain),
    )
    text = text_of(collection)
    assert "WARC-IP-Address: 2001:db8::1\r\n" in text
    assert (
        "WARC-Protocol: http/1.1\r\nWARC-Protocol: tls/1.3\r\nWARC-Cipher-Suite: TLS_AES_256_GCM_SHA384"
        in text
    )
    assert text.count("WARC-Page-ID: p7\r\n") == 3
    assert text.count("profile=tls-certificates") == 1  # the same chain is not written twice to a file


def test_all_records_of_an_event_bear_its_date(collection: Collection):
    east = datetime(2026, 4, 1, 0, 0, 0, 5, tzinfo=timezone(timedelta(hours=8)))
    sent = exchange(response=page(BODY))
    kinds(
        collection,
        Exchange(target_uri=sent.target_uri, began=east, request=sent.request, response=sent.response),
    )
    dates = re.findall(r"WARC-Type: (?!warcinfo).*?WARC-Date: (\S+)", text_of(collection), re.S)
    assert set(dates) == {"2026-03-31T16:00:00.000005Z"}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("http://yun.example/a b?q=年#top", "http://yun.example/a%20b?q=%E5%B9%B4"),
        ("http://xn--fiq.example/%zz", "http://xn--fiq.example/%zz"),
        ("http://公开.example:8080/", "http://xn--55qw44a.example:8080/"),
        ("http://[bad/\r\nWARC-Type: response", "http://[bad/%0D%0AWARC-Type:%20response"),
        ("urn:dom:http://a/<x>", "urn:dom:http://a/%3Cx%3E"),
    ],
)
def test_addresses_are_made_fit_for_a_field(asked: str, kept: str):
    assert target_uri(asked) == kept


def test_nothing_said_by_a_server_or_a_page_breaks_out_of_a_field(collection: Collection):
    kinds(
        collection,
        exchange(
            "http://yun.example/\r\nWARC-Type: warcinfo", page(BODY), page_id="a\r\nb: c", gate="x\ny"
        ),
    )
    assert verify(collection).problems == ()
    assert "\nb: c" not in text_of(collection)


def test_a_discovery_can_come_later(collection: Collection):
    found = Discovery(seed="http://yun.example/", division_code="530000", crawl_id="c1")
    with collection.writer() as writer:
        recorded = writer.record(exchange(response=page(BODY))).result(60)
        writer.discovered(recorded, found).result(60)
    [capture] = collection.captures()
    assert capture.discovery == found


def test_a_position_goes_on_where_it_was(collection: Collection):
    with collection.writer() as writer:
        writer.record(exchange(response=page(BODY))).result(60)
        here = collection.end()
        writer.record(exchange("http://yun.example/b", page(b"b" * 99))).result(60)
        assert [c.payload for c in collection.captures(here)] == [b"b" * 99]
    with collection.writer() as writer:
        writer.record(exchange("http://yun.example/c", page(b"c" * 99))).result(60)
    assert [c.payload for c in collection.captures(here)] == [b"b" * 99, b"c" * 99]
    assert len(list(collection.captures("ffffffff:9:9"))) == 3


def test_look_up_by_address_and_moment(collection: Collection):
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 5, 9)]
    with collection.writer() as writer:
        for moment in moments:
            sent = exchange("http://www.yun.example/a?b=2&a=1", page(moment.isoformat().encode() * 3))
            writer.record(
                Exchange(target_uri=sent.target_uri, began=moment, request=b"GET /", response=sent.response)
            )
    stamps = (None, "2026", "202604", moments[2])
    found = {stamp: collection.lookup("http://yun.example/a?a=1&b=2", stamp) for stamp in stamps}
    assert [c.date.month for c in found.values() if c] == [9, 1, 5, 9]
    assert [line.timestamp for line in collection.history("http://yun.example/a?a=1&b=2")] == [
        "20260101000000", "20260501000000", "20260901000000",
    ]  # fmt: skip
    assert collection.lookup("http://yun.example/never") is None
    with pytest.raises(ArchiveError, match="no moment"):
        collection.lookup("http://yun.example/a?a=1&b=2", "20261399")


def test_the_archive_knows_no_html_parser_and_no_scrapy():
    code = (
        "import sys, archive.capture, archive.coding; print(*sorted(m for m in sys.modules if 'arch' in m))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "archive archive.capture archive.coding"


def test_a_file_that_changes_on_the_disk_while_it_grows_is_not_finished(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
):
    """The digest pass reads back what was synced: what a disk made of it meanwhile does not pass."""
    monkeypatch.setattr("archive.finishing.STEP", 1)
    collection.layout.make()
    with closing(Ledger(collection.layout.ledger_path)) as ledger:
        scribe = Scribe(collection.layout, ledger)
        scribe.exchange(exchange(response=page(BODY)))
        receipt = scribe.commit()[0]
        [warc] = collection.archive_dir.iterdir()
        data = bytearray(warc.read_bytes())
        data[receipt.location.offset + 300] ^= 8
        warc.write_bytes(data)
        scribe.tidy()
        with pytest.raises(ArchiveError, match=f"at {receipt.location.offset}: damaged"):
            scribe.close()
    assert [path.suffix for path in collection.archive_dir.iterdir()] == [".open"]
    assert "damaged" in {problem.kind for problem in verify(collection).problems}


@pytest.mark.parametrize("first", [{"error": "reset"}, {"gate": "waf"}, {"truncated": "time"}, {}])
def test_a_ledger_made_anew_knows_the_same_originals(collection: Collection, first: dict[str, str]):
    kinds(collection, exchange(response=page(BODY), **first))
    collection.layout.ledger_path.unlink()
    collection.reindex()
    again = kinds(collection, exchange("http://yun.example/b", page(BODY)))
    assert again == (["response"] if first else ["revisit"])
