"""The years that ``--years`` names."""

import re

from crawler.cli.exits import Stop


def span(text: str | None) -> tuple[int, int] | None:
    """First and last year, ``None`` where none are named. Raises :class:`Stop` for what is no span.

    >>> span("2015-2023"), span("2019"), span(None)
    ((2015, 2023), (2019, 2019), None)
    """
    if not text:
        return None
    found = re.fullmatch(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?", text.strip())
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise Stop(f"--years {text!r}: write them like 2015-2023, or 2019")
    return int(found[1]), int(found[2] or found[1])
