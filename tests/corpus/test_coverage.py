"""Coverage says why a report is not there, and does not take another's report for the county's."""

import dataclasses

import pytest

from corpus.crawls import outcome
from tests.bench import corpus_made
from tests.corpora import at

SEED = "http://www.110102.test/"


def cell(catalogue, year=2015, seed=SEED):
    (found,) = [row for row in catalogue.status() if row["seed"] == seed and row["year"] == year]
    return found


def test_no_report_and_why(catalogue, triples):
    """The years run to the latest report in the corpus, so another county has one."""
    catalogue.store_portals([{"code": "110102", "homepage": SEED}])
    catalogue.store(*triples[-1])
    assert triples[-1][2].year is not None
    year = triples[-1][2].year
    seen = [cell(catalogue, year)["status"]]
    for n, status in enumerate(("unreachable", "blocked_here", "interrupted", "ok")):
        row = {"seed": SEED, "pages": 1, "reports": 0, "years": [], "status": status, "error": status}
        catalogue.store_crawl({"crawl_id": f"2026-{n}", "portals": [row | {"began": f"2026-0{n + 1}-01"}]})
        seen.append(cell(catalogue, year)["status"])
    assert seen == ["unvisited", "failed", "blocked", "unfinished", "missing"]


def test_a_portal_that_let_nobody_in_has_its_years(catalogue):
    """Where no report is in the corpus at all, blocked is told from missing all the same."""
    row = {"seed": SEED, "pages": 1, "reports": 0, "years": [], "status": "blocked_here"}
    catalogue.store_crawl({"crawl_id": "a", "portals": [row | {"began": "2026-01-20T08:00:00"}]})
    assert {cell["status"] for cell in catalogue.status()} == {"blocked"}
    assert max(cell["year"] for cell in catalogue.status()) == 2024
    catalogue.store_crawl({"crawl_id": "b", "portals": [row | {"began": "2026-04-01T08:00:00"}]})
    assert max(cell["year"] for cell in catalogue.status()) == 2025


def test_a_crawl_told_twice_is_kept_once(catalogue):
    for _ in range(2):
        catalogue.store_crawl(corpus_made.crawl())
    assert catalogue.db["crawls"].count == len(list(corpus_made.portals()))


@pytest.mark.parametrize(
    ("level", "code", "status"),
    [
        ("county", "110102", "found"),
        ("county", None, "found"),
        ("county", "110105", "missing"),
        ("functional_zone", "110102", "missing"),
        ("city", "110102", "missing"),
        ("department", "110102", "missing"),
    ],
)
def test_only_the_countys_own_report_stands_for_it(catalogue, triples, level, code, status):
    one = next(triple for triple in triples if triple[2].year == 2015)
    capture, page, report = at(one, "2026-01-01", number=1)
    assert report.issuer is not None
    issuer = dataclasses.replace(report.issuer, level=level, division_code=code, name="某机关")
    assert capture.discovery is not None
    capture = dataclasses.replace(capture, discovery=dataclasses.replace(capture.discovery, seed=SEED))
    catalogue.store_portals([{"code": "110102", "homepage": SEED}])
    catalogue.store_crawl({"crawl_id": "c", "portals": [{"seed": SEED, "status": "ok"}]})
    other = next(triple for triple in triples if triple[2].year == 2016)
    catalogue.store(*other)
    catalogue.store(capture, page, dataclasses.replace(report, issuer=issuer, checks=()))
    assert cell(catalogue)["status"] == status


def test_a_failed_hard_check_shows(catalogue, triples):
    one = next(t for t in triples if any(c.status == "fail" and c.severity == "hard" for c in t[2].checks))
    assert one[0].discovery is not None
    catalogue.store_portals([{"code": "110102", "homepage": SEED}])
    catalogue.store(*one)
    assert cell(catalogue, one[2].year, one[0].discovery.seed)["status"] == "failed_checks"


def test_every_word_of_the_crawl_is_known():
    """The words of spiders.scope; what is not known is never called done."""
    words = ("ok", "limit", "blocked_here", "unreachable", "interrupted", "never heard of")
    assert [outcome(word) for word in words] == [
        "done",
        "unfinished",
        "blocked",
        "failed",
        "unfinished",
        "failed",
    ]
