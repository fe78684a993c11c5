""".xls and .xlsx through calamine: every visible sheet is a table, lone cells above it are its caption."""

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import olefile
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from pages.documents import safety
from pages.documents.assembly import Content
from pages.refusal import Refused

MOST_CELLS = 400_000
_Span = tuple[tuple[int, int], tuple[int, int]]


def matches_xlsx(payload: bytes) -> bool:
    """A zip archive with Excel's workbook in it."""
    return payload[:4] == b"PK\x03\x04" and b"xl/workbook" in payload


def matches_xls(payload: bytes) -> bool:
    """An OLE file with a workbook stream."""
    return payload[:8] == olefile.MAGIC and bool({"workbook", "book"} & streams_of(payload))


def streams_of(payload: bytes) -> set[str]:
    """Names of an OLE file's streams in lower case; empty for a broken one."""
    try:
        with olefile.OleFileIO(io.BytesIO(payload)) as held:
            return {"/".join(name).lower() for name in held.listdir()}
    except Exception:  # noqa: BLE001 - olefile lets struct, index and value errors of broken files escape
        return set()


def read(payload: bytes, ocr: bool = False) -> Content:
    """The sheets, one after another."""
    if zipfile.is_zipfile(io.BytesIO(payload)) and payload[:2] == b"PK":
        safety.ooxml(payload)
    content = Content()
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(payload))
        for meta in book.sheets_metadata:
            if meta.visible == SheetVisibleEnum.Visible:
                _sheet(book.get_sheet_by_name(meta.name), content)
            else:
                content.issues.append(f"The sheet {meta.name} is hidden and was not read.")
    except PasswordError as error:
        raise Refused("the workbook is encrypted") from error
    except CalamineError as error:
        raise Refused("the workbook cannot be read") from error
    return content


def _sheet(sheet: Any, content: Content) -> None:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Refused(f"the sheet has more than {MOST_CELLS} cells")
    printed = [[_printed(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    filled = _filled(printed, getattr(sheet, "merged_cell_ranges", None) or ())
    start = 0
    while start < len(printed) and sum(map(bool, printed[start])) <= 1:
        content.add_text("".join(printed[start]))
        start += 1
    end = len(printed)
    while end > start and sum(map(bool, printed[end - 1])) <= 1:
        end -= 1
    if any(map(any, printed[start:end])):
        content.add_table(filled[start:end], printed[start:end])
    for row in printed[end:]:
        content.add_text("".join(row))


def _filled(rows: Sequence[Sequence[str]], merged: Sequence[_Span]) -> list[list[str]]:
    full = [list(row) for row in rows]
    for (top, left), (bottom, right) in merged:
        for y in range(top, min(bottom + 1, len(full))):
            for x in range(left, min(right + 1, len(full[y]))):
                full[y][x] = rows[top][left]
    return full


def _printed(value: object) -> str:
    """A cell as the sheet shows it, as far as the file tells: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return "" if value is None else " ".join(str(value).split())
