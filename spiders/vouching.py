"""Which other hosts are the portal's own: those that its own navigation names as a second home.

Reports of years before a migration often live on a second host (PORTALS E.10.4), while the same page
links to the province, the city and a hundred friends. A host is taken in when a page that is itself
navigation (home page, disclosure, annual column) links to it with the words for an old home or for the
disclosure column, and it is a government's host; a private address only where its port was so named.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from crawler.addresses import Forbidden, Guard, origin_of, verdict
from crawler.backlog import key, site
from spiders.answers import MOST_HOPS, Answer, public_move
from spiders.scope import Scope
from spiders.scoring import Promise
from spiders.traps import trap

NAVIGATION = frozenset({"home", "old", "disclosure", "annual", "near", "sitemap"})
NAMED = frozenset({"annual", "old", "disclosure"})
MOST_SITES = 12


def vouches(scope: Scope, guard: Guard, url: str, promise: Promise, on: str) -> bool:
    """Whether the link's host is the portal's second home; takes it into the scope if so."""
    if on not in NAVIGATION or promise.kind not in NAMED or len(scope.sites) >= MOST_SITES:
        return False
    try:
        _, host, port = origin_of(url)
    except Forbidden:
        return False
    if not _is_government(host, scope):
        return False
    guard.allow(host, port)
    scope.sites.append(site(url))
    return True


def serves(scope: Scope, url: str) -> bool:
    """Whether a page's own script may ask the host for its list: the county's own, or a government's.

    Never a private address: those are let in by the portal's navigation alone.
    """
    try:
        _, host, _ = origin_of(url)
    except Forbidden:
        return False
    return site(url) in scope.sites or (not _is_address(host) and _is_government(host, scope))


def why_not(
    scope: Scope, answer: Answer, url: str | None, hops: int, known: Callable[[list[str]], set[str]]
) -> str:
    """Why a redirect or a stub is not followed; empty where it is. A home page may have moved."""
    if url is None:
        return "no usable address"
    if hops > MOST_HOPS:
        return "too many redirects"
    if reason := trap(url):
        return reason
    if answer.kind == "home" and hops > 1 and key(url) != key(answer.request.url) and known([url]):
        return "leads in a circle"
    if site(url) in scope.sites:
        return ""
    if answer.kind == "home" and public_move(answer.url, url):
        scope.sites.append(site(url))
        return ""
    return "leads to another site"


def _is_government(host: str, scope: Scope) -> bool:
    """A ``gov.cn`` host, one under the portal's own domain, or the very host at another port."""
    own = {urlsplit(f"//{name}").hostname or "" for name in scope.sites}
    if host in own:
        return True
    if any(_domain(host) == _domain(name) for name in own if not _is_address(name)):
        return not _is_address(host)
    if _is_address(host) and host != "localhost":
        found = verdict(host)
        return found is not None and not found[1] and any(_is_address(name) for name in own)
    return host.endswith(".gov.cn")


def _domain(host: str) -> str:
    """The part of a name that a county owns: three labels under ``gov.cn``, else two."""
    labels = host.split(".")
    return ".".join(
        labels[-3:] if host.endswith((".gov.cn", ".com.cn", ".net.cn", ".org.cn")) else labels[-2:]
    )


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit() or host == "localhost"
