"""Origins for replay: each portal that is looked at gets a port, so that no archived page meets another's.

Two ports of one host are two origins: a script of one portal's archived page reads nothing of another
portal's, neither its pages nor what a page left in the browser. A port that is given to a second portal,
or that an earlier run of the program may have used, is emptied first (``Clear-Site-Data``).
"""

from collections import OrderedDict
from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.capture import Capture

PORTS = 8


class Origins:
    """A few ports, lent to hosts of archived addresses; the one not asked for longest is lent anew."""

    def __init__(self, ports: Sequence[int] = ()) -> None:
        self.ports = tuple(ports)
        self._lent: OrderedDict[str, int] = OrderedDict()
        self._unclean = set(ports)

    def of(self, url: str) -> int | None:
        """The port at which to replay that address; ``None`` where there are none to lend."""
        host = site(url)
        if host not in self._lent:
            if not self.ports:
                return None
            self._lent[host] = self._free()
        self._lent.move_to_end(host)
        return self._lent[host]

    def _free(self) -> int:
        if len(self._lent) < len(self.ports):
            return next(port for port in self.ports if port not in self._lent.values())
        _, port = self._lent.popitem(last=False)
        self._unclean.add(port)
        return port

    def host(self, port: int) -> str | None:
        """Whose pages are replayed at that port; ``None`` for a port that anybody's are."""
        return next((host for host, lent in self._lent.items() if lent == port), None)

    def cleaned(self, port: int) -> bool:
        """Whether what the browser keeps for that port is another's; it is not said twice."""
        unclean = port in self._unclean
        self._unclean.discard(port)
        return unclean

    def may_read(self, port: int, capture: Capture) -> bool:
        """Whether a page replayed there may have this: its own host's, or what is a part of a page only."""
        host = self.host(port)
        kind = (capture.header("Content-Type") or "").partition(";")[0].strip().lower()
        leads_on = 300 <= (capture.status or 0) < 400
        return host is None or site(capture.target_uri) == host or leads_on or _is_part(kind)


def _is_part(kind: str) -> bool:
    return kind.startswith(("image/", "font/", "audio/", "video/")) or kind in _PARTS


_PARTS = frozenset(
    {
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "application/font-woff",
        "application/vnd.ms-fontobject",
        "application/x-font-ttf",
    }
)


def site(url: str) -> str:
    """Host and port of an address, empty where it has none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
