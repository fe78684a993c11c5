"""A PDF before it is read: refused where locked, broken or a bomb; turned so that its text is upright."""

import io
import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pages.documents import safety
from pages.refusal import Refused

MOST_PAGES = 400
_MOST_DRAWN = 8_000
"""Objects drawn on a page beyond which no tables are looked for: the search grows with their square."""
_MOST_ON_A_PAGE = 200_000
_MOST_IN_ALL = 600_000
_LOOKED = 300
_FEWEST_CHARS = 20
_PAGE_NUMBER = 8
"""As many characters as a page number has."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The bytes to be read, whether they are a scan, the pages with too much drawn on them, and those with
    a picture and no text (from 0)."""

    payload: bytes
    scanned: bool
    crowded: frozenset[int]
    pictures: tuple[int, ...] = ()


def opened(payload: bytes) -> Opened:
    """Look at every page. Raises ``Refused``."""
    safety.streams(payload)
    try:
        held = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refused("the PDF is encrypted" if locked else "the PDF cannot be read") from error
    try:
        return _looked(held, payload)
    except pypdfium2.PdfiumError as error:
        raise Refused("the PDF cannot be read") from error
    finally:
        held.close()


def _looked(held: pypdfium2.PdfDocument, payload: bytes) -> Opened:
    if len(held) > MOST_PAGES:
        raise Refused(f"the PDF has {len(held)} pages, more than {MOST_PAGES} are not read")
    chars = drawn = 0
    crowded, pictures, turned = set(), [], False
    for n in range(len(held)):
        page = held[n]
        text = page.get_textpage()
        count, objects = text.count_chars(), int(pdfium.FPDFPage_CountObjects(page))
        chars, drawn = chars + count, drawn + count + objects
        if count + objects > _MOST_ON_A_PAGE or drawn > _MOST_IN_ALL:
            raise Refused("the PDF holds more letters and lines than are read")
        if objects > _MOST_DRAWN:
            crowded.add(n)
        if count < _PAGE_NUMBER and objects and _shows_picture(page):
            pictures.append(n)
        turned = _upright(page, text, count) or turned
        text.close()
        page.close()
    scanned = len(held) > 0 and chars < _FEWEST_CHARS * min(len(held), 5)
    upright = _saved(held) if turned and not scanned else payload
    return Opened(upright, scanned, frozenset(crowded), tuple(pictures))


def _shows_picture(page: pypdfium2.PdfPage) -> bool:
    return any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _upright(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, count: int) -> bool:
    """Turn the page so that most of its letters stand upright; whether that was a change."""
    step = max(count // _LOOKED, 1)
    angles = Counter(
        round(math.degrees(-pdfium.FPDFText_GetCharAngle(text, n)) / 90) * 90 % 360
        for n in range(0, count, step)
    )
    if count < _FEWEST_CHARS or not angles:
        return False
    angle, often = angles.most_common(1)[0]
    if angle == page.get_rotation() or often * 3 < 2 * sum(angles.values()):
        return False
    page.set_rotation(angle)
    return True


def _saved(held: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    held.save(out)
    return out.getvalue()
