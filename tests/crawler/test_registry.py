"""The registry of portals: every bundled row is usable, every bad row is explained."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler import registry
from crawler.cli import main
from crawler.cli.crawl import usable


def portal(**cells: str) -> registry.Portal:
    row = {
        "code": "130123",
        "province": "甲省",
        "city": "乙市",
        "county": "丙县",
        "homepage": "http://a.test/",
    }
    return registry.Portal(**(row | cells))


def test_every_bundled_row_is_usable():
    rows = registry.read(registry.BUNDLED)
    assert len(rows) == 2739
    assert list(registry.problems(rows)) == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"code": "13012"}, "six digits"),
        ({"code": "130100"}, "city's"),
        ({"county": ""}, "name is missing"),
        ({"homepage": "ftp://a.test/"}, "not an http"),
        ({"homepage": "http://[::1"}, "cannot be read"),
        ({"homepage": ""}, "home page is missing"),
        ({"quiet_hours": "8-18"}, "08:00-18:00"),
        ({"other_hosts": "old.a.test http://[bad"}, "'http://[bad'"),
        ({"other_hosts": "old.a.test:x"}, "'old.a.test:x'"),
        ({"other_hosts": "ftp://old.a.test/"}, "'ftp://old.a.test/'"),
    ],
)
def test_a_bad_row_is_explained(cells, words):
    assert any(words in why for _, why in registry.problems([portal(**cells)]))


def test_old_homes_are_hosts_or_addresses():
    assert list(registry.faults(portal(other_hosts="old.a.test 127.0.0.1:81 https://b.test/x/"))) == []


@pytest.mark.parametrize("cells", [{"other_hosts": "http://[bad"}, {"quiet_hours": "8-18"}])
def test_a_portal_that_cannot_be_visited_as_its_row_says_is_not_begun(cells, tmp_path: Path):
    registry.add(tmp_path, portal(**cells))
    run = CliRunner().invoke(main, ["crawl", "--portal", "130123", "--data", str(tmp_path)])
    assert (run.exit_code, run.output.count("\n")) == (2, 1)
    assert "130123 丙县" in run.output and next(iter(cells.values())) in run.output
    assert not (tmp_path / "collections").exists()


def test_of_all_portals_those_that_can_be_visited_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    rows = [portal(quiet_hours="8-18"), portal(code="130124", homepage="http://b.test/")]
    assert [row.code for row in usable(rows, named=False)] == ["130124"]
    assert capsys.readouterr().err.startswith("xianzhi: left out: 130123 丙县: ")


def test_two_rows_with_one_code_are_told():
    rows = [portal(), portal(county="丁县", homepage="http://b.test/")]
    assert [why for _, why in registry.problems(rows)] == ["has the same code as 丙县 (130123)"]


def test_an_operators_row_wins_and_survives(tmp_path: Path):
    run = CliRunner().invoke(
        main, ["portals", "add", "130123", "http://new.test/", "--county", "丙县", "--data", str(tmp_path)]
    )
    assert run.exit_code == 0, run.output
    assert registry.portals(tmp_path)["130123"].homepage == "http://new.test/"
    again = CliRunner().invoke(
        main, ["portals", "add", "13", "http://new2.test/", "--county", "丙县", "--data", str(tmp_path)]
    )
    assert again.exit_code == 2
    assert "six digits" in again.output


def test_a_file_that_is_no_registry_is_one_line(tmp_path: Path):
    (tmp_path / "x.tsv").write_text("eins\tzwei\n")
    run = CliRunner().invoke(main, ["portals", "check", str(tmp_path / "x.tsv")])
    assert run.exit_code == 2
    assert "no column code" in run.output
