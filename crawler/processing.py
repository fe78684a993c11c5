"""From a capture or a file to its clean page and its report: the one way, crawling or not."""

import dataclasses
import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pages
import reports
from archive.capture import Capture
from pages import documents
from pages.intake import is_markup
from pages.template import Template
from reports.model import CleanPage, Report

CPU_SECONDS = 120
MOST_BYTES = 256 * 1024 * 1024


class TooSlow(BaseException):
    """A page took more work than any should; passes by whoever handles a page's own exceptions."""


class Unreadable(Exception):
    """A file that cannot be read as a page; one sentence says why and what to do."""


def read(capture: Capture, template: Template | None = None) -> tuple[CleanPage, Report]:
    """What an archived page says. A page that cannot be read is of kind ``error``, with the reason.

    A ``template`` takes nothing that the report says: where it would, or where it cannot be read with it,
    the page is read without.
    """
    said = _read(capture, None)
    if template is None or said[0].kind == "error":
        return said
    less = _read(capture, template)
    return less if _tells(less[1]) == _tells(said[1]) and less[0].kind != "error" else said


def _read(capture: Capture, template: Template | None) -> tuple[CleanPage, Report]:
    try:
        with within(CPU_SECONDS):
            return _said(capture, template)
    except pages.Refused as refusal:
        return failed(capture, str(refusal))
    except TooSlow:
        return failed(capture, f"not read within {CPU_SECONDS} seconds of work")
    except MemoryError:
        return failed(capture, "reading it needs more memory than any page should")
    except Exception as error:  # noqa: BLE001 -- a slip of ours costs one page, crawling or processing
        return failed(capture, f"reading it failed: {type(error).__name__}: {error}")


def _said(capture: Capture, template: Template | None) -> tuple[CleanPage, Report]:
    page = pages.clean_capture(capture, template=template)
    return _parsed(page, capture.discovery.division_code if capture.discovery else None)


def _tells(report: Report) -> tuple[object, ...]:
    """All that a report says but for its wording."""
    told = (report.edition, report.issuer, report.year, report.title, report.document_number)
    figures = [(f.id, f.value, f.qualifier, f.unit, f.source, f.printed) for f in report.figures]
    headings = [(section.ordinal, section.heading) for section in report.sections]
    return (*told, report.published, report.signed, figures, headings)


def failed(capture: Capture, why: str) -> tuple[CleanPage, Report]:
    """The page of a capture that could not be read."""
    page = CleanPage(text="", url=capture.url, kind="error", issues=(why,))
    return _parsed(page, capture.discovery.division_code if capture.discovery else None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises :class:`TooSlow` in what needs more work than that (CPU, so that load changes no answer).

    Only where signals can be had: in a process's main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _parsed(page: CleanPage, division_code: str | None) -> tuple[CleanPage, Report]:
    report = reports.parse(page, division_code=division_code)
    return report.page, report


def clean_file(path: Path, url: str | None = None) -> CleanPage:
    """The clean page of a file of any kind the contract names. Raises :class:`Unreadable`."""
    data = _bytes(path)
    try:
        if path.suffix.lower() == ".json":
            return _with_url(_page(path, data), url)
        if path.suffix.lower() == ".txt":
            return _text(path, data, url)
        if documents.format_of(data) is None and not is_markup(data) and looks_binary(data):
            raise Unreadable(f"{path}: neither a page nor a document that is read here; it may be damaged")
        return pages.clean(data, url=url)
    except pages.Refused as refusal:
        raise Unreadable(f"{path}: {refusal}") from None


def parse_file(path: Path, url: str | None = None) -> Report:
    """The report in a file. Raises :class:`Unreadable`."""
    return reports.parse(clean_file(path, url))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"{path}: larger than {MOST_BYTES >> 20} MiB, which no report is")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from None
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Unreadable(f"{path}: the file is empty")
    return data


def _text(path: Path, data: bytes, url: str | None) -> CleanPage:
    if looks_binary(data):
        raise Unreadable(
            f"{path}: named .txt but holds binary data; give it the ending of what it is (.pdf, .docx …)"
        )
    return pages.clean_text(data, url=url)


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding: control bytes that no encoding of Chinese uses.

    UTF-16 without a mark is full of such bytes; it is told by what it says when read as UTF-16.
    """
    head = data[:65536]
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    if odd * 50 <= len(head) and b"\x00\x00\x00" not in head:
        return False
    return not any(_reads_as(head, codec) for codec in ("utf-16", "utf-16-le", "utf-16-be"))


def _reads_as(head: bytes, codec: str) -> bool:
    """Whether nine of ten characters are Chinese, their punctuation, or printable ASCII."""
    text = head[: len(head) // 2 * 2].decode(codec, "replace")
    plain = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or " " <= c <= "~" for c in text)
    rest = sum("\uff00" <= c <= "\uffee" or c in "\t\r\n\ufeff“”‘’—…" for c in text)
    return (plain + rest) * 10 >= len(text) * 9


def _page(path: Path, data: bytes) -> CleanPage:
    try:
        return reports.page_from_json(json.loads(data))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f"{path}: not a CleanPage in JSON ({error})") from None


def _with_url(page: CleanPage, url: str | None) -> CleanPage:
    return dataclasses.replace(page, url=url) if url else page
