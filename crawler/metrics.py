"""``DATA/metrics/xianzhi.prom``: the state of the portals for Prometheus' textfile collector."""

from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from crawler.health import ORDER
from crawler.runs import Runs


def write(data: Path, runs: Runs) -> Path:
    """Writes the file (beside, then renamed, as the collector asks) and gives its path."""
    book = CollectorRegistry()
    state = Gauge(
        "xianzhi_portal_state", "1 for the state a portal is in.", ["code", "state"], registry=book
    )
    began = Gauge("xianzhi_portal_last_run_seconds", "When its last run began.", ["code"], registry=book)
    found = Gauge("xianzhi_portal_reports", "Reports its last run found.", ["code"], registry=book)
    failed = Gauge(
        "xianzhi_portal_failed_pages", "Pages that failed in its last run.", ["code"], registry=book
    )
    for code, row in runs.states().items():
        for name in ORDER:
            state.labels(code, name).set(row["state"] == name)
        for run in runs.past(code, 1):
            began.labels(code).set(_seconds(run.began))
            found.labels(code).set(run.reports)
            failed.labels(code).set(run.failed)
    path = data / "metrics" / "xianzhi.prom"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_to_textfile(str(path), book)
    return path


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
