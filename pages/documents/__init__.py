"""Documents: each format a row here and a module; told apart by content, never by name.

To add one: docs/how-to/add-a-document-format.md. Hostile files (bombs, path tricks, endless pages, locked
ones) end in ``Refused`` with one sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pages.documents import excel, image, legacy, mht, pdf, sealed, word
from pages.documents.assembly import Content, assemble
from pages.refusal import Refused
from reports.model import CleanPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A document format: ``matches`` looks at the bytes, ``read`` gives the content; ``needs`` says what
    has to be installed besides the project itself."""

    name: str
    matches: Callable[[bytes], bool]
    read: Callable[[bytes, bool], Content]
    needs: str = ""


FORMATS: tuple[Format, ...] = (
    Format(name="docx", matches=word.matches, read=word.read),
    Format(name="xlsx", matches=excel.matches_xlsx, read=excel.read),
    Format(name="xls", matches=excel.matches_xls, read=excel.read),
    Format(name="pdf", matches=pdf.matches, read=pdf.read, needs="the extra `ocr` for scanned pages"),
    Format(
        name="doc, wps, rtf",
        matches=legacy.matches,
        read=legacy.read,
        needs="LibreOffice, or antiword for the text",
    ),
    Format(name="mht", matches=mht.matches, read=mht.read),
    Format(name="image", matches=image.matches, read=image.read, needs="the extra `ocr`"),
    Format(name="archive", matches=sealed.matches, read=sealed.read),
)
"""In the order in which they are tried."""


def format_of(payload: bytes) -> Format | None:
    """The payload's format, ``None`` for what is no document (HTML, text)."""
    return next((format_ for format_ in FORMATS if format_.matches(payload)), None)


def clean(payload: bytes, format_: Format, *, url: str | None = None, ocr: bool = False) -> CleanPage:
    """The clean page of a document. Raises ``Refused``, whatever a library makes of a broken file."""
    try:
        return assemble(format_.read(payload, ocr), format_.name, url)
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"the {format_.name} file cannot be read") from error
