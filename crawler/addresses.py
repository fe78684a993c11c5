"""Which addresses a crawl may reach, and how a name becomes one.

Names are resolved here and the connection is made to the resolved address, so nothing can change
between the check and the connection, and a refused address never even gets a SYN. Sources: the IANA
special-purpose address registries (RFC 6890), RFC 6052 (NAT64), the cloud vendors' metadata addresses.

Errors: :class:`Forbidden` (one sentence); ``OSError`` where a name cannot be resolved.
"""

import asyncio
import ipaddress
import re
import socket
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Origin = tuple[str, int]

# Answers to the question "who am I and what are my keys" on the clouds, beyond the link-local ones.
METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in ("100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254")
)
# Private by their registries, but global to some versions of Python's ipaddress.
_LOCAL = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b:1::/48", "fec0::/10", "192.88.99.0/24", "198.18.0.0/15")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
# What inet_aton would take for an address: all parts decimal, octal or hexadecimal (WHATWG URL §3.5).
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.I)
_BAD_AUTHORITY = re.compile(r"[\\\s\x00-\x1f\x7f@]")


class Forbidden(Exception):
    """An address or URL that the crawl may not reach; the message is one sentence."""


def _embedded(address: Address) -> Iterable[Address]:
    """The addresses inside an address: mapped, compatible, NAT64, 6to4 and Teredo."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo


def verdict(ip: str) -> tuple[str, bool] | None:
    """Why an address is not public, and whether that holds even for named hosts; ``None``: public.

    >>> verdict("169.254.169.254")
    ('link-local', True)
    >>> verdict("::ffff:10.0.0.1")
    ('private', False)
    >>> verdict("114.114.114.114") is None
    True
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    found = [_own_verdict(address), *(verdict(str(inner)) for inner in _embedded(address))]
    reasons = sorted((item for item in found if item), key=lambda item: not item[1])
    return reasons[0] if reasons else None


def _own_verdict(address: Address) -> tuple[str, bool] | None:
    """The verdict on the address itself, whatever may be inside it."""
    always = {
        "a metadata service": address in METADATA,
        "link-local": address.is_link_local,
        "multicast": address.is_multicast,
        "no destination": int(address) == 0 or address in ipaddress.ip_network("0.0.0.0/8"),
        "reserved": isinstance(address, ipaddress.IPv4Address) and address.is_reserved,
    }
    for reason, holds in always.items():
        if holds:
            return reason, True
    if address.is_loopback:
        return "loopback", False
    if any(address in network for network in _LOCAL):
        return "private", False
    wraps = any(True for _ in _embedded(address))
    return None if address.is_global or wraps else ("private", False)


def plain_host(host: str) -> str:
    """The host as it is compared: lower case, punycode, no final dot, no brackets.

    >>> plain_host("ＷＷＷ。县.GOV.CN."), plain_host("[::1]")
    ('www.xn--5nr.gov.cn', '::1')
    """
    host = host.strip("[]").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise Forbidden(f"{host!r} is no host name") from error
    return host.rstrip(".")


def origin_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of a URL; :class:`Forbidden` where it is not plainly http or https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden(f"{url[:200]!r} is no usable URL: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise Forbidden(f"only http and https are fetched, not {parts.scheme or 'no scheme'!r}")
    if not parts.hostname or _BAD_AUTHORITY.search(parts.netloc):
        raise Forbidden(f"the authority of {url[:200]!r} is not a plain host and port")
    return parts.scheme, plain_host(parts.hostname), port or (443 if parts.scheme == "https" else 80)


def _literal(host: str) -> str | None:
    """The address if the host is one in its canonical spelling; other spellings are refused."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if _NUMERIC.fullmatch(host):
        raise Forbidden(f"{host!r} is a disguised spelling of an address")
    return None


class Guard:
    """Lets a crawl reach public addresses, and of the others exactly the origins it was told of.

    ``allowed`` is ``None`` without ``--allow-private-hosts``: then :meth:`allow` has no effect. With
    the flag it holds (host, port) pairs: the seeds, and what the portal's own navigation adds later.
    """

    def __init__(self, allowed: Iterable[Origin] | None = None) -> None:
        self._allowed = None if allowed is None else {(plain_host(h), p) for h, p in allowed}

    def allow(self, host: str, port: int) -> None:
        """Lets in one more origin, where the flag lets in any."""
        if self._allowed is not None:
            self._allowed.add((plain_host(host), port))

    def check(self, host: str, port: int, ip: str | None = None) -> None:
        """Raises :class:`Forbidden` if (host, port) at that address may not be reached.

        Without ``ip`` only what the host says by itself is judged: call again once it is resolved.
        """
        host = plain_host(host)
        ip = _literal(host) if ip is None else ip
        found = verdict(ip) if ip else None
        if found is None:
            return
        reason, always = found
        if always or self._allowed is None or (host, port) not in self._allowed:
            hint = "" if always else " (see --allow-private-hosts)"
            raise Forbidden(f"{host}:{port} is at {ip}, {reason}: refused{hint}")

    def check_url(self, url: str) -> tuple[str, str, int]:
        """Scheme, host and port of a URL that passes as far as it can be judged unresolved."""
        scheme, host, port = origin_of(url)
        self.check(host, port)
        return scheme, host, port


_guards: "WeakKeyDictionary[Crawler, Guard]" = WeakKeyDictionary()


def guard_of(crawler: "Crawler") -> Guard:
    """The one guard of a crawl, shared by handler, proxy and spider.

    Setting ``XIANZHI_ALLOWED_HOSTS``: ``None`` (no private address) or a list of ``"host:port"``.
    """
    if crawler not in _guards:
        named = crawler.settings.get("XIANZHI_ALLOWED_HOSTS")
        pairs = [str(item).rpartition(":") for item in crawler.settings.getlist("XIANZHI_ALLOWED_HOSTS")]
        allowed = None if named is None else [(host, int(port)) for host, _, port in pairs]
        _guards[crawler] = Guard(allowed)
    return _guards[crawler]


class Resolver:
    """Names to addresses, remembered for ``keep`` seconds; only addresses the guard permits."""

    def __init__(self, guard: Guard, *, keep: float = 300.0, size: int = 10_000) -> None:
        self.guard = guard
        self._keep, self._size = keep, size
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The permitted addresses in the system's order; :class:`Forbidden` if none is left."""
        self.guard.check(host, port)
        refusal: Forbidden | None = None
        permitted = []
        for ip in await self._lookup(host):
            try:
                self.guard.check(host, port, ip)
                permitted.append(ip)
            except Forbidden as error:
                refusal = error
        if not permitted:
            raise refusal or Forbidden(f"{host} has no address")
        return tuple(permitted)

    async def _lookup(self, host: str) -> tuple[str, ...]:
        literal = _literal(host)
        if literal is not None:
            return (literal,)
        known = self._known.get(host)
        if known and known[0] > time.monotonic():
            return known[1]
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
        if len(self._known) >= self._size:
            self._known.pop(next(iter(self._known)))
        self._known[host] = (time.monotonic() + self._keep, addresses)
        return addresses
