""".xls through xlrd and .xlsx through openpyxl: what a person who opens the sheet can see of it.

Every visible sheet is one or more tables (an empty row parts them); lone cells above and below a table are
its caption and its foot. Hidden rows, columns and sheets are not read, and that is said.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import olefile

from pages.documents import safety
from pages.documents.assembly import Content
from pages.documents.cellformat import printed
from pages.refusal import Refused

MOST_CELLS = 400_000
MOST_OLD_BYTES = 32 * 1024 * 1024
_DATE = 3
_BOOLEAN = 4
_ERROR = 5


@dataclass(slots=True)
class Sheet:
    """A sheet as printed: ``cells`` by (row, column), ``merged`` (top, left, bottom, right), from 0."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


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
    content = Content()
    sheets = _new(payload, content) if payload[:2] == b"PK" else _old(payload, content)
    for sheet in sheets:
        _add(sheet, content)
    return content


def _new(payload: bytes, content: Content) -> Iterator[Sheet]:
    import openpyxl

    safety.ooxml(payload)
    safety.sheets(payload, MOST_CELLS)
    try:
        book = openpyxl.load_workbook(io.BytesIO(payload), data_only=True, keep_links=False)
    except Exception as error:  # openpyxl lets key, value, type and XML errors of broken files escape
        raise Refused("the workbook cannot be read") from error
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield _of_openpyxl(sheet)
        else:
            _unread(content, sheet.title)


def _of_openpyxl(sheet: Any) -> Sheet:
    made = Sheet(sheet.title)
    for (row, column), cell in sheet._cells.items():  # the only sparse view: a far cell costs nothing
        if text := printed(cell.value, cell.number_format):
            made.cells[row - 1, column - 1] = text
    for area in sheet.merged_cells.ranges:
        made.merged.append((area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1))
    made.hidden_rows = {n - 1 for n, row in sheet.row_dimensions.items() if row.hidden}
    for column in sheet.column_dimensions.values():
        if column.hidden:
            made.hidden_columns |= set(range(column.min - 1, column.max))
    return made


def _old(payload: bytes, content: Content) -> Iterator[Sheet]:
    import xlrd

    if len(payload) > MOST_OLD_BYTES:
        raise Refused("the workbook is larger than 32 MiB")
    try:
        book = xlrd.open_workbook(
            file_contents=payload, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        found = [(sheet, _of_xlrd(book, sheet)) for sheet in book.sheets()]
    except Exception as error:  # xlrd lets struct, index, assertion and Unicode errors escape
        locked = "encrypted" in str(error).lower() or "password" in str(error).lower()
        raise Refused("the workbook is encrypted" if locked else "the workbook cannot be read") from error
    for sheet, made in found:
        if sheet.visibility == 0:
            yield made
        else:
            _unread(content, sheet.name)


def _of_xlrd(book: Any, sheet: Any) -> Sheet:
    made = Sheet(sheet.name)
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if text := _old_cell(book, cell):
                made.cells[row, column] = text
        if len(made.cells) > MOST_CELLS:
            raise Refused(f"the workbook has more than {MOST_CELLS} cells")
    made.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    made.hidden_rows = {n for n, row in sheet.rowinfo_map.items() if row.hidden}
    made.hidden_columns = {n for n, column in sheet.colinfo_map.items() if column.hidden}
    return made


def _old_cell(book: Any, cell: Any) -> str:
    import xlrd

    value: object = cell.value
    if cell.ctype == _DATE:
        try:
            value = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return str(value)
    elif cell.ctype == _BOOLEAN:
        value = bool(value)
    elif cell.ctype == _ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    style = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return printed(value, style.format_str if style else "General")


def _unread(content: Content, name: str) -> None:
    content.issues.append(f"The sheet {name} is hidden and was not read.")


def _add(sheet: Sheet, content: Content) -> None:
    rows = sorted({row for row, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    hidden = len(sheet.hidden_rows & set(rows)) + len(sheet.hidden_columns & set(columns))
    if hidden:
        content.issues.append(f"Of the sheet {sheet.name} {hidden} hidden rows or columns were not read.")
    rows = [row for row in rows if row not in sheet.hidden_rows]
    columns = [column for column in columns if column not in sheet.hidden_columns]
    if len(rows) * len(columns) > 4 * MOST_CELLS:
        raise Refused(f"the sheet is {len(rows)} by {len(columns)} cells: more than can be shown")
    filled = _filled(sheet, set(rows), set(columns))
    for block in _blocks(rows, sheet):
        once = [[sheet.cells.get((row, column), "") for column in columns] for row in block]
        full = [[filled.get((row, column), "") for column in columns] for row in block]
        _block(once, full, content)


def _blocks(rows: Sequence[int], sheet: Sheet) -> Iterator[list[int]]:
    """Rows that follow each other; hidden ones between them part nothing."""
    block: list[int] = []
    for row in rows:
        between = range(block[-1] + 1, row) if block else range(0)
        if any(n not in sheet.hidden_rows and not _covered(n, sheet) for n in between):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _covered(row: int, sheet: Sheet) -> bool:
    return any(top < row <= bottom for top, _, bottom, _ in sheet.merged)


def _filled(sheet: Sheet, rows: set[int], columns: set[int]) -> dict[tuple[int, int], str]:
    """The cells with what merged ones cover filled in, where it can be seen."""
    full = dict(sheet.cells)
    for top, left, bottom, right in sheet.merged:
        text = sheet.cells.get((top, left), "")
        for row in _within(rows, top, bottom) if text else ():
            for column in _within(columns, left, right):
                full[row, column] = text
    return full


def _within(wanted: set[int], first: int, last: int) -> Iterable[int]:
    inside = range(first, last + 1)
    return inside if len(inside) < len(wanted) else (n for n in wanted if first <= n <= last)


def _block(once: list[list[str]], full: list[list[str]], content: Content) -> None:
    start, end = 0, len(once)
    while start < end and sum(map(bool, once[start])) <= 1:
        content.add_text("".join(once[start]))
        start += 1
    while end > start and sum(map(bool, once[end - 1])) <= 1:
        end -= 1
    if start < end:
        content.add_table(full[start:end], once[start:end])
    for row in once[end:]:
        content.add_text("".join(row))
