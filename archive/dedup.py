"""What may be an original of a revisit, and which original an answer repeats.

Never a revisit, an error or a block page, the empty payload, a truncated one, or one of another status
(warcprox#99, openwayback#224). The ledger remembers originals; those of the running commit are here.
"""

from pathlib import Path

from archive import cdxj
from archive.capture import Exchange
from archive.entries import OriginalEntry
from archive.ledger import Ledger
from archive.messages import Message
from archive.records import Original, Record

SMALLEST = 32  # bytes; below, a revisit saves nothing (and the empty payload is no original of anything)


def may_refer(exchange: Exchange, message: Message, payload_digest: str | None) -> bool:
    """Whether this answer may be an original, or refer to one; one that is not plain has no digest."""
    return (
        message.status is not None
        and 200 <= message.status < 300
        and exchange.gate is None
        and exchange.error is None
        and exchange.truncated is None
        and payload_digest is not None
        and message.length >= SMALLEST
    )


class Originals:
    """The originals known: those synced, and those of the commit under way.

    A revisit may refer to an original of its own commit: it lies behind it in the same file, so a
    crash takes the revisit first.
    """

    def __init__(self, ledger: Ledger, index: Path) -> None:
        self._ledger, self._index = ledger, index
        self._fresh: dict[tuple[str, int], Original] = {}

    def find(self, payload_digest: str, status: int) -> Original | None:
        """The original of this payload and status."""
        return self._fresh.get((payload_digest, status)) or self._ledger.original(payload_digest, status)

    def unmodified(self, target_uri: str) -> tuple[str, Original] | None:
        """What a 304 speaks of: payload digest and original of the latest 200 at that address."""
        prefix = f"{cdxj.key_of(target_uri)} ".encode()
        lines = {*cdxj.find(self._index, prefix), *self._ledger.pending(prefix)}
        for line in map(cdxj.Line.parse, sorted(lines, reverse=True)):
            if (line.url, line.status) == (target_uri, "200") and line.digest:
                original = self._ledger.original(line.digest, 200)
                return (line.digest, original) if original else None
        return None

    def add(self, record: Record, status: int) -> None:
        """A response that later ones may refer to."""
        assert record.payload_digest and record.target_uri
        self._fresh[record.payload_digest, status] = Original(
            record_id=record.record_id, target_uri=record.target_uri, date=record.date
        )

    def take(self) -> list[OriginalEntry]:
        """Those of this commit, to be put into the ledger with it."""
        return [
            OriginalEntry(payload_digest=payload_digest, status=status, original=original)
            for (payload_digest, status), original in self._fresh.items()
        ]

    def clear(self) -> None:
        """The commit is done, or never happened."""
        self._fresh.clear()
