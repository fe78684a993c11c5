"""The client under both roads: retries, old TLS, spools, cancellation, and readers fed byte by byte."""

import asyncio
import ssl
import warnings
from itertools import pairwise

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from archive.messages import received
from crawler.addresses import Guard
from crawler.wire.client import Ask, Client, get_wire
from crawler.wire.connections import ConnectFailed
from crawler.wire.reading import NotHttp, ResponseReader
from tests.adversary import CASES, Case, serve
from tests.adversary.cases import OK, head


def ask(url, **options):
    return Ask(target_uri=url, method="GET", wire=get_wire(url, "GET", ((b"X-A", b"1"),)), **options)


def run(server, tmp_path, *paths, **options):
    """Asks for the paths one after another on one client; all attempts' answers, and the failure."""

    async def go():
        client = Client(Guard([(server.host, server.port)]), tmp_path)
        answers = []
        for path in paths:
            await client.exchange(ask(server.url(path), **options), answers.append)
        client.close()
        return answers

    return asyncio.run(go())


def test_a_request_on_a_dead_connection_is_sent_again_and_both_are_recorded(tmp_path):
    with serve() as server:
        first, dead, second = run(server, tmp_path, "stale", "stale")
        assert [seen.sent for seen in server.log] == [CASES["stale"].sent, b"", CASES["stale"].sent]
        assert [a.exchange.request for a in (first, dead, second)] == [s.request for s in server.log]
    assert dead.exchange.response == b"" and dead.exchange.error and dead.status is None
    assert second.exchange.response == CASES["stale"].sent and second.exchange.error is None


def test_late_surplus_of_an_earlier_answer_costs_no_page(tmp_path):
    """It comes when the next request is on its way on the same connection."""
    forwarded: list[bytes] = []
    with serve() as server:
        slow = Case(name="slow", parts=(b"late", 0.2, CASES["plain"].sent))
        server.extra |= {"/slow": slow}
        first, spoiled, second = run(server, tmp_path, "plain", "slow", forward=forwarded.append)
    assert spoiled.foreign and spoiled.exchange.response == b"late" and spoiled.status is None
    assert second.foreign and second.exchange.error  # a server that always answers so is asked twice
    assert forwarded == [first.exchange.response]
    with serve() as server:
        server.extra["/next"] = CASES["plain"]
        late = (CASES["plain"].sent, 0.1, b"late")
        server.extra["/late"] = Case(name="late", parts=late, surplus=b"late")
        *_, last = run(server, tmp_path, "late", "next")
    assert last.status == 200 and last.exchange.error is None


def test_connections_are_kept_where_the_message_allows(tmp_path):
    with serve() as server:
        answers = run(
            server, tmp_path, "plain", "chunked-bare-lf", "interim", "no-content", "http10-close", "plain"
        )
    assert [a.framed for a in answers] == [True, True, True, True, False, True]


def test_a_slow_server_is_waited_for_and_a_dripping_one_is_not(tmp_path):
    slow = Case(name="slow", parts=(head(OK), *(b"x" * 2000, 0.1) * 8), close=True)
    with serve() as server:
        server.extra["/slow"] = slow
        patient, cut = run(server, tmp_path, "slow", "drip-endless", seconds=0.3)
    assert patient.exchange.response == slow.sent and patient.exchange.error is None
    assert cut.exchange.truncated == "time" and "within 0.3 s" in cut.exchange.error


def test_a_request_is_one_request():
    wire = get_wire("http://a.cn/公 开?x=年", "GET", ((b"A", b"1\r\nB: 2"), (b"C", b"3")))
    assert wire == b"GET /%E5%85%AC%20%E5%BC%80?x=%E5%B9%B4 HTTP/1.1\r\nHost: a.cn\r\nC: 3\r\n\r\n"
    assert get_wire("http://a.cn:81?", "POST", (), b"x=1").endswith(
        b"POST /? HTTP/1.1\r\nHost: a.cn:81\r\nContent-Length: 3\r\n\r\nx=1"
    )


def test_large_answers_lie_in_the_spool(tmp_path):
    with serve() as server:
        (answer,) = run(server, tmp_path, "huge", keep=False)
    spool = answer.exchange.response_spool
    assert answer.exchange.response == b"" and answer.body == b""
    with open(spool, "rb") as file:
        assert file.read() == CASES["huge"].sent


def legacy(minimum, ciphers):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA(key_type=trustme.KeyType.RSA).issue_cert(
        "127.0.0.1", key_type=trustme.KeyType.RSA
    ).configure_cert(context)
    context.set_ciphers(ciphers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context.minimum_version = context.maximum_version = minimum
    return context


@pytest.mark.parametrize(
    ("version", "ciphers", "protocol", "note"),
    [
        (ssl.TLSVersion.TLSv1_2, "DEFAULT", "tls/1.2", None),
        (ssl.TLSVersion.TLSv1_2, "AES128-SHA:@SECLEVEL=0", "tls/1.2", "security level 1"),
        (ssl.TLSVersion.TLSv1_1, "DEFAULT:@SECLEVEL=0", "tls/1.1", "security level 0"),
        (ssl.TLSVersion.TLSv1, "DEFAULT:@SECLEVEL=0", "tls/1.0", "security level 0"),
    ],
)
def test_old_servers_get_the_handshake_they_can_do_and_the_record_says_so(
    tmp_path, version, ciphers, protocol, note
):
    with serve(legacy(version, ciphers)) as server:
        (answer,) = run(server, tmp_path, "plain")
    assert answer.exchange.response == CASES["plain"].sent
    assert answer.exchange.protocols == ("http/1.1", protocol)
    assert answer.exchange.certificates and answer.exchange.cipher
    assert (note is None) == (not answer.exchange.notes)
    assert note is None or note in answer.exchange.notes[0]


def test_the_whole_chain_is_kept_leaf_first(tmp_path):
    between = trustme.CA().create_child_ca()
    leaf = between.issue_cert("127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    shown = [ssl.PEM_cert_to_DER_cert(one.bytes().decode()) for one in leaf.cert_chain_pems]
    with serve(context) as server:
        (answer,) = run(server, tmp_path, "plain")
    assert len(shown) == 2
    assert list(answer.exchange.certificates) == shown


def test_what_cannot_be_connected_says_why(tmp_path):
    async def failure(scheme, host, port):
        url = f"{scheme}://{host}:{port}/"
        with pytest.raises(ConnectFailed) as failed:
            await Client(Guard([(host, port)]), tmp_path).exchange(ask(url), lambda answer: None)
        assert "\n" not in str(failed.value)
        return failed.value.kind

    async def plainly(reader, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def go():
        server = await asyncio.start_server(plainly, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        kinds = [
            await failure("https", "127.0.0.1", port),
            await failure("http", "no-such-host.invalid", port),
        ]
        server.close()
        return [*kinds, await failure("http", "127.0.0.1", port)]

    assert asyncio.run(go()) == ["tls", "name", "refused"]


def test_a_cancelled_request_is_recorded_as_far_as_it_came(tmp_path):
    async def go(server):
        answers = []
        client = Client(Guard([(server.host, server.port)]), tmp_path)
        task = asyncio.ensure_future(client.exchange(ask(server.url("drip-endless")), answers.append))
        await asyncio.sleep(0.4)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return answers

    with serve() as server:
        (answer,) = asyncio.run(go(server))
    assert answer.exchange.truncated == "unspecified"
    assert CASES["drip-endless"].sent.startswith(answer.exchange.response) and answer.status == 200


WHOLE = [
    case
    for case in CASES.values()
    if case.sent and not case.bound and case.name not in ("huge", "huge-chunked")
]


def read_in_pieces(case, edges):
    """The reader agrees with archive.messages about the entity, and about where the message ends."""
    reader, rest = ResponseReader("GET"), None
    try:
        for start, end in pairwise(edges):
            if rest is None and start < end:
                rest = reader.feed(case.sent[start:end])
        reader.eof()
    except NotHttp:
        assert case.name == "no-http"
        return
    assert case.close or (rest == b"" and reader.done)
    if reader.status not in (None, 204, 304):
        wire = case.sent.removesuffix(case.surplus)
        assert b"".join(reader.parts) == b"".join(received(wire).entity)


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case.name)
def test_a_message_may_come_byte_by_byte(case):
    if len(case.sent) < 5000:
        read_in_pieces(case, range(len(case.sent) + 1))


@given(case=st.sampled_from(WHOLE), cuts=st.lists(st.integers(0, 400), max_size=8))
def test_where_a_message_is_cut_makes_no_difference(case, cuts):
    edges = [0, *sorted({min(cut, len(case.sent)) for cut in cuts}), len(case.sent)]
    read_in_pieces(case, edges)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_bytes_upset_the_reader(first, second):
    for start in (b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"):
        reader = ResponseReader("GET")
        try:
            if reader.feed(start + first) is None:
                reader.feed(second)
            reader.eof()
        except NotHttp as error:
            assert str(error)
