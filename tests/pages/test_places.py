"""Where a removal stood: an offset into the clean text, from which the page can be read again whole."""

from hypothesis import given
from hypothesis import strategies as st

from pages import clean, clean_text

PAGE = (
    '<html><body><div class="nav"><a href="/">首页</a> > <a href="/b">政务公开</a></div>'
    "<h1>青岭县2022年政府信息公开工作年度报告</h1><p>来源：办公室 浏览次数：77次</p>"
    "<p>一、总体情况。全年主动公开政府信息35条，这是很长的一句话。</p><div>打印 关闭</div></body></html>"
)


def test_a_removal_says_before_what_it_stood() -> None:
    page = clean(PAGE.encode())
    found = {
        cut.rule: page.text[cut.start : cut.start + 4] for cut in page.removals if cut.start is not None
    }
    assert found == {
        "navigation_box": "青岭县2",
        "source": "\n一、总",
        "view_counter": "\n一、总",
        "print_close": "",
    }


def test_places_are_in_the_order_of_the_page() -> None:
    starts = [cut.start for cut in clean(PAGE.encode()).removals]
    assert starts == sorted(starts, key=lambda start: start or 0)


def test_characters_cut_all_over_have_no_place() -> None:
    (cut,) = (c for c in clean(PAGE.replace("全年", "全\u200b年").encode()).removals if "inv" in c.rule)
    assert cut.start is None


LINES = st.sampled_from(
    [
        "首页 > 政务公开",
        "浏览次数：77",
        "打印本页 关闭窗口",
        "一、总体情况。全年35条。",
        "字体：大 中 小",
        "",
    ]
)


@given(st.lists(LINES, max_size=8))
def test_places_lie_in_the_text(lines: list[str]) -> None:
    page = clean_text("青岭县2022年政府信息公开工作年度报告\n" + "\n".join(lines))
    assert all(cut.start is None or 0 <= cut.start <= len(page.text) for cut in page.removals)
