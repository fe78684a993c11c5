"""Sites that stand behind something: a challenge that any browser passes, a wall, a time of overload."""

import time

from tests.portals.server import Request, Response
from tests.portals.site import Site
from tests.portals.world import County

SHELL = (
    "<html><head><meta charset=utf-8></head><body><script>var a={n},b={m};"
    "document.cookie='C3VK='+(a*b).toString(16)+'; path=/; max-age=300';"
    "setTimeout(function(){{location.reload();}},20);</script>"
    "<noscript>请开启JavaScript并刷新该页.</noscript></body></html>"
)


class ChallengeSite(Site):
    """Without its cookie every page is a small script that sets it and loads the page again."""

    family = "generic"

    def gate(self, request: Request) -> Response | None:
        n, m = self.county.seed % 9000 + 1000, 7919
        if request.path == "/robots.txt" or request.cookies.get("C3VK") == f"{n * m:x}":
            return None
        return Response(body=SHELL.format(n=n, m=m).encode(), content_type="text/html; charset=utf-8")


class WafSite(Site):
    """A wall that lets nothing through from here; a browser is no better off. It has no reports to tell of."""

    family = "generic"

    def gate(self, request: Request) -> Response | None:
        page = (
            "<html><head><meta charset=utf-8><title>访问被拦截</title></head><body><h1>您的访问可能对网站造成威胁，"
            f"请求已被拦截</h1><!-- event_id: {self.county.seed:032x} --></body></html>"
        )
        return Response(
            status=403, body=page.encode(), headers=(("X-Safe-Firewall", "zhuji.360.cn"), ("WZWS-Ray", "1"))
        )

    def truth(self) -> list[dict]:
        return []


class BusySite(Site):
    """Answers 503 with Retry-After every now and then, and whenever it is asked too fast."""

    family = "generic"
    robots = "User-agent: *\nCrawl-delay: 0.2\nDisallow: /interaction/\n"
    wait = 1

    def __init__(self, county: County, name: str) -> None:
        super().__init__(county, name)
        self.asked = 0
        self.closed_until = 0.0

    def gate(self, request: Request) -> Response | None:
        now = time.monotonic()
        self.asked += 1
        if self.asked % 40 == 20:
            self.closed_until = now + self.wait
        if now >= self.closed_until or request.path == "/robots.txt":
            return None
        return Response(
            status=503,
            body=b"<html><body>503 Service Unavailable</body></html>",
            headers=(("Retry-After", str(self.wait)),),
        )
