"""RFC 9309, paragraph by paragraph; and Protego beside it where both should agree."""

import asyncio
from collections.abc import Awaitable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from crawler import robots

SITE = "http://www.qingling.gov.cn"


def allowed(text: str, path: str) -> bool:
    return robots.read(text.encode("utf-8", "surrogateescape")).allowed(SITE + path)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        # 2.2.1 groups: the whole product token, any case; all groups of a name together; else *
        ("User-agent: xianzhi\nDisallow: /a", "/a", False),
        ("user-AGENT: XianZhi/0.1 (a comment)\ndisallow: /a", "/a", False),
        ("User-agent: xian\nDisallow: /", "/a", True),
        ("User-agent: xianzhi-images\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\nUser-agent: xianzhi\nDisallow: /b", "/a", True),
        ("User-agent: xianzhi\nDisallow: /a\n\nUser-agent: xianzhi\nDisallow: /b", "/b", False),
        ("User-agent: other\nUser-agent: xianzhi\nDisallow: /a", "/a", False),
        ("User-agent: xianzhi\n\nUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: xianzhi\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        # 2.2.2 the longest match wins, a tie allows, case counts
        ("User-agent: *\nAllow: /p/\nDisallow: /", "/p/x", True),
        ("User-agent: *\nDisallow: /\nAllow: /p", "/p", True),
        ("User-agent: *\nAllow: /p\nDisallow: /p", "/p", True),
        ("User-agent: *\nDisallow: /Folder", "/folder", True),
        ("User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif",
         "/example/page/disallowed.gif", False),
        ("User-agent: *\nDisallow: /\nAllow: /index.html", "/", False),
        ("User-agent: *\nDisallow: fish", "/fish", True),
        # 2.2.2 percent-encoding is compared, not spelling
        ("User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", False),
        ("User-agent: *\nDisallow: /foo/bar/%E3%83%84", "/foo/bar/ツ", False),
        ("User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
        ("User-agent: *\nDisallow: /a%3cd", "/a%3Cd", False),
        ("User-agent: *\nDisallow: /a%2fb", "/a/b", True),
        # 2.2.3 * and $, and the octets themselves
        ("User-agent: *\nDisallow: *.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?a=1", True),
        ("User-agent: *\nDisallow: /*?", "/x?a=1", False),
        ("User-agent: *\nDisallow: /fish*salmon**", "/fishing/for/salmon.htm", False),
        ("User-agent: *\nDisallow: /a-%2A.html", "/a-*.html", False),
        ("User-agent: *\nDisallow: /a-%2A.html", "/a-b.html", True),
        ("User-agent: *\nDisallow: /cost%24", "/cost$", False),
        # comments, other records, line ends, BOM, bytes that are no UTF-8
        ("\ufeffUser-agent: *\r\nDisallow: /a # not this\r", "/a", False),
        ("User-agent: *\nSitemap: http://x/s.xml\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /a\u2028Disallow: /b", "/b", True),
        ("User-agent: *\nDisallow: /\udcb9\udcab", "/x", True),
        ("User-agent: *\nDisallow: /" + "*a" * 200 + "$", "/" + "a" * 5000 + "b", True),
        ("User-agent: *\nDisallow: /a*b*b$", "/a-b", True),
        ("User-agent: *\nDisallow: /a*b*b$", "/a-b-b", False),
        ("User-agent: *\nDisallow: /a*$", "/a", False),
        ("just words\nUser-agent *\n:::\nUser-agent: *\nDisallow : /a", "/a", False),
        # robots.txt itself is never closed
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("", "/a", True),
    ],
)  # fmt: skip
def test_matching(text: str, path: str, expected: bool) -> None:
    assert allowed(text, path) is expected


def test_only_the_first_500_kib_are_read() -> None:
    filler = "# " + "x" * 1021 + "\n"
    head = "User-agent: *\nDisallow: /a\n"
    text = head + filler * 600 + "Disallow: /b\n"
    assert not allowed(text, "/a")
    assert allowed(text, "/b")
    cut = "User-agent: *\n" + "#" * (robots.LIMIT - 26) + "\nDisallow: /abcdef\n"
    assert len("Disallow: /") == robots.LIMIT - cut.index("Disallow")
    assert allowed(cut, "/x")


def test_crawl_delay_is_the_greatest_of_our_groups() -> None:
    rules = robots.read(
        b"User-agent: xianzhi\nCrawl-delay: 2\nCrawl-delay: 7.5\nCrawl-delay: soon\nDisallow:"
    )
    assert rules.crawl_delay == 7.5
    assert robots.read(b"User-agent: *\nCrawl-delay: -1").crawl_delay is None


RULES = b"User-agent: *\nDisallow: /a"


@pytest.mark.parametrize(
    ("status", "content_type", "body", "open_"),
    [
        (200, "text/plain", RULES, False),
        (404, "text/html", RULES, True),
        (403, "text/html", b"", True),
        (429, "text/plain", RULES, True),
        (500, "text/plain", b"", False),
        (503, "text/plain", b"User-agent: *\nAllow: /", False),
        (200, "text/html; charset=utf-8", RULES, False),  # rules under a wrong name
        (200, "text/html; charset=utf-8", "您访问的页面不存在".encode(), True),
        (200, "text/plain", b"\xef\xbb\xbf<!DOCTYPE html><title>404</title>", True),
        (200, "", RULES, False),
        (302, "", b"", True),
    ],
)
def test_what_an_answer_means(status: int, content_type: str, body: bytes, open_: bool) -> None:
    assert robots.verdict(status, content_type, body).allowed(SITE + "/a") is open_


class Site:
    """Answers by URL, and counts how often it was asked."""

    def __init__(self, answers: dict[str, robots.Fetched | OSError]) -> None:
        self.answers, self.asked = answers, []

    def __call__(self, url: str) -> Awaitable[robots.Fetched]:
        return self._answer(url)

    async def _answer(self, url: str) -> robots.Fetched:
        self.asked.append(url)
        await asyncio.sleep(0)
        answer = self.answers.get(url, OSError("no such host"))
        if isinstance(answer, OSError):
            raise answer
        return answer


def chain(hops: int) -> dict[str, robots.Fetched | OSError]:
    answers: dict[str, robots.Fetched | OSError] = {
        f"{SITE}/{n or 'robots.txt'}": (301, f"/{n + 1}", "", b"") for n in range(hops)
    }
    answers[f"{SITE}/{hops or 'robots.txt'}"] = (200, "", "text/plain", RULES)
    return answers


@pytest.mark.parametrize(("hops", "open_"), [(0, False), (1, False), (5, False), (6, True)])
def test_five_redirects_are_followed(hops: int, open_: bool) -> None:
    site = Site(chain(hops))
    rules = asyncio.run(robots.Robots(site).rules(SITE))
    assert rules.allowed(SITE + "/a") is open_
    assert len(site.asked) <= 6


def test_unreachable_closes_and_is_asked_again_later() -> None:
    now = [0.0]
    site = Site({f"{SITE}/robots.txt": OSError("no answer")})
    keeper = robots.Robots(site, now=lambda: now[0])
    assert asyncio.run(keeper.rules(SITE)).all_closed
    site.answers[f"{SITE}/robots.txt"] = (200, "", "text/plain", RULES)
    assert asyncio.run(keeper.rules(SITE)).all_closed
    now[0] = robots.RETRY + 1
    assert asyncio.run(keeper.rules(SITE)).allowed(SITE + "/b")


@pytest.mark.parametrize("location", ["http://[x", "//[link]/robots.txt", "http://a:b/robots.txt"])
def test_a_redirect_to_what_is_no_address_is_unreachable(location: str) -> None:
    site = Site({f"{SITE}/robots.txt": (301, location, "", b"")})
    rules = asyncio.run(robots.Robots(site).rules(SITE))
    assert rules.all_closed and rules.passing and rules.reason.startswith(robots.NO_ANSWER)


def test_a_verdict_is_kept_for_a_day_and_asked_for_once_at_a_time() -> None:
    now = [0.0]
    site = Site({f"{SITE}/robots.txt": (200, "", "text/plain", RULES)})
    keeper = robots.Robots(site, now=lambda: now[0])

    async def many() -> None:
        await asyncio.gather(*(keeper.rules(SITE) for _ in range(5)))

    asyncio.run(many())
    assert len(site.asked) == 1
    now[0] = 23.9 * 3600
    asyncio.run(keeper.rules(SITE))
    assert len(site.asked) == 1
    now[0] = 24.1 * 3600
    asyncio.run(keeper.rules(SITE))
    assert len(site.asked) == 2


paths = st.text(alphabet="ab/.", min_size=1, max_size=6).map(lambda t: "/" + t)
patterns = st.text(alphabet="ab/.*", max_size=6).map(lambda t: "/" + t)
lines = st.lists(st.tuples(st.sampled_from(["Allow", "Disallow"]), patterns), max_size=6)


@settings(max_examples=150, deadline=None)
@given(rules=lines, path=paths)
def test_protego_agrees_on_ordinary_files(rules: list[tuple[str, str]], path: str) -> None:
    text = "User-agent: *\n" + "".join(f"{field}: {value}\n" for field, value in rules)
    assert allowed(text, path) == Protego.parse(text).can_fetch(SITE + path, "xianzhi")
