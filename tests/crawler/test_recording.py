"""What the recording handler archives is what crossed the wire: the adversary's log is the truth."""

import json
import ssl
from collections import Counter

import pytest
import trustme
from warcio.archiveiterator import ArchiveIterator

from archive.messages import rebuild
from tests.adversary import CASES, serve
from tests.adversary.crawling import crawl


def tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """One crawl of all cases on a plain server and on one in TLS: the servers, and what it saw."""
    with serve() as plain, serve(tls()) as secure:
        # "stale" is asked for twice: the second time on a connection that an earlier answer kept.
        urls = [server.url(name) for name in (*CASES, "stale?again") for server in (plain, secure)]
        settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": 3, "TEST_ARCHIVE": True}
        result = crawl(tmp_path_factory.mktemp("crawl"), [plain, secure], urls, settings=settings)
    return {"plain": plain, "tls": secure}, result


@pytest.fixture(params=["plain", "tls"])
def seen(request, crawled):
    """One server, and its part of what the crawl saw."""
    servers, result = crawled
    server = servers[request.param]
    mine = server.url("")
    return server, {
        "exchanges": [e for e in result["exchanges"] if e.target_uri.startswith(mine)],
        "pages": [page for page in result["pages"] if page["asked"].startswith(mine)],
        "failures": [failure for failure in result["failures"] if failure[0].startswith(mine)],
    }


def pairs(result):
    return Counter((exchange.request, exchange.response) for exchange in result["exchanges"])


def test_every_exchange_is_archived_byte_for_byte(seen):
    server, result = seen
    whole = [entry for entry in server.log if not (entry.case and entry.case.bound)]
    truth = Counter((entry.request, entry.message) for entry in whole)
    got = pairs(result)
    wrong = [path for path, _ in ((e.path, e) for e in whole if not got[(e.request, e.message)])]
    assert wrong == []
    assert truth - got == Counter()
    bound = [e for e in result["exchanges"] if e.target_uri.endswith(("over-limit", "drip-endless"))]
    unheard = got - truth - Counter((e.request, e.response) for e in bound)
    # what remains was sent on a kept connection that the server had closed in the meantime
    assert all(response == b"" for _, response in unheard)


def test_what_is_cut_short_is_a_prefix_and_says_why(seen):
    server, result = seen
    for name, why in {"over-limit": "length", "drip-endless": "time"}.items():
        entries = [entry for entry in server.log if entry.path == f"/{name}"]
        exchanges = [e for e in result["exchanges"] if e.target_uri == server.url(name)]
        assert len(entries) == len(exchanges) > 0
        for entry, exchange in zip(entries, exchanges, strict=True):
            assert exchange.request == entry.request
            assert CASES[name].sent.startswith(exchange.response) and len(exchange.response) > 60
            assert exchange.truncated == why and exchange.error
    cut = {e.target_uri.rsplit("/", 1)[1]: e.truncated for e in result["exchanges"] if e.truncated}
    assert {"chunked-cut", "length-too-long", "head-cut"} <= {
        n for n, why in cut.items() if why == "disconnect"
    }


def test_every_page_that_a_reader_could_have_reaches_the_spider(seen):
    server, result = seen
    pages = {page["asked"]: page for page in result["pages"]}
    for case in CASES.values():
        if case.reads and case.name != "redirect":
            assert server.url(case.name) in pages, case.name
            if case.text:
                assert pages[server.url(case.name)]["body"] == case.text, case.name
    assert pages[server.url("plain?from=redirect")]["status"] == 200


def test_retries_and_redirect_hops_are_exchanges_of_their_own(seen):
    _, result = seen
    counts = Counter(e.target_uri.rsplit("/", 1)[1] for e in result["exchanges"])
    assert counts["redirect-loop"] == 4  # REDIRECT_MAX_TIMES 3, and the first
    assert counts["error-500"] == 2 and counts["silent"] >= 2  # RETRY_TIMES 1
    assert all(e.request for e in result["exchanges"])


def test_the_connection_is_described(seen):
    server, result = seen
    one = next(e for e in result["exchanges"] if e.target_uri == server.url("plain"))
    assert one.ip_address == "127.0.0.1"
    assert one.protocols == (("http/1.1", "tls/1.3") if server.scheme == "https" else ("http/1.1",))
    assert bool(one.certificates) == bool(one.cipher) == (server.scheme == "https")


def test_surplus_bytes_are_noted_and_not_archived(seen):
    server, result = seen
    one = next(e for e in result["exchanges"] if e.target_uri == server.url("surplus"))
    assert any("surplus" in note for note in one.notes) or one.response == CASES["surplus"].parts[0]
    assert b"<p>more" not in one.response


def test_bombs_are_recorded_as_sent_and_never_opened(seen):
    server, result = seen
    (one,) = [e for e in result["exchanges"] if e.target_uri == server.url("gzip-bomb")]
    assert one.response == CASES["gzip-bomb"].sent and one.notes[0].startswith("bomb:")
    assert [why for url, _, why in result["failures"] if url == server.url("gzip-bomb") and "bomb:" in why]


def test_the_archive_gives_the_wire_bytes_back(crawled):
    """From the WARC files alone: every response but revisits, rebuilt, is what the server sent."""
    servers, result = crawled
    files = sorted((result["data"] / "collections/portals/archive").glob("*.warc.gz"))
    requests, responses, framings = Counter(), {}, {}
    for file in files:
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, no_record_parse=True):
                headers, block = record.rec_headers, record.raw_stream.read()
                if record.rec_type == "request":
                    requests[block] += 1
                elif record.rec_type == "response":
                    responses[headers["WARC-Record-ID"]] = block
                elif "http-framing" in headers.get("Content-Type", ""):
                    framings[headers["WARC-Concurrent-To"]] = json.loads(block)
    assert requests == Counter(exchange.request for exchange in result["exchanges"])
    rebuilt = Counter(rebuild(block, framings.get(name)) for name, block in responses.items())
    received = Counter(exchange.response for exchange in result["exchanges"] if exchange.response)
    assert rebuilt - received == Counter()
    missing = received - rebuilt  # these can only be revisits: their payload has another home
    sent = {entry.message for server in servers.values() for entry in server.log}
    assert set(missing) <= sent and len(framings) >= 18
    assert sum(missing.values()) <= result["stats"].get("xianzhi/revisit", 0)


def test_nothing_is_a_traceback(crawled):
    assert "Traceback" not in crawled[1]["log"]
