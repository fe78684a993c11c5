"""Pictures: read by OCR where the extra ``ocr`` is installed and asked for, and marked as such."""

import importlib.util
import io
from functools import cache
from typing import Any

from pages.documents.assembly import Content
from pages.refusal import Refused

MARK = "This text was read from a picture by OCR: no character of it is certain."
MOST_PIXELS = 80_000_000
_MAGIC = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")


def matches(payload: bytes) -> bool:
    """PNG, JPEG, GIF, BMP, TIFF or WebP."""
    if payload[:4] == b"RIFF":
        return payload[8:12] == b"WEBP"
    if payload[:2] == b"BM":
        return payload[6:10] == b"\x00\x00\x00\x00"
    return payload.startswith(_MAGIC)


def read(payload: bytes, ocr: bool = False) -> Content:
    """The picture's text, or a sentence why there is none."""
    content = Content(ocr=True, evidence="A picture.")
    if not ocr:
        content.issues.append("The file is a picture; reading it by OCR was not asked for.")
    elif importlib.util.find_spec("rapidocr") is None:
        content.issues.append(
            "The file is a picture, and the extra ocr is not installed: uv sync --extra ocr."
        )
    else:
        content.issues.append(MARK)
        for row in rows_of(payload):
            content.add_text("  ".join(row))
    return content


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def rows_of(picture: bytes) -> list[list[str]]:
    """The words of a picture in rows, top to bottom, left to right."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            wide, high = opened.size
        if wide * high > MOST_PIXELS:
            raise Refused(f"the picture is {wide} by {high} pixels: more than are read")
        result: Any = _engine()(picture)
    except Refused:
        raise
    except Exception as error:
        raise Refused("the picture cannot be read") from error
    if result.boxes is None:
        return []
    words = sorted(
        (float(box[0][1]), float(box[2][1]), float(box[0][0]), text)
        for box, text in zip(result.boxes, result.txts, strict=True)
    )
    return _in_rows(words)


def _in_rows(words: list[tuple[float, float, float, str]]) -> list[list[str]]:
    """(top, bottom, left, text) grouped into rows that overlap by half their height."""
    rows: list[list[tuple[float, float, float, str]]] = []
    for word in words:
        last = rows[-1][0] if rows else None
        if last and word[0] < (last[0] + last[1]) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [[text for _, _, _, text in sorted(row, key=lambda w: w[2])] for row in rows]
