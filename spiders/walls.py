"""Is it the page that refuses us, or the whole host? Asked before a portal is hurried against a wall.

After some refusals in a row a path that nobody has is asked for: a host that refuses even that lets
nobody in just now, and the portal is left for another time; one that says that there is no such page has
pages that are closed, and the crawl goes on.
"""

from urllib.parse import urljoin

from crawler.politeness import BACKING_OFF
from pages import gate
from spiders.answers import Answer, Verdict
from spiders.scope import WALL, Scope

PROBE = "xianzhi-probe-7d41/no-such-page.html"  # a path that nobody has (PORTALS H.3)


def refuses(answer: Answer) -> bool:
    """Whether the answer lets us in nowhere: a firewall's page, or a status that says so."""
    return answer.gate == "waf" or answer.status in gate.REFUSALS or answer.status in BACKING_OFF


def met(scope: Scope, answer: Answer, verdict: Verdict) -> str | None:
    """Counts refusals in a row, and gives the address that tells whose they are when it is time to ask."""
    if verdict.meaning == "page":
        scope.refused = 0
    elif refuses(answer):
        scope.refused += 1
        if scope.refused == WALL and scope.pages:  # a home page that refuses is told by itself
            return urljoin(answer.url, f"/{PROBE}?{scope.pages}")
    return None


def tested(scope: Scope, answer: Answer) -> None:
    """Takes in what the host said to that address."""
    scope.refused = WALL + 1 if refuses(answer) else 0
