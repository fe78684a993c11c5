"""An answer of the wire as Scrapy knows responses: headers grouped, content coding removed.

The record has been made before this, so what is lost here (order, case of headers) is not lost.
"""

from typing import Any

from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive import coding
from archive.messages import header
from crawler.wire.client import Answer

# Transfer framing is gone and the content coding removed; what is left of it would mislead.
_DONE_WITH = frozenset({b"transfer-encoding", b"content-encoding", b"content-length"})


def opened(answer: Answer, *, limit: int) -> tuple[bytes, str | None]:
    """The body without its content coding, and one line instead of it where it is a bomb.

    A header that says gzip over a body that is none is a lie to put up with: the body is kept.
    """
    if not answer.body or header(answer.headers, b"content-encoding") is None:
        return answer.body, None
    try:
        return coding.decoded(answer.body, answer.headers, limit=min(limit, coding.LIMIT)), None
    except coding.Bomb as error:
        return b"", f"bomb: {error} ({len(answer.body)} bytes as sent)"


def scrapy_response(
    url: str, answer: Answer, body: bytes, *, ip_address: Any, flags: list[str]
) -> Response:
    """The response of the class that suits its type."""
    headers = Headers()
    for name, value in answer.headers:
        if name.lower() not in _DONE_WITH:
            headers.appendlist(name, value)
    headers[b"Content-Length"] = str(len(body))
    kind: type[Response] = responsetypes.from_args(headers=headers, url=url, body=body)
    return kind(
        url,
        status=answer.status or 0,
        headers=headers,
        body=body,
        flags=flags,
        ip_address=ip_address,
        protocol=f"HTTP/{answer.version.decode('latin-1')}",
    )
