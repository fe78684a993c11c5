"""The recording proxy: what passes is what is recorded, in both directions, plain and in tunnels."""

import asyncio
import ssl
from collections import Counter
from contextlib import asynccontextmanager

import pytest
import trustme

from crawler.addresses import Guard
from crawler.recordingproxy import Manners, Page, RecordingProxy, Unwelcome
from crawler.wire.client import Client
from tests.adversary import CASES, serve

NAMES = [name for name, case in CASES.items() if name not in ("over-limit", "drip-endless", "stale")]


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def server_context(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@asynccontextmanager
async def proxied(server, tmp_path, *, allowed=True, **page_options):
    """A proxy with one page; gives the page, its answers and the client."""
    guard = Guard([(server.host, server.port)] if allowed else None)
    client = Client(guard, tmp_path)
    answers = []
    page = Page(
        page_id="page-1", record=answers.append, **{"limit": 5_000_000, "seconds": 2, **page_options}
    )
    async with RecordingProxy(client).serve(page):
        yield page, answers, client
    client.close()


async def connect(page, server):
    """A connection as a browser makes it: a tunnel for https, none for http."""
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
    if server.scheme == "https":
        writer.write(
            f"CONNECT {server.host}:{server.port} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
        )
        assert b"200" in await reader.readuntil(b"\r\n\r\n")
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["http/1.1"])
        await writer.start_tls(context)
    return reader, writer


def asked(server, path, *headers):
    target = f"/{path}" if server.scheme == "https" else server.url(path)
    lines = [f"GET {target} HTTP/1.1", f"Host: {server.host}:{server.port}", "x-ODD:  kept ", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


async def fetch(page, server, path, *headers):
    """What a browser receives for one request; it closes when nothing comes for a moment."""
    reader, writer = await connect(page, server)
    writer.write(asked(server, path, *headers))
    got = b""
    try:
        while data := await asyncio.wait_for(reader.read(1 << 20), 0.6):
            got += data
    except (TimeoutError, ConnectionError):
        pass
    writer.close()
    return got


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_bytes_pass_untouched_and_are_recorded(tmp_path, authority, scheme):
    async def go(server):
        async with proxied(server, tmp_path) as (page, answers, _):
            got = await asyncio.gather(
                *(fetch(page, server, name, "Proxy-Connection: keep-alive") for name in NAMES)
            )
        return dict(zip(NAMES, got, strict=True)), answers

    with serve(server_context(authority) if scheme == "https" else None) as server:
        got, answers = asyncio.run(go(server))
    truth = Counter((seen.request, seen.message) for seen in server.log)
    whole = [(a.exchange.request, spooled(a.exchange)) for a in answers]
    unheard = Counter(whole) - truth  # sent on a kept connection that the server had closed meanwhile
    assert not truth - Counter(whole) and all(response == b"" for _, response in unheard)
    for name in NAMES:
        seen = next(seen for seen in server.log if seen.path == f"/{name}")
        if seen.message and name != "no-http":
            assert got[name] == seen.message, name
        assert b"x-ODD:  kept \r\n" in seen.request
        assert b"Proxy-Connection" not in seen.request or scheme == "https"
    assert {a.exchange.page_id for a in answers} == {"page-1"}


def spooled(exchange):
    if exchange.response_spool:
        with open(exchange.response_spool, "rb") as file:
            return file.read()
    return exchange.response


def test_a_connection_serves_many_requests(tmp_path):
    async def go(server):
        async with proxied(server, tmp_path) as (page, answers, _):
            reader, writer = await connect(page, server)
            for name in ("plain", "chunked-extensions-trailers", "no-content"):
                writer.write(asked(server, name))
                expected = CASES[name].sent
                assert await asyncio.wait_for(reader.readexactly(len(expected)), 2) == expected
            writer.close()
        return answers

    with serve() as server:
        assert len(asyncio.run(go(server))) == 3


def test_forbidden_addresses_are_refused_and_never_reached(tmp_path):
    async def go(server):
        async with proxied(server, tmp_path, allowed=False) as (page, answers, _):
            got = await fetch(page, server, "plain")
        return got, answers, page.refused

    with serve() as server:
        got, answers, refused = asyncio.run(go(server))
        assert server.log == []
    assert got.startswith(b"HTTP/1.1 403") and b"loopback" in got
    assert answers == [] and refused[0][0] == server.url("plain")


def test_manners_are_asked_before_and_told_after(tmp_path):
    heard = []

    async def allow(url):
        heard.append(("allow", url.rsplit("/", 1)[1]))
        if url.endswith("secret"):
            raise Unwelcome("robots.txt disallows it")
        return not url.endswith("no")

    def done(url, status, headers):
        heard.append(("done", url.rsplit("/", 1)[1], status))

    async def go(server):
        async with proxied(server, tmp_path, manners=Manners(allow=allow, done=done)) as (page, answers, _):
            for name in ("plain", "secret", "no", "not-found"):
                await fetch(page, server, name)
        return answers, page.refused

    with serve() as server:
        answers, refused = asyncio.run(go(server))
        assert [seen.path for seen in server.log] == ["/plain", "/not-found"]
    assert [a.status for a in answers] == [200, 404]
    assert [url.rsplit("/", 1)[1] for url, _ in refused] == ["secret", "no"]
    assert heard == [
        ("allow", "plain"), ("done", "plain", 200), ("allow", "secret"), ("allow", "no"),
        ("allow", "not-found"), ("done", "not-found", 404),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "why"), [("over-limit", "length"), ("drip-endless", "time")])
def test_what_has_no_end_is_cut(tmp_path, name, why):
    async def go(server):
        async with proxied(server, tmp_path, seconds=0.5) as (page, answers, _):
            reader, writer = await connect(page, server)
            writer.write(asked(server, name))
            with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
                await asyncio.wait_for(reader.readexactly(100_000_000), 10)
            writer.close()
        return answers

    with serve() as server:
        (answer,) = asyncio.run(go(server))
    assert answer.exchange.truncated == why and CASES[name].sent.startswith(spooled(answer.exchange))


def test_an_upgrade_is_tunnelled_and_noted(tmp_path):
    """A WebSocket's bytes pass both ways; the record ends with the 101."""
    switch = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"

    async def echo(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(switch + b"\x81\x05early")
        while data := await reader.read(100):
            writer.write(data.upper())
        writer.close()

    async def go():
        origin = await asyncio.start_server(echo, "127.0.0.1", 0)
        port = origin.sockets[0].getsockname()[1]
        answers = []
        page = Page(page_id="p", record=answers.append)
        async with RecordingProxy(Client(Guard([("127.0.0.1", port)]), tmp_path)).serve(page):
            reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
            writer.write(b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n" % port)  # as browsers do for ws:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(
                b"GET /chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
            )
            await reader.readexactly(len(switch) + 7)
            writer.write(b"hello")
            assert await asyncio.wait_for(reader.readexactly(5), 2) == b"HELLO"
            writer.close()
        origin.close()
        return answers

    (answer,) = asyncio.run(go())
    assert answer.exchange.response == switch and "tunnelled" in answer.exchange.notes[0]


def test_nonsense_from_the_browser_ends_its_conversation_only(tmp_path):
    async def go(server):
        async with proxied(server, tmp_path) as (page, answers, _):
            for nonsense in (b"\x00\x01\x02\r\n\r\n", b"GET /relative HTTP/1.1\r\n\r\n", b"G", b""):
                reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
                writer.write(nonsense)
                writer.write_eof()
                assert await asyncio.wait_for(reader.read(), 2) == b""
                writer.close()
            return await fetch(page, server, "plain"), answers

    with serve() as server:
        got, answers = asyncio.run(go(server))
    assert got == CASES["plain"].sent and len(answers) == 1
