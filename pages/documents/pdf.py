""".pdf: pdfium opens it, pdfplumber finds the ruled tables; wrapped lines become paragraphs again, a table
that a page break cut is one table again, page numbers are signed away."""

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import Any

import pdfplumber
import pypdfium2

from pages.documents import image, pdfcolumns, pdfopen
from pages.documents.assembly import Content
from pages.documents.pdfblocks import Block, Ruled, rows_as_cells
from pages.documents.pdfgrid import ruled
from pages.documents.pdfjoin import joined
from pages.documents.pdflines import Line, lines_of, paragraphs
from pages.labels import protected
from pages.refusal import Refused
from reports.reading import simplified

_SECONDS = 120
"""Processor time; what pdfopen lets through takes far less."""
_MOST_SCANNED = 40
_FRAGMENT = 40
"""Characters of a line above a table that may be the rest of a row."""
_RUNNING = 3
"""A line at a page's edge on so many pages, and on half of all, is a running head."""
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
    opened = pdfopen.opened(payload)
    content = Content()
    if opened.scanned:
        return _scanned(payload, content, ocr)
    try:
        with pdfplumber.open(io.BytesIO(opened.payload)) as held:
            pages = _pages(held, opened.crowded)
    except Refused:
        raise
    except Exception as error:
        raise Refused("the PDF cannot be read") from error
    if opened.crowded:
        content.issues.append("Pages with very many drawn lines were read without looking for tables.")
    if opened.pictures:
        told = ", ".join(str(n + 1) for n in opened.pictures[:20])
        content.issues.append(f"Pages without text hold pictures, which were not read: {told}.")
    _running_heads(pages)
    for block in joined(pages):
        if isinstance(block, Ruled):
            for text in block.repeated:
                content.add_text(text, "repeated_head")
            content.add_table(*block.grid())
        else:
            content.add_text(block.text, block.rule)
    return content


def _pages(held: Any, crowded: Container[int]) -> list[list[Block]]:
    begun, made = time.process_time(), []
    for n, page in enumerate(held.pages):
        made.append(list(_blocks(page, n not in crowded)))
        if time.process_time() - begun > _SECONDS:
            raise Refused(f"reading the PDF takes more than {_SECONDS} seconds")
    return made


def _blocks(page: Any, ruled_too: bool) -> Iterator[Block]:
    """Tables and paragraphs of a page from top to bottom."""
    free = page.extract_words(use_text_flow=False, keep_blank_chars=False, x_tolerance=2, y_tolerance=3)
    placed: list[tuple[float, Block]] = []
    for found in page.find_tables() if ruled_too else ():
        inside = [w for w in free if _within(w, found.bbox)]
        blocks = ruled(found, [w for w in inside if not any(_within(w, cell) for cell in found.cells)])
        if blocks:
            free = [w for w in free if w not in inside]
            free = _words_above(blocks[0], free, found.bbox)
            placed += [(found.bbox[1] + n / 1000, block) for n, block in enumerate(blocks)]
    breaks = [top for top, _ in placed]
    at = 0.0
    for stretch in pdfcolumns.in_reading_order(free, float(page.width)):
        found_here = sorted(_unruled(stretch, float(page.height), breaks), key=lambda p: p[0])
        for top, block in found_here:  # what is read later stands later, wherever it lies
            at = max(at + 1e-6, top)
            placed.append((at, block))
    page.close()
    return iter([block for _, block in sorted(placed, key=lambda p: p[0])])


def _words_above(table: Block, free: list[dict[str, Any]], box: Sequence[float]) -> list[dict[str, Any]]:
    """Give a table the lines right above it whose words lie within its columns each; the other words."""
    if not isinstance(table, Ruled):
        return free
    edges, top = table.edges(), box[1]
    for line in reversed(lines_of([w for w in free if w["bottom"] <= box[1] + 2])):
        crossed = any(w["x0"] + 1 < edge < w["x1"] - 1 for w in line.words for edge in edges)
        if crossed or top - line.top > 2.5 * line.size or len(line.text) > _FRAGMENT:
            break
        table.above.insert(0, line)
        top = line.top
    taken = {id(word) for line in table.above for word in line.words}
    return [word for word in free if id(word) not in taken]


def _unruled(lines: list[Line], height: float, breaks: list[float]) -> Iterator[tuple[float, Block]]:
    """The paragraphs of lines, and the tables among them that no rules were drawn for."""
    grids = pdfcolumns.tables(lines)
    taken = {id(line) for run, _ in grids for line in run}
    for run, rows in grids:
        yield run[0].top, Ruled("", cells=rows_as_cells(rows), height=len(rows))
    prose = [line for line in lines if id(line) not in taken]
    for made in paragraphs(prose, [*breaks, *(run[0].top for run, _ in grids)]):
        edge = made.top < 0.1 * height or made.top > 0.88 * height
        rule = "page_number" if edge and _NUMBER.match(made.text) else None
        yield made.top, Block(made.text, rule, edge=edge, flush=made.flush, open_=made.open_)


def _running_heads(pages: Sequence[Sequence[Block]]) -> None:
    """Sign away lines that stand at the edge of page after page."""
    counts = Counter(text for page in pages for text in {b.text for b in page if b.edge and not b.rule})
    for page in pages:
        for block in page:
            short = block.edge and not block.rule and len(block.text) < 40 and not block.open_
            often = counts[block.text] if short else 0
            if often >= _RUNNING and often * 2 >= len(pages) and not protected(simplified(block.text)):
                block.rule = "running_head"


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
    if len(held) > _MOST_SCANNED:
        content.issues.append(f"Only the first {_MOST_SCANNED} of {len(held)} scanned pages were read.")
    for n in range(min(len(held), _MOST_SCANNED)):
        page = held[n]
        out = io.BytesIO()
        page.render(scale=2).to_pil().save(out, "PNG")
        for row in image.rows_of(out.getvalue()):
            content.add_text("  ".join(row))
    return content
