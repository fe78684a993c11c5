"""Which encoding the bytes are in, whatever they declare; one bad byte changes nothing."""

from difflib import SequenceMatcher

import pytest

from pages.decode import decode
from pages.repairs import mend
from tests.portals import forms
from tests.portals.damage import traditional

TEXT = forms.make(seed=2, year=2022).text("tika")
CODECS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5hkscs")
WRONG = ("utf-8", "gb2312", "iso-8859-1", "big5", "x-nonsense", None)


def encoded(codec: str, length: int) -> tuple[str, bytes]:
    text = traditional(TEXT) if codec == "big5hkscs" else TEXT
    data = text[:length].encode(codec, "ignore")
    return data.decode(codec), data


@pytest.mark.parametrize("declared", WRONG)
@pytest.mark.parametrize("length", [12, 40, 4000])
@pytest.mark.parametrize("codec", CODECS)
def test_the_content_decides_and_not_the_label(codec: str, length: int, declared: str | None) -> None:
    text, data = encoded(codec, length)
    read, how = decode(data, declared)
    assert (read, how.used, how.declared) == (text, codec, declared)
    assert how.evidence.endswith(".")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("length", [40, 4000])
def test_one_bad_byte_changes_nothing(codec: str, length: int) -> None:
    _, data = encoded(codec, length)
    middle = len(data) // 2
    for broken in (data[:-1], data[:middle] + b"\xff" + data[middle:], data[:middle] + data[middle + 1 :]):
        assert decode(broken, "iso-8859-1")[1].used == codec


@pytest.mark.parametrize(
    ("mark", "codec"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_a_byte_order_mark_counts(mark: bytes, codec: str) -> None:
    text, how = decode(mark + "年度报告".encode(codec), "gb2312")
    assert (text, how.used) == ("年度报告", codec)


def test_a_gbk_island_in_a_utf8_page_is_read() -> None:
    data = ("<p>" + TEXT + "</p>").encode() + "<p>主办：青岭县人民政府办公室</p>".encode("gbk")
    text, how = decode(data)
    assert how.used == "utf-8"
    assert text.endswith("<p>主办：青岭县人民政府办公室</p>")


def test_a_declaration_serves_where_the_content_does_not_tell() -> None:
    assert decode("naïve café".encode("cp1252"), "iso-8859-1")[0] == "naïve café"
    assert decode("Привет, мир".encode("cp1251"), "windows-1251")[0] == "Привет, мир"


def test_the_page_declares_in_its_head() -> None:
    how = decode(
        b'<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">' + "年报".encode()
    )[1]
    assert (how.used, how.declared) == ("utf-8", "gb2312")
    assert "against the declared gb2312" in how.evidence


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("how", ["insert", "delete", "replace"])
def test_one_bad_byte_costs_two_characters_and_no_more(codec: str, how: str) -> None:
    """In GBK all that follows is out of step until an ASCII byte; the repairs put it back in step."""
    text = "全年主动公开政府信息千余条，各单位认真贯彻落实条例，加强组织领导，规范工作流程，公开及时。"
    data = text.encode(codec)
    for at in range(4, len(data) - 12, 7):
        put = {"insert": b"\xff", "delete": b"", "replace": b"\xff"}[how]
        broken = data[:at] + put + data[at + (how != "insert") :]
        read, used = decode(broken)
        assert used.used == codec
        kept = sum(
            b.size
            for b in SequenceMatcher(None, text, mend(read).text, autojunk=False).get_matching_blocks()
        )
        assert len(text) - kept <= 3, mend(read).text


@pytest.mark.parametrize("label", ["idna", "punycode", "undefined", "rot13", "x-unknown"])
def test_a_declaration_that_is_no_charset_is_none(label: str) -> None:
    data = b"<p>\x80\x81\xff\xfe\xfd"
    assert decode(data, label)[0] == decode(data)[0]


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs"])
def test_a_byte_spoilt_in_a_page_costs_its_neighbours_and_the_rest_is_in_step(codec: str) -> None:
    text = "本報告所列數據的統計期限為全年，各單位認真貫徹落實條例，主動公開政府信息，工作規範有序。"
    data = text.encode(codec)
    for at in range(6, len(data) - 12, 5):
        read = decode(data[:at] + b"\xff" + data[at + 1 :])[0]
        assert read[:2] == text[:2] and read[-4:] == text[-4:], read
        assert sum(c not in text and c != "\ufffd" for c in read) <= 2, read


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs"])
def test_rare_names_are_read_as_they_are(codec: str) -> None:
    text = "審核人：鄭翀堃，亓官赟；仉督、贠氏、盩厔縣。"
    data = text.encode(codec, "ignore")
    assert decode(data)[0] == data.decode(codec)


def test_a_short_text_with_a_bad_byte_is_still_utf8_and_a_wide_one_may_end_in_half() -> None:
    data = "联系电话：0873".encode()
    assert decode(data[:4] + b"\xff" + data[4:], "gb2312")[1].used == "utf-8"
    assert decode("<!DOCTYPE html><html>".encode("utf-16-le") + b"\n")[0].startswith(
        "<!DOCTYPE html><html>"
    )
