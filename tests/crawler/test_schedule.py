"""When portals are due."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.registry import Portal
from crawler.schedule import CHINA, due, in_season, own_minute


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


def test_cron_is_read_in_china_time():
    found = due(portal("30 3 * * 1"), at("2026-02-01"), "ok", at("2026-02-01")).at
    assert found == datetime(2026, 2, 2, 3, 30, tzinfo=CHINA)


def test_a_frequency_that_is_neither_is_one_sentence():
    with pytest.raises(ValueError, match="130123 丙县: the frequency 'often'"):
        due(portal("often"), at("2026-02-01"), "ok", at("2026-02-01"))
