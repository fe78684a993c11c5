"""Every family on its recorded pages, ``tests/captures/<family>/<case>/{payload.*, expected.toml}``.

``expected.toml``: ``family`` and ``url``; ``method`` and ``body`` of the request that brought the page;
``links`` (all rows: url, text, date) or ``holds`` (some) or ``count``; ``next``, ``text`` (requests with
``url``, ``method``, ``body_has``); ``entry`` (some); ``body_has``, ``body_lacks``. ``known`` marks an
answer that only the asking page's family can place.
"""

import doctest
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pages import families
from pages.families import FAMILIES, Document, ListRequest

CAPTURES = Path(__file__).resolve().parents[1] / "captures"
NAMES = [family.name for family in FAMILIES]
CASES = sorted(path.parent for name in NAMES for path in (CAPTURES / name).glob("*/expected.toml"))


class Recorded:
    def __init__(self, folder: Path) -> None:
        self.told = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
        payload = next(folder.glob("payload.*")).read_text(encoding="utf-8")
        request = ListRequest(
            url=self.told["url"],
            method=self.told.get("method", "GET"),
            body=self.told.get("body", "").encode(),
        )
        self.doc = Document(url=self.told["url"], text=payload, request=request)
        self.family = families.family_named(self.told["family"])


@pytest.fixture(params=CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def recorded(request):
    return Recorded(request.param)


def test_the_family_knows_its_own(recorded):
    if not recorded.told.get("known"):
        assert families.family_of(recorded.doc).name == recorded.told["family"]


def test_rows_of_the_list(recorded):
    found = [
        [link.url, link.text, link.date] for link in families.report_links(recorded.doc, recorded.family)
    ]
    told = recorded.told
    for row in told.get("links", []) + told.get("holds", []):
        assert [*row, None][:3] in found
    if "links" in told:
        assert len(found) == len(told["links"])
    if "count" in told:
        assert len(found) == told["count"]


def test_the_next_page(recorded):
    if "next" in recorded.told:
        agree(families.next_page(recorded.doc, recorded.family), recorded.told["next"])


def test_what_a_shell_loads_its_text_from(recorded):
    agree(recorded.family.text_requests(recorded.doc), recorded.told.get("text", []))


def agree(found: tuple[ListRequest, ...], told: list[dict[str, str]]) -> None:
    assert [(r.url, r.method) for r in found] == [(t["url"], t.get("method", "GET")) for t in told]
    for request, expected in zip(found, told, strict=True):
        assert expected.get("body_has", "").encode() in request.body
        assert bool(request.headers) == bool(request.body) or request.body[:1] == b"{"


def test_known_addresses_of_annual_reports(recorded):
    found = [link.url for link in recorded.family.entry_points(recorded.doc)]
    assert set(recorded.told.get("entry", [])) <= set(found)
    assert "entry" in recorded.told or not found or recorded.told["family"] == "lonsun"


def test_addresses_by_year_go_on_with_the_years():
    html = "<a href='/xxgk/xxgkAnnualReport.jsp?area=11330200'>信息公开年报</a>"
    found = families.family_named("hanweb").entry_points(Document(url="http://a.gov.cn/", text=html))
    year = datetime.now(UTC).year
    assert len(found) == year - 2007
    assert found[0].text.startswith(str(year))


def test_the_body_and_nothing_beside_it(recorded):
    if "body_has" not in recorded.told:
        return
    body = recorded.family.body(recorded.doc) or ""
    assert all(words in body for words in recorded.told["body_has"])
    assert not any(words in body for words in recorded.told.get("body_lacks", []))


@pytest.mark.parametrize("name", NAMES)
def test_every_family_has_a_recorded_list_and_a_recorded_report(name):
    told = [Recorded(path).told for path in CASES if path.parent.name == name]
    assert any(t.get("links") or t.get("holds") or t.get("count") for t in told)
    assert any("body_has" in t for t in told)


def test_the_generic_family_is_last_and_names_are_told_apart():
    assert NAMES[-1] == "generic" and len(set(NAMES)) == len(NAMES)
    assert families.family_named("no such family").name == "generic"


@pytest.mark.parametrize("module", sorted({m for m in sys.modules if m.startswith("pages.families.")}))
def test_the_examples_in_the_docstrings(module):
    assert doctest.testmod(sys.modules[module]).failed == 0
