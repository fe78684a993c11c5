"""What it means that a request brought no answer: closed, refused, or failed; and whether it may pass."""

from dataclasses import dataclass
from typing import Any, Self

from spiders.answers import MOST_TRIES

_TRIES = {"DownloadCancelledError": 0, "DownloadTimeoutError": 1}  # too large stays so; slow may not
_CLOSED = {"ClosedByRobots": "robots", "IgnoreRequest": "refused", "NotRendered": "refused"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A failed request. ``kind``: its issue's; ``closed``: it was not to be; ``silent``: nothing came."""

    kind: str
    reason: str
    closed: bool
    silent: bool
    again: bool
    rendering: bool

    @classmethod
    def of(cls, failure: Any) -> Self:
        """What a Twisted failure of a request says."""
        name, meta = type(failure.value).__name__, failure.request.meta
        tries = meta.get("tries", 0)
        told = name == "Unreachable"  # robots.txt was asked for once; it tells for all
        closed = name in _CLOSED
        return cls(
            kind=_CLOSED.get(name, "failed"),
            reason=" ".join(str(failure.value).split())[:300] or name,
            closed=closed,
            silent=not closed and name != "DownloadCancelledError",
            again=not closed and not told and tries < _TRIES.get(name, MOST_TRIES),
            rendering=name == "NotRendered" and not meta.get("challenged"),
        )
