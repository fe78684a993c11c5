""".docx through mammoth: its HTML (merged cells as spans) is read like any page, without chrome rules."""

import io
import re

import mammoth
from selectolax.lexbor import LexborHTMLParser

from pages import layout, pieces
from pages.documents import safety, wordxml
from pages.documents.assembly import Content
from pages.refusal import Refused

_BACK = re.compile(r' ?<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')


def matches(payload: bytes) -> bool:
    """A zip archive with Word's main part in it."""
    return payload[:4] == b"PK\x03\x04" and b"word/document" in payload


def read(payload: bytes, ocr: bool = False) -> Content:
    """The document's paragraphs and tables."""
    safety.ooxml(payload)
    no_images = mammoth.images.img_element(lambda image: {})
    try:
        plainer, hidden = wordxml.plain(payload)
        made = mammoth.convert_to_html(io.BytesIO(plainer), convert_image=no_images)
    except Refused:
        raise
    except Exception as error:
        raise Refused("the Word document cannot be read") from error
    content = from_html(_BACK.sub("", made.value))
    for text in hidden:
        content.add_text(text, "hidden_run")
    pictures = made.value.count("<img")
    if pictures:
        content.issues.append(f"The document holds {pictures} pictures, which are not read.")
    return content


def from_html(markup: str) -> Content:
    """Every line and table of a converted document."""
    made = layout.read(LexborHTMLParser(markup))
    receipts = pieces.mend_lines(made.page.lines())
    placed = list(pieces.in_order(made.page, pieces.grids_of(made.boxes)))
    content = Content(pieces=[item.piece for item in placed])
    for receipt in receipts:
        content.add_text(receipt.text, receipt.rule)
    return content
