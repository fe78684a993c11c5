"""A crawl that finds less than an earlier one says so, and does not become the measure."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from crawler.earlier import held_against
from tests.portals import serve

Rows = list[dict[str, Any]]
SEED = "http://a.test/"


def crawl(
    folder: Path, name: str, plan: dict[str, Any] | None = None, **cells: Any
) -> list[dict[str, Any]]:
    directory = folder / name
    directory.mkdir()
    asked = {"seed": SEED, "years": [1990, 2100], "max_pages": 3000} | (plan or {})
    (directory / "plan.json").write_text(json.dumps({"portals": [asked]}))
    row = {"seed": SEED, "status": "ok", "pages": 9, "reports": 3, "years": [2022, 2023, 2024]} | cells
    rows = held_against(directory, [row])
    summary = {"portals": rows, "finished": cells.get("status") != "interrupted"}
    (directory / "summary.json").write_text(json.dumps(summary))
    return rows


def less(rows: Rows) -> list[str]:
    return [sentence for row in rows for sentence in row.get("less", ())]


def test_what_is_lost_is_told_until_it_is_back(tmp_path):
    assert less(crawl(tmp_path, "1")) == []
    assert "2024" in less(crawl(tmp_path, "2", reports=2, years=[2022, 2023]))[0]
    assert "2024" in less(crawl(tmp_path, "3", reports=2, years=[2022, 2023]))[0]
    assert "no report" in less(crawl(tmp_path, "4", reports=0, years=[]))[0]
    assert less(crawl(tmp_path, "5")) == []


def test_crawls_that_were_asked_for_less_are_another_matter(tmp_path):
    crawl(tmp_path, "1")
    assert less(crawl(tmp_path, "2", {"years": [2023, 2023]}, reports=1, years=[2023])) == []
    assert less(crawl(tmp_path, "3", {"max_pages": 5}, reports=1, years=[2023])) == []
    assert less(crawl(tmp_path, "4", status="interrupted", reports=1, years=[2023])) == []
    (tmp_path / "4" / "summary.json").write_text("{")
    assert less(crawl(tmp_path, "5", reports=2, years=[2022, 2023]))


def test_a_report_taken_off_the_portal_ends_the_crawl_with_attention(tmp_path):
    with serve(["trs"], scale=0.01) as portals:
        portal = next(iter(portals))
        words = ["crawl", portal.url, "--data", str(tmp_path), "--json", "--allow-private-hosts",
                 "--delay", "0", "--browser", "never"]  # fmt: skip
        command = [sys.executable, "-m", "crawler.cli", *words]
        first = subprocess.run(command, capture_output=True, text=True, timeout=100)
        items = portal.site.county.columns["annual_county"].items
        gone = next(item for item in items if item.made and item.made.year == 2024)
        items[:] = [item for item in items if not (item.made and item.made.year == 2024)]
        for held in (portal.site.pages, portal.site.documents, portal.site._made):
            held.clear()
        portal.site.place()
        second = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert gone
    assert first.returncode == 0, first.stderr
    assert 2024 in json.loads(first.stdout)["portals"][0]["years"]
    assert second.returncode == 1
    assert "no longer found: 2024" in second.stderr
