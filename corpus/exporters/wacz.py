"""WACZ: the archived pages themselves, to be replayed anywhere; one file, or one a portal or a year."""

from pathlib import Path
from typing import Any

from corpus.errors import CannotExport
from corpus.exporters.resources import Resource
from corpus.opened import Corpus


def write(corpus: Corpus, to: Path, *, collection: Any = None, **options: Any) -> tuple[Resource, ...]:
    """The collection's captures. Raises :class:`CannotExport` where there is no collection."""
    if collection is None:
        raise CannotExport("a WACZ is made from a collection, and none was named")
    from archive import wacz

    wacz.export(collection, to / f"{collection.name}.wacz", **options)
    return (
        Resource(
            name=collection.name,
            path=f"{collection.name}.wacz",
            format="wacz",
            media_type="application/wacz",
            description="The captures with their index and pages, to be replayed.",
        ),
    )
