"""What a running reading room is made of, and what every answer of it must carry."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from archive import Collection

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / ".tools" / "replaywebpage"
NEEDED = ("ui.js", "sw.js")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The corpus and the collection that are read, and the port of the second origin for replay."""

    corpus: Path
    collection: Collection
    host: str
    replay_port: int
    scripts: Path = SCRIPTS

    def has_scripts(self) -> bool:
        """Whether ReplayWeb.page's scripts were fetched (scripts/replay-scripts)."""
        return all((self.scripts / name).is_file() for name in NEEDED)

    def welcomes(self, host: str) -> bool:
        """Whether a request's Host is one of ours.

        A room on a loopback address answers to loopback names only, so that a page of the live web
        whose name is made to resolve to 127.0.0.1 (DNS rebinding) reads nothing.
        """
        return not is_loopback(self.host) or is_loopback(hostname(host))

    def replay_origin(self, host: str) -> str:
        """The second origin as the reader's browser calls it."""
        return f"http://{hostname(host)}:{self.replay_port}"


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


def policy(origin: str, replay_origin: str) -> str:
    """The reading room's content security policy: scripts and styles from our static files alone."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {origin}/static/",
            f"style-src {origin}/static/",
            "img-src 'self' data:",
            f"frame-src {replay_origin}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def manners(origin: str, replay_origin: str) -> list[tuple[bytes, bytes]]:
    """Headers of every page of the reading room."""
    return [
        (b"content-security-policy", policy(origin, replay_origin).encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]
