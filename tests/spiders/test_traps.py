"""Addresses that lead nowhere for ever, and the ordinary ones beside them."""

import pytest

from spiders.traps import Traps, trap

X = "http://www.qingling.gov.cn"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/a/b/a/b/a/b/c.html", "path repeats itself"),
        ("/x/x/x/x/", "path repeats itself"),
        ("/" + "/".join(f"d{n}" for n in range(20)), "path too deep"),
        ("/list?" + "&".join(f"p{n}=1" for n in range(30)), "too many parameters"),
        ("/calendar/2031/04/", "calendar"),
        ("/list.jsp?year=2031&month=4", "calendar"),
        ("/" + "a" * 2000, "address too long"),
        ("/login?back=/x", "login"),
        ("/xxgk/2023/202301/t20230105_1.html", None),
        ("/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15&col=1&appid=1&webid=1&path=/"
         "&columnid=1&sourceContentType=1&unitid=2&webname=x&permissiontype=0", None),
        ("/public/column/4699?type=3&nav=1&catId=2&action=list&pageIndex=2", None),
        ("/art/2021/3/2/art_1_2.html", None),
    ],
)  # fmt: skip
def test_trap(path: str, reason: str | None) -> None:
    assert trap(X + path) == reason


def test_endless_addresses_of_one_shape_are_cut_off_and_promising_ones_are_not() -> None:
    traps = Traps(most=10)
    refused = [traps.why_not(f"{X}/list?page={n}", promising=False) for n in range(15)]
    assert refused[:10] == [None] * 10
    assert all(refused[10:])
    assert traps.why_not(f"{X}/list?page=99", promising=True) is None
    assert traps.why_not(f"{X}/other.html", promising=False) is None


def test_shapes_are_bounded() -> None:
    traps = Traps(shapes=50)
    for n in range(500):
        traps.why_not(f"{X}/{'abcdefghij'[n % 10] * (n // 10 + 1)}/", promising=False)
    assert len(traps._seen) <= 51
