"""WACZ: the archived pages themselves, to be replayed anywhere; all, or one portal's, or some years'."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import CannotExport
from corpus.exporters.resources import Resource
from corpus.identity import capture_id
from corpus.opened import Corpus

if TYPE_CHECKING:
    from archive import Collection
    from archive.capture import Capture


def write(
    corpus: Corpus,
    to: Path,
    *,
    collection: "Collection | None" = None,
    seed: str | None = None,
    years: tuple[int, int] | None = None,
    **_: Any,
) -> tuple[Resource, ...]:
    """The collection's captures; ``seed`` chooses a portal, ``years`` the years of capture.

    Raises :class:`CannotExport` where nothing is chosen.
    """
    if collection is None:
        raise CannotExport("a WACZ is made from a collection, and none was named")
    from archive import ArchiveError, DiskFull, wacz

    def title(capture: "Capture") -> str | None:
        query = "select p.title from captures c join pages p on p.id = c.page_id where c.id = ?"
        found = corpus.db.execute(query, [capture_id(capture.record_id)]).fetchone()
        return found[0] if found else None

    path = f"{collection.name}.wacz"
    try:
        wacz.export(collection, to / path, seed=seed, years=years, titles=title)
    except DiskFull:
        raise
    except ArchiveError as error:
        raise CannotExport(str(error)) from None
    return (
        Resource(
            name=collection.name,
            path=path,
            format="wacz",
            media_type="application/wacz",
            description="Archived pages with their index, to be replayed.",
        ),
    )
