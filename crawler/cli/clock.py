"""The date that ``--now`` gives: the clock of a rehearsal."""

from datetime import UTC, datetime

from crawler.cli.exits import Stop


def moment(text: str | None) -> datetime:
    """That date in UTC, or the present one. Raises :class:`Stop` for what is no date."""
    if text is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(f"--now {text!r} is not a date like 2026-02-01 or 2026-02-01T03:30") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
