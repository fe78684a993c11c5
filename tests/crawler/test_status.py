"""``xianzhi status`` for a person: at any width every portal with its state, years and next crawl."""

import pytest
from rich.cells import cell_len
from rich.console import Console

from crawler.cli.status import _legend, _portal, _worst_last
from crawler.overview import Standing

YEARS = dict.fromkeys(range(2010, 2024), "found") | {2024: "missing", 2025: "blocked"}
GOOD = Standing(
    code="990010", seed="http://a.test/", place="甲省/乙市/丙县", years=YEARS, state="ok",
    since="2026-01-01T00:00:00", due="2026-02-01T03:20:00+08:00", why="weekly",
)  # fmt: skip
BAD = Standing(
    code="990011", seed="http://b.test/", place="甲省/乙市/一个名字很长很长的自治县", years=YEARS,
    state="blocked_here", since="2026-01-01T00:00:00", findings=("9 of 10 answers were refusals",),
)  # fmt: skip
HAND = Standing(code="", seed="http://c.test/", place="丁县人民政府", years=YEARS)


def shown(width: int) -> str:
    console = Console(width=width, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    found = [BAD, HAND, GOOD]
    for one in sorted(found, key=_worst_last):
        _portal(console, one, range(2010, 2026))
    _legend(console, found, range(2010, 2026))
    console.file.close()
    return console.export_text()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_it_is_whole_at_any_width(width):
    text = shown(width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert [text.index(word) for word in ("by hand", "ok ", "blocked here")] == sorted(
        text.index(word) for word in ("by hand", "ok ", "blocked here")
    )
    assert text.count("██████████████·x 14 of 16") == 3
    words = " ".join(text.split())
    assert "next crawl 2026-02-01 03:20: weekly" in words
    assert "9 of 10 answers were refusals" in words
    assert "not in the registry, so never crawled by the schedule" in words
    assert "3 portals: " in words
