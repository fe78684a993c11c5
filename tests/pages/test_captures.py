"""Recorded pages (made-up, as nasty as real ones): what must stay, what must go, and by which rule.

``tests/captures/cleaned/<name>/{payload.*, expected.toml}``: ``stays`` and ``goes`` are strings, ``rules``
the rules that must have signed, ``rows`` table rows (cells joined by ``|``), the rest is metadata.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import pages
from pages.chrome import BESIDE, BOXES, EDGES, LINES, SPAM
from reports.model import CleanPage

CASES = sorted((Path(__file__).resolve().parents[1] / "captures" / "cleaned").glob("*/expected.toml"))


def cleaned(case: Path) -> tuple[CleanPage, dict[str, Any]]:
    told = tomllib.loads(case.read_text("utf-8"))
    payload = next(case.parent.glob("payload.*"))
    data = payload.read_bytes()
    if "codec" in told:
        data = data.decode("utf-8").encode(told["codec"])
    return pages.clean(data, url=told.get("url")), told


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_a_recorded_page_is_cleaned_as_told(case: Path) -> None:
    page, told = cleaned(case)
    tight = "".join(page.text.split())
    cut = ["".join(r.text.split()) for r in page.removals]
    for text in told.get("stays", ()):
        assert "".join(text.split()) in tight, text
    for text in told.get("goes", ()):
        assert "".join(text.split()) not in tight, text
        assert any("".join(text.split()) in removed for removed in cut), text
    assert set(told.get("rules", ())) <= {r.rule for r in page.removals}
    rows = {"|".join(row) for table in page.tables for row in table.rows}
    assert set(told.get("rows", ())) <= rows
    for key in ("title", "published", "source", "site_id_code", "kind", "script"):
        if key in told:
            assert getattr(page, key) == told[key], key
    for url in told.get("attachments", ()):
        assert url in [a.url for a in page.attachments]


def test_every_named_rule_cuts_something_recorded() -> None:
    signed = {r.rule for case in CASES for r in cleaned(case)[0].removals}
    named = {rule.name for rule in (*LINES, *EDGES, *BESIDE, *BOXES, *SPAM)}
    assert named <= signed, named - signed
