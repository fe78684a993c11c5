"""What a spider hands to the pipelines: a page that may be a report, and how it was found."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from scrapy.http import Request

from archive.capture import Capture, Discovery, Recorded
from reports.model import CleanPage, Report


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A page on its way to the corpus. The pipelines fill in what they make of it, one after the other.

    ``settle`` is called once, when all is stored or has failed: then its row may be acknowledged.
    """

    url: str
    portal: int
    request: Request
    recorded: "Future[Recorded]"
    discovery: Discovery
    settle: Callable[["Candidate"], None]
    receipt: Recorded | None = None
    capture: Capture | None = None
    page: CleanPage | None = None
    report: Report | None = None
    stored: bool = False
    error: str = ""
