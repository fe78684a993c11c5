"""Cookies, for hosts that set any: some answer only who brings back the cookie they gave (PORTALS H.3).

Not Scrapy's own: that one asks the network for the list of public suffixes. Here every host has a jar of
its own, so no cookie can travel; on most portals this never runs at all.
"""

from scrapy.http import Request, Response
from scrapy.http.cookies import CookieJar

from crawler.politeness import host_key

MOST_BYTES = 8000  # of one Cookie line: servers refuse a request whose lines are longer


def _fitting(header: bytes) -> bytes:
    """As many of the cookies as fit, the short ones first: a site that floods us locks itself out."""
    kept: list[bytes] = []
    for pair in sorted(header.split(b"; "), key=len):
        if sum(map(len, kept)) + 2 * len(kept) + len(pair) > MOST_BYTES:
            break
        kept.append(pair)
    return b"; ".join(kept)


class Cookies:
    """One jar a host, made at its first ``Set-Cookie`` and forgotten with the crawl."""

    def __init__(self) -> None:
        self._jars: dict[str, CookieJar] = {}

    def process_request(self, request: Request) -> None:
        """Brings the host its cookies back."""
        if self._jars and (jar := self._jars.get(host_key(request.url))):
            jar.add_cookie_header(request)
            header = request.headers.get(b"Cookie") or b""
            if len(header) > MOST_BYTES:
                request.headers[b"Cookie"] = _fitting(header)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keeps what the host set."""
        if b"Set-Cookie" in response.headers:
            self._jars.setdefault(host_key(request.url), CookieJar()).extract_cookies(response, request)
        return response
