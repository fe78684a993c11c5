"""WARC/1.1 records as bytes: what is written for an exchange, a resource, a discovery.

ISO 28500:2017. All records of one event carry the same WARC-Date, when the capture began. Digests are
SHA-1 in Base32, as every WARC tool reads them.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive import messages
from archive.capture import Discovery, Exchange
from archive.messages import Message
from archive.values import Piece, digest, ip_address, new_id, one_line, target_uri, warc_date

Fields = tuple[tuple[str, str], ...]

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
FRAMING = "application/json; profile=http-framing"
CERTIFICATES = "application/json; profile=tls-certificates"
DISCOVERY = "application/json; profile=discovery"
WARC_FIELDS = "application/warc-fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its named fields in order (Content-Length is added) and its block in pieces."""

    type: str
    record_id: str
    fields: Fields
    block: tuple[Piece, ...]
    target_uri: str | None = None
    date: str = ""
    payload_digest: str | None = None
    message: Message | None = None
    concurrent_to: str | None = None
    content_type: str | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What a revisit refers to."""

    record_id: str
    target_uri: str
    date: str


def serialise(record: Record) -> Iterator[Piece]:
    """The record's bytes in pieces: head, block, and the two line ends that close it."""
    length = sum(len(piece) for piece in record.block)
    lines = [
        "WARC/1.1",
        f"WARC-Type: {record.type}",
        f"WARC-Record-ID: <{record.record_id}>",
        f"WARC-Date: {record.date}",
    ]
    if record.target_uri:
        lines.append(f"WARC-Target-URI: {record.target_uri}")
    lines += [f"{name}: {value}" for name, value in record.fields]
    lines += [
        f"WARC-Block-Digest: {digest(record.block)}",
        *([f"WARC-Payload-Digest: {record.payload_digest}"] if record.payload_digest else []),
        *([f"Content-Type: {record.content_type}"] if record.content_type else []),
        f"Content-Length: {length}",
    ]
    yield ("\r\n".join(lines) + "\r\n\r\n").encode()
    yield from record.block
    yield b"\r\n\r\n"


def warc_fields(values: Iterable[tuple[str, str]]) -> bytes:
    """A block of ``application/warc-fields``; values are brought onto one line."""
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in values if value).encode()


def warcinfo(filename: str, moment: datetime, about: Iterable[tuple[str, str]]) -> Record:
    """The record that opens every file."""
    return Record(
        type="warcinfo",
        record_id=new_id(),
        date=warc_date(moment),
        fields=(("WARC-Filename", filename),),
        content_type=WARC_FIELDS,
        block=(warc_fields(about),),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What all records of one event share."""

    date: str
    target_uri: str
    warcinfo_id: str
    page_id: str | None = None

    def fields(self, *more: tuple[str, str | None]) -> Fields:
        """The shared named fields, then ``more`` that have a value."""
        shared = (("WARC-Warcinfo-ID", f"<{self.warcinfo_id}>"), ("WARC-Page-ID", self.page_id))
        return tuple((name, one_line(value)) for name, value in (*shared, *more) if value)

    @classmethod
    def of(cls, exchange: Exchange, warcinfo_id: str) -> "Event":
        """The event of an exchange."""
        return cls(
            date=warc_date(exchange.began),
            target_uri=target_uri(exchange.target_uri),
            warcinfo_id=warcinfo_id,
            page_id=exchange.page_id,
        )


def _connection(exchange: Exchange) -> tuple[tuple[str, str | None], ...]:
    """Fields of the connection; WARC-Protocol may repeat (iipc/warc-specifications#95)."""
    return (
        ("WARC-IP-Address", ip_address(exchange.ip_address)),
        *(("WARC-Protocol", protocol) for protocol in exchange.protocols),
        ("WARC-Cipher-Suite", exchange.cipher),
    )


def response(event: Event, exchange: Exchange, message: Message, payload_digest: str | None) -> Record:
    """The answer, with its payload."""
    return Record(
        type="response",
        record_id=new_id(),
        date=event.date,
        target_uri=event.target_uri,
        fields=event.fields(
            *_connection(exchange),
            ("WARC-Truncated", exchange.truncated),
            ("WARC-Gate", exchange.gate),
        ),
        payload_digest=payload_digest,
        content_type="application/http; msgtype=response",
        block=(message.head, *message.entity),
        message=message,
    )


def revisit(
    event: Event, exchange: Exchange, message: Message, payload_digest: str, original: Original
) -> Record:
    """An answer whose payload is kept already: its own head, and where the payload is (§6.7.2).

    A 304 says itself that nothing changed (§6.7.3); it has no payload that could be cut off.
    """
    unmodified = message.status == 304
    return Record(
        type="revisit",
        record_id=new_id(),
        date=event.date,
        target_uri=event.target_uri,
        fields=event.fields(
            *_connection(exchange),
            ("WARC-Profile", NOT_MODIFIED if unmodified else IDENTICAL),
            ("WARC-Refers-To", f"<{original.record_id}>"),
            ("WARC-Refers-To-Target-URI", original.target_uri),
            ("WARC-Refers-To-Date", original.date),
            ("WARC-Truncated", None if unmodified else "length"),
        ),
        payload_digest=payload_digest,
        content_type="application/http; msgtype=response",
        refers_to=original.record_id,
        block=(message.head,),
        message=message,
    )


def request(event: Event, exchange: Exchange, concurrent_to: str | None) -> Record:
    """What was sent."""
    at = messages.head_end(exchange.request) or len(exchange.request)
    body = memoryview(exchange.request)[at:]
    return Record(
        type="request",
        record_id=new_id(),
        date=event.date,
        target_uri=event.target_uri,
        fields=event.fields(*_connection(exchange), ("WARC-Concurrent-To", _bracketed(concurrent_to))),
        payload_digest=digest([body]) if len(body) else None,
        content_type="application/http; msgtype=request",
        block=(exchange.request,),
        concurrent_to=concurrent_to,
    )


def _bracketed(record_id: str | None) -> str | None:
    return f"<{record_id}>" if record_id else None


def metadata(
    event: Event, block: bytes, content_type: str, concurrent_to: str | None, *, about: str | None = None
) -> Record:
    """A metadata record. ``about`` names its kind in a ``urn:`` target, so that no index or replay
    takes it for the page itself."""
    beside = (concurrent_to or new_id()).removeprefix("urn:")
    return Record(
        type="metadata",
        record_id=new_id(),
        date=event.date,
        target_uri=f"urn:{about}:{beside}" if about else event.target_uri,
        fields=event.fields(("WARC-Concurrent-To", _bracketed(concurrent_to))),
        content_type=content_type,
        block=(block,),
        concurrent_to=concurrent_to,
    )


def framing(event: Event, segments: Sequence[messages.Segment], wire: Piece, concurrent_to: str) -> Record:
    """How to rebuild the wire bytes of a response stored in another form."""
    block = json.dumps(messages.framing_json(segments, [wire])).encode()
    return metadata(event, block, FRAMING, concurrent_to, about="framing")


def discovery(event: Event, found: Discovery, concurrent_to: str) -> Record:
    """How the page was found."""
    block = json.dumps(discovery_json(found), ensure_ascii=False).encode("utf-8", "replace")
    return metadata(event, block, DISCOVERY, concurrent_to, about="discovery")


def discovery_json(found: Discovery) -> dict[str, Any]:
    """A Discovery as JSON."""
    return {
        "seed": found.seed,
        "division_code": found.division_code,
        "path": [{"url": step.url, "anchor": step.anchor} for step in found.path],
        "crawl_id": found.crawl_id,
    }


def remarks(event: Event, exchange: Exchange, concurrent_to: str | None) -> Record:
    """What went wrong, where an exchange failed, and what was noted of it."""
    notes = [("note", note) for note in exchange.notes]
    block = warc_fields([("error", exchange.error or ""), ("truncated", exchange.truncated or ""), *notes])
    return metadata(event, block, WARC_FIELDS, concurrent_to)


def certificates(event: Event, chain: Sequence[bytes], concurrent_to: str) -> Record:
    """The server's certificates, leaf first, as DER in Base64; as shown, not verified."""
    block = json.dumps({"certificates": [base64.b64encode(one).decode() for one in chain]}).encode()
    return metadata(event, block, CERTIFICATES, concurrent_to, about="certificates")


def resource(event: Event, content_type: str, body: Piece, concurrent_to: str | None) -> Record:
    """Something kept without a protocol's envelope: a rendered DOM, a screenshot."""
    return Record(
        type="resource",
        record_id=new_id(),
        date=event.date,
        target_uri=event.target_uri,
        fields=event.fields(("WARC-Concurrent-To", _bracketed(concurrent_to))),
        payload_digest=digest([body]),
        content_type=one_line(content_type),
        block=(body,),
        concurrent_to=concurrent_to,
    )
