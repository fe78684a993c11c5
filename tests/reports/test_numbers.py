"""What a printed number says."""

import re

import pytest

from reports.numbers import AFTER, QUANTITY, cell, chinese, quantity
from reports.reading import plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("5 ", 5),
        ("\xa0 0", 0),
        ("14,205", 14205),
        ("１４，２０５", 14205),
        ("104,565.5", 104565.5),
        ("-3\xa0", -3),
        ("－3", -3),
        ("＋1", 1),
        ("增1", 1),
        ("减3", -3),
        ("增加12", 12),
        ("5件", 5),
        ("7730.28万元", 7730.28),
        ("三", 3),
        ("零", 0),
        ("5.0", 5),
    ],
)
def test_cells_that_say_a_number(text: str, value: float) -> None:
    said = cell(plain(text))
    assert (said.kind, said.value) == ("number", value)


def test_a_balance_is_marked() -> None:
    said = cell("增1/减3")
    assert said.value == -2 and said.note


@pytest.mark.parametrize("text", ["/", "-", "—", "——", "--", "空", "无", "不适用", "N/A", "\\"])
def test_placeholders_say_nothing(text: str) -> None:
    assert cell(plain(text)).kind == "placeholder"


@pytest.mark.parametrize("text", ["12,34", "1,2345", "22,991、27", "?5", "5-3", "见附件", "1 2 x", "12件3"])
def test_what_is_no_number_by_its_whole_text_is_text(text: str) -> None:
    assert cell(plain(text)).kind == "text"


@pytest.mark.parametrize(
    ("text", "value"), [("两", 2), ("二十五", 25), ("三千", 3000), ("〇", 0), ("万千", None)]
)
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("3500多", 3500, "ge"),
        ("1000余", 1000, "ge"),
        ("近300", 300, "lt"),
        ("约44", 44, "approx"),
        ("26.8万", 268000, "exact"),
        ("10余万", 100000, "ge"),
        ("5万余", 50000, "ge"),
        ("三千多", 3000, "ge"),
        ("超过20", 20, "ge"),
        ("不足5", 5, "lt"),
        ("共336", 336, "exact"),
        ("21,597", 21597, "exact"),
    ],
)
def test_quantities_with_their_words(text: str, value: float, qualifier: str) -> None:
    found = re.compile(QUANTITY + "(?P<after>以上|左右)?").fullmatch(text)
    assert found is not None
    assert quantity(found) == (value, qualifier)


def test_a_number_without_end_is_none() -> None:
    found = re.compile(QUANTITY + AFTER).search("公开" + "1" * 5000 + "条")
    assert found is not None
    assert quantity(found) is None
