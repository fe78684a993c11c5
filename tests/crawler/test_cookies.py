"""Cookies come back to the host that set them, and no more of them than a server takes."""

from scrapy.http import Request, Response

from crawler.downloadermiddlewares import Cookies
from crawler.downloadermiddlewares.cookies import MOST_BYTES


def met(cookies: Cookies, url: str, *lines: str) -> None:
    request = Request(url)
    headers = {"Set-Cookie": [line.encode() for line in lines]}
    cookies.process_response(request, Response(url, headers=headers, request=request))


def brought(cookies: Cookies, url: str) -> bytes:
    request = Request(url)
    cookies.process_request(request)
    return request.headers.get("Cookie") or b""


def test_a_host_gets_its_own_cookies_and_no_other_does() -> None:
    cookies = Cookies()
    met(cookies, "http://www.a.gov.cn/x/", "k=1; Path=/; HttpOnly", "wide=2; Domain=.gov.cn; Path=/")
    assert b"k=1" in brought(cookies, "http://www.a.gov.cn/y")
    assert brought(cookies, "http://www.b.gov.cn/") == b""


def test_a_flood_of_cookies_does_not_make_requests_that_no_server_takes() -> None:
    cookies = Cookies()
    met(cookies, "http://a.gov.cn/", "pass=1; Path=/", *(f"c{n}={'v' * 3000}; Path=/" for n in range(80)))
    header = brought(cookies, "http://a.gov.cn/")
    assert b"pass=1" in header and len(header) <= MOST_BYTES
