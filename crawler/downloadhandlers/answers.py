"""An answer of the wire as Scrapy knows responses: headers grouped, content coding removed.

The record has been made before this, so what is lost here (order, case of headers) is not lost.
"""

from typing import Any

from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.capture import Headers as Received
from crawler.wire.client import Answer

# Transfer framing is gone and the content coding removed; what is left of it would mislead.
_DONE_WITH = frozenset({b"transfer-encoding", b"content-encoding", b"content-length"})


def scrapy_headers(received: Received) -> Headers:
    """The headers as Scrapy keeps them, without those of framing and content coding."""
    headers = Headers()
    for name, value in received:
        if name.lower() not in _DONE_WITH:
            headers.appendlist(name, value)
    return headers


def scrapy_response(
    url: str, answer: Answer, body: bytes, *, ip_address: Any, flags: list[str]
) -> Response:
    """The response of the class that suits its type."""
    headers = scrapy_headers(answer.headers)
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
