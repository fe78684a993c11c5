"""The nouns of the archive: what crossed the wire, and what was kept of it.

Terms are those of WARC/1.1: *payload* is the entity body (content-coding kept), *block* the record
body, *target URI* the address asked for. A rendered DOM is a ``resource``, never a ``response``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

DOM = "urn:xianzhi:dom:"  # before its page's address: target URI of a DOM as a browser made it

Headers = tuple[tuple[bytes, bytes], ...]
Truncation = Literal["length", "time", "disconnect", "unspecified"]
# An exchange that brought no answer leaves its request, or where not even that went out, metadata only.
RecordType = Literal["response", "resource", "revisit", "request", "metadata"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLocation:
    """Where a record lies: the WARC file's base name, offset and length of its compressed member."""

    filename: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One HTTP exchange as it crossed the wire, ready to be recorded.

    ``request`` and ``response`` are the raw bytes in each direction (heads, framing, trailers);
    a response over 1 MiB lies in the file ``response_spool`` instead and ``response`` is empty.
    ``began`` is UTC. ``error`` is one line where the exchange failed. ``page_id`` ties a browser's
    sub-resources to their page. ``gate`` is the gate's label (``waf``, ``challenge``, ``soft404``,
    ``maintenance``, ``redirect_stub``) of a body that is no version and no dedup original.
    ``notes`` are one-line observations (legacy TLS, surplus bytes, an upgrade); ``certificates`` the
    server's chain as DER, leaf first, as shown and not verified.
    """

    target_uri: str
    began: datetime
    request: bytes
    response: bytes = b""
    response_spool: str | None = None
    ip_address: str | None = None
    protocols: tuple[str, ...] = ("http/1.1",)
    cipher: str | None = None
    truncated: Truncation | None = None
    error: str | None = None
    page_id: str | None = None
    gate: str | None = None
    notes: tuple[str, ...] = ()
    certificates: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The writer's receipt. It is handed out only after the records are on disk (fsync)."""

    record_id: str
    location: RecordLocation
    payload_digest: str | None
    record_type: RecordType
    date: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStep:
    """One step on the way to a page: the page's URL and the anchor text that led on from it."""

    url: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """How a page was found; archived beside its response so that the corpus can be made again."""

    seed: str
    division_code: str | None = None
    path: tuple[LinkStep, ...] = ()
    crawl_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One archived page: what the server answered, and the record that proves it.

    ``payload`` is the entity with its content coding as sent; ``archive.coding.decoded`` opens it.
    ``date`` is WARC-Date (UTC, when the capture began). A revisit is given with the payload of its
    original and ``record_type="revisit"``; ``location`` is then the revisit's own.
    """

    target_uri: str
    date: datetime
    status: int | None
    headers: Headers
    payload: bytes
    payload_digest: str
    record_id: str
    record_type: RecordType
    location: RecordLocation
    ip_address: str | None = None
    truncated: str | None = None
    gate: str | None = None
    discovery: Discovery | None = None
    protocols: tuple[str, ...] = field(default=())

    @property
    def url(self) -> str:
        """The page's address; of a rendered DOM that of the page it was made from."""
        return self.target_uri.removeprefix(DOM)

    def header(self, name: str) -> str | None:
        """The first header of that name, latin-1, or ``None``."""
        wanted = name.lower().encode("latin-1")
        for key, value in self.headers:
            if key.lower() == wanted:
                return value.decode("latin-1")
        return None
