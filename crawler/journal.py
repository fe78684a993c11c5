"""``DATA/journal.jsonl``: what the schedule did, one JSON object a line, for people and log shippers.

Every line has ``at`` (UTC) and ``event``: ``turn_begun``, ``portal`` (a run with its state and findings),
``alarm`` (sent or not), ``turn_ended``. At 32 MiB the file becomes ``journal.jsonl.1``, and that one goes.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

NAME = "journal.jsonl"
LARGEST = 32 << 20


def note(data: Path, event: str, **told: object) -> None:
    """Appends one line. A journal that cannot be written stops nothing."""
    path = data / NAME
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, **told}
    try:
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_name(NAME + ".1"))
        with path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    except OSError:
        return
