"""Pages nested without end are told before a parser meets them; pages of real ways of writing are not."""

import pytest

import pages
from pages.depth import MOST, MOST_STYLES, too_deep
from pages.families import Document


@pytest.mark.parametrize(
    ("markup", "deep"),
    [
        ("<div>" * 100_000 + "</div>" * 100_000, True),
        ("<table><tr><td>" * (MOST + 1), True),
        ("<i><div>x</div>" * (MOST_STYLES + 1) + "<p>x" * MOST, True),
        ("<DIV>" * (MOST + 1), True),
        ("<p>x<br>" * 100_000, False),
        ("<tr><td>1<td>2" * 30_000, False),
        ("<div><b>x</b></div>" * 30_000, False),
        ("</div>" * 100_000 + "<div>" * 100, False),
        ("1 < 2 " * 100_000, False),
    ],
)
def test_depth(markup: str, deep: bool) -> None:
    assert too_deep(markup) is deep


def test_a_page_nested_without_end_is_refused_and_has_no_links() -> None:
    markup = "<title>年度报告</title><a href=/x>年报</a>" + "<div>" * 100_000 + "</div>" * 100_000
    with pytest.raises(pages.Refused, match="nested deeper"):
        pages.clean(markup.encode())
    assert not Document(url="http://a.gov.cn/", text=markup).tree.css("a")
