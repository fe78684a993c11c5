# ruff: noqa: E501 - made-up pages and texts read best unbroken
"""Real documents made by real libraries, read back with their truth; hostile ones refused with a line."""

import base64
import datetime
import io
import quopri
import random
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import Workbook
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

import pages
from pages import Refused
from pages.documents import FORMATS, legacy, pdfopen
from tests.bench.cleaning import f_score, row_share
from tests.portals import documents, forms
from tests.portals.forms import Made


def truth(made: Made) -> tuple[str, list[tuple[str, ...]]]:
    rows = [tuple(c.text for c in row if c.text) for b in made.blocks if b.grid for row in b.grid.rows]
    text = [b.text or "\n".join("\t".join(c.text for c in r) for r in b.grid.rows) for b in made.blocks]  # type: ignore[union-attr]
    return "\n".join([made.title, *text]), rows


@pytest.mark.parametrize("make", [documents.pdf, documents.docx], ids=["pdf", "docx"])
@pytest.mark.parametrize("year", [2012, 2016, 2022])
def test_a_report_survives_its_document(make, year) -> None:
    made = forms.make(seed=11, year=year)
    page = pages.clean(make(made)[0])
    text, rows = truth(made)
    assert page.title == made.title
    assert page.kind == "report"
    assert f_score(text, page.text) > 0.99
    assert row_share(rows, page.text) == 1.0
    assert len(page.tables) == sum(1 for b in made.blocks if b.grid)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
NUMBERING = (
    f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCountingThousand'/><w:suff w:val='nothing'/><w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:suff w:val='nothing'/><w:lvlText w:val='（%2）'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='7'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
)


def paragraph(text: str, level: int | None = None) -> str:
    numbered = (
        f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='7'/></w:numPr>" if level is not None else ""
    )
    return f"<w:p><w:pPr>{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def word(body: str) -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
        "word/numbering.xml": NUMBERING.encode(),
    })  # fmt: skip


def test_numbers_that_word_writes_itself_are_part_of_the_text() -> None:
    body = [("总体情况", 0), ("组织领导", 1), ("制度建设", 1), ("主动公开", 0), ("网站", 1)]
    page = pages.clean(word("".join(paragraph(*item) for item in body)))
    assert page.text.split("\n") == [
        "一、总体情况",
        "（一）组织领导",
        "（二）制度建设",
        "二、主动公开",
        "（一）网站",
    ]


def test_what_word_shows_is_read_and_what_it_hides_is_not() -> None:
    box = f"<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>{paragraph('文本框5件')}</w:txbxContent></wps:txbx></w:drawing></w:r></w:p>"
    secret = "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>投注</w:t></w:r></w:p>"
    broken = "<w:p><w:hyperlink r:id='gone'><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>"
    page = pages.clean(word(box + secret + broken))
    assert page.text == "文本框5件\n看得见\n链接"
    assert [(r.rule, r.text) for r in page.removals] == [("hidden_run", "投注")]


def test_old_merges_and_rows_that_begin_late_keep_their_columns() -> None:
    def cell(text: str, mark: str = "") -> str:
        return f"<w:tc><w:tcPr>{mark}</w:tcPr>{paragraph(text)}</w:tc>"

    merged = cell("甲", "<w:hMerge w:val='restart'/>") + cell("", "<w:hMerge/>") + cell("1")
    late = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("丙") + cell("2")
    page = pages.clean(
        word(
            f"<w:tbl><w:tr>{merged}</w:tr><w:tr>{late}</w:tr><w:tr>{cell('乙') + cell('丁') + cell('3')}</w:tr></w:tbl>"
        )
    )
    assert page.tables[0].rows == (("甲", "甲", "1"), ("", "丙", "2"), ("乙", "丁", "3"))


def test_a_column_no_wider_than_a_rounding_error_is_none() -> None:
    """LibreOffice makes one of a .doc whose rows end a twip apart."""
    made = docx.Document()
    table = made.add_table(2, 3)
    grid = table._tbl.tblGrid.gridCol_lst
    for column, width in zip(grid, ("2400", "1", "2400"), strict=True):
        column.set(qn("w:w"), width)
    for row, texts in zip(table.rows, (("申请数", "答复数"), ("37", "36")), strict=True):
        cells = row.cells
        cells[0].merge(cells[1]).text, cells[2].text = texts
    out = io.BytesIO()
    made.save(out)
    assert pages.clean(out.getvalue()).tables[0].rows == (("申请数", "答复数"), ("37", "36"))


def test_a_workbook_is_a_caption_and_a_grid() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["政府信息公开情况统计表"])
    for row in (
        ["统计指标", "单位", "统计数"],
        ["主动公开政府信息数", "条", 498],
        ["专项经费", "万元", 1.5],
        ["其他", None, 0],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    hidden = book.create_sheet("草稿")
    hidden.sheet_state = "hidden"
    page = pages.clean(_saved(book))
    assert page.text.split("\n")[0] == "政府信息公开情况统计表"
    assert page.tables[0].rows[1:] == (
        ("主动公开政府信息数", "条", "498"),
        ("专项经费", "万元", "1.5"),
        ("其他", "", "0"),
    )
    assert "草稿" in page.issues[0]


def test_a_cell_is_printed_as_its_sheet_shows_it_and_what_is_hidden_is_not_read() -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["指标", "单位", "数"],
        ["公开率", "%", 0.955],
        ["收费", None, 1234.5],
        ["日期", "日", datetime.date(2023, 3, 1)],
        ["草稿", "件", 99],
        ["合计", "件", 7],
    ):
        sheet.append(row)
    for cell, style in (("C2", "0.0%"), ("C3", "#,##0.00"), ("C4", 'yyyy"年"m"月"d"日"')):
        sheet[cell].number_format = style
    sheet.row_dimensions[5].hidden = True
    page = pages.clean(_saved(book))
    assert [row[-1] for row in page.tables[0].rows] == ["数", "95.5%", "1,234.50", "2023年3月1日", "7"]
    assert "99" not in page.text
    assert "1 hidden" in page.issues[0]


def test_a_cell_far_out_costs_nothing_and_an_empty_row_parts_tables() -> None:
    book = Workbook()
    sheet = book.active
    for row in (["项目", "数"], ["甲", 5], [], ["项目", "数"], ["乙", 6]):
        sheet.append(row)
    sheet["XFD1048576"] = "远"
    page = pages.clean(_saved(book))
    assert [tuple(row[:2] for row in t.rows) for t in page.tables] == [
        (("项目", "数"), ("甲", "5")),
        (("项目", "数"), ("乙", "6")),
    ]
    assert page.text.endswith("远")


def test_an_area_merged_without_end_is_refused() -> None:
    book = Workbook()
    book.active["A1"] = "题"
    data = _saved(book)
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        members = {name: held.read(name) for name in held.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", merged)
    with pytest.raises(Refused, match="400000 cells"):
        pages.clean(zipped(members))


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def canvas(count: int, **options) -> bytes:
    out = io.BytesIO()
    made = Canvas(out, **options)
    for n in range(count):
        made.drawString(100, 700, f"page {n} of a long report with words enough")
        made.showPage()
    made.save()
    return out.getvalue()


PROSE = "根据规定现公布我县政府信息公开工作年度报告所列数据的统计期限自一月一日起至十二月三十一日止"


def drawn(*leaves: list[tuple[float, float, str]], turned: bool = False) -> bytes:
    """A PDF of pages, each a list of (x, y, text) from the lower left; ``turned`` draws them sideways."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    made = Canvas(out, pagesize=(842, 595) if turned else (595, 842))
    for leaf in leaves:
        made.setFont("STSong-Light", 10)
        if turned:
            made.translate(842, 0)
            made.rotate(90)
        for x, y, text in leaf:
            made.drawString(x, y, text)
        made.showPage()
    made.save()
    return out.getvalue()


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_without_rules_is_known_by_its_gaps(turned: bool) -> None:
    rows = [("统计指标", "单位", "统计数"), ("主动公开政府信息数", "条", "498"), ("政府网站公开数", "条", "1,988"),
            ("政府信息公开专项经费", "万元", "2.50")]  # fmt: skip
    leaf = [
        (60.0, 780.0, PROSE),
        *(
            (x, 740.0 - 20 * n, row[i])
            for n, row in enumerate(rows)
            for i, x in enumerate((60.0, 330.0, 440.0))
        ),
    ]
    page = pages.clean(drawn(leaf, turned=turned))
    assert page.tables[0].rows == tuple(rows)
    assert page.text.startswith(PROSE)


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = (
        [PROSE[n : n + 18] for n in range(0, 36, 6)],
        [PROSE[::-1][n : n + 18] for n in range(0, 36, 6)],
    )
    leaf = [(60.0, 800.0, "某县政府信息公开工作年度报告")]
    for n, (one, two) in enumerate(zip(left, right, strict=True)):
        leaf += [(60.0, 760.0 - 16 * n, one), (320.0, 760.0 - 16 * n, two)]
    page = pages.clean(drawn(leaf))
    assert "".join(page.text.split("\n")[1:]) == "".join(left) + "".join(right)


def test_running_heads_go_and_a_paragraph_goes_on_behind_a_page_break() -> None:
    lines = [PROSE[:40]] * 3
    leaves = [
        [
            (60.0, 800.0, "青岭县人民政府文件"),
            *((60.0, 760.0 - 16 * n, line) for n, line in enumerate(lines)),
        ]
        for _ in range(3)
    ]
    page = pages.clean(drawn(*leaves))
    assert page.text == PROSE[:40] * 9
    assert {r.rule for r in page.removals} == {"running_head"}
    assert "".join(r.text for r in page.removals).count("文件") == 3


def test_a_page_drawn_all_over_is_read_without_tables_and_one_beyond_measure_is_refused(
    monkeypatch,
) -> None:
    out = io.BytesIO()
    made = Canvas(out)
    made.drawString(60, 820, "words enough to be no scan at all")
    for n in range(pdfopen._MOST_DRAWN + 10):
        made.rect(10 + n % 100 * 5, 10 + n // 100 % 150 * 5, 5, 5)
    made.save()
    page = pages.clean(out.getvalue())
    assert "without looking for tables" in page.issues[0]
    assert "words enough" in page.text
    monkeypatch.setattr(pdfopen, "_MOST_ON_A_PAGE", 100)
    with pytest.raises(Refused, match="more letters and lines"):
        pages.clean(out.getvalue())


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


WORD = b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'
LOCKED = b"%PDF-1.4 nonsense"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: zipped({"word/document.xml": LAUGHS}), "entity bomb"),
        (lambda: zipped({"word/document.xml": WORD, "word/media/a.xml": b"\0" * (40 << 20)}), "zip bomb"),
        (lambda: zipped({"word/document.xml": WORD, "../../etc/passwd": b"x"}), "path that leads out"),
        (lambda: zipped({f"word/document{n}.xml": b"" for n in range(5001)}), "5001 members"),
        (lambda: zipped({"OFD.xml": b"<x/>"}), "OFD"),
        (lambda: zipped({"a.txt": b"x"}), "zip archive is not read"),
        (lambda: b"PK\x03\x04word/document broken", "broken"),
        (lambda: zipped({"word/document.xml": b"<w:document"}), "cannot be read"),
        (lambda: canvas(1, encrypt="secret"), "encrypted"),
        (lambda: canvas(401), "401 pages"),
        (lambda: LOCKED, "cannot be read"),
        (lambda: b"Rar!\x1a\x07\x00xxxx", "RAR"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "OLE"),
        (lambda: b"x" * (65 << 20), "not read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_hostile_document_is_refused_with_one_line(data, says) -> None:
    with pytest.raises(Refused, match=says) as refused:
        pages.clean(data())
    assert "\n" not in str(refused.value)


def test_a_bomb_inside_a_pdf_is_refused_before_it_is_opened() -> None:
    import zlib

    machine = zlib.compressobj(9)
    bomb = b"".join(machine.compress(b"\0" * (1 << 20)) for _ in range(300)) + machine.flush()
    data = (
        b"%PDF-1.4\n1 0 obj<</Length "
        + str(len(bomb)).encode()
        + b"/Filter/FlateDecode>>stream\n"
        + bomb
        + b"\nendstream endobj"
    )
    with pytest.raises(Refused, match="bomb"):
        pages.clean(data)


def test_a_picture_says_why_it_was_not_read() -> None:
    page = pages.clean(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    assert page.text == ""
    assert "OCR was not asked for" in page.issues[0]
    assert page.encoding.used == "ocr"


def test_legacy_formats_say_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy.shutil, "which", lambda name: None)
    page = pages.clean(b"{\\rtf1 text}")
    assert "LibreOffice, which is not installed" in page.issues[0]


def test_a_table_cut_by_a_page_break_is_one_table_and_page_numbers_go() -> None:
    made = forms.make(seed=3, year=2016)
    page = pages.clean(documents.pdf(made)[0])
    assert len(page.tables) == 1
    assert len(page.tables[0].rows) == 66


CUT = (
    # (left, right, top, bottom, text) in points; the second page has no rule over what goes on from the first
    [
        (60, 120, 600, 720, "三、本年度办理结果"), (120, 180, 600, 720, "（三）不予公开"),
        (180, 320, 600, 640, "1.属于国家秘密"), (320, 380, 600, 640, "3"), (380, 440, 600, 640, "3"),
        (180, 320, 640, 680, "2.其他法律行政法规禁止公开"), (320, 380, 640, 680, "0"), (380, 440, 640, 680, "0"),
        (180, 320, 680, 720, "5.属于三类内部"), (320, 380, 680, 720, "12"), (380, 440, 680, 720, "12"),
    ],
    [
        (60, 120, 60, 180, ""), (120, 180, 60, 180, ""), (180, 320, 60, 90, "事务信息"),
        (320, 380, 60, 90, ""), (380, 440, 60, 90, ""),
        (180, 320, 90, 130, "6.属于四类过程性信息"), (320, 380, 90, 130, "7"), (380, 440, 90, 130, "7"),
        (180, 320, 130, 180, "7.属于行政执法案卷"), (320, 380, 130, 180, ""), (380, 440, 130, 180, "1"),
    ],
)  # fmt: skip


@pytest.mark.parametrize("ruled", [True, False])
def test_a_page_break_within_a_spanning_cell_and_within_a_row_loses_nothing(ruled: bool) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    made = Canvas(out, pagesize=(595, 780))
    for n, cells in enumerate(CUT):
        made.setFont("STSong-Light", 6)
        for left, right, top, bottom, text in cells:
            made.drawString(left + 2, 780 - bottom + 8, text)
            if n == 0 or ruled or top > 60:
                made.rect(left, 780 - bottom, right - left, bottom - top)
        made.showPage()
    made.save()
    (table,) = pages.clean(out.getvalue()).tables
    span = ("三、本年度办理结果", "（三）不予公开")
    assert table.rows == (
        (*span, "1.属于国家秘密", "3", "3"),
        (*span, "2.其他法律行政法规禁止公开", "0", "0"),
        (*span, "5.属于三类内部事务信息", "12", "12"),
        (*span, "6.属于四类过程性信息", "7", "7"),
        (*span, "7.属于行政执法案卷", "", "1"),
    )


@pytest.mark.shared
def test_a_real_pdf(shared) -> None:
    page = pages.clean((shared / "samples" / "pdf" / "hzq2023_working.pdf").read_bytes())
    assert page.title == "洪泽区人民政府2023年政府信息公开工作年度报告"
    assert [r.text for r in page.removals] == [f"- {n} -" for n in range(1, 6)]
    matrix = next(t for t in page.tables if len(t.rows[0]) == 10)
    assert matrix.rows[3][-7:] == ("21", "0", "0", "0", "0", "0", "21")
    assert page.tables[-1].rows[-1] == (
        "10",
        "1",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "5",
        "0",
        "0",
        "0",
        "0",
    )


def test_every_format_of_the_registry_is_told_apart() -> None:
    assert [f.name for f in FORMATS] == [
        "docx",
        "xlsx",
        "xls",
        "pdf",
        "doc, wps, rtf",
        "mht",
        "image",
        "archive",
    ]


@pytest.mark.parametrize("make", ["docx", "xlsx", "pdf"])
def test_a_document_with_flipped_bytes_is_read_or_refused(make: str) -> None:
    whole = {
        "docx": lambda: word(paragraph("正文内容")),
        "xlsx": lambda: _saved(Workbook()),
        "pdf": lambda: canvas(1),
    }[make]()
    rng = random.Random(5)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(rng.randrange(1, 20)):
            broken[rng.randrange(4, len(broken))] = rng.randrange(256)
        try:
            pages.clean(bytes(broken))
        except Refused as refused:
            assert "\n" not in str(refused)


FIXTURES = Path(__file__).parent / "documents"
STATISTICS = [
    ("主动公开政府信息数", "条", "498", "1,988"),
    ("专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元", "2.50", ""),
    ("合计", "合计", "9", "10"),
]


@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
def test_antiword_gives_whole_rows_and_their_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shutil.which("antiword")
    monkeypatch.setattr(legacy.shutil, "which", lambda name: found if name == "antiword" else None)
    page = pages.clean((FIXTURES / "report.doc").read_bytes())
    assert list(page.tables[0].rows[2:]) == STATISTICS
    assert "收到申请21件" in page.text
    assert "Word writes itself" in page.issues[0]


@pytest.mark.storm
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_gives_merged_cells_and_numbers_too() -> None:
    page = pages.clean((FIXTURES / "report.doc").read_bytes())
    assert page.tables[0].rows[1] == ("项目", "单位", "本年", "累计")
    assert list(page.tables[0].rows[2:]) == STATISTICS
    assert "\n一、总体情况\n" in page.text


def test_an_old_workbook_is_read_as_it_shows_itself() -> None:
    page = pages.clean((FIXTURES / "table.xls").read_bytes())
    assert [row[-1] for row in page.tables[0].rows] == ["数", "95.5%", "1,234.50", "2023年3月1日", "7"]
    assert len(page.issues) == 2


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
def test_a_web_archive_is_read_as_its_page(transfer: str) -> None:
    markup = "<p>某县2023年年度报告</p><table><tr><td>项目</td><td>数</td></tr><tr><td>申请</td><td>5</td></tr></table>".encode(
        "gbk"
    )
    body = base64.encodebytes(markup) if transfer == "base64" else quopri.encodestring(markup)
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--b"\r\n\r\n----b\r\n'
    part = (
        f"Content-Transfer-Encoding: {transfer}\r\nContent-Type: text/html; charset=gb2312\r\n\r\n".encode()
    )
    page = pages.clean(head + part + body + b"\r\n----b--\r\n")
    assert page.text.startswith("某县2023年年度报告")
    assert page.tables[0].rows == (("项目", "数"), ("申请", "5"))


def test_a_page_that_is_a_picture_is_named_in_a_document_with_text() -> None:
    out = io.BytesIO()
    made = Canvas(out)
    made.drawString(60, 700, "words enough on the first page to be no scan")
    made.showPage()
    made.drawImage(ImageReader(Image.new("RGB", (60, 40), "grey")), 60, 300, 400, 300)
    made.showPage()
    made.save()
    page = pages.clean(out.getvalue())
    assert page.issues == ("Pages without text hold pictures, which were not read: 2.",)
