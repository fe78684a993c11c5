"""A page that may be a report, as it is handed to the pipelines."""

from collections.abc import Callable

from archive.capture import Discovery
from crawler.items import Candidate
from spiders.answers import Answer
from spiders.reader import steps
from spiders.scope import Scope


def candidate_of(
    answer: Answer, scope: Scope, crawl_id: str | None, settle: Callable[[Candidate], None]
) -> Candidate:
    """The candidate, with why it was found: the path of links to it."""
    path = steps([*answer.meta.get("path", ())])
    found = Discovery(seed=scope.seed, division_code=scope.code, path=path, crawl_id=crawl_id)
    return Candidate(
        url=answer.url,
        portal=answer.meta["portal"],
        request=answer.request,
        recorded=answer.record,
        discovery=found,
        settle=settle,
    )
