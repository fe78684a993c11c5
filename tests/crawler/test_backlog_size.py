"""A frontier as long as a hostile site can make it: memory stays flat, the best row comes first."""

import time
from pathlib import Path

import pytest

from crawler.backlog import Backlog, Row

STEP = 200  # links of a page


def resident() -> int:
    """Bytes of this process's memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def _row(n: int) -> Row:
    path = [["http://a.gov.cn/", "政务公开"]]
    return Row(
        portal=1, host="a.gov.cn", url=_url(n), priority=n % 7, meta={"kind": "column", "path": path}
    )


def _url(n: int) -> str:
    return f"http://a.gov.cn/art/2021/{n % 13}/art_{n}.html"


def fill(backlog: Backlog, start: int, end: int) -> None:
    for at in range(start, end, STEP):
        rows = [_row(n) for n in range(at, at + STEP)]
        assert not backlog.known([row.url for row in rows])
        assert len(backlog.add(rows)) == STEP
        if at % 20_000 == 0:
            backlog.commit()


@pytest.mark.parametrize(
    "urls", [40_000, pytest.param(1_000_000, marks=[pytest.mark.storm, pytest.mark.timeout(1800)])]
)
def test_a_long_frontier(urls: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backlog = Backlog(tmp_path / "frontier.db")
    fill(backlog, 0, urls // 4)
    before, began = resident(), time.process_time()
    fill(backlog, urls // 4, urls)
    grown = resident() - before
    backlog.commit()
    (lane,) = backlog.lanes()
    best = [backlog.lease(lane) for _ in range(100)]
    assert all(row is not None and row.priority == 6 for row in best)
    assert backlog.known([_url(0), _url(urls - 1)])
    assert grown < 40 * 1024**2
    used = (time.process_time() - began) / (urls * 3 / 4) * 1e6
    size = (tmp_path / "frontier.db").stat().st_size
    with capsys.disabled():
        if urls >= 1_000_000:
            print(f"\n{urls} queued: +{grown >> 20} MiB, {used:.0f} µs CPU and {size // urls} bytes a URL")
    backlog.close()
