"""Is it the page that lets us down, or the whole host? Asked before a portal is hurried against a wall.

After some refusals or failures in a row a path that nobody has is asked for: a host that refuses even
that, or is silent, lets nobody in just now, and the portal is left for another time; one that says that
there is no such page has pages that are closed, and the crawl goes on.
"""

from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urljoin

from crawler.politeness import BACKING_OFF, LONG_WAIT, Politeness, host_key, seconds_of
from pages import gate
from spiders.answers import MOST_TRIES, Answer, Verdict
from spiders.scope import WALL, Scope

PROBE = "xianzhi-probe-7d41/no-such-page.html"  # a path that nobody has (PORTALS H.3)
Shut = Literal["", "blocked", "away"]


def tries(scope: Scope) -> int:
    """How often more a refused page is asked for; not at all once the host has said that it is open."""
    return 0 if scope.open else MOST_TRIES


def shut(answer: Answer) -> Shut:
    """Whether the answer lets us in nowhere: it refuses us, or says that the site is away."""
    if answer.gate == "maintenance" or (answer.status >= 500 and answer.gate != "waf"):
        return "away"
    refused = answer.status in gate.REFUSALS or answer.status in BACKING_OFF
    return "blocked" if answer.gate == "waf" or refused else ""


def met(scope: Scope, answer: Answer, verdict: Verdict) -> str | None:
    """Counts refusals in a row, and gives the address that tells whose they are when it is time to ask."""
    if verdict.meaning == "page":
        scope.refused = 0
        return None
    how = shut(answer)
    asked = seconds_of(answer.header(b"retry-after"), datetime.now(UTC)) if how else 0.0
    if asked > LONG_WAIT:
        scope.wall, scope.refused = how, WALL + 1
        scope.error = f"it asks to be left alone for {asked:.0f} seconds"
        return None
    return _counted(scope, answer.url, how)


def standing(scope: Scope) -> bool:
    """Whether it is known that the host lets nobody in: nothing is asked again."""
    return scope.refused > WALL


def silent(scope: Scope, url: str) -> str | None:
    """The same for a request that brought no answer."""
    return _counted(scope, url, "away")


def _counted(scope: Scope, url: str, how: Shut) -> str | None:
    if not how:
        return None
    scope.wall = how
    scope.refused += 1
    if scope.refused == WALL and scope.pages:  # a home page that refuses is told by itself
        scope.tests += 1
        return urljoin(url, f"/{PROBE}?{scope.tests}")
    return None


def tested(scope: Scope, answer: Answer | None, politeness: Politeness) -> None:
    """Takes in what the host said to that address; ``None``: nothing."""
    scope.open = answer is not None and not shut(answer)
    scope.refused = 0 if scope.open else WALL + 1
    if answer is not None and scope.open:
        politeness.forgive(host_key(answer.url))
