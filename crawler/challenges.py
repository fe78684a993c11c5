"""Which hosts are given to the browser whole: those whose challenge a plain request never passes.

Any browser passes a challenge by running its page (PORTALS H.3). The cookie it gets serves the plain
requests after it, by our own name; where a host challenges those all the same, time after time, its
pages are asked for by the browser from then on.
"""

from collections import Counter

STUBBORN = 3  # challenges of plain requests, with none that passed between them


class Challenges:
    """Challenges in a row, by host."""

    def __init__(self) -> None:
        self._row: Counter[str] = Counter()

    def met(self, host: str, gate: str | None, *, shown: bool) -> None:
        """A host answered; ``shown``: to the browser, which says nothing of plain requests."""
        if shown or (gate != "challenge" and not self._row):
            return
        if gate == "challenge":
            self._row[host] += 1
        else:
            del self._row[host]

    def stubborn(self, host: str) -> bool:
        """Whether plain requests to the host are in vain."""
        return self._row[host] >= STUBBORN if self._row else False
