"""From a capture or a file to its clean page and its report: the one way, crawling or not."""

import dataclasses
import json
from pathlib import Path

import pages
import reports
from archive.capture import Capture
from reports.model import CleanPage, Report

MOST_BYTES = 256 * 1024 * 1024


class Unreadable(Exception):
    """A file that cannot be read as a page; one sentence says why and what to do."""


def read(capture: Capture) -> tuple[CleanPage, Report]:
    """What an archived page says. A page that cannot be read is of kind ``error``, with the reason."""
    try:
        page = pages.clean_capture(capture)
    except pages.Refused as refusal:
        page = CleanPage(text="", url=capture.target_uri, kind="error", issues=(str(refusal),))
    return _parsed(page, capture.discovery.division_code if capture.discovery else None)


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

    UTF-16 text is full of zero bytes, so a byte-order mark or zeros on one side only speak for text.
    """
    head = data[:65536]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or _one_sided_zeros(head):
        return False
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return odd * 50 > len(head) or b"\x00\x00\x00" in head


def _one_sided_zeros(head: bytes) -> bool:
    """Zeros stand at even places only or at odd places only, as ASCII among UTF-16 does."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 50 and min(even, odd) * 20 < max(even, odd)


def _page(path: Path, data: bytes) -> CleanPage:
    try:
        return reports.page_from_json(json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"{path}: not a CleanPage in JSON ({error})") from None


def _with_url(page: CleanPage, url: str | None) -> CleanPage:
    return dataclasses.replace(page, url=url) if url else page
