"""How the answer to a POST is found again in a WACZ: its key has what was sent, as py-wacz makes it.

``index.cdxj`` of a collection is what ``cdxj-indexer -s`` makes, which leaves this out; players want it
(Request Body Canonicalization, Webrecorder): without it every page of a list that is asked for by POST
is one and the same address.
"""

import contextlib
import io
import json

from archive import cdxj
from archive.messages import head_end, header, headers_of

METHODS = frozenset({"POST", "PUT"})


def extended(line: bytes, request: bytes | None) -> bytes:
    """The index line of an answer, with what was sent in its key where that was a POST or PUT."""
    method = (request or b"").partition(b" ")[0].decode("latin-1").upper()
    if request is None or method not in METHODS:
        return line
    _, timestamp, rest = line.decode().split(" ", 2)
    fields = json.loads(rest)
    query, suffix = _canonical(method, request, fields["url"])
    fields |= {"requestBody": query, "method": method}
    return f"{cdxj.key_of(fields['url'] + suffix)} {timestamp} {json.dumps(fields)}\n".encode()


def _canonical(method: str, request: bytes, url: str) -> tuple[str | None, str]:
    """The body as a query, and what is appended to the address for the key."""
    from cdxj_indexer.postquery import append_method_query

    end = head_end(request) or len(request)
    headers = headers_of(request[:end])
    kind, length = (header(headers, name) for name in (b"content-type", b"content-length"))
    with contextlib.redirect_stderr(io.StringIO()):  # it tells of bodies that it cannot read
        query, suffix = append_method_query(
            method,
            kind.decode("latin-1") if kind else None,
            length.decode("latin-1") if length else None,
            io.BytesIO(request[end:]),
            url,
        )
    return query, suffix
