"""An exchange while it happens: bytes in, an :class:`archive.capture.Exchange` out.

What is sent and received is noted byte for byte; a response over 1 MiB moves to a file, so that many
large ones at once cost disk and not memory (410 -> 840 MB was measured with them in memory, ARCHIVE §6a).
"""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from archive.capture import Exchange, Truncation

SPOOL_OVER = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a connection: the peer's address, protocols, cipher, certificates, remarks."""

    ip_address: str | None = None
    protocols: tuple[str, ...] = ("http/1.1",)
    cipher: str | None = None
    certificates: tuple[bytes, ...] = ()
    notes: tuple[str, ...] = ()


class Recording:
    """The growing record of one exchange. ``spool`` is the directory for large responses."""

    def __init__(self, target_uri: str, spool: Path, *, page_id: str | None = None) -> None:
        self.target_uri = target_uri
        self.began = datetime.now(UTC)
        self.page_id = page_id
        self.size = 0
        self._spool = spool
        self._request: list[bytes] = []
        self._response: list[bytes] = []
        self._file: IO[bytes] | None = None

    def sent(self, data: bytes) -> None:
        """Notes bytes that went to the server."""
        self._request.append(data)

    def received(self, data: bytes) -> None:
        """Notes bytes that came from the server and belong to the response."""
        self.size += len(data)
        if self._file is None and self.size > SPOOL_OVER:
            self._open()
        if self._file is None:
            self._response.append(data)
        else:
            self._file.write(data)

    def _open(self) -> None:
        self._spool.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115  # closed by finish()
            dir=self._spool, prefix="response-", delete=False
        )
        self._file.writelines(self._response)
        self._response.clear()

    def finish(
        self,
        facts: Facts,
        *,
        truncated: Truncation | None = None,
        error: str | None = None,
        notes: tuple[str, ...] = (),
    ) -> Exchange:
        """The exchange as it stands. The spool file, if there is one, is the receiver's to delete."""
        if self._file is not None:
            self._file.close()
        return Exchange(
            target_uri=self.target_uri,
            began=self.began,
            request=b"".join(self._request),
            response=b"".join(self._response),
            response_spool=self._file.name if self._file else None,
            ip_address=facts.ip_address,
            protocols=facts.protocols,
            cipher=facts.cipher,
            truncated=truncated,
            error=error,
            page_id=self.page_id,
            notes=facts.notes + notes,
            certificates=facts.certificates,
        )
