"""Bytes of any kind, told apart by what they are and not by what they are called, to a clean page."""

import re

from archive import coding
from archive.capture import Capture
from pages import cleaning, decode, documents, flatpage
from pages.families import shells
from pages.refusal import Refused
from pages.template import Template
from reports.model import CleanPage

MOST_BYTES = 64 * 1024 * 1024
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|table|div|p|meta|title|script|td|span|frameset|\?xml|rss|ucap)\b",
    re.I,
)
_WIDE_MARKUP = re.compile(
    rb"<\x00?(?:h\x00t\x00m\x00l|!\x00d\x00o\x00c|b\x00o\x00d\x00y|t\x00a\x00b\x00l\x00e|d\x00i\x00v|p\x00>)",
    re.I,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)


def clean(
    payload: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    template: Template | None = None,
    ocr: bool = False,
) -> CleanPage:
    """The clean page of an HTML page, a text or a document; ``content_type`` only lends its charset,
    ``ocr`` lets pictures and scans be read where the extra is installed.

    Raises ``Refused`` for hostile or unreadable documents.
    """
    if len(payload) > MOST_BYTES:
        raise Refused(f"the file is {len(payload)} bytes, more than {MOST_BYTES} are not read")
    found = documents.format_of(payload)
    if found is not None:
        return documents.clean(payload, found, url=url, ocr=ocr)
    charset = _CHARSET.search(content_type or "")
    if shells.is_shell(payload):
        shown = shells.opened(decode.decode(payload, charset.group(1) if charset else None)[0], url)
        payload = payload if shown is None else shown.encode("utf-8", "surrogatepass")
    if is_markup(payload):
        return cleaning.html(
            payload, url=url, declared=charset.group(1) if charset else None, template=template
        )
    return flatpage.clean_text(payload, url=url, declared=charset.group(1) if charset else None)


def is_markup(payload: bytes) -> bool:
    """Whether the bytes are HTML: a tag in the first 64 KiB."""
    head = payload[:65536]
    return _MARKUP.search(head) is not None or _WIDE_MARKUP.search(head) is not None


def clean_text(data: bytes | str, *, url: str | None = None) -> CleanPage:
    """The clean page of a raw text, possibly damaged and with its tables flattened.

    The text keeps its printed layout but where a table came a cell a line: its rows are joined by tabs.
    """
    return flatpage.clean_text(data, url=url)


def clean_capture(capture: Capture, *, template: Template | None = None) -> CleanPage:
    """The clean page of an archived capture, its content coding removed."""
    try:
        body = coding.decoded(capture.payload, capture.headers)
    except coding.Bomb as bomb:
        raise Refused(str(bomb)) from bomb
    return clean(body, url=capture.url, content_type=capture.header("content-type"), template=template)
