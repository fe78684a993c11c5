"""What a running reading room is made of, and what every answer of it must carry."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive import Collection
from corpus.readingroom.origins import Origins

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / ".tools" / "replaywebpage"
NEEDED = ("ui.js", "sw.js")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The corpus and the collection that are read, and the ports at which archived pages are replayed."""

    corpus: Path
    collection: Collection
    host: str
    replay_port: int
    scripts: Path = SCRIPTS
    origins: Origins = field(default_factory=Origins)

    def has_scripts(self) -> bool:
        """Whether ReplayWeb.page's scripts were fetched (scripts/replay-scripts)."""
        return all((self.scripts / name).is_file() for name in NEEDED)

    def welcomes(self, host: str) -> bool:
        """Whether a request's Host is one of ours.

        A room on a loopback address answers to loopback names only, so that a page of the live web
        whose name is made to resolve to 127.0.0.1 (DNS rebinding) reads nothing.
        """
        return not is_loopback(self.host) or is_loopback(hostname(host))

    def replay_origin(self, host: str, url: str = "") -> str:
        """The origin for that archived address, as the reader's browser calls it."""
        port = self.origins.of(url) if url else None
        return f"http://{hostname(host)}:{port or self.replay_port}"

    def replay_origins(self, host: str) -> list[str]:
        """All origins at which archived pages may be replayed."""
        return [f"http://{hostname(host)}:{port}" for port in (self.replay_port, *self.origins.ports)]


def hostname(host: str) -> str:
    """The Host header without its port, an IPv6 address with its brackets."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def is_loopback(name: str) -> bool:
    """Whether a host name or address is this machine alone."""
    bare = name.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def policy(origin: str, replay_origins: Sequence[str]) -> str:
    """The reading room's content security policy: scripts and styles from our static files alone."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {origin}/static/",
            f"style-src {origin}/static/",
            "img-src 'self' data:",
            f"frame-src {' '.join(replay_origins)}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def manners(origin: str, replay_origins: Sequence[str]) -> list[tuple[bytes, bytes]]:
    """Headers of every page of the reading room."""
    return [
        (b"content-security-policy", policy(origin, replay_origins).encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]
