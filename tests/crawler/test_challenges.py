"""A host is given to the browser whole only where the cookie it got serves no plain request."""

from crawler.challenges import STUBBORN, Challenges


def test_a_passed_challenge_leaves_plain_requests_to_be_tried() -> None:
    met = Challenges()
    for _ in range(5):  # a cookie that runs out: challenged, shown, then plain pages again
        met.met("a.cn", "challenge", shown=False)
        met.met("a.cn", None, shown=True)
        assert not met.stubborn("a.cn")
        met.met("a.cn", None, shown=False)


def test_a_host_that_challenges_all_the_same_is_stubborn_and_no_other() -> None:
    met = Challenges()
    for _ in range(STUBBORN):
        assert not met.stubborn("a.cn")
        met.met("a.cn", "challenge", shown=False)
        met.met("a.cn", None, shown=True)
    assert met.stubborn("a.cn") and not met.stubborn("b.cn")
    met.met("a.cn", None, shown=False)
    assert not met.stubborn("a.cn")
