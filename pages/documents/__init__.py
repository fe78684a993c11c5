"""Documents: each format a module with ``read``; told apart by content, never by name.

To add one: docs/how-to/add-a-document-format.md.
"""

from reports.model import CleanPage


def format_of(payload: bytes) -> str | None:
    """The format's name, ``None`` for what is no document (HTML, text)."""
    return None


def clean(payload: bytes, name: str, *, url: str | None = None) -> CleanPage:
    """The clean page of a document."""
    raise NotImplementedError
