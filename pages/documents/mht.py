""".mht, and the .doc that is one: a web archive as Word saves it (RFC 2557); its first page is read."""

import email
import email.policy
import re
from email.message import Message

from pages import decode
from pages.documents import word
from pages.documents.assembly import Content
from pages.refusal import Refused

_HEAD = re.compile(rb"^(?:[\w-]{2,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){0,20}?MIME-Version:", re.I)


def matches(payload: bytes) -> bool:
    """Mail headers that say ``multipart/related`` before anything else."""
    head = payload[:3000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return _HEAD.match(head) is not None and b"multipart/related" in head.lower()


def read(payload: bytes, ocr: bool = False) -> Content:
    """The archive's page."""
    whole = email.message_from_bytes(
        payload.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=email.policy.compat32
    )
    for part in whole.walk():
        if part.get_content_type() == "text/html":
            return word.from_html(_text(part))
    raise Refused("the web archive holds no page")


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return decode.decode(data if isinstance(data, bytes) else b"", charset)[0]
