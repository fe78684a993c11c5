"""The address guard: private places stay private, however they are spelled and wherever they hide."""

import asyncio
import socket

import pytest

from crawler.addresses import Forbidden, Guard, Resolver, origin_of, plain_host, verdict
from crawler.wire.client import Ask, Client, get_wire
from tests.adversary import serve

PUBLIC = ["114.114.114.114", "8.8.8.8", "2400:3200::1", "64:ff9b::808:808", "2002:808:808::1"]
# Loopback, private, shared: a named host may be there.
PRIVATE = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "100.64.0.1", "100.127.255.254", "198.18.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "::1",
    "fc00::1", "fd12:3456::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:c0a8:101::1", "2001:db8::1",
]  # fmt: skip
# Nobody's: refused with the flag too.
NEVER = [
    "169.254.169.254", "169.254.0.1", "169.254.170.2", "fe80::1", "fe80::1%eth0", "100.100.100.200",
    "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "ff02::1",
    "255.255.255.255", "240.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
    "::ffff:100.100.100.200",
]  # fmt: skip


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are_reached(ip):
    assert verdict(ip) is None
    Guard().check("county.gov.cn", 80, ip)


@pytest.mark.parametrize("ip", PRIVATE)
def test_private_addresses_only_for_the_origins_named(ip):
    with pytest.raises(Forbidden, match="allow-private-hosts"):
        Guard().check("county.gov.cn", 80, ip)
    guard = Guard([("county.gov.cn", 8080)])
    guard.check("county.gov.cn", 8080, ip)
    for host, port in (("county.gov.cn", 80), ("other.gov.cn", 8080)):
        with pytest.raises(Forbidden):
            guard.check(host, port, ip)


@pytest.mark.parametrize("ip", NEVER)
def test_link_local_and_metadata_never(ip):
    for guard in (Guard(), Guard([("county.gov.cn", 80)])):
        with pytest.raises(Forbidden):
            guard.check("county.gov.cn", 80, ip)


def test_the_portal_may_add_hosts_only_where_the_flag_is_set():
    closed, opened = Guard(), Guard([])
    for guard in (closed, opened):
        guard.allow("Second.Home.", 8081)
    opened.check("second.home", 8081, "10.0.0.7")
    with pytest.raises(Forbidden):
        closed.check("second.home", 8081, "10.0.0.7")


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f.1/",
        "http://3232235777/", "http://0/", "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/",
        "http://127。0。0。1/", "http://１２７.0.0.1/", "http://good.gov.cn@127.0.0.1/", "http://good.gov.cn\\@x/",
        "http://user:pw@good.gov.cn/", "http://good.gov.cn:99999/", "http://good.gov.cn:8x/", "http:///path",
        "ftp://good.gov.cn/", "file:///etc/passwd", "gopher://good.gov.cn/", "javascript:alert(1)",
        "data:,x", "//good.gov.cn/", "good.gov.cn", "http://[::1", "http://169.254.169.254./",
    ],
)  # fmt: skip
def test_disguises_and_schemes_are_refused(url):
    with pytest.raises(Forbidden):
        Guard().check_url(url)


def test_a_disguised_spelling_of_a_named_host_is_still_refused():
    guard = Guard([("127.0.0.1", 80)])
    guard.check_url("http://127.0.0.1/")
    for url in ("http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/", "http://localhost/"):
        with pytest.raises(Forbidden):
            asyncio.run(_reach(guard, url))


async def _reach(guard, url):
    _, host, port = guard.check_url(url)
    await Resolver(guard).addresses(host, port)


def test_hosts_are_compared_in_one_form():
    assert plain_host("[::1]") == "::1"
    assert origin_of("HTTPS://WWW.Gov.CN./a") == ("https", "www.gov.cn", 443)
    assert origin_of("http://县.cn:8080/") == ("http", "xn--5nr.cn", 8080)


def test_names_are_judged_by_what_they_resolve_to(monkeypatch):
    """A name with a public and a private address is reached at the public one only."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 0)) for ip in ("10.0.0.1", "8.8.8.8")]

    async def go(guard):
        async def answers(*args, **kwargs):
            return found

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", answers)
        return await Resolver(guard).addresses("portal.gov.cn", 80)

    assert asyncio.run(go(Guard())) == ("8.8.8.8",)
    assert asyncio.run(go(Guard([("portal.gov.cn", 80)]))) == ("10.0.0.1", "8.8.8.8")
    found.pop()
    with pytest.raises(Forbidden):
        asyncio.run(go(Guard()))


def test_a_peer_that_is_not_who_it_should_be_gets_no_byte(tmp_path, monkeypatch):
    """The second look, at the connection: even if resolution were fooled, nothing is sent."""

    async def go(server):
        client = Client(Guard(), tmp_path)

        async def fooled(host, port):
            return ("127.0.0.1",)

        monkeypatch.setattr(client.connector.resolver, "addresses", fooled)
        url = f"http://portal.gov.cn:{server.port}/plain"
        ask = Ask(target_uri=url, method="GET", wire=get_wire(url, "GET", ()))
        with pytest.raises(Forbidden, match="loopback"):
            await client.exchange(ask, lambda answer: None)

    with serve() as server:
        asyncio.run(go(server))
        assert server.log == []
