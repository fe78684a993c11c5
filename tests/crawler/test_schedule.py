"""When portals are due."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.frequency import CHINA
from crawler.registry import Portal, problems
from crawler.schedule import due, in_season, own_minute


def portal(frequency: str = "", code: str = "130123") -> Portal:
    return Portal(
        code=code,
        province="甲省",
        city="乙市",
        county="丙县",
        homepage="http://a.test/",
        frequency=frequency,
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_portal_never_crawled_is_due_at_once():
    assert due(portal(), None, None, at("2026-05-01")).at == at("2026-05-01")


@pytest.mark.parametrize(("last", "days"), [("2026-02-01", 7), ("2026-06-01", 30), ("2026-04-14", 30)])
def test_the_default_knows_the_season(last, days):
    found = due(portal(), at(last), "ok", at(last))
    assert abs(found.at - at(last) - timedelta(days=days)) < timedelta(days=1)


def test_season_is_counted_in_china():
    assert in_season(datetime(2026, 1, 9, 17, tzinfo=UTC))
    assert not in_season(datetime(2026, 1, 9, 15, tzinfo=UTC))


def test_portals_start_at_minutes_of_their_own():
    minutes = {own_minute(f"{code}") for code in range(130100, 130400)}
    assert len(minutes) > 150
    assert max(minutes) < timedelta(hours=6)
    one = due(portal("weekly"), at("2026-02-01"), "ok", at("2026-02-01"))
    assert one.at == due(portal("weekly"), at("2026-02-01"), "ok", at("2026-03-01")).at


def test_a_blocked_portal_is_asked_again_with_patience_and_never_later_than_its_turn():
    assert due(portal("monthly"), at("2026-02-01"), "blocked_here", at("2026-02-01")).at == at("2026-02-04")
    assert due(portal("daily"), at("2026-02-01"), "blocked_here", at("2026-02-01")).at < at("2026-02-03")


def test_what_stays_bad_is_asked_ever_more_seldom():
    def days(state: str, in_row: int) -> float:
        found = due(portal("yearly"), at("2026-02-01"), state, at("2026-02-01"), in_row=in_row)
        return (found.at - at("2026-02-01")) / timedelta(days=1)

    assert [days("broken", n) for n in (1, 2, 3, 9)] == [1, 2, 4, 64]
    assert [days("blocked_here", n) for n in (1, 2)] == [3, 6]
    assert [days("quiet", n) for n in (1, 5)] == [7, 7]
    assert days("attention", 1) > 300


def test_a_clock_that_was_set_back_stops_nothing():
    found = due(portal(), at("2027-02-01"), "ok", at("2026-02-01"))
    assert found.at == at("2026-02-01")
    assert "2027-02-01" in found.why
    assert due(portal(), at("2026-02-01") + timedelta(hours=1), "ok", at("2026-02-01")).at > at(
        "2026-02-05"
    )


@pytest.mark.parametrize(
    ("expression", "last", "fires"),
    [
        ("0 3 * * 0", "2026-02-02", (2026, 2, 8)),  # Sunday, as cron counts
        ("0 3 * * 7", "2026-02-02", (2026, 2, 8)),
        ("0 3 * * 5-7", "2026-02-02", (2026, 2, 6)),
        ("0 3 * * SUN", "2026-02-02", (2026, 2, 8)),
        ("0 3 15 * 1", "2026-02-10", (2026, 2, 15)),  # the 15th or a Monday, whichever comes first
        ("0 3 15 * 1", "2026-02-15", (2026, 2, 16)),
    ],
)
def test_cron_means_what_cron_means(expression, last, fires):
    found = due(portal(expression), at(last) + timedelta(hours=1), "ok", at(last)).at
    assert found == datetime(*fires, 3, tzinfo=CHINA)


@pytest.mark.parametrize(
    "expression", ["often", "* * *", "61 * * * *", "0 3 * * 8", "0 3 * * */0", "@daily"]
)
def test_a_wrong_frequency_is_told_by_the_registry(expression):
    assert [why for _, why in problems([portal(expression)]) if "neither daily" in why]


def test_cron_is_read_in_china_time():
    found = due(portal("30 3 * * 1"), at("2026-02-01"), "ok", at("2026-02-01")).at
    assert found == datetime(2026, 2, 2, 3, 30, tzinfo=CHINA)


def test_a_frequency_that_is_neither_is_one_sentence():
    with pytest.raises(ValueError, match="130123 丙县: the frequency 'often'"):
        due(portal("often"), at("2026-02-01"), "ok", at("2026-02-01"))
