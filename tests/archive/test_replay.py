"""What a replay answers, without a server."""

from datetime import UTC, datetime

from archive.capture import Capture, RecordLocation
from archive.replay import identity, opened


def redirect(to: bytes) -> Capture:
    return Capture(
        target_uri="http://yun.example/a",
        date=datetime(2026, 3, 1, tzinfo=UTC),
        status=302,
        headers=((b"Location", to),),
        payload=b"moved",
        payload_digest="sha1:A",
        record_id="urn:uuid:1",
        record_type="response",
        location=RecordLocation(filename="a.warc.gz", offset=0, length=1),
    )


def test_a_redirect_leads_to_the_archived_target():
    assert (b"Location", b"/replay/20260301000000id_/http://yun.example/b") in identity(
        redirect(b"b"), "/replay/"
    ).headers
    assert (b"x-orig-location", b"http://yun.example/b") in opened(redirect(b"b")).headers


def test_a_redirect_to_no_address_is_shown_without_it():
    for answer in (identity(redirect(b"http://[link]/x"), "/replay/"), opened(redirect(b"http://[x"))):
        assert answer.body == b"moved"
        assert not {b"location", b"x-orig-location"} & {name.lower() for name, _ in answer.headers}
