"""A site full of traps: bounded, one line each, and the reports are found all the same."""

import sys
from pathlib import Path

from tests.portals import serve

sys.path.insert(0, str(Path(__file__).parent))
import crawling


def test_traps_cost_a_line_and_not_the_crawl(tmp_path: Path) -> None:
    with serve(("traps",), scale=0.05) as portals:
        (portal,) = portals
        done = crawling.crawl(
            portal.url,
            "--years",
            "2021-2023",
            "--delay",
            "0",
            "--allow-private-hosts",
            "--browser",
            "never",
            "--json",
            data=tmp_path,
        )
        row = crawling.answer(done)["portals"][0]
        truth = {(t["issuer"], t["year"]) for t in portal.truth if 2021 <= t["year"] <= 2023}
        assert truth <= crawling.reports(tmp_path)
        assert row["years"] == [2021, 2022, 2023]
        assert row["status"] == "ok"
        assert len(portal.log) < 150
        said = {(issue["kind"], issue["what"].partition(":")[0]) for issue in crawling.issues(tmp_path)}
    assert ("trap", "calendar") in said
    assert ("redirect", "too many redirects") in said
    failed = {
        issue["url"].rpartition("/")[2] for issue in crawling.issues(tmp_path) if issue["kind"] == "failed"
    }
    assert {"huge.html", "drip.html", "bomb.html"} <= failed
    assert all(len(issue["what"].splitlines()) == 1 for issue in crawling.issues(tmp_path))
    log = (crawling.directory(tmp_path) / "crawl.log").read_text("utf-8")
    assert "Traceback" not in log, log[-3000:]
