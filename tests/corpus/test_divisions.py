"""One series for a county through its changes, and no wrong kin."""

import csv
import doctest
from pathlib import Path

import pytest

from corpus import divisions

SEEDS = Path(__file__).parents[2] / "spiders" / "seeds" / "portals.tsv"


def test_doctests():
    assert doctest.testmod(divisions).failed == 0


def test_every_portal_stands_for_a_division_of_today():
    with SEEDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found = divisions.division(row["code"])
            assert found is not None
            assert (found.name, found.valid_to) == (row["county"], "")


def test_every_chain_ends_in_a_division_that_holds():
    for row in divisions.divisions():
        last = divisions.today(row)
        assert last.valid_to == "" or last.change == "merged"


def test_changes_say_what_they_are_and_lead_somewhere():
    for row in divisions.divisions():
        assert bool(row.valid_to) == bool(row.change) == bool(row.successor)
        assert row.change in ("", "raised", "renamed", "moved", "merged")
        assert not row.successor or divisions.division(row.successor)


@pytest.mark.parametrize(
    ("code", "year", "name", "now"),
    [
        ("430122", 2008, "望城县", "430112"),  # raised
        ("430112", 2022, "望城区", "430112"),
        ("130602", 2010, "新市区", "130602"),  # renamed, same code
        ("341422", 2009, "无为县", "340281"),  # moved, then raised
        ("632121", 2010, "平安县", "630203"),
        ("500110", 2009, "万盛区", "500110"),  # merged: its own end, though the code was given anew
    ],
)
def test_known_changes(code, year, name, now):
    found = divisions.division(code, year)
    assert found is not None
    assert (found.name, divisions.today(found).code) == (name, now)


def test_a_merged_county_is_not_the_county_that_took_it_in():
    for code in ("130603", "110103", "370684"):
        county = divisions.county_of(code, 2008)
        assert county is not None
        assert county.code == code


def test_an_unknown_code_is_nobody():
    assert divisions.county_of("999999") is None
    assert divisions.county_of(None) is None
