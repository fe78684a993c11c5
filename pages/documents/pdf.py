""".pdf: pdfium opens it, pdfplumber finds the ruled tables; wrapped lines become paragraphs again, a table
that a page break cut is one table again, page numbers are signed away."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pypdfium2

from pages.documents import image, safety
from pages.documents.assembly import Content
from pages.documents.pdfgrid import Block, Ruled, joined, ruled
from pages.documents.pdflines import paragraphs
from pages.refusal import Refused

MOST_PAGES = 400
_NUMBER = re.compile(
    r"^\s*(?:[-—–－]\s*)?(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,4}\s*页?)?(?:\s*[-—–－])?\s*$"
)
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def matches(payload: bytes) -> bool:
    """``%PDF`` within the first kilobyte, as readers accept it, but not behind markup."""
    at = payload[:1024].find(b"%PDF-")
    return at == 0 or (at > 0 and b"<" not in payload[:at])


def read(payload: bytes, ocr: bool = False) -> Content:
    """The document's paragraphs and tables; scanned pages by OCR where that is asked for."""
    scanned = _look(payload)
    content = Content()
    if scanned:
        return _scanned(payload, content, ocr)
    try:
        with pdfplumber.open(io.BytesIO(payload)) as held:
            pages = [list(_blocks(page)) for page in held.pages]
    except Refused:
        raise
    except Exception as error:
        raise Refused("the PDF cannot be read") from error
    for block in joined(pages):
        if isinstance(block, Ruled):
            for text in block.repeated:
                content.add_text(text, "repeated_head")
            content.add_table(block.rows, block.printed)
        else:
            content.add_text(block.text, block.rule)
    return content


def _look(payload: bytes) -> bool:
    """Whether it is a scan; refuses what is locked, broken or too long."""
    safety.streams(payload)
    try:
        held = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refused("the PDF is encrypted" if locked else "the PDF cannot be read") from error
    try:
        if len(held) > MOST_PAGES:
            raise Refused(f"the PDF has {len(held)} pages, more than {MOST_PAGES} are not read")
        looked = range(min(len(held), 5))
        return len(held) > 0 and sum(held[n].get_textpage().count_chars() for n in looked) < 20 * len(
            looked
        )
    except pypdfium2.PdfiumError as error:
        raise Refused("the PDF cannot be read") from error
    finally:
        held.close()


def _blocks(page: Any) -> Iterator[Block]:
    """Tables and paragraphs of a page from top to bottom."""
    words = page.extract_words(use_text_flow=False, keep_blank_chars=False, x_tolerance=2, y_tolerance=3)
    placed: list[tuple[float, Block]] = []
    breaks: list[float] = []
    free = words
    for found in page.find_tables():
        inside = [w for w in free if _within(w, found.bbox)]
        blocks = ruled(found, [w for w in inside if not any(_within(w, cell) for cell in found.cells)])
        if blocks:
            free = [w for w in free if w not in inside]
            placed += [(found.bbox[1] + n / 1000, block) for n, block in enumerate(blocks)]
            breaks.append(found.bbox[1])
    for top, text in paragraphs(free, float(page.width), breaks):
        rule = (
            "page_number"
            if _NUMBER.match(text) and (top < 0.1 * page.height or top > 0.88 * page.height)
            else None
        )
        placed.append((top, Block(text, rule)))
    page.close()
    return iter([block for _, block in sorted(placed, key=lambda p: p[0])])


def _within(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _scanned(payload: bytes, content: Content, ocr: bool) -> Content:
    if not ocr:
        content.issues.append(
            "The PDF holds pictures of pages and no text; reading it by OCR was not asked for."
        )
        return content
    content.ocr = True
    content.issues.append(image.MARK)
    held = pypdfium2.PdfDocument(payload)
    for page in held:
        out = io.BytesIO()
        page.render(scale=2).to_pil().save(out, "PNG")
        for row in image.rows_of(out.getvalue()):
            content.add_text("  ".join(row))
    return content
