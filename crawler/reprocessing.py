"""The archive to the corpus, without network: what ``xianzhi process`` does.

Cleaning and parsing run in processes of their own, storing in this one; the window of work under way
is bounded, so memory stays flat however large the archive is.
"""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from archive import Collection, collections
from archive.capture import DOM, Capture
from archive.warcfile import IMPORTED
from corpus import Catalogue
from corpus.lock import writing
from crawler import templates
from crawler.processing import read
from crawler.readers import Readers
from crawler.registry import portals
from reports.model import CleanPage, Report

Read = tuple[Capture, CleanPage, Report]
WINDOW = 64
FURNITURE = ("image/", "font/", "audio/", "video/", "text/css", "text/javascript", "application/javascript",
             "application/x-javascript")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """How many captures were read, how many of them are reports, and checks that failed.

    ``held`` counts the reports of the corpus: several captures may be of one.
    ``damaged`` has a sentence for every record that could not be read; the rest was.
    """

    captures: int
    reports: int
    checks_failed: int
    damaged: tuple[str, ...] = ()
    held: int = 0


def belongs(capture: Capture) -> bool:
    """Whether a capture is a page for the corpus: answered well, no gate, and meant for it.

    Our crawl says so by the discovery record beside the capture; captures of other people's crawlers
    (``xianzhi import``) have none, and their pages are all read.
    """
    if capture.record_type == "resource" and capture.target_uri.startswith(DOM):
        return capture.discovery is not None  # text that only a browser makes
    if capture.gate is not None or capture.status is None or not 200 <= capture.status < 300:
        return False
    if capture.discovery is not None:
        return True
    mime = (capture.header("Content-Type") or "text/html").lower()
    return capture.location.filename.startswith(IMPORTED) and not mime.startswith(FURNITURE)


def keep_books(catalogue: Catalogue, collection: Collection, data: Path) -> None:
    """Tells the corpus the registry, and how every crawl of the collection ended at each portal."""
    catalogue.store_portals(portals(data).values())
    for path in sorted(collection.crawls_dir.glob("*/summary.json")):
        try:
            catalogue.store_crawl(json.loads(path.read_text(encoding="utf-8")))
        except ValueError:
            continue  # cut short by a kill; the crawl's captures speak for themselves


def process(
    data: Path, name: str, *, rebuild: bool, tick: Callable[[], None], workers: int | None = None
) -> Processed:
    """Reads what is new in a collection into ``data/corpus.db``.

    With ``rebuild`` all of every collection, for they share the corpus.
    """
    collection, corpus = Collection(data, name), data / "corpus.db"
    target = corpus.with_suffix(".rebuilt") if rebuild else corpus
    if rebuild:
        _discard(target)
    # Rebuilt or not, no other process may write to the corpus that will be replaced.
    with writing(corpus) if rebuild else nullcontext():
        with Catalogue(target) as catalogue, closing(Readers(workers or 0)) as readers:
            others = [one for one in collections(data) if one.name != name]
            parts = []
            for one in (*(others if rebuild else ()), collection):  # the last one's position is kept
                parts.append(_fill(one, catalogue, tick, readers))
                keep_books(catalogue, one, data)
            templates.apply(catalogue, sorted((*others, collection), key=lambda one: one.name), readers)
            held = catalogue.db["reports"].count
        if rebuild:
            _swap(target, corpus)
    return replace(_sum(parts), held=held)


def _sum(parts: list[Processed]) -> Processed:
    return Processed(
        captures=sum(part.captures for part in parts),
        reports=sum(part.reports for part in parts),
        checks_failed=sum(part.checks_failed for part in parts),
        damaged=tuple(sentence for part in parts for sentence in part.damaged),
    )


def _fill(
    collection: Collection, catalogue: Catalogue, tick: Callable[[], None], readers: Readers
) -> Processed:
    captures = reports = failed = 0
    end = collection.end()
    damaged: list[str] = []
    held = collection.captures(catalogue.last_position, lambda error: damaged.append(str(error)))
    fresh = (c for c in held if belongs(c) and not catalogue.knows(c.record_id))
    for capture, page, report in _parallel(fresh, readers):
        catalogue.store(capture, page, report)
        captures += 1
        reports += report.edition is not None
        failed += sum(check.status == "fail" for check in report.checks)
        tick()
    catalogue.mark(end)
    return Processed(captures=captures, reports=reports, checks_failed=failed, damaged=tuple(damaged))


def _parallel(captures: Iterable[Capture], readers: Readers) -> Iterator[Read]:
    """Each capture with what it says, in the archive's order."""
    waiting: deque[tuple[Capture, Future[tuple[CleanPage, Report]]]] = deque()
    source = iter(captures)
    first = list(islice(source, 2))
    if len(first) < 2:
        yield from ((c, *read(c)) for c in first)
        return
    for capture in (*first, *source):
        waiting.append((capture, readers.submit(capture)))
        if len(waiting) >= WINDOW:
            yield _next(waiting)
    while waiting:
        yield _next(waiting)


def _next(waiting: deque[tuple[Capture, Future[tuple[CleanPage, Report]]]]) -> Read:
    capture, future = waiting.popleft()
    return (capture, *future.result())


def _discard(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _swap(built: Path, corpus: Path) -> None:
    """Puts the rebuilt corpus in the place of the old one, whole or not at all."""
    for suffix in ("-wal", "-shm"):
        corpus.with_name(corpus.name + suffix).unlink(missing_ok=True)
    built.replace(corpus)
    built.with_name(built.name + ".lock").unlink(missing_ok=True)
